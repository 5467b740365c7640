"""The rules that refuse a run, at edges that the table of all rules does not have."""

from __future__ import annotations

import pytest

from chaptag.notes.assembly import rejections
from chaptag.notes.assembly.case import Rule
from chaptag.notes.read import read_notes
from tests.notes.cases import LATE, Made, every

TRACKS = ["A1 Intro", "A2 Song", "B1 Tune"]
HELLO = ["Speaker 1: Hello", "Speaker 2: Hi", "Speaker 1: So", "Speaker 2: Well", "Speaker 1: Bye"]
REFUSED: list[tuple[Rule, Made]] = [
    (rejections.lengths, Made(LATE, TRACKS)),
    (rejections.lengths, Made(LATE, TRACKS, seconds=440)),
    (rejections.turns, Made(every(60, 5), HELLO, spoken=4)),
    (rejections.turns, Made(every(60, 4), [*HELLO[:3], "Speaker 1"], spoken=4)),
]
KEPT: list[tuple[Rule, Made]] = [
    (rejections.lengths, Made(LATE, ["A1 Intro", "A2 Song", "B Tune"])),
    (rejections.lengths, Made(LATE[:2], TRACKS[:2])),
    (rejections.lengths, Made([0, *LATE[1:]], TRACKS)),
    (rejections.lengths, Made(LATE, TRACKS, seconds=439)),
    (rejections.turns, Made(every(60, 4), HELLO[:4], spoken=3)),
    (rejections.turns, Made(every(60, 4), [f"Speaker {number}" for number in range(4)])),
]


@pytest.mark.parametrize(("rule", "made"), REFUSED)
def test_a_rule_refuses(rule: Rule, made: Made) -> None:
    assert rule(made.case())


@pytest.mark.parametrize(("rule", "made"), KEPT)
def test_a_rule_just_keeps(rule: Rule, made: Made) -> None:
    assert not rule(made.case())


@pytest.mark.parametrize(("mark", "taken"), [("> ", 0), ("- ", 4)])
def test_long_sentences_and_quotations_that_end_with_times_are_prose(mark: str, taken: int) -> None:
    said = f"Somebody says {'a great deal ' * 9}here:"
    text = f"{said} 0:00\n\n{mark}{said} 5:00\n\n{said} 9:00\n\n{said} 15:00\n"
    assert len(read_notes(text, kind="markdown").chapters) == taken
