"""A small copy of a picture, for a page that shows many: made with PyAV, which also decodes the sound."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

__all__ = ["thumbnail"]

_MOST_PIXELS = 40_000_000  # a picture that claims more is no picture but a bomb
_WIDEST = 4
_DEMUXERS = "png_pipe,jpeg_pipe,gif,webp_pipe"


def thumbnail(picture: bytes, side: int = 128) -> bytes | None:
    """Make a JPEG of `picture` whose shorter side has `side` pixels.

    None where PyAV is not installed, or does not understand the picture. It is never enlarged.
    """
    try:
        import av
    except ImportError:
        return None
    options = {"format_whitelist": _DEMUXERS, "max_pixels": str(_MOST_PIXELS)}
    try:
        with av.open(io.BytesIO(picture), options=options) as container:
            frame = next(container.decode(container.streams.video[0]))
        return _encoded(av, frame, side)
    except (av.FFmpegError, ValueError, IndexError, StopIteration):
        return None


def _encoded(av: Any, frame: Any, side: int) -> bytes | None:
    scale = min(1.0, side / max(1, min(frame.width, frame.height)))
    width, height = (max(2, min(round(size * scale), side * _WIDEST)) // 2 * 2 for size in (frame.width, frame.height))
    small = frame.reformat(width=width, height=height, format="yuvj420p")
    small.pts = 0
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = width, height, "yuvj420p", Fraction(1)
    packets = [*encoder.encode(small), *encoder.encode(None)]
    return b"".join(bytes(packet) for packet in packets) or None
