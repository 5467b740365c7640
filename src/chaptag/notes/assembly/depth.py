"""Nested chapters: how deep each stands, and the outermost levels alone."""

from __future__ import annotations

from chaptag.model.chapter import Chapter
from chaptag.notes.assembly.listing import Listing
from chaptag.notes.document import Kind, Line

__all__ = ["limited"]


def limited(best: Listing, chapters: tuple[Chapter, ...], lines: list[Line], depth: int | None) -> tuple[Chapter, ...]:
    """Keep the chapters of the outermost `depth` levels; all of them where it is None."""
    if depth is None:
        return chapters
    places = [_place(lines[entry.line]) for entry in best.run.entries]
    levels = {place: level for level, place in enumerate(sorted(set(places)), 1)}
    return tuple(chapter for chapter, place in zip(chapters, places, strict=True) if levels[place] <= depth)


def _place(line: Line) -> tuple[int, int]:
    """Order lines from the outside in: headings by level, then everything else by indent."""
    return (line.level, 0) if line.kind is Kind.HEADING else (9, line.indent)
