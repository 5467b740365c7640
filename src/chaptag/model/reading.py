"""What a reader of notes or chapter files answers: chapters, how sure it is, and why."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chaptag.model.chapter import ChapterList
    from chaptag.model.finding import Finding, Place

__all__ = ["Candidate", "Explained", "Grade", "Reading"]


class Grade(enum.Enum):
    """How sure a reading is: `SURE` is written, `GUESS` is written with a warning, `DOUBT` is not written."""

    SURE = "sure"
    GUESS = "guess"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One plausible list of a doubtful text; ``--pick N`` takes the Nth, counted from 1."""

    chapters: ChapterList
    why: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a line with a time is, or is not, a chapter."""

    place: Place
    taken: bool
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text or file as understood.

    `chapters` is empty where there are none and where the grade is DOUBT. `format` is the name of what it was taken
    for (``text``, ``markdown``, ``html``, ``feed``, ``psc`` …). `resolution` is the unit of the times in ms (1000 for
    whole seconds), the tolerance of a comparison. `losses` are findings of what the values could not hold.
    """

    chapters: ChapterList
    grade: Grade = Grade.SURE
    format: str = "text"
    findings: tuple[Finding, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    explained: tuple[Explained, ...] = ()
    resolution: int = 1000
