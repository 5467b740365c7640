"""Chunk offsets that move: each entry by the way its bytes go, 32-bit tables up to the last offset that fits."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence

import pytest

from chaptag.containers.mp4.boxes import Tree
from chaptag.containers.mp4.offsets import (
    ChunkTable,
    Moved,
    chunk_table,
    has_between,
    moved_table,
    moves_of,
    needs_wide,
    ordered,
)
from chaptag.containers.mp4.splices import Splice
from chaptag.model.errors import DamagedAudio
from tests.containers.mp4.bare import refusal, tree_of, u32
from tests.support.mp4 import box, full

GIB4 = 1 << 32


def made(entries: Sequence[int], *, wide: bool = False, more: bytes = b"") -> tuple[Tree, ChunkTable]:
    """A table of track 7, 100 bytes into a file; `more` are bytes behind its entries."""
    numbers = b"".join(struct.pack(">Q" if wide else ">I", each) for each in entries)
    table = full(b"co64" if wide else b"stco", u32(len(entries)), numbers, more)
    tree = tree_of(box(b"stbl", box(b"free"), table), base=100)
    return tree, chunk_table(tree, tree.children(tree.root)[1], 7)


def moved(
    entries: Sequence[int], moves: Sequence[Moved], *, wide: bool = False, promote: bool = False
) -> Splice | None:
    tree, table = made(entries, wide=wide, more=b"tail")
    return moved_table(table, moves, tree, wide=promote)


def numbers(splice: Splice | None, width: int = 4) -> list[int]:
    """The entries of the changed table, which begin 16 bytes into the box; what follows them must stay."""
    assert splice is not None
    assert splice.start == splice.parent.start + 16
    assert splice.stop == splice.start + len(splice.data) == splice.parent.stop - 4
    return [int.from_bytes(splice.data[at : at + width], "big") for at in range(0, len(splice.data), width)]


def test_tables_are_read() -> None:
    for wide in (False, True):
        _, table = made([5, 3, 9], wide=wide, more=b"12")
        assert list(table.entries) == [5, 3, 9]
        assert (table.track, table.wide) == (7, wide)
    assert made([1, 2])[1].promotion == 8
    assert made([1, 2], more=b"tail")[1].promotion == 4
    assert made([GIB4], wide=True)[1].entries == array("Q", [GIB4])


def test_order() -> None:
    for code in ("I", "Q"):
        assert ordered(array(code, [3, 1, 2])) == array(code, [1, 2, 3])
        assert ordered(array(code, [3, 1, 2])).typecode == code
        same = array(code, [1, 1, 2])
        assert ordered(same) is same
    assert list(ordered(array("I"))) == []
    assert list(ordered(array("I", [2, 1]))) == [1, 2]


@pytest.mark.parametrize(
    ("start", "stop", "answer"),
    [
        (0, 5, False),
        (0, 6, True),
        (5, 6, True),
        (6, 9, False),
        (6, 10, True),
        (9, 9, False),
        (10, 99, False),
        (9, 10, True),
    ],
)
def test_entries_within_a_range(start: int, stop: int, answer: bool) -> None:
    assert has_between(array("I", [5, 9]), start, stop) is answer
    assert not has_between(array("I"), start, stop)


def test_ranges_that_touch_and_move_alike_are_joined() -> None:
    assert moves_of([Moved(0, 5, 1), Moved(5, 9, 1), Moved(9, 12, 2), Moved(13, 20, 2)]) == [
        Moved(0, 9, 1), Moved(9, 12, 2), Moved(13, 20, 2),
    ]  # fmt: skip
    assert moves_of([Moved(0, 0, 1), Moved(3, 3, 0), Moved(3, 4, 0)]) == [Moved(3, 4, 0)], "empty ones vanish"
    assert moves_of([]) == []


# --- shifting


def test_one_distance_for_all() -> None:
    assert numbers(moved([10, 30, 20], [Moved(0, 100, 5)])) == [15, 35, 25]
    assert numbers(moved([10, 30, 20], [Moved(0, 100, -10)])) == [0, 20, 10]
    assert numbers(moved([10, 30], [Moved(0, 100, 256)], wide=True), 8) == [266, 286]
    assert numbers(moved([0xFFFFFFFE], [Moved(0, GIB4, 1)])) == [0xFFFFFFFF], "the last offset that 32 bits hold"
    assert numbers(moved([10, 30], [Moved(0, 100, GIB4)], wide=True), 8) == [GIB4 + 10, GIB4 + 30]


def test_what_points_to_the_same_bytes_already_is_no_change() -> None:
    assert moved([10, 30], [Moved(0, 100, 0)]) is None
    assert moved([10, 30], [Moved(0, 100, 0)], wide=True) is None
    assert moved([10, 30], [Moved(0, 100, 0)], wide=True, promote=True) is None
    assert moved([], [Moved(0, 100, 5)]) is None
    assert moved([], [Moved(0, 100, 5)], promote=True) is None
    assert moved([], []) is None


def test_a_distance_for_each_stretch() -> None:
    moves = [Moved(0, 10, 1), Moved(10, 20, 100), Moved(30, 40, -5)]
    assert numbers(moved([0, 9, 10, 19, 30, 39], moves)) == [1, 10, 110, 119, 25, 34]
    assert numbers(moved([39, 0, 19, 10], moves)) == [34, 1, 119, 110], "in any order"
    assert numbers(moved([9, 10], moves, wide=True), 8) == [10, 110]
    assert numbers(moved([5, 5, 10, 10], moves)) == [6, 6, 110, 110]


def test_a_chunk_of_no_bytes_at_the_end_of_a_stretch() -> None:
    moves = [Moved(0, 10, 1), Moved(12, 20, 2)]
    assert numbers(moved([0, 10, 10, 12, 20], moves)) == [1, 11, 11, 14, 22]
    assert numbers(moved([20, 10, 0], moves)) == [22, 11, 1]
    assert numbers(moved([20, 20], moves)) == [22, 22]


def test_bytes_that_are_no_sound_have_no_place() -> None:
    moves = [Moved(2, 10, 1), Moved(12, 20, 2)]
    tree, table = made([5])
    for offset in (0, 1, 11):
        message = f"samples of track 7 should lie at byte {offset}, in no media data"
        for entries in ([offset], [offset, 15], [15, offset], [3, offset, 15], [15, offset, 3]):
            with refusal(DamagedAudio, message, 116):
                moved(entries, moves)
    message = "samples of track 7 should lie at byte 21, beyond the end of the file"
    for entries in ([21], [3, 21], [21, 3]):
        with refusal(DamagedAudio, message, 116):
            moved(entries, moves)
    with refusal(DamagedAudio, "samples of track 7 should lie at byte 5, beyond the end of the file", 116):
        moved_table(table, [], tree, wide=False)


# --- 64 bits


def test_a_table_is_promoted() -> None:
    tree, table = made([10, 30], more=b"tail")
    whole = struct.pack(">I4sIIQQ", 32, b"co64", 0, 2, 15, 35)
    assert moved_table(table, [Moved(0, 100, 5)], tree, wide=True) == Splice(
        tree.root, table.box.start, table.box.stop, whole
    )
    still = moved_table(table, [Moved(0, 100, 0)], tree, wide=True)
    assert still is not None
    assert still.data == struct.pack(">I4sIIQQ", 32, b"co64", 0, 2, 10, 30)
    apart = moved_table(table, [Moved(0, 20, 0), Moved(20, 100, GIB4)], tree, wide=True)
    assert apart is not None
    assert apart.data == struct.pack(">I4sIIQQ", 32, b"co64", 0, 2, 10, GIB4 + 30)
    assert len(still.data) - table.box.size == table.promotion
    assert numbers(moved([10, 30], [Moved(0, 100, 5)], wide=True, promote=True), 8) == [15, 35], "it has 64 bits"


@pytest.mark.parametrize(("by", "answer"), [(0, False), (1, False), (2, True), (GIB4, True)])
def test_the_last_offset_that_32_bits_hold(by: int, answer: bool) -> None:
    top = GIB4 - 2
    for entries in ([top], [top, 5], [5, top]):
        tree, table = made(entries)
        assert needs_wide(table, [Moved(0, GIB4, by)], tree) is answer
        assert needs_wide(table, [Moved(0, 5, 0), Moved(5, GIB4, by)], tree) is answer
        tree, table = made(entries, wide=True)
        assert needs_wide(table, [Moved(0, GIB4, by)], tree) is False
    tree, table = made([])
    assert needs_wide(table, [Moved(0, GIB4, by)], tree) is False


def test_a_table_that_is_in_no_media_cannot_say_what_it_needs() -> None:
    tree, table = made([50])
    with refusal(DamagedAudio, "samples of track 7 should lie at byte 50, beyond the end of the file", 116):
        needs_wide(table, [Moved(0, 9, 0)], tree)
