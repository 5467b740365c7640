"""What platforms and players will make of a list, and of the stores it lies in."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote
from chaptag.model.timestamp import format_span, format_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaptag.checks.profiles import Profile
    from chaptag.checks.subject import Subject
    from chaptag.model.chapter import Chapter
    from chaptag.model.layout import Layout

__all__ = ["check_platform"]


def check_platform(profile: Profile, subject: Subject, layout: Layout | None = None) -> Iterator[Finding]:
    """Hold a list, and the file's `layout` where there is a file, against one profile."""
    chapters = sorted(subject.chapters.visible, key=lambda chapter: chapter.start)
    yield from _check_list(profile, chapters)
    yield from _check_lengths(profile, chapters, subject)
    for chapter in chapters:
        yield from _check_title(profile, chapter)
    if layout is not None:
        yield from _check_stores(profile, layout)


def _check_list(profile: Profile, chapters: list[Chapter]) -> Iterator[Finding]:
    if len(chapters) < profile.min_chapters:
        yield finding(
            "platform-too-few",
            f"{profile.label} wants at least {profile.min_chapters} chapters, there are {len(chapters)}",
        )
    if profile.from_zero and chapters and chapters[0].start >= 1000:
        yield finding(
            "platform-from-zero",
            f"{profile.label} wants the first chapter at 00:00, it is at {format_time(chapters[0].start)}",
            place=chapters[0].origin,
        )


def _check_lengths(profile: Profile, chapters: list[Chapter], subject: Subject) -> Iterator[Finding]:
    ends = [chapter.start for chapter in chapters[1:]]
    if subject.duration is not None:
        ends.append(subject.duration.ms)
    for chapter, end in zip(chapters, ends, strict=False):
        length = end - chapter.start
        for rule, least, word in (
            ("platform-too-short", profile.must_length, "wants"),
            ("platform-short", profile.min_length, "advises"),
        ):
            if 0 <= length < least:
                yield finding(
                    rule,
                    f"{profile.label} {word} chapters of at least {format_span(least)}: "
                    f"{quote(chapter.title)} lasts {format_span(length)}",
                    place=chapter.origin,
                )


def _check_title(profile: Profile, chapter: Chapter) -> Iterator[Finding]:
    title = chapter.title
    if profile.max_title and len(title) > profile.max_title:
        yield finding(
            "platform-long-title",
            f"{profile.label} shows {profile.max_title} characters: {quote(title)} has {len(title)}",
            place=chapter.origin,
        )
    if profile.latin_only and not _is_latin(title):
        yield finding(
            "platform-script", f"{profile.label} reads Latin script only: {quote(title)}", place=chapter.origin
        )
    if profile.no_emoji and any(unicodedata.category(char) == "So" for char in title):
        yield finding("platform-emoji", f"{profile.label} advises against emoji: {quote(title)}", place=chapter.origin)


def _is_latin(title: str) -> bool:
    return all(
        not char.isalpha()
        or char.isascii()
        or unicodedata.name(char, "").startswith(("LATIN", "MODIFIER", "MASCULINE", "FEMININE"))
        for char in title
    )


def _check_stores(profile: Profile, layout: Layout) -> Iterator[Finding]:
    stores = {store.kind: store for store in layout.stores if store.chapters}
    if not stores:
        return
    if layout.container == "mp3" and not profile.reads_mp3:
        yield finding("platform-none", f"{profile.label} shows no chapters in MP3 files")
    if set(stores) == {"chpl"} and not profile.reads_chpl:
        yield finding("platform-blind", f"{profile.label} does not read chpl chapters, and the file has no text track")
    if set(stores) == {"text-track"} and not profile.reads_text_track:
        yield finding("platform-blind", f"{profile.label} reads chpl chapters only, and the file has a text track only")
    chpl = stores.get("chpl")
    if chpl is not None and profile.max_chpl_title:
        for number, chapter in enumerate(chpl.chapters, 1):
            if len(chapter.title.encode("utf-8", "surrogatepass")) > profile.max_chpl_title:
                yield finding(
                    "platform-titles-lost",
                    f"{profile.label} will lose the titles after chapter {number - 1}: {quote(chapter.title)} "
                    f"is longer than {profile.max_chpl_title} bytes",
                )
                break
    if chpl is not None and profile.max_chpl_count and len(chpl.chapters) > profile.max_chpl_count:
        yield finding(
            "platform-titles-lost",
            f"{profile.label} reads the number of chpl chapters modulo 256: {len(chpl.chapters)} are too many",
            fix="Run chaptag tag, which leaves chpl out above 255 chapters.",
        )
    vorbis = stores.get("vorbis")
    if vorbis is not None and profile.max_vorbis and len(vorbis.chapters) > profile.max_vorbis:
        yield finding(
            "platform-titles-lost",
            f"{profile.label} shows no chapters at all above {profile.max_vorbis}: there are {len(vorbis.chapters)}",
            fix="Use fewer chapters.",
        )
