"""A duration from the Xing, Info or VBRI header alone, where the header is proven right; O(1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.containers.mpeg.header import LONGEST_FRAME, Header, parse
from chaptag.model.duration import Duration
from chaptag.model.finding import Finding, Place, finding

if TYPE_CHECKING:
    from chaptag.containers.mpeg.info import InfoHeader
    from chaptag.containers.mpeg.sync import Sync
    from chaptag.model.source import ByteSource

__all__ = ["index_findings", "proven_duration", "trimmed_ns"]

_SHORTEST = 24  # bytes of a layer III frame: 8 kbit/s at 24 kHz


def proven_duration(source: ByteSource, info: InfoHeader | None, first: Sync, stop: int) -> Duration | None:
    """Take the duration from the header in the frame `first`; None where the file contradicts it, or cannot prove it.

    Proven means: its byte count is that of the file from here to `stop`, and its frame count can be true for so many
    bytes. A file that was joined, cut or edited fails the first.
    """
    if info is None or not _fits(source, info, first, stop):
        return None
    frames = info.frames or 0
    because = f"the {info.kind} header's {frames:,} frames and {info.size or 0:,} bytes match the file to the byte"
    return Duration(trimmed_ns(frames, info, first.header), "header", because)


def _fits(source: ByteSource, info: InfoHeader, first: Sync, stop: int) -> bool:
    """Whether the byte count is the file's, and the frame count possible."""
    if not info.frames or info.size != stop - first.offset:
        return False
    sound, header = info.size - first.header.size, first.header
    if info.kind != "Info":
        return info.frames * _SHORTEST <= sound <= info.frames * LONGEST_FRAME
    # Constant bit rate: the count follows from the bytes and the bit rate of the next frame (the header's own may
    # have another one). Parts joined by a tool that wrote this header are off by a byte each, a wrong count by a frame.
    following = parse(source.read(first.offset + header.size, 4))
    if following is None or following.key != header.key:
        return False
    size = following.samples * 125 * following.kbit  # of a frame, times the sampling rate
    return 2 * abs(sound * header.rate - info.frames * size) < size


def trimmed_ns(frames: int, info: InfoHeader | None, header: Header) -> int:
    """Nanoseconds of that many frames, less what the encoder added before and after."""
    samples = frames * header.samples
    if info is not None and info.delay is not None and info.padding is not None:
        added = info.delay + info.padding
        samples -= added if added < samples else 0
    return samples * 1_000_000_000 // header.rate


def index_findings(
    source: ByteSource, first: Sync, info: InfoHeader | None, *, variable: bool | None = None
) -> list[Finding]:
    """Report a variable bit rate without a table to seek by; without a walk, the header's kind tells it."""
    if variable is None:
        variable = info is not None and info.kind != "Info"
    if not variable or (info is not None and info.indexed):
        return []
    return [
        finding(
            "vbr-without-index",
            "the bit rate varies, and no Xing or VBRI header has a table to seek by",
            place=Place(source.name, offset=first.offset),
        )
    ]
