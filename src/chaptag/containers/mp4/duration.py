"""How long the sound of an MP4 lasts: edit list, media header and sample table, held against each other.

All three are integers in some time scale; they stay integers until they are nanoseconds.
"""

from __future__ import annotations

from typing import NamedTuple

from chaptag.containers.mp4.codec import codec
from chaptag.containers.mp4.movie import Movie, Track
from chaptag.containers.mp4.tables import (
    chunk_offsets,
    chunks,
    last_chunk_size,
    media_ticks,
    sample_count,
    sample_sizes,
)
from chaptag.model.duration import Duration, Measurement
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.timestamp import format_span

__all__ = ["Clocks", "clocks", "listened", "measure_movie"]

_NS = 1_000_000_000
_CLOSE = 150_000_000  # two clocks this near agree: priming and padding are a frame or two, at 8 kHz up to 128 ms each
_FAR = 1_000_000_000


class Clocks(NamedTuple):
    """What each source says of one track, in ns; `edits` is None without an edit list.

    `edits` is where the track ends on the movie's time line. `reach` is the latest moment of the media that the edit
    list plays, `silence` the time before the sound begins.
    """

    edits: int | None
    reach: int
    silence: int
    skipped: int
    header: int
    samples: int


def listened(movie: Movie) -> tuple[Track, ...]:
    """The tracks of sound that players play: the enabled ones, or all where none is."""
    return tuple(track for track in movie.audio if track.enabled) or movie.audio


def clocks(movie: Movie, track: Track) -> Clocks:
    """Read the three durations of a track."""
    header = track.duration * _NS // track.timescale
    samples = media_ticks(movie.tree, track) * _NS // track.timescale
    if not track.edits:
        return Clocks(None, 0, 0, 0, header, samples)
    total = reach = silence = 0
    skipped: int | None = None
    for ticks, media_time in track.edits:
        length = ticks * _NS // movie.timescale
        begin = media_time * _NS // track.timescale
        if media_time >= 0:
            if not ticks and len(track.edits) == 1:
                length = max(0, (samples or header) - begin)  # "until the end", as some writers say it
            reach = max(reach, begin + length)
            skipped = begin if skipped is None else skipped
        elif skipped is None:
            silence += length
        total += length
    return Clocks(total, reach, silence, skipped or 0, header, samples)


def _duration(movie: Movie, track: Track, found: list[Finding]) -> Duration:
    """Choose the clock of a track: the edit list where the media bears it out, else what the samples add up to."""
    times = clocks(movie, track)
    media = times.samples or times.header
    where = movie.tree.place(track.box.start)
    if times.samples and abs(times.header - times.samples) > _CLOSE:
        found.append(_disagree(track, "media header", times.header, times.samples, where))
    if times.edits is not None and times.edits - times.silence > 0:
        if times.reach <= media + _CLOSE:
            if media - times.reach > _FAR:
                found.append(
                    finding(
                        "mp4-sound-hidden",
                        f"the edit list plays {_seconds(times.edits)} of {_seconds(media)} of sound",
                        place=where,
                    )
                )
            because = f"the edit list of track {track.id} says so, and its samples reach that far"
            return Duration(times.edits, "edit-list", because, exact=bool(times.samples))
        found.append(_disagree(track, "edit list", times.reach, media, where))
    rest = max(0, media - times.skipped) + times.silence
    if times.samples and abs(times.header - times.samples) <= _CLOSE and times.edits is None:
        return Duration(times.header, "media-header", f"the media header of track {track.id}, as its samples add up to")
    if times.samples:
        return Duration(rest, "sample-table", f"the samples of track {track.id} add up to it")
    return Duration(rest, "media-header", f"the media header of track {track.id} says so", exact=False)


def _disagree(track: Track, what: str, says: int, samples: int, place: Place) -> Finding:
    return finding(
        "mp4-duration-disagrees",
        f"track {track.id}: the {what} says {_seconds(says)}, the samples add up to {_seconds(samples)}",
        place=place,
    )


def _seconds(ns: int) -> str:
    return f"{ns / _NS:.3f} s" if ns < 60 * _NS else format_span(ns // 1_000_000)


def measure_movie(movie: Movie, *, deep: bool = False) -> Measurement:
    """Find the duration of the longest track of sound that players play; `deep` walks every sample of it.

    Raises UnsupportedAudio where there is no sound.
    """
    found: list[Finding] = []
    tracks = listened(movie)
    if not tracks:
        msg = "there is no track of sound in the file"
        raise UnsupportedAudio(msg, hint="Check that it is the episode.", place=movie.tree.place(0))
    durations = [_duration(movie, track, found) for track in tracks]
    longest = max(range(len(tracks)), key=lambda index: durations[index].ns)
    duration, track = durations[longest], tracks[longest]
    shortest = min(durations, key=lambda each: each.ns)
    if duration.ns - shortest.ns > _FAR:
        found.append(
            finding(
                "mp4-tracks-differ",
                f"{len(tracks)} tracks of sound last between {_seconds(shortest.ns)} and {_seconds(duration.ns)}; "
                "the longest counts",
                place=movie.tree.place(track.box.start),
            )
        )
    _check_frames(movie, track, found)
    if deep or _runs_out(movie, track):
        duration = _present(movie, track, duration, found)
    return Measurement(duration, tuple(found))


def _check_frames(movie: Movie, track: Track, found: list[Finding]) -> None:
    """Find an HE-AAC track whose frames were counted at the output rate: it would play twice as fast as stated."""
    kind = codec(movie.tree, track)
    count = sample_count(movie.tree, track)
    if not kind.frame or not kind.core_rate or not count:
        return
    stated = media_ticks(movie.tree, track) * _NS // track.timescale
    framed = count * kind.frame * _NS // kind.core_rate
    if stated and not 0.55 < framed / stated < 1.8:
        found.append(
            finding(
                "mp4-frame-rate",
                f"track {track.id}: {count} frames of {kind.name} at {kind.core_rate} Hz last {_seconds(framed)}, "
                f"the sample table says {_seconds(stated)}",
                place=movie.tree.place(track.box.start),
            )
        )


def _runs_out(movie: Movie, track: Track) -> bool:
    """Whether the chunk that lies last would reach beyond the file, or there are samples and no chunks."""
    offsets = chunk_offsets(movie.tree, track.offsets[0])
    if not offsets:
        return sample_count(movie.tree, track) > 0
    last = max(offsets)
    if last != offsets[-1] or last >= movie.source.size:
        return last >= movie.source.size
    return last + last_chunk_size(movie.tree, track) > movie.source.size


def _present(movie: Movie, track: Track, stated: Duration, found: list[Finding]) -> Duration:
    """Count the samples whose bytes are in the file; where all are, the stated duration stands."""
    sizes = sample_sizes(movie.tree, track)
    there = 0
    for chunk in chunks(movie.tree, track, sizes.number):
        here = sizes.fitting(chunk.first, chunk.stop, movie.source.size - chunk.offset)
        there += here
        if here < chunk.stop - chunk.first:
            break
    if there == sizes.number:
        return stated
    ns = media_ticks(movie.tree, track, there) * _NS // track.timescale
    ns = min(stated.ns, max(0, ns - clocks(movie, track).skipped) + clocks(movie, track).silence)
    found.append(
        finding(
            "mp4-cut-off",
            f"the file holds {there} of {sizes.number} samples of track {track.id}: "
            f"{_seconds(ns)} of {_seconds(stated.ns)}",
            place=Place(movie.source.name, offset=movie.source.size),
        )
    )
    return Duration(ns, "sample-table", f"{there} of {sizes.number} samples are in the file")
