"""What title and image tracks have in common: a `trak` box of 1000 ticks a second, and its sample tables."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from chaptag.containers.mp4.boxes import box, full_box

__all__ = ["TIMESCALE", "TrackKind", "chapter_trak"]

TIMESCALE = 1000

_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_UNDETERMINED = 0x55C4  # the language code 'und'
_DINF = box(b"dinf", full_box(b"dref", struct.pack(">I", 1), full_box(b"url ", flags=1)))


class TrackKind(NamedTuple):
    """What tells one kind of track from another: handler and its name, track flags, layer, size in pixels."""

    handler: bytes
    name: bytes
    flags: int
    media_header: bytes
    layer: int = 0
    width: int = 0
    height: int = 0


def chapter_trak(
    kind: TrackKind,
    number: int,
    *,
    movie_duration: int,
    quicktime: bool,
    stsd: bytes,
    durations: Sequence[int],
    sizes: Sequence[int],
    chunks: Sequence[tuple[int, int]],
    offset: int,
    wide: bool,
) -> bytes:
    """Build a `trak` box.

    `durations` (ms) and `sizes` (bytes) are those of the samples. `chunks` are (samples, sample description); the
    first begins at `offset` of the file, and the others follow it. `wide` asks for 64-bit chunk offsets.
    `movie_duration` is how long the track lasts in the movie's time scale.
    """
    count = len(sizes)
    stts = struct.pack(f">I{2 * count}I", count, *(n for ms in durations for n in (1, ms)))
    stsc = [n for index, (samples, entry) in enumerate(chunks, 1) for n in (index, samples, entry)]
    offsets = _offsets(offset, sizes, chunks)
    layout = f">I{len(offsets)}{'Q' if wide else 'I'}"
    stbl = box(
        b"stbl",
        stsd,
        full_box(b"stts", stts),
        full_box(b"stsc", struct.pack(f">I{len(stsc)}I", len(chunks), *stsc)),
        full_box(b"stsz", struct.pack(f">II{count}I", 0, count, *sizes)),
        full_box(b"co64" if wide else b"stco", struct.pack(layout, len(offsets), *offsets)),
    )
    return box(
        b"trak",
        _tkhd(kind, number, movie_duration),
        box(b"edts", _elst(movie_duration)),
        box(
            b"mdia",
            full_box(b"mdhd", struct.pack(">4I2H", 0, 0, TIMESCALE, sum(durations), _UNDETERMINED, 0)),
            _hdlr(kind, quicktime=quicktime),
            box(b"minf", kind.media_header, _DINF, stbl),
        ),
    )


def _offsets(offset: int, sizes: Sequence[int], chunks: Sequence[tuple[int, int]]) -> list[int]:
    offsets: list[int] = []
    sample = 0
    for samples, _ in chunks:
        offsets.append(offset)
        offset += sum(sizes[sample : sample + samples])
        sample += samples
    return offsets


def _tkhd(kind: TrackKind, number: int, duration: int) -> bytes:
    version = int(duration > 0xFFFFFFFF)
    times = struct.pack(">QQI4xQ" if version else ">III4xI", 0, 0, number, duration)
    shape = struct.pack(">8xH6x", kind.layer) + _MATRIX + struct.pack(">II", kind.width << 16, kind.height << 16)
    return full_box(b"tkhd", times, shape, version=version, flags=kind.flags)


def _elst(duration: int) -> bytes:
    """Build an edit list of one entry: all of the media, from its beginning."""
    version = int(duration > 0xFFFFFFFF)
    entry = struct.pack(">QqI" if version else ">IiI", duration, 0, 0x10000)
    return full_box(b"elst", struct.pack(">I", 1), entry, version=version)


def _hdlr(kind: TrackKind, *, quicktime: bool) -> bytes:
    """Build the handler: QuickTime wants a component type and a Pascal string, MP4 zeros and a C string."""
    name = bytes([len(kind.name)]) + kind.name if quicktime else kind.name + b"\0"
    return full_box(b"hdlr", b"mhlr" if quicktime else bytes(4), kind.handler, bytes(12), name)
