"""Starts with lengths behind them, at the edges of what is one."""

from __future__ import annotations

import pytest

from chaptag.notes.read import read_notes

# Lines with “|” between them; the starts in seconds, with the titles.
LENGTHS: dict[str, list[tuple[int, str]]] = {
    "Intro 0:00 (3:15)|News 3:15 (2:05)|Talk 5:20 (9:40)": [(0, "Intro"), (195, "News"), (320, "Talk")],
    "Intro 0:00 (3:14)|News 3:15 (2:06)|Talk 5:20 [9:40]": [(0, "Intro"), (195, "News"), (320, "Talk")],
    "Intro 0:00-3:15 (3:15)|News 3:15-5:20 (2:05)|Talk 5:20-15:00 (9:40)": [(0, "Intro"), (195, "News"), (320, "Talk")],
    "Intro 0:00 (3:15) |News 3:15  2:05|Talk 5:20\t9:40": [(0, "Intro"), (195, "News"), (320, "Talk")],
    "Intro 0:00 (3:15)|News 3:15 (2:05)|An ad|Talk 5:20 (9:40)": [(0, "Intro"), (195, "News"), (320, "Talk")],
}
# Here the times in brackets are not all lengths, and nothing is taken for one.
NO_LENGTHS = [
    "Intro 0:00 (3:15)|News 3:15 (9:40)",
    "Intro 0:00 (3:13)|News 3:15 (2:05)|Talk 5:20 (9:40)",
    "Intro 0:00 (3:15)|News 3:15 (2:07)|Talk 5:20 (9:40)",
    "Intro 0:00 (3:15) x|News 3:15 (2:05) x|Talk 5:20 (9:40) x",
    "Intro 0:00 by 3:15|News 3:15 by 5:20|Talk 5:20 by 9:40",
    "Intro 0:00 (3:15-4:00)|News 3:15 (2:05-3:00)|Talk 5:20 (9:40-10:00)",
]


@pytest.mark.parametrize("text", LENGTHS)
def test_a_length_behind_a_start_is_none(text: str) -> None:
    reading = read_notes(text.replace("|", "\n"))
    assert [(each.start // 1000, each.title) for each in reading.chapters] == LENGTHS[text]


@pytest.mark.parametrize("text", NO_LENGTHS)
def test_where_lengths_do_not_lead_to_the_next_start(text: str) -> None:
    assert not read_notes(text.replace("|", "\n")).chapters
