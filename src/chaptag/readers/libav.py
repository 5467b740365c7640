"""libav, through PyAV: the demuxers of ffmpeg without an ffmpeg on the machine."""

from __future__ import annotations

import importlib.util
from fractions import Fraction
from pathlib import Path

from chaptag.model.errors import MissingExtra
from chaptag.readers.chapter import ForeignChapter, to_ms
from chaptag.readers.child import ask
from chaptag.readers.demuxers import DEMUXERS

__all__ = ["available", "read"]


def available() -> bool:
    """Say whether PyAV is installed."""
    return importlib.util.find_spec("av") is not None


def read(path: Path, *, container: str) -> tuple[ForeignChapter, ...]:
    """Ask libavformat for the chapters; see `registry.Reader`."""
    if not available():
        msg = "PyAV, which reads with libav, is not installed"
        raise MissingExtra(msg, hint="pip install 'chaptag[audio]', or ask another reader.")
    return tuple(
        ForeignChapter(to_ms(start * Fraction(tick)), to_ms(end * Fraction(tick)), title)
        for start, end, tick, title in ask("libav", path, DEMUXERS[container])
    )
