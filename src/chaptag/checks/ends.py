"""Ends: where a list states them, against its own starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote
from chaptag.model.timestamp import format_span, format_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaptag.checks.subject import Subject

__all__ = ["check_ends"]


def check_ends(subject: Subject) -> Iterator[Finding]:
    """An end lies after its start and not after the next start; a gap between the two is worth knowing."""
    ordered = sorted(enumerate(subject.chapters.visible, 1), key=lambda entry: (entry[1].start, entry[0]))
    following = [chapter.start for _, chapter in ordered[1:]]
    for (number, chapter), after in zip(ordered, [*following, None], strict=False):
        end = chapter.end
        if end is None:
            continue
        said = f"{quote(chapter.title)} ends at {format_time(end)}"
        if end < chapter.start:
            message = f"{said}, before it starts at {format_time(chapter.start)}"
            yield finding("end-before-start", message, place=chapter.origin, chapter=number)
        elif after is not None and end > after:
            message = f"{said}, {format_span(end - after)} after the next one starts"
            yield finding("overlap", message, place=chapter.origin, chapter=number)
        elif after is not None and end < after:
            message = f"{said}, {format_span(after - end)} before the next one starts"
            yield finding("gap", message, place=chapter.origin, chapter=number)
