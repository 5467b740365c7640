"""What an MP4 is to hold for a list of chapters, what is lost on the way, and whether a file holds it already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from chaptag.containers.mp4.chpl import MAX_ENTRIES, MAX_TITLE, SAFE_TITLE, ChplEntry, entry_at, fit_title
from chaptag.containers.mp4.movie import Movie
from chaptag.containers.mp4.stores import ChplStore, TitleStore
from chaptag.containers.mp4.textsample import MAX_TITLE as MAX_TEXT
from chaptag.containers.mp4.texttrack import TextTrack, text_track
from chaptag.model.chapter import Chapter
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.finding import Finding, finding
from chaptag.model.normalise import Normalised
from chaptag.model.options import WriteOptions
from chaptag.model.text import cut_utf8, quote
from chaptag.model.timestamp import format_time

__all__ = ["Wanted", "chpl_is", "titles_are", "want"]

_LONG_TITLE = 1023


class Wanted(NamedTuple):
    """The chapters that players list, the entries of `chpl` (None for no such box), the text track, the losses."""

    chapters: tuple[Chapter, ...]
    entries: tuple[ChplEntry, ...] | None
    titles: TextTrack
    findings: tuple[Finding, ...]


def want(movie: Movie, chapters: Normalised, options: WriteOptions) -> Wanted:
    """Lay out a list that has visible chapters.

    Raises UnsupportedAudio for a time that no chapter track can hold (49 days).
    """
    listed = chapters.visible
    found: list[Finding] = []
    entries: tuple[ChplEntry, ...] | None = None
    if len(listed) <= MAX_ENTRIES:
        entries = tuple(entry_at(each.start, fit_title(each.title, long=options.long_titles)) for each in listed)
        found.extend(_cut(listed, entries, MAX_TITLE if options.long_titles else SAFE_TITLE))
    else:
        found.append(
            finding(
                "mp4-chpl-left-out",
                f"{len(listed)} chapters: the 'chpl' box holds {MAX_ENTRIES}, so only the text track is written",
            )
        )
    found.extend(_lost(chapters))
    duration = _text_duration(movie, chapters)
    if duration > 0xFFFFFFFF:
        msg = f"a chapter track ends at {format_time(0xFFFFFFFF)}, the audio at {format_time(duration)}"
        raise UnsupportedAudio(msg, hint="Part the audio into shorter files.", place=movie.place(0))
    return Wanted(listed, entries, text_track(listed, duration), tuple(found))


def _text_duration(movie: Movie, chapters: Normalised) -> int:
    """Where the text track ends, in ms: with the sound, and never behind the movie."""
    whole = movie.duration * 1000 // movie.timescale
    return min(chapters.duration, whole) if whole else chapters.duration


def _cut(listed: Sequence[Chapter], entries: Sequence[ChplEntry], limit: int) -> list[Finding]:
    cut = [n for n, (each, entry) in enumerate(zip(listed, entries, strict=True)) if each.title.encode() != entry.title]
    if not cut:
        return []
    first = cut[0]
    return [
        finding(
            "mp4-title-cut",
            f"titles cut to {limit} bytes in 'chpl': {len(cut)} of {len(listed)}, the first is that of chapter "
            f"{first + 1}, {quote(listed[first].title)}; the text track has them whole",
            chapter=first + 1,
        )
    ]


def _lost(chapters: Normalised) -> list[Finding]:
    listed = chapters.visible
    found: list[Finding] = []
    links = sum(1 for each in listed if each.url)
    if links:
        found.append(
            finding("mp4-links-left-out", f"links left out: {links} (an MP4 has no place for them that players read)")
        )
    if chapters.hidden:
        found.append(
            finding(
                "mp4-hidden-left-out", f"hidden chapters left out: {len(chapters.hidden)} (players would list them)"
            )
        )
    long = [n for n, each in enumerate(listed, 1) if len(each.title.encode()) > _LONG_TITLE]
    if long:
        size = len(listed[long[0] - 1].title.encode())
        what = f"the title of chapter {long[0]} has {size} bytes"
        held = f"{MAX_TEXT} are written" if size > MAX_TEXT else f"some readers stop at {_LONG_TITLE}"
        found.append(finding("mp4-title-long", f"{what}, {held}", chapter=long[0]))
    gaps = [
        n
        for n, (each, stop) in enumerate(
            zip(listed, [*(each.start for each in listed[1:]), chapters.duration], strict=True)
        )
        if each.end is not None and each.end < stop
    ]
    if gaps:
        each = listed[gaps[0]]
        found.append(
            finding(
                "mp4-gaps-closed",
                f"chapters that end before the next one starts: {len(gaps)}, the first is {quote(each.title)} at "
                f"{format_time(each.end or 0)}; in an MP4 each lasts until the next",
                chapter=gaps[0] + 1,
            )
        )
    return found


def chpl_is(stored: ChplStore | None, entries: tuple[ChplEntry, ...] | None) -> bool:
    """Whether the `chpl` box holds exactly these entries, in the form that all readers understand."""
    if stored is None or entries is None:
        return stored is None and entries is None
    decoded = stored.decoded
    return (
        decoded.version == 1
        and decoded.whole
        and decoded.stated <= MAX_ENTRIES
        and [(each.start, each.title) for each in decoded.entries] == [(each.start, each.title) for each in entries]
    )


def titles_are(movie: Movie, stored: TitleStore | None, wanted: Wanted) -> bool:
    """Whether a text track holds exactly the wanted titles at the wanted times, as players understand them."""
    if stored is None or stored.track.handler != b"text":
        return False
    if stored.track.edits and (len(stored.track.edits) > 1 or stored.track.edits[0][1]):
        return False
    expected = [(each.start, cut_utf8(each.title, MAX_TEXT).encode()) for each in wanted.chapters]
    if expected[0][0]:
        expected.insert(0, (0, b""))
    if len(stored.samples) != len(expected):
        return False
    for sample, (start, title) in zip(stored.samples, expected, strict=True):
        plain = len(title).to_bytes(2, "big") + title
        if sample.start != start or sample.data is None or not sample.data.startswith(plain):
            return False
    last = stored.samples[-1]
    whole = -(-movie.duration * 1000 // movie.timescale)
    return last.stop > last.start and (not whole or last.stop <= whole + 1)
