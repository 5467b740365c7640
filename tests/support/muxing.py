"""Audio files with chapters made by libavformat, through PyAV: what a stranger's tool writes, on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av

__all__ = ["mux"]

_FORMATS = {"mp3": ("mp3", "libmp3lame"), "mp4": ("ipod", "aac"), "flac": ("flac", "flac"), "ogg": ("ogg", "libopus")}
_RATE, _FRAME = 48000, 1152


def mux(path: Path, container: str, chapters: Sequence[tuple[int, int, str]], *, seconds: int = 30) -> Path:
    """Write `seconds` of silence with chapters (start and end in ms, title) and return the path."""
    muxer, codec = _FORMATS[container]
    options = {"id3v2_version": "3"} if container == "mp3" else {}
    with av.open(str(path), "w", format=muxer, options=options) as file:
        file.set_chapters([
            {"id": number, "start": start, "end": end, "time_base": Fraction(1, 1000), "metadata": {"title": title}}
            for number, (start, end, title) in enumerate(chapters)
        ])  # fmt: skip
        stream = file.add_stream(codec, rate=_RATE, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=_FRAME)
        frame.planes[0].update(bytes(2 * _FRAME))
        frame.sample_rate = _RATE
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=_RATE)
        for index in range(seconds * _RATE // _FRAME):
            frame.pts = index * _FRAME
            for ready in resampler.resample(frame):
                file.mux(stream.encode(ready))
        file.mux(stream.encode(None))
    return path
