"""Changes within one box tree: bytes replaced, taken out or put in, and the sizes of all boxes around them."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import NamedTuple

from chaptag.containers.mp4.boxes import Box, Tree
from chaptag.model.edit import Keep, Piece, Put

__all__ = ["Splice", "append", "drop", "growth", "insert", "pieces", "substitute"]


class Splice(NamedTuple):
    """Bytes ``[start, stop)`` of a tree, inside the body of `parent`, become `data`."""

    parent: Box
    start: int
    stop: int
    data: bytes


def substitute(each: Box, data: bytes) -> Splice:
    """Put `data` in the place of a whole box."""
    return Splice(_parent(each), each.start, each.stop, data)


def drop(each: Box) -> Splice:
    """Take a whole box out."""
    return substitute(each, b"")


def insert(before: Box, data: bytes) -> Splice:
    """Put `data` in front of a box."""
    return Splice(_parent(before), before.start, before.start, data)


def append(tree: Tree, parent: Box, data: bytes) -> Splice:
    """Put `data` behind the last box of `parent`, in front of bytes that end its list."""
    at = max((each.stop for each in tree.children(parent)), default=parent.body)
    return Splice(parent, at, at, data)


def growth(splices: Iterable[Splice]) -> int:
    """How many bytes the tree gains."""
    return sum(len(each.data) - (each.stop - each.start) for each in splices)


def pieces(tree: Tree, splices: Iterable[Splice]) -> list[Piece]:
    """Spell the changed tree out in pieces of the file it was read from."""
    changes = [each for each in splices if each.data != tree.data[each.start : each.stop]]
    gained: dict[Box, int] = {}
    for each in changes:
        around: Box | None = each.parent
        while around is not None:
            gained[around] = gained.get(around, 0) + len(each.data) - (each.stop - each.start)
            around = around.parent
    changes.extend(_resized(each, more) for each, more in gained.items() if more)
    changes.sort(key=lambda each: (each.start, each.stop))
    out: list[Piece] = []
    at = 0
    for change in changes:
        out.append(Keep(tree.base + at, tree.base + change.start))
        out.append(Put(change.data))
        at = change.stop
    out.append(Keep(tree.base + at, tree.base + tree.root.stop))
    return out


def _resized(each: Box, more: int) -> Splice:
    size = each.size + more
    if each.body - each.start == 16:
        return Splice(each, each.start + 8, each.start + 16, struct.pack(">Q", size))
    return Splice(each, each.start, each.start + 4, struct.pack(">I", size))


def _parent(each: Box) -> Box:
    if each.parent is None:
        msg = "the root of a tree has no place to be replaced in"
        raise ValueError(msg)
    return each.parent
