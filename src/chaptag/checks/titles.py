"""Titles: what a listener reads."""

from __future__ import annotations

from collections.abc import Iterator

from chaptag.checks.subject import Subject
from chaptag.model.finding import Finding, finding
from chaptag.model.timestamp import format_time

__all__ = ["check_titles"]


def check_titles(subject: Subject) -> Iterator[Finding]:
    """A visible chapter needs a title."""
    for number, chapter in enumerate(subject.chapters, 1):
        if not chapter.hidden and not chapter.title.strip():
            yield finding(
                "empty-title",
                f"chapter {number} at {format_time(chapter.start)} has no title",
                place=chapter.origin,
                chapter=number,
            )
