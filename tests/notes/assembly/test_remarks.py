"""Remarks and links that give another time for a chapter, at the edges of what is one."""

from __future__ import annotations

import pytest

from chaptag.model.reading import Grade
from chaptag.notes.options import NotesOptions
from chaptag.notes.read import read_notes


def contradicted(text: str, kind: str = "text") -> list[int | None]:
    return [each.chapter for each in read_notes(text, kind=kind).findings if each.rule == "contradicted-time"]


def linked(*pairs: tuple[str, int]) -> str:
    return "\n".join(f"- [{time}](https://youtu.be/x?t={to}) Part {at}" for at, (time, to) in enumerate(pairs))


@pytest.mark.parametrize(
    ("links", "chapters"),
    [
        ([("0:00", 0), ("5:00", 300), ("9:00", 551)], [3]),
        ([("0:00", 0), ("5:00", 300), ("9:00", 550)], []),  # ten seconds are a run-up
        ([("0:00", 0), ("5:00", 300), ("9:00", 529)], [3]),
        ([("0:00", 0), ("5:00", 330), ("9:00", 570), ("12:00", 720)], []),  # two of four: the links lead elsewhere
        ([("0:00", 30), ("5:00", 300), ("9:00", 540)], [1]),
    ],
)
def test_a_link_that_leads_to_another_second(links: list[tuple[str, int]], chapters: list[int]) -> None:
    assert contradicted(linked(*links), "markdown") == chapters


LIST = "0:00 Intro\n5:10 Go\n12:00 The door\n20:00 X\n31:00 End\n\n"


@pytest.mark.parametrize(
    ("remark", "chapters"),
    [
        ("Correction: Go starts at 6:10.", [2]),
        ("Correction: Gone at 6:10.", []),  # a short title is a word of its own
        ("Correction: the door opens at 13:00.", [3]),
        ("Correction: the doors open at 13:00.", [3]),  # a longer one may be part of a word
        ("Correction: X at 21:00.", []),  # one letter names nothing
        ("Correction: it is 13:00, not 12:00.", [3]),
        ("It is 13:00, not 12:00.", [3]),
        ("We met at 13:00, and left at 12:00.", []),
        ("Correction: " + "so " * 140 + "it is 13:00, not 12:00.", []),
    ],
)
def test_a_remark_that_corrects_the_list(remark: str, chapters: list[int]) -> None:
    assert contradicted(LIST + remark) == chapters


def test_at_most_eight_remarks_are_named() -> None:
    minutes = range(1, 13)
    rows = "\n".join(f"{minute}0:00 Part number {minute}" for minute in minutes)
    notes = "\n".join(f"Edit: it is {minute}0:30, not {minute}0:00." for minute in minutes)
    assert len(contradicted(f"00:00 Intro\n{rows}\n\n{notes}")) == 8


def test_a_guess_is_a_doubt_where_it_has_to_be_sure() -> None:
    for text, grade in ((LIST, Grade.SURE), ("0:00 Intro\n25:10 Interview", Grade.DOUBT)):
        assert read_notes(text, options=NotesOptions(strict=True)).grade is grade
