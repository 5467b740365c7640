"""What an edit has to do: nothing, take chapters out, or put them in; which tracks go, which pictures stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from chaptag.containers.mp4.boxes import show_type
from chaptag.containers.mp4.chpl import encode_chpl
from chaptag.containers.mp4.inspection import Chapters, read_chapters
from chaptag.containers.mp4.movie import Movie, read_movie
from chaptag.containers.mp4.obstacles import must_be_editable
from chaptag.containers.mp4.picture import chapter_picture
from chaptag.containers.mp4.references import referring
from chaptag.containers.mp4.rewrite import NewChapters, rewrite
from chaptag.containers.mp4.stores import ImageStore
from chaptag.containers.mp4.wanted import Wanted, chpl_is, titles_are, want
from chaptag.model.chapter import Chapter, Image
from chaptag.model.edit import Edit
from chaptag.model.finding import Finding, finding
from chaptag.model.normalise import Normalised
from chaptag.model.options import WriteOptions
from chaptag.model.source import ByteSource

if TYPE_CHECKING:
    from chaptag.containers.mp4.imagetrack import ImageTrack

__all__ = ["edit_file"]

_FLASH = 1000  # ms


def edit_file(source: ByteSource, chapters: Normalised, options: WriteOptions) -> Edit:
    """Make an MP4 hold exactly these chapters.

    Raises UnsupportedAudio and DamagedAudio where it cannot be edited.
    """
    movie = read_movie(source)
    must_be_editable(movie)
    there = read_chapters(movie)
    found = _kept_as_they_are(there)
    if not chapters.visible:
        named = any(each.kind == b"chap" for track in movie.tracks for each in track.references)
        if not named and not movie.chpls:
            return Edit.nothing(source.size)
        edit = rewrite(movie, there.tracks.ours, NewChapters())
        return replace(edit, findings=(*found, *edit.findings))
    wanted = want(movie, chapters, options)
    kept = _fitting(there.images, wanted.chapters)
    found = [*found, *wanted.findings, *_image_findings(there.images, kept, wanted.chapters)]
    new_images = None if kept else _image_track(wanted)
    if new_images is None and _holds(movie, there, wanted, kept):
        return Edit.nothing(source.size, tuple(found))
    if movie.brands and movie.brands[0][:3] in {b"3gp", b"3g2"}:
        found.append(finding("mp4-3gp", f"the file is 3GP (brand {show_type(movie.brands[0])})", place=movie.place(0)))
    gone = there.tracks.titles + tuple(track for track in there.tracks.images if track not in [k.track for k in kept])
    new = NewChapters(
        chpl=encode_chpl(wanted.entries) if wanted.entries is not None else b"",
        titles=wanted.titles,
        images=new_images,
        kept_images=tuple(each.track for each in kept),
    )
    edit = rewrite(movie, gone, new)
    return replace(edit, findings=(*found, *edit.findings))


def _image_track(wanted: Wanted) -> ImageTrack | None:
    if not any(each.image for each in wanted.chapters):
        return None
    from chaptag.containers.mp4.imagetrack import image_track

    return image_track(wanted.chapters, sum(wanted.titles.durations))


def _holds(movie: Movie, there: Chapters, wanted: Wanted, kept: Sequence[ImageStore]) -> bool:
    """Whether the file holds the chapters already, in both kinds and as every player wants them."""
    tracks = there.tracks
    if there.titles is None or len(tracks.titles) != 1 or tracks.others or tracks.missing:
        return False
    if len(kept) != len(tracks.images) or len(movie.chpls) > 1:
        return False
    ids = (there.titles.track.id, *(each.track.id for each in kept))
    targets = referring(movie, tracks.ours)
    for track in movie.tracks:
        lists = [each for each in track.references if each.kind == b"chap"]
        if len(track.trefs) > 1 or [each.ids for each in lists] != ([ids] if track in targets else []):
            return False
    return titles_are(movie, there.titles, wanted) and chpl_is(there.chpl, wanted.entries)


def _fitting(stores: Sequence[ImageStore], chapters: Sequence[Chapter]) -> tuple[ImageStore, ...]:
    """The image track that may stay: it changes pictures where chapters start, and shows what they ask for.

    Where no chapter asks for a picture, those that are there do. A picture may come before the first chapter, and
    one more for the last moment, as Auphonic writes it.
    """
    if len(stores) != 1:
        return ()
    shown = dict(stores[0].images)
    starts = {each.start for each in chapters}
    flashes = {start for start in shown if stores[0].end - start < _FLASH}
    if not starts <= set(shown) or set(shown) - starts - flashes - {0}:
        return ()
    asked = [each.image is not None for each in chapters]
    if any(asked) and any(_data(each) != _shown(shown, each.start) for each in chapters):
        return ()
    return tuple(stores)


def _data(chapter: Chapter) -> bytes:
    found = chapter_picture(chapter)
    return found.data if found is not None else b""


def _shown(images: Mapping[int, Image | None], start: int) -> bytes:
    image = images.get(start)
    return image.data if image is not None else b""


def _kept_as_they_are(there: Chapters) -> list[Finding]:
    return [
        finding(
            "mp4-subtitles-as-chapters",
            f"track {track.id} was named as chapters, but it is shown by itself: it stays, and is no longer named so",
        )
        for track in there.tracks.others
    ]


def _image_findings(
    stores: Sequence[ImageStore], kept: Sequence[ImageStore], chapters: Sequence[Chapter]
) -> list[Finding]:
    found: list[Finding] = []
    unfit = [n for n, each in enumerate(chapters, 1) if each.image is not None and chapter_picture(each) is None]
    if unfit:
        found.append(
            finding(
                "mp4-images-left-out",
                f"images left out: {len(unfit)} (no JPEG or PNG, or only linked)",
                chapter=unfit[0],
            )
        )
    if stores and not kept and not any(chapter_picture(each) for each in chapters):
        count = sum(image is not None for each in stores for _, image in each.images)
        found.append(
            finding("mp4-images-removed", f"chapter images removed: {count} (they no longer fit the chapters)")
        )
    return found
