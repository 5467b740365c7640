"""Titles: what a listener reads."""

from __future__ import annotations

from collections.abc import Iterator

from chaptag.checks.subject import Subject
from chaptag.model.finding import Finding, finding
from chaptag.model.timestamp import format_time

__all__ = ["check_titles"]


def check_titles(subject: Subject) -> Iterator[Finding]:
    """A visible chapter needs a title; a list without any is one finding."""
    numbered = [(number, chapter) for number, chapter in enumerate(subject.chapters, 1) if not chapter.hidden]
    empty = [(number, chapter) for number, chapter in numbered if not chapter.title.strip()]
    if len(empty) == len(numbered) > 0:
        count = "the chapter has no title" if len(empty) == 1 else f"none of the {len(empty)} chapters has a title"
        yield finding("no-titles", count, place=empty[0][1].origin)
        return
    for number, chapter in empty:
        yield finding(
            "empty-title",
            f"chapter {number} at {format_time(chapter.start)} has no title",
            place=chapter.origin,
            chapter=number,
        )
