"""Media boxes that hold nothing but chapters which go: they can go too, all others stay as they are.

Titles that lie among the sound (ffmpeg, Auphonic and Hindenburg write them so) stay behind as dead bytes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from chaptag.containers.mp4.boxes import Box
from chaptag.containers.mp4.movie import Movie, Track
from chaptag.containers.mp4.offsets import ChunkTable, has_between, ordered
from chaptag.containers.mp4.tables import sample_spans

__all__ = ["doomed_boxes"]


def doomed_boxes(movie: Movie, gone: Sequence[Track], kept: Sequence[ChunkTable], *, strict: bool) -> frozenset[Box]:
    """Find the `mdat` boxes with samples of the tracks `gone` and of no other.

    `strict` asks that those samples fill the box: something else than a track may have data in it.
    """
    media = movie.top.all(b"mdat")
    starts = [each.start for each in media]
    filled: dict[Box, int] = {}
    for track in gone:
        for span in sample_spans(movie.tree, track):
            each = media[max(0, bisect_right(starts, span.start) - 1)] if media else None
            if each is not None and each.body <= span.start < span.stop <= each.stop:
                filled[each] = filled.get(each, 0) + span.stop - span.start
    candidates = [each for each, size in filled.items() if not strict or size + 8 > each.stop - each.body]
    if not candidates:
        return frozenset()
    others = [ordered(table.entries) for table in kept]
    return frozenset(each for each in candidates if not any(has_between(o, each.body, each.stop) for o in others))
