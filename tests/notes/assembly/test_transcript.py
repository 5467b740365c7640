"""Documents of subtitle cues, at the edges of what is one."""

from __future__ import annotations

import pytest

from chaptag.notes.assembly.survey import survey
from chaptag.notes.assembly.transcript import is_transcript
from chaptag.notes.registry import read_document

SHORT, LONGEST = "0:00:01,000 --> 0:00:03,000", "0:01:00,000 --> 0:01:15,000"
TRANSCRIPTS = [
    [SHORT, LONGEST],
    [SHORT, LONGEST, "0:30 more"],
    [SHORT, SHORT, SHORT, "0:30 more", "0:40 and more"],
]
OTHERS = [
    [SHORT],
    [SHORT, "0:01:00,000 --> 0:01:15,001"],
    [SHORT, "0:00:01 to 0:00:03"],
    [SHORT, SHORT, "0:30 more", "0:40 and more"],
    [SHORT, SHORT, "0:30 more", "0:40 and more", "0:50 the end"],
]


@pytest.mark.parametrize("lines", [*TRANSCRIPTS, *OTHERS])
def test_most_times_of_a_transcript_are_cues(lines: list[str]) -> None:
    seen = survey(read_document("text", "\n\n".join(lines), "notes.txt"))
    assert is_transcript(seen) is (lines in TRANSCRIPTS)
