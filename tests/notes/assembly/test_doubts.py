"""Doubts and guesses at their edges: runs for which a rule just holds, and runs for which it just does not."""

from __future__ import annotations

import pytest

from chaptag.notes.assembly import doubts
from chaptag.notes.assembly.case import Rule
from tests.notes.cases import LATE, LIST, SHORT, Made, every

_SURROGATES = ["\ud800" + "x" * 40 + "."] * 8
HOLDS: list[tuple[Rule, Made]] = [
    (doubts.nameless, Made(LIST, ["", "x", "", "y"])),
    (doubts.nameless, Made(LIST, ["x", "", "y", ""])),
    (doubts.lacking_digit, Made([330, 100, 1215])),
    (doubts.lacking_digit, Made([0, 1180, 100, 1301])),
    (doubts.sentence_by_sentence, Made(every(60, 8), _SURROGATES)),
    (doubts.things_counted, Made(SHORT, [*"abc"], after=["0:40 z"])),
]
HOLDS_NOT: list[tuple[Rule, Made]] = [
    (doubts.nameless, Made(LIST, ["", "x", "y", ""])),
    (doubts.nameless, Made([0, 60], ["", "x"])),
    (doubts.nameless, Made(LATE, ["x", "", "y"])),
    (doubts.lacking_digit, Made([0, 100, 100, 1215])),
    (doubts.lacking_digit, Made([0, 1180, 100, 1300])),
    (doubts.taking_turns, Made(LATE, [*"abc"], spoken=2)),
]


@pytest.mark.parametrize("number", range(len(HOLDS)))
def test_where_a_rule_just_holds(number: int) -> None:
    rule, made = HOLDS[number]
    assert rule(made.case())


@pytest.mark.parametrize("number", range(len(HOLDS_NOT)))
def test_where_a_rule_just_does_not_hold(number: int) -> None:
    rule, made = HOLDS_NOT[number]
    assert not rule(made.case())
