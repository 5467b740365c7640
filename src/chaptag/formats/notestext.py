"""Chapters as plain show notes: a time and a title in each line, hours in all lines or in none."""

from __future__ import annotations

from chaptag.formats.base import Dumped
from chaptag.formats.description import clocks, joined
from chaptag.formats.registry import kind
from chaptag.model.chapter import ChapterList

__all__ = ["dumps"]


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write the lines, to the second."""
    out = joined(chapters, kind("notes"), duration)
    lines = [f"{time} {c.title}\n" for time, c in zip(clocks(out.chapters), out.chapters, strict=True)]
    return Dumped("".join(lines), out.findings)
