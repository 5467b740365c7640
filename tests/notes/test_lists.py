"""Small notes of every shape, with lists and without."""

from __future__ import annotations

import pytest

from chaptag.model.duration import Duration
from chaptag.notes.read import NotesOptions, read_notes
from tests.notes.lists import LISTS


@pytest.mark.parametrize("name", LISTS)
def test_notes_read_as_a_person_reads_them(name: str) -> None:
    notes = LISTS[name]
    duration = None if notes.seconds is None else Duration(int(notes.seconds * 1e9), "stated", "the test says so")
    reading = read_notes(notes.text, kind=notes.kind, duration=duration, options=NotesOptions(depth=notes.depth))
    assert (reading.grade.value, [(chapter.start, chapter.title) for chapter in reading.chapters]) == notes[1:3]


@pytest.mark.parametrize("name", LISTS)
def test_every_time_is_explained_and_every_doubt_names_the_way_out(name: str) -> None:
    notes = LISTS[name]
    duration = None if notes.seconds is None else Duration(int(notes.seconds * 1e9), "stated", "the test says so")
    reading = read_notes(notes.text, kind=notes.kind, duration=duration)
    assert all(each.why and each.place.line for each in reading.explained)
    assert sum(each.taken for each in reading.explained) <= max(
        [len(reading.chapters), *(len(each.chapters) for each in reading.candidates)], default=0
    )
    if reading.grade.value == "doubt":
        assert not reading.chapters
        assert reading.candidates
        assert any(each.rule == "doubtful-list" and "--pick 1" in each.advice for each in reading.findings)
    if reading.grade.value == "guess":
        assert any(each.severity.label == "warning" for each in reading.findings)


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("0:00 A\n5:10 B\n9:20 C\n\n0:00 A\n5:10 B\n9:20 C\n30:30 D", "the one from line 5 on counts"),
        ("0:00 A\n5:10 B\n9:20 C\n30:30 D\n\n0:00 A\n5:10 B\n9:20 C", "the first one counts"),
    ],
)
def test_which_of_two_repeated_lists_counts_is_said(text: str, which: str) -> None:
    reading = read_notes(text, duration=Duration(34 * 60 * 10**9, "stated", "x", exact=False))
    assert len(reading.chapters) == 4
    assert [each.message for each in reading.findings if each.rule == "repeated-list"] == [
        f"the list stands here once more with 3 times; {which}"
    ]
