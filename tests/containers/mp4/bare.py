"""A movie of the fewest boxes, each of which a test may give whole, and what a refusal has to say.

Sound lies at bytes 28 to 128 of the file, `moov` follows. The one track counts in milliseconds: ten samples of 4 bytes
and 64 ms in one chunk.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chaptag.containers.mp4.boxes import Tree
from chaptag.containers.mp4.movie import Movie, read_movie
from chaptag.model.errors import AudioError
from chaptag.model.source import ByteSource, BytesSource
from tests.support.mp4 import box, ftyp, full

__all__ = ["Claims", "Huge", "edit_list", "film", "opened", "refusal", "sound_entry", "trak", "tree_of", "u32"]


def u32(*numbers: int) -> bytes:
    """Big-endian numbers of 32 bits."""
    return struct.pack(f">{len(numbers)}I", *numbers)


def sound_entry(kind: bytes = b"mp4a", *parts: bytes) -> bytes:
    """A sample description of sound, version 0."""
    return box(kind, struct.pack(">6xH8xHH4xI", 1, 1, 16, 16000 << 16), *parts)


def edit_list(*edits: tuple[int, int], wide: bool = False) -> bytes:
    """An `edts` box of (duration, media time)."""
    entries = b"".join(struct.pack(">QqI" if wide else ">IiI", *edit, 0x10000) for edit in edits)
    return box(b"edts", full(b"elst", u32(len(edits)), entries, version=int(wide)))


def trak(
    number: int = 1,
    *,
    handler: bytes = b"soun",
    flags: int = 1,
    size: tuple[int, int] = (0, 0),
    timescale: int = 1000,
    duration: int = 640,
    front: bytes = b"",
    media: bytes = b"",
    tkhd: bytes | None = None,
    mdhd: bytes | None = None,
    hdlr: bytes | None = None,
    **tables: bytes | None,
) -> bytes:
    """A track; `front` are boxes behind `tkhd`, `media` boxes in `minf`, `tables` bodies of boxes in `stbl`."""
    bodies: dict[str, bytes | None] = {
        "stsd": u32(1) + sound_entry(),
        "stts": u32(1, 10, 64),
        "stsc": u32(1, 1, 10, 1),
        "stsz": u32(4, 10),
        "stco": u32(1, 28),
    }
    stbl = (full(kind.encode(), body) for kind, body in (bodies | tables).items() if body is not None)
    head = full(b"tkhd", u32(0, 0, number, 0, duration), bytes(52), u32(size[0] << 16, size[1] << 16), flags=flags)
    return box(
        b"trak",
        head if tkhd is None else tkhd,
        front,
        box(
            b"mdia",
            full(b"mdhd", u32(0, 0, timescale, duration, 0)) if mdhd is None else mdhd,
            full(b"hdlr", bytes(4), handler, bytes(13)) if hdlr is None else hdlr,
            box(b"minf", media, box(b"stbl", *stbl)),
        ),
    )


def film(
    *traks: bytes,
    mvhd: bytes | None = None,
    more: bytes = b"",
    top: bytes = b"",
    head: bytes | None = None,
    timescale: int = 1000,
    duration: int = 640,
) -> bytes:
    """A file; `more` are boxes in `moov` behind the tracks, `top` bytes of the file behind `moov`."""
    first = full(b"mvhd", u32(0, 0, timescale, duration), bytes(76), u32(2))
    moov = box(b"moov", first if mvhd is None else mvhd, *traks, more)
    return (ftyp() if head is None else head) + box(b"mdat", bytes(range(100))) + moov + top


def opened(*traks: bytes, **more: bytes | int) -> Movie:
    """The movie of such a file."""
    return read_movie(BytesSource(film(*(traks or (trak(),)), **more), "a.m4a"))  # type: ignore[arg-type]


def tree_of(data: bytes, base: int = 0) -> Tree:
    """A box as read from byte `base` of a file."""
    return Tree(data, base, "a.m4a")


class Claims(ByteSource):
    """A source of any size that holds nothing but its beginning, and remembers what was asked for."""

    def __init__(self, size: int, data: bytes = b"") -> None:
        self._size, self.data = size, data
        self.asked: list[tuple[int, int]] = []

    @property
    def name(self) -> str:
        """What the refusals call it."""
        return "a.m4a"

    @property
    def size(self) -> int:
        """As many bytes as it claims."""
        return self._size

    def read(self, offset: int, length: int) -> bytes:
        """The bytes that are there."""
        self.asked.append((offset, length))
        return self.data[offset : offset + length]


class Huge(bytes):
    """Bytes that say to be many more than they are, so that sizes over 4 GiB take no memory."""

    stated: int

    @classmethod
    def of(cls, stated: int, data: bytes = b"") -> Huge:
        """Make some bytes that say to be `stated` many."""
        made = cls(data)
        made.stated = stated
        return made

    def __len__(self) -> int:
        return self.stated


@contextmanager
def refusal(kind: type[AudioError], message: str, offset: int, hint: str = "") -> Iterator[None]:
    """Expect an error that says exactly this of this byte of the file, with `hint` in its advice."""
    with pytest.raises(kind) as caught:
        yield
    assert type(caught.value) is kind
    assert caught.value.message == message
    assert caught.value.place is not None
    assert (caught.value.place.file, caught.value.place.offset) == ("a.m4a", offset)
    assert hint in caught.value.hint
