"""Which lines among and beside the chapters are looked at."""

from __future__ import annotations

import pytest

from chaptag.notes.read import read_notes

# Lines with “|” between them, and the times of them that are left out or belong to another list.
LEFT: dict[str, list[str]] = {
    "1m30s A|2:00 B|6:00 C|9:00 D": ["“1m30s”"],
    "1m30s A|welcome|2:00 B|6:00 C|9:00 D": [],
    "1m30s A||2:00 B|6:00 C|9:00 D": [],
    "0:00 A|2:00 B|look at 4:30 PM of 4:45 more|9:00 D|12:00 E": ["“4:45”"],
    "0:00 A|2:00 B|look at 4:45 more of 4:30 PM|9:00 D|12:00 E": ["“4:45”"],
    "0:00 A|2:00 B|look at 4:30 PM more|9:00 D|12:00 E": ["“4:30”"],
    "0:00 A|5:00 Talk 3;10|5:00 Talk 3;10|9:00 C|12:00 D": ["“5:00”"],
    "0 min A|1 min B|9:00 X|5:00 Y|0:00 W|10 min C|20 min D": ["“5:00”", "“0:00”"],
    "0:00 A|x|1m00s B|5:00 C|x|6m00s D|10:00 E|x|30m00s F|20:00 G": ["there"],
    "0:00 A|Bo 1:00|5:00 C|Di 6:00|10:00 E|Fi 12:00|20:00 G": ["“1:00”", "“6:00”", "“12:00”", "there"],
}


@pytest.mark.parametrize("text", LEFT)
def test_what_is_left_out_is_named_once(text: str) -> None:
    findings = read_notes(text.replace("|", "\n")).findings
    assert [each.message.split()[0] for each in findings if each.rule in {"left-out", "second-list"}] == LEFT[text]
