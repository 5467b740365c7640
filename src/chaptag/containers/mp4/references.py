"""Which tracks name the chapter tracks: the changes to ``tref/chap`` boxes, dangling ones cleaned on the way."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Sequence

from chaptag.containers.mp4.boxes import Box, Tree, box
from chaptag.containers.mp4.duration import listened
from chaptag.containers.mp4.movie import Movie, Track
from chaptag.containers.mp4.splices import Splice, append, drop, insert, substitute

__all__ = ["reference_splices", "referring"]


def referring(movie: Movie, chapters: Collection[Track]) -> tuple[Track, ...]:
    """The tracks that have to name the chapters: what is heard, and what is seen along with it.

    `chapters` are the tracks that hold chapters themselves.
    """
    seen = tuple(track for track in movie.tracks if track.handler == b"vide" and track.enabled)
    return tuple(track for track in (*listened(movie), *seen) if track not in chapters)


def reference_splices(
    movie: Movie, gone: Collection[Track], kept: Sequence[Track], new: Sequence[int]
) -> Iterator[Splice]:
    """Let every track that has to name the chapter tracks name exactly the `new` and the `kept`, and no other any.

    A track may have one `tref` only: AVFoundation drops a track with two. So a list goes into the one that is there.
    """
    ids = (*new, *(track.id for track in kept))
    targets = referring(movie, (*gone, *kept))
    for track in movie.tracks:
        if track not in gone:
            yield from _track_splices(movie.tree, track, ids if track in targets else ())


def _track_splices(tree: Tree, track: Track, ids: Sequence[int]) -> Iterator[Splice]:
    chap = box(b"chap", struct.pack(f">{len(ids)}I", *ids)) if ids else b""
    if not track.trefs:
        if chap:
            yield insert(track.mdia, box(b"tref", chap))
        return
    there = [each.box for each in track.references if each.kind == b"chap"]
    first = there[0] if there else None
    for tref in track.trefs:
        yield from _tref_splices(tree, tref, first, chap)
    if chap and first is None:
        yield append(tree, track.trefs[0], chap)


def _tref_splices(tree: Tree, tref: Box, first: Box | None, chap: bytes) -> Iterator[Splice]:
    """Put `chap` in the place of the first list, and take out all others; a `tref` with nothing left goes too."""
    lists = tree.all(tref, b"chap")
    if lists and len(lists) == len(tree.children(tref)) and not (chap and first in lists):
        yield drop(tref)
        return
    for each in lists:
        yield substitute(each, chap if each == first else b"")
