"""The tracks that others name as their chapters: which are titles, which are pictures, which are neither.

A `chap` reference alone does not make a track ours to replace: somebody may have pointed it at the subtitles.
"""

from __future__ import annotations

from typing import NamedTuple

from chaptag.containers.mp4.movie import Movie, Track
from chaptag.containers.mp4.tables import chunks, deltas, sample_count, sample_sizes
from chaptag.containers.mp4.textsample import MAX_TITLE

__all__ = ["ChapterTracks", "TimedSample", "chapter_tracks", "timed_samples"]

MAX_SAMPLES = 20_000
MAX_BYTES = 64 << 20

_TEXT_HANDLERS = frozenset({b"text", b"sbtl", b"subt"})
_TEXT_FORMATS = frozenset({b"text", b"tx3g"})
_IMAGE_FORMATS = frozenset({b"jpeg", b"png ", b"mjpa", b"mjpb", b"MJPG", b"mjpg"})


class ChapterTracks(NamedTuple):
    """Tracks named in ``tref/chap``, in the order in which they are named.

    `others` are named too, but serve something else as well: subtitles that are shown, video, or what another kind
    of reference names. `missing` are ids without a track.
    """

    titles: tuple[Track, ...]
    images: tuple[Track, ...]
    others: tuple[Track, ...]
    missing: tuple[int, ...]

    @property
    def ours(self) -> tuple[Track, ...]:
        """The tracks that hold chapters and nothing else."""
        return self.titles + self.images


class TimedSample(NamedTuple):
    """A sample of a chapter track: when it is shown, in ms, and its bytes; None where they cannot be had."""

    start: int
    stop: int
    data: bytes | None


def chapter_tracks(movie: Movie) -> ChapterTracks:
    """Sort the tracks that any ``tref/chap`` names."""
    named = dict.fromkeys(number for track in movie.tracks for number in track.chapter_ids)
    otherwise = {
        number
        for track in movie.tracks
        for reference in track.references
        if reference.kind != b"chap"
        for number in reference.ids
    }
    titles: list[Track] = []
    images: list[Track] = []
    others: list[Track] = []
    missing: list[int] = []
    for number in named:
        track = movie.track(number)
        if track is None:
            missing.append(number)
        elif number in otherwise:
            others.append(track)
        elif track.handler in _TEXT_HANDLERS and set(track.formats) <= _TEXT_FORMATS:
            (others if track.enabled and track.shown else titles).append(track)
        elif track.handler == b"vide" and track.formats and set(track.formats) <= _IMAGE_FORMATS:
            images.append(track)
        else:
            others.append(track)
    return ChapterTracks(tuple(titles), tuple(images), tuple(others), tuple(missing))


def timed_samples(movie: Movie, track: Track, longest: int = MAX_TITLE + 4096) -> tuple[TimedSample, ...]:
    """Read the samples of a chapter track, placed on the movie's time line by its edit list.

    At most `MAX_SAMPLES`, `MAX_BYTES` together, and `longest` bytes each: what lies beyond is None.
    """
    tree, source = movie.tree, movie.source
    count = min(sample_count(tree, track), MAX_SAMPLES)
    sizes = sample_sizes(tree, track)
    data: list[bytes | None] = []
    budget = MAX_BYTES
    for chunk in chunks(tree, track, count):
        size = sizes.total(chunk.first, chunk.stop)
        whole = source.read(chunk.offset, size) if size <= min(1 << 20, budget) else None
        at = 0
        for index in range(chunk.first, chunk.stop):
            length = sizes.uniform or sizes.each[index]
            if whole is not None:
                part = whole[at : at + length]
            else:
                part = source.read(chunk.offset + at, length) if length <= min(longest, budget) else b""
            data.append(part if len(part) == length <= longest else None)
            at += length
            budget -= len(part)
    shift = _shift(movie, track)
    timed: list[TimedSample] = []
    ticks = 0
    for sample, delta in zip(data, deltas(tree, track, len(data)), strict=False):
        start = movie.ms(ticks, track.timescale) + shift
        ticks += delta
        timed.append(TimedSample(max(0, start), max(0, movie.ms(ticks, track.timescale) + shift), sample))
    return tuple(timed)


def _shift(movie: Movie, track: Track) -> int:
    """How much later (ms) than its own media time the edit list plays the track."""
    shift = 0
    for ticks, media_time in track.edits:
        if media_time >= 0:
            return shift - movie.ms(media_time, track.timescale)
        shift += movie.ms(ticks, movie.timescale)
    return shift
