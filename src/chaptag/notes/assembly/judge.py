"""Whether a run is a list of chapters, how sure that is, and how it ranks among others.

Each rule is a function from a case to the reason why it holds. The tables say what follows from it: no list, a doubt,
a guess. Points rank the lists that remain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chaptag.model.reading import Grade
from chaptag.notes.assembly.case import MINUTE, Case
from chaptag.notes.assembly.doubts import DOUBTS
from chaptag.notes.assembly.guesses import GUESSES
from chaptag.notes.assembly.rejections import REJECTIONS
from chaptag.notes.document import Kind

__all__ = ["DOUBTS", "GUESSES", "POINTS", "REJECTIONS", "Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a run: a grade, or None where it is no list; `why` says so; `score` ranks runs."""

    grade: Grade | None
    why: str
    score: float = 0.0


POINTS: tuple[tuple[str, Callable[[Case], float]], ...] = (
    ("many", lambda case: min(case.count, 12) / 4),
    ("from the beginning", lambda case: 2.0 if case.first == 0 else 1.0 if case.first < 3 * MINUTE else 0.0),
    ("announced", lambda case: 2.0 if case.announced else 0.0),
    ("times first", lambda case: 0.0 if case.run.back else 1.0),
    ("not in code", lambda case: 0.0 if case.kinds == {Kind.CODE} else 2.0),
    ("within the audio", lambda case: -4.0 if case.duration is not None and case.last > case.duration else 0.0),
    ("covers the audio", lambda case: 4.0 * min(case.last / case.duration, 1.0) if case.duration else 0.0),
)


def judge(case: Case) -> Verdict:
    """Judge a run by the rules."""
    for rule in REJECTIONS:
        if why := rule(case):
            return Verdict(None, why)
    score = sum(points(case) for _, points in POINTS)
    for rules, grade in ((DOUBTS, Grade.DOUBT), (GUESSES, Grade.GUESS)):
        for rule in rules:
            if why := rule(case):
                return Verdict(grade, why, score)
    return Verdict(Grade.SURE, "a list of rising times", score)
