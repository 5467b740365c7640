"""Bounds: chapters outside the audio, lists that do not begin at zero, lists of another episode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote
from chaptag.model.timestamp import format_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaptag.checks.subject import Subject
    from chaptag.model.chapter import Chapter
    from chaptag.model.duration import Duration

__all__ = ["check_bounds"]

_NEAR_END_MS = 1000


def check_bounds(subject: Subject) -> Iterator[Finding]:
    """Every start must lie in the audio; the first should be 0, the last more than a second before the end."""
    chapters = subject.chapters
    for number, chapter in enumerate(chapters, 1):
        if chapter.start < 0:
            yield finding(
                "negative-start",
                f"{quote(chapter.title)} would start at {format_time(chapter.start)}",
                place=chapter.origin,
                chapter=number,
            )
    first = min(chapters.visible, key=lambda chapter: chapter.start, default=None)
    if first is not None and first.start > 0:
        yield finding(
            "not-from-zero",
            f"the first chapter, {quote(first.title)}, starts at {format_time(first.start)}",
            place=first.origin,
            chapter=1,
        )
    if subject.duration is not None:
        yield from _check_end(subject, subject.duration)


def _check_end(subject: Subject, duration: Duration) -> Iterator[Finding]:
    end = duration.ms
    numbered = list(enumerate(subject.chapters, 1))
    beyond = [(number, chapter) for number, chapter in numbered if chapter.start >= end]
    if beyond and len(beyond) * 5 >= len(numbered):
        last = max((chapter for _, chapter in beyond), key=lambda chapter: chapter.start)
        yield finding(
            "wrong-episode",
            f"notes run to {format_time(last.start)}, audio ends at {format_time(end)} "
            f"({len(beyond)} of {len(numbered)} chapters start after it): is this the right episode?",
            place=beyond[0][1].origin,
            chapter=beyond[0][0],
        )
    else:
        yield from (_beyond(number, chapter, end) for number, chapter in beyond)
    for number, chapter in numbered:
        if end - _NEAR_END_MS < chapter.start < end and chapter.start > 0:
            yield finding(
                "near-end",
                f"{quote(chapter.title)} starts at {format_time(chapter.start)}, "
                f"{end - chapter.start} ms before the end",
                place=chapter.origin,
                chapter=number,
            )


def _beyond(number: int, chapter: Chapter, end: int) -> Finding:
    return finding(
        "beyond-end",
        f"{quote(chapter.title)} starts at {format_time(chapter.start)}, the audio ends at {format_time(end)}",
        place=chapter.origin,
        chapter=number,
    )
