"""Spacing: chapters too short to be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote
from chaptag.model.timestamp import format_span, format_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaptag.checks.subject import Subject

__all__ = ["check_spacing"]

_TOO_SHORT_MS = 2000


def check_spacing(subject: Subject) -> Iterator[Finding]:
    """A chapter shorter than two seconds, measured to the next start in the order of time."""
    numbered = sorted(
        ((chapter.start, number, chapter) for number, chapter in enumerate(subject.chapters, 1) if not chapter.hidden),
        key=lambda entry: entry[:2],
    )
    for (start, number, chapter), (following, _, after) in zip(numbered, numbered[1:], strict=False):
        if 0 < following - start < _TOO_SHORT_MS:
            yield finding(
                "too-short",
                f"{quote(chapter.title)} lasts {format_span(following - start)}: "
                f"{quote(after.title)} starts at {format_time(following)}",
                place=chapter.origin,
                chapter=number,
            )
