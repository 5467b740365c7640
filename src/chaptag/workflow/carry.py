"""Carrying over what notes cannot say: images, links and hidden marks of the chapters that are in the file."""

from __future__ import annotations

from dataclasses import replace

from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.finding import Finding, finding

__all__ = ["carry_over"]

_NEAR_MS = 1000


def carry_over(new: ChapterList, old: ChapterList) -> tuple[ChapterList, tuple[Finding, ...]]:
    """Give chapters of `new` the link and image of an old one with the same title, or a start within a second.

    What the new list says itself wins. A hidden mark is carried only with the title: notes that name a chapter mean
    it to be seen. One finding counts what was carried, one what no new chapter took.
    """
    rich = [chapter for chapter in old if chapter.url or chapter.image or chapter.hidden]
    if not rich or not new:
        return new, ()
    chapters = list(new)
    carried, lost = 0, []
    for chapter in rich:
        index = _partner(chapter, chapters)
        if index is None:
            lost.append(chapter)
            continue
        enriched = _enriched(chapters[index], chapter)
        carried += enriched != chapters[index]
        chapters[index] = enriched
    found = []
    if carried:
        found.append(finding("carried-over", f"links, images or hidden marks of {carried} chapters were carried over"))
    if lost:
        found.append(finding("not-carried-over", _loss(lost)))
    return (ChapterList.of(chapters) if carried else new), tuple(found)


def _partner(old: Chapter, chapters: list[Chapter]) -> int | None:
    near = [
        (chapter.title != old.title or not old.title, abs(chapter.start - old.start), index)
        for index, chapter in enumerate(chapters)
        if (chapter.title == old.title and old.title)
        or (abs(chapter.start - old.start) <= _NEAR_MS and not (old.hidden and not chapter.hidden))
    ]
    return min(near)[2] if near else None


def _enriched(new: Chapter, old: Chapter) -> Chapter:
    return replace(
        new,
        url=new.url or old.url,
        image=new.image or old.image,
        hidden=new.hidden or (old.hidden and old.title == new.title),
    )


def _loss(lost: list[Chapter]) -> str:
    counts = (
        (sum(chapter.url is not None for chapter in lost), "links"),
        (sum(chapter.image is not None for chapter in lost), "images"),
        (sum(chapter.hidden for chapter in lost), "hidden marks"),
    )
    what = ", ".join(f"{count} {name}" for count, name in counts if count)
    return f"{what} of {len(lost)} chapters in the file are not carried over: no new chapter has their start or title"
