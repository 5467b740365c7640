"""The one door to decoded sound: windows of an episode, or all of it as a stream, never a whole episode in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from chaptag.audio.decoder import Decoder, Window
from chaptag.audio.samples import segment
from chaptag.model.errors import MissingExtra

if TYPE_CHECKING:
    from pydub import AudioSegment

__all__ = ["decoder", "windows"]


def decoder(path: str | Path) -> Decoder:
    """Choose what decodes `path`: PyAV where it is installed, else the system's ffmpeg.

    Raises MissingExtra where there is neither. The file is opened only when sound is asked for.
    """
    from chaptag.audio.ffmpeg import FfmpegDecoder
    from chaptag.audio.libav import LibavDecoder

    for kind in (LibavDecoder, FfmpegDecoder):
        try:
            return kind(Path(path))
        except (ImportError, FileNotFoundError):
            continue
    msg = "listening to the audio needs PyAV or ffmpeg, and neither is installed"
    raise MissingExtra(msg, hint="pip install 'chaptag[audio]', or install ffmpeg")


def windows(path: str | Path, spans: Iterable[Window], *, rate: int = 16000) -> Iterator[AudioSegment]:
    """Yield each window ``[start, stop)`` in ms of the audio at `path` as a mono `AudioSegment`, in order.

    A window is shorter where the audio ends inside it and empty beyond. Raises MissingExtra without a decoder and
    AudioError where the file cannot be decoded.
    """
    for pcm in decoder(path).windows(spans, rate):
        yield segment(pcm, rate)
