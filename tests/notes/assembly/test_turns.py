"""Speakers' turns: who speaks, and how many of the lines have something that is said."""

from __future__ import annotations

import pytest

from chaptag.notes.assembly.survey import survey
from chaptag.notes.assembly.turns import turns
from chaptag.notes.registry import read_document

# Lines with “|” between them, and which of them are turns; those that are blank do not count.
TURNS: dict[str, list[int]] = {
    "0:00 Speaker 1: Hello.|0:10 Speaker 1: So.|0:20 Speaker 2: Hi.": [0, 1, 2],
    "0:00 Speaker 1: Hello.|0:10 Speaker 2: Hi.|0:20 Speaker 3: Hey.": [],
    "0:00 Ann: Hi.|0:10 Bo: Hi.|0:20 Ann: Hi.|0:30 Bo: Hi.": [0, 1, 2, 3],
    "0:00 Ann: Hi.|0:10 Bo: Hi.|0:20 Ann: Hi.": [],
    "0:00 Ann: Hi.|0:10 Ann: Hi.|0:20 Speaker 1: Hi.|0:30 Speaker 2: Hi.|0:40 Speaker 3: Hi.": [],
    "0:00 Ann|Hello.|0:10 Bo|Hi.|0:20 Ann|So.|0:30 Bo": [0, 2, 4, 6],
    "0:00 Ann|Hello.|0:10 Bo|0:20 Ann|So.|0:30 Bo|Bye.": [0, 2, 3, 5],
    "0:00 Ann|0:10 Bo: Hi there.|0:20 Ann|0:30 Bo: Hi there.": [],
    "0:00 Ann||Hello.|0:10 Bo||Hi.|0:20 Ann||So.|0:30 Bo": [0, 2, 4, 6],
    "0:00 Ann|||Hello.|0:10 Bo|||Hi.|0:20 Ann|||So.|0:30 Bo": [],
}


@pytest.mark.parametrize("text", TURNS)
def test_the_lines_that_are_speakers_turns(text: str) -> None:
    seen = survey(read_document("text", text.replace("|", "\n"), "notes.txt"))
    assert sorted(turns(seen)) == TURNS[text]
