"""Carrying over what notes cannot say: images, links and hidden marks of the chapters that are in the file."""

from __future__ import annotations

from dataclasses import replace

from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.finding import Finding, finding
from chaptag.model.text import count, quote
from chaptag.model.timestamp import format_time

__all__ = ["carry_over"]

_NEAR_MS = 1000


def carry_over(new: ChapterList, old: ChapterList) -> tuple[ChapterList, tuple[Finding, ...]]:
    """Give chapters of `new` the link and image of an old one with the same title, or a start within a second.

    What the new list says itself wins. Where only the start agrees, the chapter may be another one, so each such link
    or image is a warning. A hidden mark is carried only where title and start agree: notes that name a chapter mean
    it to be seen. One finding counts what was carried, one what no new chapter took.
    """
    rich = [chapter for chapter in old if chapter.url or chapter.image or chapter.hidden]
    if not rich or not new:
        return new, ()
    chapters = list(new)
    carried, lost = 0, []
    found: list[Finding] = []
    for chapter in rich:
        index = _partner(chapter, chapters)
        if index is None:
            lost.append(chapter)
            continue
        enriched = _enriched(chapters[index], chapter)
        if enriched == chapters[index]:
            continue
        if chapters[index].title == chapter.title:
            carried += 1
        else:
            found.append(_by_time_alone(chapters[index], chapter))
        chapters[index] = enriched
    if carried:
        found.append(
            finding("carried-over", f"links, images or hidden marks of {count(carried, 'chapter')} were carried over")
        )
    if lost:
        found.append(finding("not-carried-over", _loss(lost)))
    return ChapterList.of(chapters) if chapters != list(new) else new, tuple(found)


def _by_time_alone(new: Chapter, old: Chapter) -> Finding:
    what = " and ".join(name for name, value in (("link", old.url), ("image", old.image)) if value)
    return finding(
        "carried-by-time",
        f"{quote(new.title)} at {format_time(new.start)} keeps the {what} of {quote(old.title)}, "
        "which starts at the same time in the file",
        place=new.origin,
    )


def _partner(old: Chapter, chapters: list[Chapter]) -> int | None:
    """The chapter that an old one has become: the nearest with its title, else one that starts with it."""
    near = [
        (not same, abs(chapter.start - old.start), index)
        for index, chapter in enumerate(chapters)
        for same in (bool(old.title) and chapter.title == old.title,)
        if (same or abs(chapter.start - old.start) <= _NEAR_MS)
        and (not old.hidden or (same and abs(chapter.start - old.start) <= _NEAR_MS))
    ]
    return min(near)[2] if near else None


def _enriched(new: Chapter, old: Chapter) -> Chapter:
    return replace(new, url=new.url or old.url, image=new.image or old.image, hidden=new.hidden or old.hidden)


def _loss(lost: list[Chapter]) -> str:
    counts = (
        (sum(chapter.url is not None for chapter in lost), "link"),
        (sum(chapter.image is not None for chapter in lost), "image"),
        (sum(chapter.hidden for chapter in lost), "hidden mark"),
    )
    what = ", ".join(count(number, name) for number, name in counts if number)
    where = f"{what} of {count(len(lost), 'chapter')} in the file"
    if len(lost) == 1:
        return f"{where} is not carried over: no new chapter has its start or title"
    return f"{where} are not carried over: no new chapter has their start or title"
