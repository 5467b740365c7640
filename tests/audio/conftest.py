"""Both ways to decode, each test once with each."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from chaptag.audio.decoder import Decoder
from chaptag.audio.ffmpeg import FfmpegDecoder
from chaptag.audio.libav import LibavDecoder
from tests.support.tools import absent, require_tool


@pytest.fixture(params=["libav", "ffmpeg"])
def decoding(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Decoder]:
    """Decode with PyAV, then with the system's ffmpeg, wherever the code under test asks for a decoder."""
    kind: type[LibavDecoder | FfmpegDecoder] = LibavDecoder
    if request.param == "ffmpeg":
        require_tool("ffmpeg")
        kind = FfmpegDecoder
    elif importlib.util.find_spec("av") is None:
        absent("PyAV is not installed")

    def choose(path: str | Path) -> Decoder:
        return kind(Path(path))

    monkeypatch.setattr("chaptag.audio.decode.decoder", choose)
    monkeypatch.setattr("chaptag.audio.peaks.decoder", choose)
    return choose
