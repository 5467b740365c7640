"""Notes of a few lines, with “|” between them, as they are read: grade and chapters."""

from __future__ import annotations

from chaptag.model.duration import Duration
from chaptag.model.reading import Reading
from chaptag.notes.read import read_notes

__all__ = ["read", "shown"]


def read(text: str, seconds: float | None = None, kind: str | None = None) -> Reading:
    """Read notes of which each “|” is the end of a line, and each “¦” a bar."""
    duration = None if seconds is None else Duration(round(seconds * 10**9), "stated", "the test says so")
    return read_notes(text.replace("|", "\n").replace("¦", "|"), kind=kind, duration=duration)


def shown(text: str, seconds: float | None = None, kind: str | None = None) -> str:
    """Write a reading in one line: ``sure: 0:00 Intro, 5:10 News``."""
    reading = read(text, seconds, kind)
    chapters = [f"{each.start // 60_000}:{each.start // 1000 % 60:02d} {each.title}" for each in reading.chapters]
    return f"{reading.grade.value}: {', '.join(chapters)}"
