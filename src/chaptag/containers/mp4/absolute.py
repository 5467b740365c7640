"""Byte positions that chaptag does not rewrite: where a file holds some, nothing in it may move.

Chunk offsets are shifted in every track. Items of a `meta` box (`iloc`), auxiliary data (`saio`) and segment indexes
(`sidx`) point into the file too; they are so rare next to chapters that the movie goes to the end instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from chaptag.containers.mp4.boxes import Box, Tree, read_tree, show_type
from chaptag.containers.mp4.movie import Movie

__all__ = ["absolute_offsets"]

_UNDERSTOOD = frozenset({b"mvhd", b"trak", b"udta", b"meta", b"free", b"skip"})
_INDEXES = frozenset({b"sidx", b"ssix", b"tfra", b"mfra"})


def absolute_offsets(movie: Movie) -> str:
    """Name the first box that holds positions in the file; empty where there is none."""
    for each in movie.top.boxes:
        if each.type in _INDEXES:
            return show_type(each.type)
        if each.type == b"meta":
            tree = read_tree(movie.source, each)
            if _places_items(tree, tree.root):
                return "'iloc'"
    tree = movie.tree
    for meta in _metas(movie):
        if _places_items(tree, meta):
            return "'iloc'"
    for each in tree.children(tree.root):
        body = tree.body(each) if each.type not in _UNDERSTOOD else b""
        if b"stco" in body or b"co64" in body:
            return show_type(each.type)  # what else it may be, there is a table of offsets in it
    return "'saio'" if any(tree.find(track.stbl, b"saio") for track in movie.tracks) else ""


def _metas(movie: Movie) -> Iterator[Box]:
    tree = movie.tree
    for parent in (tree.root, *(track.box for track in movie.tracks)):
        yield from tree.all(parent, b"meta")
        for udta in tree.all(parent, b"udta"):
            yield from tree.all(udta, b"meta")


def _places_items(tree: Tree, meta: Box) -> bool:
    """Whether a `meta` box has an item location box. Version and flags come first, except in QuickTime's form."""
    body = tree.data[meta.body : meta.body + 12]
    skip = 0 if body[4:8] == b"hdlr" else 4
    return any(each.type == b"iloc" for each in tree.children(meta, skip))
