"""A chapter as another program sees it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

__all__ = ["ForeignChapter", "to_ms"]


@dataclass(frozen=True, slots=True)
class ForeignChapter:
    """One chapter of a foreign reader's list: whole milliseconds, `end` None where that reader knows no ends."""

    start_ms: int
    end_ms: int | None
    title: str


def to_ms(seconds: Fraction) -> int:
    """Round to the nearest millisecond, halves up: what a reader says in ticks or decimals of a second."""
    return int((seconds * 1000 + Fraction(1, 2)) // 1)
