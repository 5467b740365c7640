"""The chapter stores of an MP4, each as a reader of that store alone would show it, with what is wrong in each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from chaptag.containers.mp4.boxes import Box, show_type
from chaptag.containers.mp4.chaptertracks import ChapterTracks, TimedSample, timed_samples
from chaptag.containers.mp4.chpl import MAX_ENTRIES, SAFE_TITLE, ChplList, decode_chpl
from chaptag.containers.mp4.movie import Movie, Track
from chaptag.containers.mp4.picture import to_image
from chaptag.containers.mp4.textsample import TextSample, decode_sample
from chaptag.model.chapter import Chapter, ChapterList, Image
from chaptag.model.finding import Finding, finding
from chaptag.model.layout import Store
from chaptag.model.text import quote

__all__ = [
    "ChplStore",
    "ImageStore",
    "TitleStore",
    "check_tracks",
    "read_chpl",
    "read_images",
    "read_titles",
    "with_extras",
]


class ChplStore(NamedTuple):
    """The decoded `chpl` box and the store it makes."""

    box: Box
    decoded: ChplList
    store: Store


class TitleStore(NamedTuple):
    """A text track, its samples with their texts, and the store it makes."""

    track: Track
    samples: tuple[TimedSample, ...]
    texts: tuple[TextSample, ...]
    store: Store


class ImageStore(NamedTuple):
    """An image track, the start and the picture of each sample, where the last one ends, and the store it makes."""

    track: Track
    images: tuple[tuple[int, Image | None], ...]
    end: int
    store: Store


def read_chpl(movie: Movie, end: int) -> ChplStore | None:
    """Read the first `chpl` box; `end` is where the sound ends, in ms."""
    if not movie.chpls:
        return None
    box, tree = movie.chpls[0], movie.tree
    decoded = decode_chpl(tree.body(box))
    if decoded is None:
        raise tree.damaged(box.start, f"box 'chpl' is too short: {box.size} bytes")
    found: list[Finding] = []
    place = tree.place(box.start)
    if decoded.version != 1:
        found.append(
            finding("mp4-chpl-unreadable", f"the 'chpl' box has version {decoded.version}, players want 1", place=place)
        )
    if decoded.stated > MAX_ENTRIES:
        found.append(
            finding(
                "mp4-chpl-unreadable",
                f"the 'chpl' box counts {decoded.stated} chapters; most players take that for {decoded.stated % 256}",
                place=place,
            )
        )
    if not decoded.entries:
        found.append(finding("mp4-chpl-unreadable", "the 'chpl' box is empty", place=place))
    elif not decoded.whole:
        found.append(
            finding(
                "mp4-chpl-unreadable",
                f"the 'chpl' box counts {decoded.stated} chapters, {len(decoded.entries)} can be read from it",
                place=place,
            )
        )
    if len(movie.chpls) > 1:
        found.append(
            finding("mp4-chpl-unreadable", f"there are {len(movie.chpls)} 'chpl' boxes; the first counts", place=place)
        )
    stops = [*(each.start for each in decoded.entries[1:]), end]
    chapters = []
    for number, (each, stop) in enumerate(zip(decoded.entries, stops, strict=False), 1):
        title, problem = _chpl_title(each.title)
        if problem:
            message = f"chapter {number}, {quote(title)}: {problem}"
            found.append(finding("mp4-chpl-title", message, place=place, chapter=number))
        chapters.append(Chapter(each.start, title, stop if stop > each.start else None))
    label = "Nero chapters (chpl)"
    return ChplStore(box, decoded, Store("chpl", label, ChapterList.of(chapters), tree.base + box.start, tuple(found)))


def _chpl_title(raw: bytes) -> tuple[str, str]:
    """A title, and what is wrong with its bytes."""
    try:
        title = raw.decode()
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace"), "the title is no UTF-8, mutagen cannot open the file"
    if len(raw) > SAFE_TITLE:
        return title, f"the title has {len(raw)} bytes, AntennaPod loses all chapters from a title over {SAFE_TITLE} on"
    return title, ""


def read_titles(movie: Movie, track: Track, *, named_at_zero: bool = False) -> TitleStore:
    """Read a text track.

    A first empty title at 0 only fills the time before the first chapter, and is left out, unless `named_at_zero`
    says that another store has a chapter without a title there.
    """
    samples = timed_samples(movie, track)
    texts = tuple(TextSample("") if each.data is None else decode_sample(each.data) for each in samples)
    place = movie.tree.place(track.box.start)
    found = [
        finding(
            "mp4-chapter-lost",
            f"the title of chapter {number} cannot be read: its bytes lie outside the file",
            place=place,
            chapter=number,
        )
        for number, each in enumerate(samples, 1)
        if each.data is None
    ]
    if track.edits and track.edits[0][1] != 0:
        found.append(
            finding(
                "mp4-chapters-shifted",
                f"the edit list of chapter track {track.id} moves its chapters; many players ignore it",
                place=place,
            )
        )
    chapters = [
        Chapter(each.start, text.text, each.stop if each.stop > each.start else None, text.url)
        for each, text in zip(samples, texts, strict=True)
    ]
    meant = named_at_zero or any(text.meant for text in texts[:1])
    if len(chapters) > 1 and not chapters[0].title and not chapters[0].start and not meant:
        del chapters[0]
    label = f"QuickTime text track {track.id}"
    store = Store("text-track", label, ChapterList.of(chapters), movie.tree.base + track.box.start, tuple(found))
    return TitleStore(track, samples, texts, store)


def read_images(movie: Movie, track: Track, titles: Collection[int]) -> ImageStore:
    """Read an image track: one whole picture a sample.

    `titles` are the starts of the titles. Where each has a picture, what lies between them (filler in front, a last
    flash that Auphonic writes) is no chapter.
    """
    samples = timed_samples(movie, track, longest=16 << 20)
    images = tuple((each.start, to_image(each.data)) for each in samples)
    chapters = [
        Chapter(each.start, "", each.stop if each.stop > each.start else None, image=image)
        for each, (_, image) in zip(samples, images, strict=True)
    ]
    if titles and {each.start for each in chapters}.issuperset(titles):
        chapters = [each for each in chapters if each.start in titles]
    label = f"QuickTime image track {track.id}"
    store = Store("image-track", label, ChapterList.of(chapters), movie.tree.base + track.box.start)
    return ImageStore(track, images, samples[-1].stop if samples else 0, store)


def with_extras(titles: TitleStore, links: Sequence[TitleStore], images: Sequence[ImageStore]) -> TitleStore:
    """Give the chapters of the title track the links and pictures that other tracks hold for the same starts."""
    urls = {each.start: each.url for store in links for each in store.store.chapters if each.url}
    pictures = {start: image for store in images for start, image in store.images if image}
    chapters = ChapterList.of(
        replace(each, url=each.url or urls.get(each.start), image=pictures.get(each.start))
        for each in titles.store.chapters
    )
    return titles._replace(store=replace(titles.store, chapters=chapters))


def check_tracks(movie: Movie, tracks: ChapterTracks, audible: Sequence[Track]) -> list[Finding]:
    """Find what is wrong with the references to chapter tracks, apart from what the tracks hold."""
    found: list[Finding] = []
    place = movie.tree.place(0)
    if tracks.missing:
        ids = ", ".join(map(str, tracks.missing[:5])) + (" …" if len(tracks.missing) > 5 else "")
        found.append(
            finding("mp4-dangling-reference", f"chapters are said to be in track {ids}: no such track", place=place)
        )
    found.extend(
        finding(
            "mp4-subtitles-as-chapters",
            f"track {track.id} ({show_type(track.handler)}) is named as chapters, but it is shown by itself",
            place=movie.tree.place(track.box.start),
        )
        for track in tracks.others
    )
    if len(tracks.titles) > 1:
        ids = ", ".join(str(track.id) for track in tracks.titles)
        found.append(finding("mp4-several-text-tracks", f"text tracks {ids} are all named as chapters", place=place))
    if tracks.titles:
        found.extend(
            finding(
                "mp4-reference-missing",
                f"sound track {track.id} does not name the chapter track {tracks.titles[0].id}",
                place=movie.tree.place(track.box.start),
            )
            for track in audible
            if tracks.titles[0].id not in track.chapter_ids
        )
    return found
