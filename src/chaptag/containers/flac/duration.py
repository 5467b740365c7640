"""How long a FLAC stream is: STREAMINFO's count, held against the number that its last frame carries.

Frame headers: RFC 9639, section 9.1; checksums: 9.1.8 (8 bits over the header) and 9.3 (16 bits over the frame).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from chaptag.containers.flac.blocks import Info, Metadata
from chaptag.model.duration import Duration, Measurement
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.finding import Finding, Place, finding

__all__ = ["measure_stream"]

_TAIL = (1 << 16, 1 << 20)  # bytes looked at, least and most
_MOST_SYNCS = 400  # places where a frame may begin, the last ones
_MOST_CHECKS = 48  # checksums over possible frames
_SYNC = re.compile(rb"\xff[\xf8\xf9]")
_BLOCKS = {
    1: 192,
    **{code: 576 << code - 2 for code in range(2, 6)},
    **{code: 256 << code - 8 for code in range(8, 16)},
}


class _Frame(NamedTuple):
    """A frame header whose checksum is right: where it is in the tail, its first sample, its samples."""

    at: int
    start: int
    samples: int


class _End(NamedTuple):
    """The sample after the last whole frame, and whether the file ends there."""

    sample: int
    whole: bool


def measure_stream(metadata: Metadata) -> Measurement:
    """Find the duration; raises UnsupportedAudio where STREAMINFO leaves it open and the last frame cannot be found."""
    info, source = metadata.info, metadata.source
    place = Place(source.name, offset=metadata.base + 8)
    end = _last(metadata) if info.rate else None
    if not info.rate or (end is None and not info.samples):
        msg = "STREAMINFO does not say how long the sound is, nor does the last frame"
        raise UnsupportedAudio(msg, hint="flac -t IN.flac tests the file; pass --duration H:MM:SS.", place=place)
    if end is None:
        because = f"STREAMINFO counts {info.samples:,} samples"
        return Measurement(Duration(_ns(info.samples, info), "stream-info", because, exact=False))
    first = _first(metadata)
    samples = end.sample - first if end.sample > first else end.sample
    found: list[Finding] = []
    if not end.whole:
        message = f"the last frame is incomplete; the sound ends at {_ns(samples, info) / 1e9:.3f} s"
        found.append(finding("last-frame-cut-off", message, place=Place(source.name, offset=metadata.sound.stop)))
    if info.samples and info.samples != samples:
        said = _ns(info.samples, info) / 1e9
        message = f"STREAMINFO says {said:.3f} s, the frames make {_ns(samples, info) / 1e9:.3f} s"
        found.append(finding("hull-sound-differs", message, place=place))
    if info.samples == samples:
        because = f"STREAMINFO counts {samples:,} samples, and the last frame ends there"
        return Measurement(Duration(_ns(samples, info), "stream-info", because), tuple(found))
    because = f"the last frame ends after {samples:,} samples"
    return Measurement(Duration(_ns(samples, info), "frames", because), tuple(found))


def _ns(samples: int, info: Info) -> int:
    return samples * 1_000_000_000 // info.rate


def _first(metadata: Metadata) -> int:
    """The number of the first sample: not 0 where the file was cut out of a longer stream."""
    head = metadata.source.read(metadata.sound.start, 32)
    frame = _frame(head, 0, metadata.info)
    return 0 if frame is None else frame.start


def _last(metadata: Metadata) -> _End | None:
    """Find the last whole frame: its checksum is right, and it ends with the file or where the next begins."""
    span, info = metadata.sound, metadata.info
    size = min(max(_TAIL[0], 3 * info.largest_frame), _TAIL[1], span.stop - span.start)
    tail = metadata.source.read(span.stop - size, size)
    syncs = [match.start() for match in _SYNC.finditer(tail)][-_MOST_SYNCS:]
    frames = [frame for at in syncs if (frame := _frame(tail, at, info)) is not None]
    left = _MOST_CHECKS
    for stop in (len(tail), *(frame.at for frame in reversed(frames))):
        for frame in _before(frames, stop):
            left -= 1
            if left < 0:
                return None
            if _crc16(tail[frame.at : stop]) == 0:
                return _End(frame.start + frame.samples, stop == len(tail))
    return None


def _before(frames: Sequence[_Frame], stop: int) -> Sequence[_Frame]:
    """The nearest three before `stop`, the nearest first."""
    return [frame for frame in reversed(frames) if frame.at < stop][:3]


def _frame(data: bytes, at: int, info: Info) -> _Frame | None:
    head = data[at : at + 16]
    if len(head) < 6 or head[0] != 0xFF or head[1] not in {0xF8, 0xF9} or head[3] & 1:
        return None
    code, rate = head[2] >> 4, head[2] & 15
    coded = _coded(head[4:11])
    if coded is None or not code or rate == 15:
        return None
    number, length = coded
    o = 4 + length
    if code in {6, 7}:
        samples = int.from_bytes(head[o : o + code - 5], "big") + 1
        o += code - 5
    else:
        samples = _BLOCKS[code]
    o += {12: 1, 13: 2, 14: 2}.get(rate, 0)
    if o >= len(head) or _crc8(head[: o + 1]):
        return None
    return _Frame(at, number if head[1] & 1 else number * info.longest, samples)


def _coded(data: bytes) -> tuple[int, int] | None:
    """Read a number written like UTF-8, up to 36 bits; and its length in bytes."""
    if not data:
        return None
    first = data[0]
    if first < 0x80:
        return first, 1
    length = 8 - (first ^ 0xFF).bit_length()  # as many as the byte has leading ones
    if not 2 <= length <= min(7, len(data)) or any(byte & 0xC0 != 0x80 for byte in data[1:length]):
        return None
    value = first & (0x7F >> length)
    for byte in data[1:length]:
        value = value << 6 | byte & 0x3F
    return value, length


def _table(poly: int, bits: int) -> tuple[int, ...]:
    top, mask = 1 << bits - 1, (1 << bits) - 1
    table = []
    for byte in range(256):
        value = byte << bits - 8
        for _ in range(8):
            value = (value << 1 ^ poly if value & top else value << 1) & mask
        table.append(value)
    return tuple(table)


_CRC8, _CRC16 = _table(0x07, 8), _table(0x8005, 16)


def _crc8(data: bytes) -> int:
    value = 0
    for byte in data:
        value = _CRC8[value ^ byte]
    return value


def _crc16(data: bytes) -> int:
    value = 0
    for byte in data:
        value = (value << 8 ^ _CRC16[value >> 8 ^ byte]) & 0xFFFF
    return value
