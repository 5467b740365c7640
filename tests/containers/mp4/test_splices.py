"""Changes within a tree: the sizes of all boxes around them, in either form, and nothing else."""

from __future__ import annotations

import struct

import pytest

from chaptag.containers.mp4.boxes import Box, Tree
from chaptag.containers.mp4.splices import Splice, append, drop, growth, insert, pieces, substitute
from chaptag.model.edit import Keep, Put
from tests.containers.mp4.bare import tree_of
from tests.support.mp4 import box


def wide(kind: bytes, *parts: bytes) -> bytes:
    """A box with a 64-bit size."""
    body = b"".join(parts)
    return struct.pack(">I4sQ", 1, kind, 16 + len(body)) + body


def find(tree: Tree, *path: bytes) -> Box:
    return tree.need(tree.root, *path)


def spelt(tree: Tree, *splices: Splice) -> bytes:
    """The changed tree; what is kept must come in the order of the file, from the tree's place in it."""
    out = b""
    at = tree.base
    for piece in pieces(tree, splices):
        if isinstance(piece, Keep):
            assert at <= piece.start <= piece.stop
            at = piece.stop
            out += tree.data[piece.start - tree.base : piece.stop - tree.base]
        else:
            out += piece.data
    assert at == tree.base + len(tree.data)
    assert len(out) == len(tree.data) + growth(splices)
    return out


OLD = box(b"moov", box(b"trak", box(b"one ", b"1"), wide(b"mdia", box(b"two ", b"22"), bytes(4))), box(b"last", b"x"))


@pytest.mark.parametrize("base", [0, 1000])
def test_each_kind_of_change(base: int) -> None:
    tree = tree_of(OLD, base)
    one, two = find(tree, b"trak", b"one "), find(tree, b"trak", b"mdia", b"two ")
    new = box(b"new ", b"abc")

    def moov(first: bytes, second: bytes, *, end: bytes = bytes(4)) -> bytes:
        return box(b"moov", box(b"trak", first, wide(b"mdia", second, end)), box(b"last", b"x"))

    first, second = box(b"one ", b"1"), box(b"two ", b"22")
    assert spelt(tree) == OLD
    assert spelt(tree, substitute(one, new)) == moov(new, second)
    assert spelt(tree, drop(one)) == moov(b"", second)
    assert spelt(tree, drop(two)) == moov(first, b"")
    assert spelt(tree, insert(two, new)) == moov(first, new + second)
    assert spelt(tree, append(tree, find(tree, b"trak", b"mdia"), new)) == moov(first, second + new)
    assert spelt(tree, insert(one, new), drop(two)) == moov(new + first, b"")
    assert spelt(tree, drop(two), insert(one, new)) == moov(new + first, b""), "in any order"
    assert spelt(tree, Splice(one, one.body, one.stop, b"2")) == moov(box(b"one ", b"2"), second)
    assert spelt(tree, Splice(one, one.body, one.body, b"0")) == moov(box(b"one ", b"01"), second)


def test_a_change_in_a_wide_box_alters_the_64_bit_size() -> None:
    tree = tree_of(OLD)
    mdia = find(tree, b"trak", b"mdia")
    grown = spelt(tree, append(tree, mdia, box(b"new ")))
    at = grown.index(b"mdia")
    assert struct.unpack_from(">I4sQ", grown, at - 4) == (1, b"mdia", mdia.size + 8)
    assert spelt(tree_of(grown), drop(tree_of(grown).need(find(tree_of(grown)), b"trak", b"mdia", b"new "))) == OLD


def test_behind_the_last_box_is_in_front_of_what_ends_the_list() -> None:
    tree = tree_of(box(b"moov", box(b"udta", box(b"name"), bytes(4)), box(b"void"), box(b"ends", bytes(4))))
    udta, void, ends = tree.children(tree.root)
    assert append(tree, udta, b"x") == Splice(udta, udta.stop - 4, udta.stop - 4, b"x")
    assert append(tree, void, b"x") == Splice(void, void.body, void.body, b"x")
    assert append(tree, ends, b"x") == Splice(ends, ends.body, ends.body, b"x")


def test_what_each_change_names() -> None:
    tree = tree_of(OLD)
    trak, last = tree.children(tree.root)
    assert substitute(last, b"new") == Splice(tree.root, last.start, last.stop, b"new")
    assert drop(last) == Splice(tree.root, last.start, last.stop, b"")
    assert insert(last, b"new") == Splice(tree.root, last.start, last.start, b"new")
    assert growth([substitute(last, b"new"), drop(trak), insert(trak, b"four")]) == 3 - 9 - trak.size + 4


def test_what_changes_nothing_is_kept() -> None:
    tree = tree_of(OLD, 70)
    one = find(tree, b"trak", b"one ")
    assert pieces(tree, [substitute(one, box(b"one ", b"1"))]) == [Keep(70, 70 + len(OLD))]
    same_size = pieces(tree, [substitute(one, box(b"one ", b"2"))])
    assert [each for each in same_size if isinstance(each, Put)] == [Put(box(b"one ", b"2"))], (
        "no size is written again"
    )
    swapped = pieces(tree, [drop(one), append(tree, find(tree, b"trak"), box(b"more", b"3"))])
    assert [each for each in swapped if isinstance(each, Put)] == [Put(b""), Put(box(b"more", b"3"))]


def test_the_root_has_no_place() -> None:
    tree = tree_of(OLD)
    for change in (drop, lambda each: insert(each, b""), lambda each: substitute(each, b"x")):
        with pytest.raises(ValueError, match="the root of a tree has no place to be replaced in"):
            change(tree.root)
