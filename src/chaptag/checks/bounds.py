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
# A last chapter out of proportion: so long, more than half of the audio, and so many times the longest other one. With
# fewer than six chapters it is a show with short openings and one long talk.
_LONG_MS = 15 * 60_000
_LONG_TIMES = 4
_LONG_FROM = 6


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
        yield from _check_last(subject, subject.duration.ms)


def _check_end(subject: Subject, duration: Duration) -> Iterator[Finding]:
    end = duration.ms
    numbered = list(enumerate(subject.chapters, 1))
    beyond = [(number, chapter) for number, chapter in numbered if chapter.start >= end]
    if beyond and len(beyond) * 5 >= len(numbered):
        last = max((chapter for _, chapter in beyond), key=lambda chapter: chapter.start)
        number, first = beyond[0]
        # Chapters that stand in no notes are those of the audio itself.
        what = "chapters" if first.origin is None else "notes"
        yield finding(
            "wrong-episode",
            f"{what} run to {format_time(last.start)}, audio ends at {format_time(end)} "
            f"({len(beyond)} of {len(numbered)} chapters start after it): is this the right episode"
            f"{', and all of it' if first.origin is None else ''}?",
            place=first.origin,
            fix="Check that the file is whole, and that the chapters are its own." if first.origin is None else None,
            chapter=number,
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


def _check_last(subject: Subject, end: int) -> Iterator[Finding]:
    """Notes that stop long before the audio does are often those of another episode, or only its beginning."""
    chapters = sorted(enumerate(subject.chapters, 1), key=lambda each: each[1].start)
    chapters = [each for each in chapters if not each[1].hidden]
    if len(chapters) < _LONG_FROM:
        return
    number, last = chapters[-1]
    length = end - last.start
    starts = [chapter.start for _, chapter in chapters]
    longest = max(after - start for start, after in zip(starts, starts[1:], strict=False))
    if length > max(_LONG_MS, end // 2, _LONG_TIMES * longest):
        yield finding(
            "long-last",
            f"the last chapter, {quote(last.title)}, lasts {format_time(length)} of {format_time(end)}, "
            f"no other one more than {format_time(longest)}: are these the notes of this episode, and all of them?",
            place=last.origin,
            chapter=number,
        )


def _beyond(number: int, chapter: Chapter, end: int) -> Finding:
    return finding(
        "beyond-end",
        f"{quote(chapter.title)} starts at {format_time(chapter.start)}, the audio ends at {format_time(end)}",
        place=chapter.origin,
        chapter=number,
    )
