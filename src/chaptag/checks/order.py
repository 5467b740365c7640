"""Order: chapters that come after a later one, and chapters that start together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote
from chaptag.model.timestamp import format_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chaptag.checks.subject import Subject
    from chaptag.model.chapter import Chapter

__all__ = ["check_order"]


def check_order(subject: Subject) -> Iterator[Finding]:
    """Swapped neighbours are a warning each; a list that jumps back and forth is one error."""
    chapters = subject.chapters.visible
    drops = [i for i in range(1, len(chapters)) if chapters[i].start < chapters[i - 1].start]
    if drops and not _sorted_by_swaps(chapters, drops):
        yield _contradiction(chapters, drops)
    else:
        yield from (_swapped(chapters[i - 1], chapters[i], i + 1) for i in drops)
    yield from _equal_starts(chapters)


def _sorted_by_swaps(chapters: Sequence[Chapter], drops: list[int]) -> bool:
    """Whether exchanging each pair of neighbours sorts the list, and few enough are exchanged to be slips."""
    if len(drops) > max(1, len(chapters) // 4):
        return False
    starts = [chapter.start for chapter in chapters]
    for i in drops:
        starts[i - 1], starts[i] = starts[i], starts[i - 1]
    return all(a <= b for a, b in zip(starts, starts[1:], strict=False))


def _swapped(late: Chapter, early: Chapter, number: int) -> Finding:
    return finding(
        "not-ascending",
        f"{quote(early.title)} at {format_time(early.start)} stands after "
        f"{quote(late.title)} at {format_time(late.start)}",
        place=early.origin,
        chapter=number,
    )


def _contradiction(chapters: Sequence[Chapter], drops: list[int]) -> Finding:
    first = drops[0]
    early, late = chapters[first], chapters[first - 1]
    times = "once" if len(drops) == 1 else f"{len(drops)} times"
    return finding(
        "contradictory-order",
        f"the times go back {times}: first at {quote(early.title)}, {format_time(early.start)}, "
        f"after {quote(late.title)}, {format_time(late.start)}",
        place=early.origin,
        chapter=first + 1,
    )


def _equal_starts(chapters: Sequence[Chapter]) -> Iterator[Finding]:
    seen: dict[int, Chapter] = {}
    for number, chapter in enumerate(chapters, 1):
        first = seen.setdefault(chapter.start, chapter)
        if first is not chapter:
            yield finding(
                "equal-starts",
                f"{quote(chapter.title)} starts at {format_time(chapter.start)}, like {quote(first.title)}",
                place=chapter.origin,
                chapter=number,
            )
