"""The Nero chapter list ``moov/udta/chpl``: starts in 100-ns units, titles of up to 255 bytes, no ends.

Version 1 is flags, four reserved bytes, a count of one byte; version 0 lacks the reserved bytes. Some writers use the
last reserved byte and the count as one 32-bit count; both agree up to 255 entries, which is where chaptag stops. Its
titles stop at 127 bytes: AntennaPod reads the length as a signed byte, and loses all that follows a longer one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chaptag.containers.mp4.boxes import box
from chaptag.model.text import cut_utf8

__all__ = [
    "MAX_ENTRIES",
    "MAX_TITLE",
    "SAFE_TITLE",
    "ChplEntry",
    "ChplList",
    "decode_chpl",
    "encode_chpl",
    "entry_at",
    "fit_title",
]

MAX_ENTRIES = 255
SAFE_TITLE = 127
MAX_TITLE = 255
_TICKS_PER_MS = 10_000
_MAX_READ = 20_000


class ChplEntry(NamedTuple):
    """One entry: its start in 100-ns units, its title's bytes."""

    ticks: int
    title: bytes

    @property
    def start(self) -> int:
        """Start in whole milliseconds, rounded half up."""
        return (self.ticks + _TICKS_PER_MS // 2) // _TICKS_PER_MS


class ChplList(NamedTuple):
    """A decoded list. `stated` is the count that the box states, `whole` whether it ended where its box does."""

    version: int
    stated: int
    entries: tuple[ChplEntry, ...]
    whole: bool


def decode_chpl(body: bytes) -> ChplList | None:
    """Decode the body of a `chpl` box; None where not even a count is there.

    The one-byte count is tried first. Where entries remain behind it, the 32-bit count of mp4v2 is tried, and the
    reading that ends exactly with the box is taken.
    """
    if len(body) < 5:
        return None
    version = body[0]
    if version == 0:
        entries, whole = _entries(body, 5, body[4])
        return ChplList(version, body[4], entries, whole)
    if len(body) < 9:
        return None
    short, wide = body[8], int.from_bytes(body[5:9], "big")
    entries, whole = _entries(body, 9, short)
    if not whole and wide != short:
        more, all_of_it = _entries(body, 9, wide)
        if all_of_it:
            return ChplList(version, wide, more, all_of_it)
    return ChplList(version, short, entries, whole)


def _entries(body: bytes, at: int, count: int) -> tuple[tuple[ChplEntry, ...], bool]:
    found: list[ChplEntry] = []
    while len(found) < min(count, _MAX_READ) and at + 9 <= len(body):
        (ticks,) = struct.unpack_from(">Q", body, at)
        length = body[at + 8]
        title = body[at + 9 : at + 9 + length]
        if len(title) < length:
            break
        found.append(ChplEntry(ticks, title))
        at += 9 + length
    return tuple(found), len(found) == count and at == len(body)


def fit_title(title: str, *, long: bool = False) -> bytes:
    """Cut a title to what `chpl` can hold, never inside a character; `long` takes the format's own limit."""
    return cut_utf8(title, MAX_TITLE if long else SAFE_TITLE).encode()


def encode_chpl(entries: Iterable[ChplEntry]) -> bytes:
    """Build a version 1 `chpl` box of at most 255 entries with titles of at most 255 bytes."""
    listed: Sequence[ChplEntry] = tuple(entries)
    parts = [struct.pack(">BxxxxxxxB", 1, len(listed))]
    parts.extend(struct.pack(">QB", each.ticks, len(each.title)) + each.title for each in listed)
    return box(b"chpl", *parts)


def entry_at(start: int, title: bytes) -> ChplEntry:
    """Make the entry of a chapter that starts at `start` ms."""
    return ChplEntry(start * _TICKS_PER_MS, title)
