"""Sample tables: where a track's chunks and samples are, and how long they last, with counts bounded by their boxes."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from operator import mul
from typing import NamedTuple

from chaptag.containers.mp4.boxes import Box, Tree, show_type
from chaptag.containers.mp4.movie import Movie, Track
from chaptag.model.edit import Span

__all__ = [
    "Chunk",
    "Sizes",
    "audible_spans",
    "chunk_offsets",
    "chunks",
    "deltas",
    "last_chunk_size",
    "media_ticks",
    "sample_count",
    "sample_sizes",
    "sample_spans",
    "table",
]


class Sizes(NamedTuple):
    """Sample sizes: one for all `number` samples, or (where `uniform` is 0) one each."""

    uniform: int
    number: int
    each: array[int]

    def total(self, first: int, stop: int) -> int:
        """Bytes of the samples ``[first, stop)``."""
        stop = min(stop, self.number)
        if self.uniform:
            return self.uniform * max(0, stop - first)
        return sum(self.each[first:stop])

    def fitting(self, first: int, stop: int, room: int) -> int:
        """How many of the samples ``[first, stop)`` fit, one behind another, into `room` bytes."""
        if self.uniform:
            return max(0, min(stop - first, room // self.uniform))
        return sum(end <= room for end in accumulate(self.each[first:stop]))


class Chunk(NamedTuple):
    """A run of samples that lie one behind another: its offset in the file, its first sample and the one behind it."""

    offset: int
    first: int
    stop: int


def table(tree: Tree, each: Box, at: int, count: int, code: str, *, width: int = 1) -> array[int]:
    """Read `count` entries of `width` big-endian numbers of 32 (``I``) or 64 (``Q``) bits, `at` bytes into a body.

    Raises DamagedAudio where the box does not hold that many.
    """
    numbers: array[int] = array(code)
    size = count * width * numbers.itemsize
    if each.body + at + size > each.stop:
        raise tree.damaged(each.start, f"box {show_type(each.type)} claims {count} entries, it has room for fewer")
    numbers.frombytes(tree.data[each.body + at : each.body + at + size])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def chunk_offsets(tree: Tree, each: Box) -> array[int]:
    """Read the entries of a `stco` or `co64` box."""
    return table(tree, each, 8, tree.u32(each, 4), "I" if each.type == b"stco" else "Q")


def _pairs(tree: Tree, track: Track, kind: bytes, width: int) -> array[int]:
    found = tree.need(track.stbl, kind)
    return table(tree, found, 8, tree.u32(found, 4), "I", width=width)


def media_ticks(tree: Tree, track: Track, limit: int | None = None) -> int:
    """How long the samples last together, in the track's time scale: all of them, or the first `limit`."""
    runs = _pairs(tree, track, b"stts", 2)
    if limit is None:
        return sum(map(mul, runs[::2], runs[1::2]))
    total = 0
    for count, delta in zip(runs[::2], runs[1::2], strict=True):
        total += min(count, limit) * delta
        limit -= min(count, limit)
    return total


def deltas(tree: Tree, track: Track, limit: int) -> Iterator[int]:
    """How long each of the first `limit` samples lasts, in the track's time scale."""
    runs = _pairs(tree, track, b"stts", 2)
    for count, delta in zip(runs[::2], runs[1::2], strict=True):
        for _ in range(min(count, limit)):
            yield delta
        limit -= min(count, limit)


def sample_sizes(tree: Tree, track: Track) -> Sizes:
    """Read `stsz` or `stz2`."""
    found = tree.find(track.stbl, b"stsz")
    if found is not None:
        uniform, count = tree.unpack("II", found, 4)
        return Sizes(uniform, count, array("I") if uniform else table(tree, found, 12, count, "I"))
    found = tree.need(track.stbl, b"stz2")
    bits, count = tree.unpack("xxxBI", found, 4)
    raw = tree.body(found)[12:]
    if bits not in {4, 8, 16} or len(raw) * 8 < bits * count:
        raise tree.damaged(found.start, f"box 'stz2' claims {count} entries of {bits} bits, it has room for fewer")
    if bits == 4:
        return Sizes(0, count, array("I", [raw[i >> 1] >> (0 if i & 1 else 4) & 15 for i in range(count)]))
    step = bits // 8
    return Sizes(0, count, array("I", [int.from_bytes(raw[i : i + step], "big") for i in range(0, count * step, step)]))


def sample_count(tree: Tree, track: Track) -> int:
    """How many samples the track says it has, without reading their sizes."""
    found = tree.find(track.stbl, b"stsz")
    return tree.u32(found, 8) if found is not None else sample_sizes(tree, track).number


def last_chunk_size(tree: Tree, track: Track) -> int:
    """Bytes of the last chunk, without reading the sizes of all the others."""
    runs = tree.need(track.stbl, b"stsc")
    count = tree.u32(runs, 4)
    if not count:
        return 0
    per_chunk = tree.u32(runs, 8 + (count - 1) * 12 + 4)
    found = tree.find(track.stbl, b"stsz")
    if found is None or tree.u32(found, 4):
        sizes = sample_sizes(tree, track)
        return sizes.total(max(0, sizes.number - per_chunk), sizes.number)
    number = tree.u32(found, 8)
    first = max(0, number - per_chunk)
    return sum(table(tree, found, 12 + 4 * first, number - first, "I"))


def chunks(tree: Tree, track: Track, count: int) -> Iterator[Chunk]:
    """Go through a track's chunks in order, as far as there are samples; `count` is how many there are."""
    offsets = [offset for each in track.offsets for offset in chunk_offsets(tree, each)]
    runs = _pairs(tree, track, b"stsc", 3)
    starts, per_chunk = runs[::3], runs[1::3]
    first, done = 0, 1  # a hostile table may name a chunk again and again; each counts once
    for index, (start, size) in enumerate(zip(starts, per_chunk, strict=True)):
        stop = starts[index + 1] if index + 1 < len(starts) else len(offsets) + 1
        for number in range(max(start, done), min(stop, len(offsets) + 1)):
            if first >= count or not size:
                return
            yield Chunk(offsets[number - 1], first, min(first + size, count))
            first, done = first + size, number + 1


def sample_spans(tree: Tree, track: Track) -> Iterator[Span]:
    """Go through the bytes of a track's samples, chunk by chunk; samples that touch come as one span."""
    sizes = sample_sizes(tree, track)
    for chunk in chunks(tree, track, sizes.number):
        yield Span(chunk.offset, chunk.offset + sizes.total(chunk.first, chunk.stop))


def audible_spans(movie: Movie) -> Iterator[Span]:
    """Go through the bytes of the samples of all tracks of sound; what a table claims beyond media data is left out."""
    media = movie.top.all(b"mdat")
    starts = [each.start for each in media]
    for track in movie.audio:
        for span in sample_spans(movie.tree, track):
            at = bisect_right(starts, span.start) - 1
            if at >= 0 and media[at].body <= span.start < media[at].stop:
                yield Span(span.start, min(span.stop, media[at].stop))
