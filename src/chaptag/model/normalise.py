"""`normalise`: the one function that makes a chapter list fit to write. Each step it takes is a finding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from chaptag.model.finding import Finding, finding
from chaptag.model.text import count, quote
from chaptag.model.timestamp import format_time

if TYPE_CHECKING:
    from chaptag.model.chapter import Chapter, ChapterList

__all__ = ["Normalised", "normalise"]


@dataclass(frozen=True, slots=True)
class Normalised:
    """A list that a container accepts; only `normalise` makes one.

    Chapters are in the order of time (a hidden one after a visible one of the same start), visible starts are
    distinct, every start lies in ``[0, duration)`` and every chapter has an end in ``(start, duration]``.
    """

    chapters: tuple[Chapter, ...]
    duration: int
    findings: tuple[Finding, ...] = ()

    @property
    def visible(self) -> tuple[Chapter, ...]:
        """The chapters that a player lists."""
        return tuple(chapter for chapter in self.chapters if not chapter.hidden)

    @property
    def hidden(self) -> tuple[Chapter, ...]:
        """The chapters that a player does not list."""
        return tuple(chapter for chapter in self.chapters if chapter.hidden)


def normalise(chapters: ChapterList, duration: int) -> Normalised:
    """Sort, drop what starts at or after `duration` (ms), join equal starts, fill ends.

    Visible and hidden chapters are two lists: a hidden one never shortens a visible one. An end that the list states
    is kept where it lies between its start and the next start of the same list; any other becomes that next start.
    The last end is `duration`. Chapters that start before 0 are dropped like those beyond the end.
    """
    found: list[Finding] = []
    inside = [_clean(chapter) for chapter in chapters if 0 <= chapter.start < duration]
    found.extend(
        finding(
            "outside-audio",
            f"chapter {number} {quote(chapter.title)} is left out: it starts at {format_time(chapter.start)}, "
            + (f"the audio ends at {format_time(duration)}" if chapter.start >= 0 else "before the audio"),
            place=chapter.origin,
            chapter=number,
        )
        for number, chapter in enumerate(chapters, 1)
        if not 0 <= chapter.start < duration
    )
    result: list[Chapter] = []
    for hidden in (False, True):
        part = [chapter for chapter in inside if chapter.hidden == hidden]
        ordered = sorted(part, key=lambda chapter: chapter.start)
        if ordered != part:
            found.append(_sorted_finding(part))
        result.extend(_fill_ends(_join_equal(ordered, found, join=not hidden), duration, found))
    result.sort(key=lambda chapter: (chapter.start, chapter.hidden))
    return Normalised(tuple(result), duration, tuple(found))


def _clean(chapter: Chapter) -> Chapter:
    """Every store ends a string at NUL, and none can hold a lone surrogate: neither may reach one."""
    title = chapter.title.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return chapter if title == chapter.title else replace(chapter, title=title)


def _sorted_finding(part: list[Chapter]) -> Finding:
    moved = sum(b.start < a.start for a, b in zip(part, part[1:], strict=False))
    return finding("sorted", f"{count(moved, 'chapter')} came after a later one; the list is sorted by time")


def _join_equal(ordered: list[Chapter], found: list[Finding], *, join: bool) -> list[Chapter]:
    if not join:
        return ordered
    joined: list[Chapter] = []
    for start, group in groupby(ordered, key=lambda chapter: chapter.start):
        same = list(group)
        if len(same) == 1:
            joined.append(same[0])
            continue
        title = " / ".join(dict.fromkeys(chapter.title for chapter in same if chapter.title))
        found.append(
            finding(
                "joined",
                f"{count(len(same), 'chapter')} start at {format_time(start)}; they become one, {quote(title)}",
                place=same[1].origin,
            )
        )
        joined.append(
            replace(
                same[0],
                title=title,
                end=next((c.end for c in same if c.end is not None), None),
                url=next((c.url for c in same if c.url), None),
                image=next((c.image for c in same if c.image), None),
            )
        )
    return joined


def _fill_ends(ordered: list[Chapter], duration: int, found: list[Finding]) -> list[Chapter]:
    limits = [*(chapter.start for chapter in ordered[1:]), duration]
    filled: list[Chapter] = []
    for chapter, following in zip(ordered, limits, strict=False):
        limit = max(following, chapter.start + 1)  # hidden chapters may share a start
        end = chapter.end
        if end is not None and not chapter.start < end <= limit:
            found.append(
                finding(
                    "end-changed",
                    f"{quote(chapter.title)} was said to end at {format_time(end)}; it ends at {format_time(limit)}",
                    place=chapter.origin,
                )
            )
            end = None
        filled.append(replace(chapter, end=limit if end is None else end))
    return filled
