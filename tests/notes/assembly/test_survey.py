"""What the survey of a document settles before any list is read: rests of units, open ends, totals, places."""

from __future__ import annotations

import pytest

from chaptag.notes.assembly.survey import Survey, survey
from chaptag.notes.registry import read_document


def surveyed(text: str) -> Survey:
    return survey(read_document("text", text.replace("|", "\n"), "notes.txt"))


# Lines with “|” between them, and the first time of each in seconds.
RESTS: dict[str, list[int]] = {
    "0 min 10 Intro|4 min 15 Talk|9 min 20 End": [10, 255, 560],
    "0 min 10 Intro|4 min 15 Talk|9 min End": [10, 255, 540],
    "0 min 10 Intro|4 min 15 Talk|9 min More|12 min End": [0, 240, 540, 720],
    "0 min 10 Intro|4 min 15 Talk|6 min 20 Song|9 min More|12 min End": [0, 240, 360, 540, 720],
    "4 min 15 Talk": [240],
    "0:00 Hello|4 min 15 Talk|9 min 20 End": [0, 255, 560],
    "4 min 15 Talk|5:00 Song|9 min 20 End": [255, 300, 560],
    "4 min 15 to 6 min Talk|9 min 20 to 11 min End": [255, 560],
}


@pytest.mark.parametrize("text", RESTS)
def test_seconds_without_a_unit_are_read_where_most_lines_have_them(text: str) -> None:
    found = surveyed(text).tokens
    assert [found[line][0].ms // 1000 for line in sorted(found)] == RESTS[text]


# Lines, and what each of them has for a time.
ENDS: dict[str, list[str]] = {
    "0:00 - 4:00 Intro|4:00 - end Talk": ["0:00 - 4:00", "4:00 - end"],
    "Intro 0:00 - 4:00|Talk 4:00 - end": ["0:00 - 4:00", "4:00 - end"],
    "0:00 - 4:00|4:00 - end": ["0:00 - 4:00", "4:00 - end"],
    "Intro|0:00 - 4:00|Talk|4:00 - End": ["0:00 - 4:00", "4:00 - End"],
    "Intro 0:00 - 4:00|4:00 - End": ["0:00 - 4:00", "4:00"],
    "4:00 - end": ["4:00"],
}


@pytest.mark.parametrize("text", ENDS)
def test_a_range_that_ends_with_the_audio(text: str) -> None:
    found = surveyed(text)
    assert [found.spelled(line, found.tokens[line][-1])[1:-1] for line in sorted(found.tokens)] == ENDS[text]


def test_totals_are_the_lengths_that_are_stated() -> None:
    text = "|".join(f"Length: {minutes}:00" for minutes in range(10, 20))
    assert surveyed(text).totals == tuple(minutes * 60_000 for minutes in range(10, 18))


def test_a_place_covers_what_is_spelled() -> None:
    found = surveyed("Hello|  4:15 Talk")
    (token,) = found.tokens[1]
    place = found.place(1, token)
    assert (place.line, place.column, place.end_column, found.spelled(1, token)) == (2, 3, 7, "“4:15”")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1 h 02 Intro|2 h 30 Talk", [(1, 2, 0), (2, 30, 0)]),
        ("0 h 59 min 30 Intro|1 h 59 min 30 Talk", [(0, 59, 30), (1, 59, 30)]),
        ("59 min 30 Intro|75 min 30 Talk", [(59, 30), (75, 30)]),
    ],
)
def test_a_time_with_a_rest_has_the_parts_of_one_without(text: str, parts: list[tuple[int, ...]]) -> None:
    found = surveyed(text).tokens
    assert [found[line][0].parts for line in sorted(found)] == parts


def test_other_times_of_a_line_stay() -> None:
    rests = surveyed("0 min 10 Intro, as in 6:00|4 min 15 Talk|9 min 20 End")
    ends = surveyed("Intro 0:00 - 4:00|Talk (not 1:00) 4:00 - end")
    assert [len(rests.tokens[0]), len(ends.tokens[1])] == [2, 2]
