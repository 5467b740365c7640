"""Chunk offsets after an edit: whole tables shifted at once, 32-bit ones made 64-bit where they must be.

A table of a long episode has hundreds of thousands of entries. Adding one number to all of them is one addition of
long integers: the table is one number of many digits, and no digit carries because every sum fits.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import le
from typing import NamedTuple

from chaptag.containers.mp4.boxes import Box, Tree, full_box
from chaptag.containers.mp4.splices import Splice, substitute
from chaptag.containers.mp4.tables import chunk_offsets
from chaptag.model.errors import DamagedAudio

__all__ = [
    "ChunkTable",
    "Moved",
    "Moves",
    "chunk_table",
    "has_between",
    "moved_table",
    "moves_of",
    "needs_wide",
    "ordered",
]

_LIMIT = 1 << 32


class Moved(NamedTuple):
    """Bytes ``[start, stop)`` of the old file lie `by` bytes further on in the new one."""

    start: int
    stop: int
    by: int


Moves = Sequence[Moved]


class ChunkTable(NamedTuple):
    """A `stco` or `co64` box of a track, and its entries."""

    box: Box
    track: int
    entries: array[int]

    @property
    def promotion(self) -> int:
        """How many bytes a 32-bit table gains when it becomes a 64-bit one."""
        return 16 + 8 * len(self.entries) - self.box.size

    @property
    def wide(self) -> bool:
        """Whether its entries have 64 bits."""
        return self.box.type == b"co64"


def chunk_table(tree: Tree, each: Box, track: int) -> ChunkTable:
    """Read the chunk offsets of a track."""
    return ChunkTable(each, track, chunk_offsets(tree, each))


def ordered(entries: array[int]) -> array[int]:
    """The entries in ascending order, as they mostly are."""
    return entries if _ascending(entries) else array(entries.typecode, sorted(entries))


def has_between(ascending: array[int], start: int, stop: int) -> bool:
    """Whether one of the entries lies within ``[start, stop)``."""
    at = bisect_left(ascending, start)
    return at < len(ascending) and ascending[at] < stop


def moves_of(ranges: Iterable[Moved]) -> Moves:
    """Join kept ranges that touch and move alike; they come in the order of the old file."""
    joined: list[Moved] = []
    for each in ranges:
        if joined and joined[-1].stop == each.start and joined[-1].by == each.by:
            joined[-1] = joined[-1]._replace(stop=each.stop)
        elif each.start < each.stop:
            joined.append(each)
    return joined


def needs_wide(table: ChunkTable, moves: Moves, tree: Tree) -> bool:
    """Whether an entry of a 32-bit table would no longer fit."""
    if table.wide or not table.entries:
        return False
    top = max(table.entries)
    return top + _find(table, moves, top, tree).by >= _LIMIT


def moved_table(table: ChunkTable, moves: Moves, tree: Tree, *, wide: bool) -> Splice | None:
    """Make the change that lets a table point to the same bytes in the new file; None where it does already.

    Raises DamagedAudio where a chunk begins beyond the file, or in bytes that are no sound.
    """
    entries = table.entries
    if not entries:
        return None
    low, high = _find(table, moves, min(entries), tree), _find(table, moves, max(entries), tree)
    promoted = wide and not table.wide
    width = 8 if table.wide or wide else 4
    if low is high:
        if not low.by and not promoted:
            return None
        data = _add(_big_endian(entries, width), width, low.by)
    else:
        data = _big_endian(_piecewise(table, moves, tree), width)
    if promoted:
        return substitute(table.box, full_box(b"co64", struct.pack(">I", len(entries)), data))
    first = table.box.body + 8
    return Splice(table.box, first, first + len(data), data)  # what may follow the entries stays


def _piecewise(table: ChunkTable, moves: Moves, tree: Tree) -> array[int]:
    entries = table.entries
    out: array[int] = array("Q")
    if not _ascending(entries):
        out.extend(offset + _find(table, moves, offset, tree).by for offset in entries)
        return out
    at = 0
    while at < len(entries):
        here = _find(table, moves, entries[at], tree)
        stop = max(at + 1, bisect_left(entries, here.stop, at))
        out.extend(offset + here.by for offset in entries[at:stop])
        at = stop
    return out


def _find(table: ChunkTable, moves: Moves, offset: int, tree: Tree) -> Moved:
    at = bisect_right(moves, offset, key=lambda each: each.start) - 1
    if at >= 0 and offset <= moves[at].stop:
        return moves[at]
    raise _lost(table, moves, offset, tree)


def _lost(table: ChunkTable, moves: Moves, offset: int, tree: Tree) -> DamagedAudio:
    if not moves or offset > moves[-1].stop:
        what = f"samples of track {table.track} should lie at byte {offset}, beyond the end of the file"
        return tree.damaged(table.box.start, what)
    return tree.damaged(
        table.box.start, f"samples of track {table.track} should lie at byte {offset}, in no media data"
    )


def _ascending(entries: array[int]) -> bool:
    return all(map(le, entries, islice(entries, 1, None)))


def _big_endian(entries: array[int], width: int) -> bytes:
    numbers: array[int] = array("Q" if width == 8 else "I", entries)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers.tobytes()


def _add(numbers: bytes, width: int, by: int) -> bytes:
    if not by:
        return numbers
    ones = int.from_bytes(b"\1".rjust(width, b"\0") * (len(numbers) // width), "big")
    return (int.from_bytes(numbers, "big") + by * ones).to_bytes(len(numbers), "big")
