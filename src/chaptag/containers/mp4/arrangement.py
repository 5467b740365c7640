"""The order of the parts of the new file, and how far each kept byte moves.

Where the movie comes before the sound (faststart) it stays there, with the titles behind it, then free space, then
the pictures: ``moov | mdat (titles) | free | mdat (pictures) | …``. What lay there of all these is used again, so that
the sound moves only when the chapters outgrow it; then 4 KiB of free space are left for the next time. Where the
movie comes last it stays last: ``… | mdat (pictures) | mdat (titles) | moov``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chaptag.containers.mp4.boxes import Box, box
from chaptag.containers.mp4.movie import Movie
from chaptag.containers.mp4.offsets import Moved, Moves, moves_of
from chaptag.model.edit import Keep, Put
from chaptag.model.errors import UnsupportedAudio

__all__ = ["FREE", "Arrangement", "Part", "Sizes", "arrange", "arrange_at_end"]

FREE = 4096
"""Free space, in bytes, that is left where the sound had to move."""

_TOO_MUCH = 64 << 10


class Sizes(NamedTuple):
    """Sizes in bytes of the new movie box, and of the media boxes of titles and pictures, 0 for none."""

    moov: int
    titles: int
    images: int


class Part(NamedTuple):
    """A new part, ``moov``, ``titles`` or ``images``, and its size in the new file."""

    what: str
    size: int


class Arrangement(NamedTuple):
    """The new file in order; the positions of its new parts; how the kept bytes move.

    `rest_moves` says that bytes behind the old movie do, `at_end` that the movie was put behind everything.
    """

    parts: tuple[Keep | Put | Part, ...]
    offsets: dict[str, int]
    moves: Moves
    rest_moves: bool
    at_end: bool = False


def arrange(movie: Movie, doomed: frozenset[Box], sizes: Sizes, *, shrink: bool = True) -> Arrangement:
    """Order the parts; `doomed` are the media boxes that hold nothing but chapters that go.

    `shrink` allows to give free space back where a lot of it is left over.
    """
    size = movie.source.size
    moov = movie.box
    if not any(each.type == b"mdat" and each.start > moov.start and each not in doomed for each in movie.top.boxes):
        return _settle(movie, [*_kept(doomed, 0, moov.start), *_last(sizes), *_kept(doomed, moov.stop, size)])
    stop, free = _room(movie, doomed)
    left = stop - moov.start - sum(sizes)
    titles = sizes.titles
    if left > max(free, _TOO_MUCH) and shrink:
        left = max(FREE, min(free, _TOO_MUCH))
    elif 0 < left < 8 and titles:
        titles, left = titles + left, 0  # too little for a box: dead bytes behind the last title
    elif left < 0 or 0 < left < 8:
        left = FREE
    new = [Part("moov", sizes.moov), Part("titles", titles), *_free(stop, left), Part("images", sizes.images)]
    return _settle(movie, [*_kept(doomed, 0, moov.start), *new, *_kept(doomed, stop, size)])


def arrange_at_end(movie: Movie, doomed: frozenset[Box], sizes: Sizes) -> Arrangement:
    """Order the parts so that no byte of the old file moves: the movie goes behind it.

    The old movie and the doomed boxes become free space. Raises UnsupportedAudio where nothing can be put behind the
    last box.
    """
    size = movie.source.size
    parts: list[Keep | Put | Part] = []
    at = 0
    for each in sorted((movie.box, *doomed), key=lambda each: each.start):
        parts += [Keep(at, each.start + 4), Put(b"free")]
        at = each.start + 8
    last = movie.top.boxes[-1]
    if last.to_end:
        parts += [Keep(at, last.start), Put(struct.pack(">I", last.size % (1 << 32)))]
        at = last.start + 4
    if movie.trailing.start < movie.trailing.stop or (last.to_end and last.size >= 1 << 32):
        msg = "the file holds positions that chaptag does not rewrite, and nothing can be put behind its last box"
        hint = "Write the file anew first: ffmpeg -i IN.m4a -map 0 -c copy OUT.m4a"
        raise UnsupportedAudio(msg, hint=hint, place=movie.place(last.start))
    return _settle(movie, [*parts, Keep(at, size), *_last(sizes)])._replace(at_end=True)


def _last(sizes: Sizes) -> list[Part]:
    return [Part("images", sizes.images), Part("titles", sizes.titles), Part("moov", sizes.moov)]


def _free(stop: int, size: int) -> list[Keep | Put | Part]:
    """Make free space; of a lot of it, only the header is new and the rest is what lay before `stop`."""
    if not size:
        return []
    if size <= _TOO_MUCH:
        return [Put(box(b"free", bytes(size - 8)))]
    if size <= 0xFFFFFFFF:
        return [Put(struct.pack(">I4s", size, b"free")), Keep(stop - size + 8, stop)]
    return [Put(struct.pack(">I4sQ", 1, b"free", size)), Keep(stop - size + 16, stop)]


def _room(movie: Movie, doomed: frozenset[Box]) -> tuple[int, int]:
    """Where the room ends that the movie and what may go behind it take up, and how much of it is free space."""
    stop, free = movie.box.stop, 0
    for each in movie.top.boxes:
        if each.start != stop:
            continue
        if each.type in {b"free", b"skip"}:
            free += each.size
        elif each not in doomed:
            break
        stop = each.stop
    return stop, free


def _kept(doomed: frozenset[Box], start: int, stop: int) -> Iterator[Keep]:
    """The bytes ``[start, stop)`` without the doomed boxes among them."""
    at = start
    for each in sorted(doomed, key=lambda each: each.start):
        if start <= each.start and each.stop <= stop:
            yield Keep(at, each.start)
            at = each.stop
    yield Keep(at, stop)


def _settle(movie: Movie, parts: Sequence[Keep | Put | Part]) -> Arrangement:
    position = 0
    offsets: dict[str, int] = {}
    moved: list[Moved] = []
    for each in parts:
        if isinstance(each, Keep):
            moved.append(Moved(each.start, each.stop, position - each.start))
        elif isinstance(each, Part):
            offsets[each.what] = position
        position += each.size
    rest_moves = any(each.by and each.start < each.stop and each.start >= movie.box.start for each in moved)
    return Arrangement(tuple(parts), offsets, moves_of(moved), rest_moves)
