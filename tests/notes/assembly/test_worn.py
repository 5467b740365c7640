"""Lines that begin with a time which has letters for digits."""

from __future__ import annotations

import pytest

from chaptag.notes.assembly.survey import survey
from chaptag.notes.assembly.worn import worn_entries
from chaptag.notes.registry import read_document

# Lines of Markdown with “|” between them, and which of them are taken.
WORN: dict[str, list[int]] = {
    "- O0:00 Intro|- 5:00 Ads": [0],
    "- 5:00 Ads|- an ad|- l2:15 News|- 3;15 Talk|- 2O:00 End": [2, 4],
    "- l2:15 News, from 5:00 on|- 2O:00 End": [1],
    "- l2:15|- 2O:00 End": [1],
    "- News l2:15|- 2O:00 End": [1],
}


@pytest.mark.parametrize("text", WORN)
def test_times_with_letters_for_digits(text: str) -> None:
    seen = survey(read_document("markdown", text.replace("|", "\n"), "notes.md"))
    found = worn_entries(seen)
    assert [entry.line for entry in found] == WORN[text]
    assert all(entry.mended for entry in found)


def test_none_is_looked_for_in_a_table() -> None:
    text = "| time | title |\n|---|---|\n| l2:15 | News |\n| 2O:00 | End |\n\n- 4O:00 More"
    seen = survey(read_document("markdown", text, "notes.md"))
    assert [seen.lines[entry.line].text for entry in worn_entries(seen)] == ["4O:00 More"]
