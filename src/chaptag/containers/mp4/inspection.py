"""What is in an MP4: its stores side by side, where they disagree, and what stands in the way of an edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from chaptag.containers.mp4.chaptertracks import ChapterTracks, chapter_tracks
from chaptag.containers.mp4.codec import codec
from chaptag.containers.mp4.duration import listened, measure_movie
from chaptag.containers.mp4.movie import Movie, read_movie
from chaptag.containers.mp4.obstacles import fragments_at, obstacles
from chaptag.containers.mp4.stores import (
    ChplStore,
    ImageStore,
    TitleStore,
    check_tracks,
    read_chpl,
    read_images,
    read_titles,
    with_extras,
)
from chaptag.model.chapter import Chapter
from chaptag.model.duration import Duration
from chaptag.model.edit import Span
from chaptag.model.finding import Finding, finding
from chaptag.model.layout import Layout, Store
from chaptag.model.source import ByteSource
from chaptag.model.text import quote
from chaptag.model.timestamp import format_time

__all__ = ["Chapters", "inspect_file", "read_chapters"]

_HANDLERS = {b"soun": "sound", b"vide": "video", b"sbtl": "subtitles", b"subt": "subtitles"}


class Chapters(NamedTuple):
    """All chapters of a file: `titles` is the text track that counts, `more` are further ones.

    `duration` is that of the sound, None where there is none.
    """

    duration: Duration | None
    tracks: ChapterTracks
    chpl: ChplStore | None
    titles: TitleStore | None
    more: tuple[TitleStore, ...]
    images: tuple[ImageStore, ...]

    @property
    def stores(self) -> tuple[Store, ...]:
        """The stores in the order of authority: the text track, then `chpl`."""
        chpl = (self.chpl.store,) if self.chpl is not None else ()
        titles = (self.titles.store,) if self.titles is not None else ()
        return (*titles, *chpl, *(each.store for each in self.more), *(each.store for each in self.images))


def read_chapters(movie: Movie) -> Chapters:
    """Read every store of a movie."""
    known = movie.audio and fragments_at(movie) is None
    duration = measure_movie(movie).duration if known else None
    chpl = read_chpl(movie, duration.ms if duration is not None else 0)
    first = chpl.store.chapters[:1] if chpl is not None else ()
    named_at_zero = any(not each.start and not each.title for each in first)
    tracks = chapter_tracks(movie)
    texts = [read_titles(movie, track, named_at_zero=named_at_zero) for track in tracks.titles]
    starts = {each.start for each in texts[0].store.chapters} if texts else set()
    images = tuple(read_images(movie, track, starts) for track in tracks.images)
    titles = with_extras(texts[0], texts[1:], images) if texts else None
    return Chapters(duration, tracks, chpl, titles, tuple(texts[1:]), images)


def inspect_file(source: ByteSource) -> Layout:
    """Read structure and chapters of an MP4.

    Raises UnsupportedAudio and DamagedAudio where the structure cannot be read. What can be read but not edited is a
    finding.
    """
    movie = read_movie(source)
    chapters = read_chapters(movie)
    found = [*obstacles(movie), *check_tracks(movie, chapters.tracks, listened(movie)), *_compared(movie, chapters)]
    if movie.trailing.start < movie.trailing.stop:
        size = movie.trailing.stop - movie.trailing.start
        message = f"{size} bytes behind the last box belong to none; they are kept"
        found.append(finding("mp4-trailing-bytes", message, place=movie.place(movie.trailing.start)))
    return Layout(
        "mp4",
        _label(movie),
        source.size,
        chapters.stores,
        tuple(Span(each.body, each.stop) for each in movie.top.all(b"mdat")),
        chapters.duration,
        tuple(_details(movie)),
        tuple(found),
    )


def _label(movie: Movie) -> str:
    if movie.quicktime:
        return "QuickTime movie"
    brand = movie.brands[0].decode("latin-1").strip()
    return f"MP4 ({quote(brand)[1:-1]})" if brand else "MP4"


def _details(movie: Movie) -> Iterator[tuple[str, str]]:
    mdat = movie.top.all(b"mdat")
    if mdat:
        yield "moov", "before the sound" if movie.box.start < mdat[0].start else "after the sound"
    for track in movie.tracks:
        formats = "/".join(each.decode("latin-1").strip() for each in track.formats)
        kind = codec(movie.tree, track).name if track.handler == b"soun" else formats
        handler = _HANDLERS.get(track.handler, track.handler.decode("latin-1"))
        state = "" if track.enabled else ", not enabled"
        yield f"track {track.id}", f"{quote(handler)[1:-1]}, {quote(kind)[1:-1]}{state}"


def _compared(movie: Movie, chapters: Chapters) -> Iterator[Finding]:
    """Find where `chpl` and the text track tell different stories, and where only one of them is there."""
    chpl, titles = chapters.chpl, chapters.titles
    in_chpl = tuple(chpl.store.chapters) if chpl is not None else ()
    in_text = tuple(titles.store.chapters) if titles is not None else ()
    place = movie.tree.place(0)
    if bool(in_chpl) != bool(in_text) and not (in_text and len(in_text) > 255):
        have, lack = ("a text track", "'chpl'") if in_text else ("'chpl'", "a text track")
        readers = "AntennaPod and VLC before 4 find" if in_text else "Apple's players find"
        yield finding("mp4-one-store", f"chapters are in {have} only, {lack} is missing: {readers} less", place=place)
    if not in_chpl or not in_text:
        return
    difference = _difference(in_chpl, in_text)
    if difference:
        yield finding(
            "mp4-stores-disagree",
            f"{difference}; VLC and AntennaPod show 'chpl', Apple's players the text track, ffmpeg a mixture",
            place=place,
        )


def _difference(in_chpl: tuple[Chapter, ...], in_text: tuple[Chapter, ...]) -> str:
    for number, (short, full) in enumerate(zip(in_chpl, in_text, strict=False), 1):
        if abs(short.start - full.start) > 1:
            return (
                f"chapter {number} starts at {format_time(short.start)} in 'chpl' "
                f"and at {format_time(full.start)} in the text track"
            )
        if not _same_title(short.title, full.title):
            return f"chapter {number} is {quote(short.title)} in 'chpl' and {quote(full.title)} in the text track"
    if len(in_chpl) != len(in_text):
        return f"'chpl' has {len(in_chpl)} chapters, the text track {len(in_text)}"
    return ""


def _same_title(short: str, full: str) -> bool:
    """Whether the title in `chpl` is the full one, or what is left of it after cutting."""
    if short == full:
        return True
    stem = short.rstrip("…\ufffd")
    return len(full.encode()) > len(stem.encode()) >= 100 and full.startswith(stem)
