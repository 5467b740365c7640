"""Lines among the chapters that were not taken: each is named, in the findings and in the explanation."""

from __future__ import annotations

import pytest

from chaptag.model.duration import Duration
from chaptag.model.reading import Grade
from chaptag.notes.read import read_notes

OPEN = ["3: Sponsor", "3:7 Sponsor", "3:155 Sponsor", "??:?? Sponsor", "3:xx Sponsor", "--:-- Sponsor", "TBD Sponsor"]
OPEN += [
    "0:03:1 Sponsor",
    "0:3: Sponsor",
    "0315 778 201",
    "03/15 Sponsor",
    "9min Sponsor",
    "9.30 Sponsor",
    "sponsor 3:00 Kettles Ltd",
]
UNSURE = [
    "315 Sponsor",
    "3,15 Sponsor",
    "3 15 Sponsor",
    "3: 15 Sponsor",
    "Sponsor 3:15",
    "Sponsor - 3:1O",
    "3:9O Sponsor",
]
MEANT = [
    "3:1O Sponsor",
    "3:l0 Sponsor",
    "3;10 Sponsor",
    "3;1O Sponsor",
    "03 10 Sponsor",
    "0310 Sponsor",
    "03: 10 Sponsor",
    "3 :10 Sponsor",
]
MEANT += [
    "3:1\N{CYRILLIC CAPITAL LETTER O} Sponsor",
    "3 : 10 Sponsor",
    "03.10. Sponsor",
    "3.10 Sponsor",
    "3min10 Sponsor",
    "3'10 Sponsor",
    "[3:1O] Sponsor",
    "**3;10** Sponsor",
]
NOTHING = [
    "Sponsor",
    "9 minutes with Ann",
    "12 Angry Men",
    "2001 A Space Odyssey",
    "100 letters",
    "3 kettles",
    "10 % off",
    "$3,15 a month",
]


def notes(line: str) -> str:
    return f"00:00 Intro\n01:30 News\n{line}\n05:30 Interview\n08:00 Bye\n"


@pytest.mark.parametrize("line", [*OPEN, *UNSURE])
def test_a_line_that_looks_like_a_chapter_is_named(line: str) -> None:
    reading = read_notes(notes(line))
    assert len(reading.chapters) == 4
    assert [(each.rule, each.place and each.place.line) for each in reading.findings] == [("left-out", 3)]
    assert [each.place.line for each in reading.explained if not each.taken] == [3]


@pytest.mark.parametrize("line", MEANT)
def test_a_line_with_one_meaning_is_taken_and_said(line: str) -> None:
    reading = read_notes(notes(line))
    assert [(chapter.start, chapter.title) for chapter in reading.chapters][2] == (190_000, "Sponsor")
    assert [(each.rule, each.place and each.place.line, each.chapter) for each in reading.findings] == [
        ("mistyped-time", 3, 3)
    ]
    assert reading.grade is Grade.GUESS
    assert [each.place.line for each in reading.explained if each.taken] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("line", NOTHING)
def test_a_line_with_other_numbers_is_nothing_to_speak_of(line: str) -> None:
    reading = read_notes(notes(line))
    assert (len(reading.chapters), reading.grade, reading.findings) == (4, Grade.SURE, ())


def test_each_lost_line_is_named() -> None:
    lines = [
        "0:00 Intro",
        "1:30 News",
        "3: Sponsor",
        "3:7 Again",
        "??:?? Mail",
        "5:30 Interview",
        "8:00 Bye",
        "TBD End",
    ]
    reading = read_notes("\n".join([*lines[:5], "5:00 More", *lines[5:]]))
    assert [each.place and each.place.line for each in reading.findings] == [3, 4, 5, 9]


def test_the_mended_must_rise_among_themselves() -> None:
    reading = read_notes(notes("2;10 A\n2:1O B\n0312 C"))
    assert [chapter.title for chapter in reading.chapters] == ["Intro", "News", "A", "C", "Interview", "Bye"]
    assert [each.place and each.place.line for each in reading.findings if each.rule == "left-out"] == [4]


def test_a_mended_time_is_read_as_the_others_are() -> None:
    reading = read_notes(
        "0:00 A\n0:10 B\n0:2O C\n0:40 D\n1:05 E\n1:10 F", duration=Duration(80 * 60 * 10**9, "stated", "x", exact=False)
    )
    assert [chapter.start // 60_000 for chapter in reading.chapters] == [0, 10, 20, 40, 65, 70]


def test_lines_around_the_list_count_where_they_touch_it() -> None:
    touching = read_notes("O0:00 Intro\n01:30 News\n03:00 Sponsor\n05:30 Interview\n08;00 Bye")
    assert [chapter.title for chapter in touching.chapters] == ["Intro", "News", "Sponsor", "Interview", "Bye"]
    apart = read_notes("O0:00 Intro\n\n00:00 Intro\n01:30 News\n05:30 Interview\n\n08;00 Bye")
    assert (apart.grade, apart.findings) == (Grade.SURE, ())


def test_where_as_much_is_lost_as_taken_nothing_is_sure() -> None:
    reading = read_notes("00:00 Intro\n1:5 News\n3: Sponsor\n08:00 Bye")
    assert reading.grade is Grade.DOUBT
    assert len(reading.candidates) == 1


def test_a_line_that_names_a_length_is_named_too() -> None:
    reading = read_notes("Intro (0:00)\nNews (0:45)\nAverage length (1:30)\nBye (2:30)\n\nLength (4:00)\n")
    assert [(each.rule, each.place and each.place.line) for each in reading.findings] == [("left-out", 3)]
    assert reading.findings[0].message == "“1:30” looks like a length, not a start; the line is left out"


def test_a_time_past_the_end_is_the_mistyped_one() -> None:
    reading = read_notes(
        "0:00 A\n5:12 B\n13:40 C\n59:30 D\n31:10 E\n40:25 F",
        duration=Duration(45 * 60 * 10**9, "stated", "x", exact=False),
    )
    assert [(each.rule, each.place and each.place.line) for each in reading.findings][1:] == [("times-out-of-order", 4)]
    said = "“D” at 59:30 comes after the end of the audio and before 31:10: it is mistyped"
    assert reading.findings[1].message == said
