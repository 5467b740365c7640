"""Times inside the title of another chapter: which are chapters of their own, and which are only named."""

from __future__ import annotations

import pytest

from chaptag.model.duration import Duration
from chaptag.notes.read import read_notes

_HEAD, _TAIL = "0:00 Intro", "30:00 Vinyl|50:00 End"
# What stands between “0:00 Intro” and “30:00 Vinyl”; the titles there, and what is named of it without being taken.
INNER: dict[str, tuple[list[str], list[str]]] = {
    "15:00 Tapes, 24:00 CDs": (["15:00 Tapes", "24:00 CDs"], []),
    "15:00 Tapes  24:00 CDs": (["15:00 Tapes", "24:00 CDs"], []),
    "15:00 Tapes, 15:01 CDs": (["15:00 Tapes", "15:01 CDs"], []),
    "15:00 Tapes, 15:00 CDs": (["15:00 Tapes, 15:00 CDs"], []),
    "15:00 Tapes, 29:59 CDs": (["15:00 Tapes", "29:59 CDs"], []),
    "15:00 Tapes, 30:00 CDs": (["15:00 Tapes, 30:00 CDs"], []),
    "15:00 Tapes 24:00 CDs": (["15:00 Tapes 24:00 CDs"], ["24:00"]),
    "15:00 Tapes 24:00 CDs|27:00 Discs 28:00 Files": (
        ["15:00 Tapes", "24:00 CDs", "27:00 Discs", "28:00 Files"],
        [],
    ),
    "15:00 Up at 16:30, 24:00 CDs": (["15:00 Up at 16:30", "24:00 CDs"], []),
    "15:00 Tapes (24:00) CDs": (["15:00 Tapes (24:00) CDs"], []),
    "15:00 Tapes (from 24:00) and more, 26:00 CDs": (["15:00 Tapes (from 24:00) and more", "26:00 CDs"], []),
    "15:00 Tapes (heard 24:00 in) and more": (["15:00 Tapes (heard 24:00 in) and more"], []),
    "15:00 Tapes (Side 20:00 Two) on, 24:00 CDs": (["15:00 Tapes (Side 20:00 Two) on", "24:00 CDs"], []),
    "15:00 Tapes, 24:00 CDs (and|more)": (["15:00 Tapes", "24:00 CDs (and more)"], []),
    "15:00 Tapes, 20:00 CDs, 24:00 Discs": (["15:00 Tapes", "20:00 CDs", "24:00 Discs"], []),
    "15:00 Tapes, 24:00 CDs, 20:00 Discs": (["15:00 Tapes", "24:00 CDs, 20:00 Discs"], []),
    "15:00 Tapes, 24:00": (["15:00 Tapes, 24:00"], ["24:00"]),
    "15:00 Tapes, 20:00|24:00 CDs, 26:00": (["15:00 Tapes, 20:00", "24:00 CDs, 26:00"], ["20:00", "26:00"]),
    "15:00 Tapes, 20:00|24:00 CDs, 26:00|28:00 Discs, 29:00": (
        ["15:00 Tapes, 20:00", "24:00 CDs, 26:00", "28:00 Discs, 29:00"],
        ["20:00", "26:00", "29:00"],
    ),
    "9:00 Talk, 12:00|15:00 Tapes, 20:00|24:00 CDs, 26:00|28:00 Discs, 29:00": (
        ["9:00 Talk, 12:00", "15:00 Tapes, 20:00", "24:00 CDs, 26:00", "28:00 Discs, 29:00"],
        [],  # so many are lengths, or ends
    ),
    "15:00 Tapes, 24:00 cds": (["15:00 Tapes, 24:00 cds"], []),
    "15:00 tapes, 24:00 cds": (["15:00 tapes", "24:00 cds"], []),
    "15:00 Tapes, 24:00-25:00 CDs": (["15:00 Tapes, 24:00-25:00 CDs"], []),
    "15:00 Tapes, 24m00s CDs": (["15:00 Tapes, 24m00s CDs"], []),
    "15:00 Tapes, 24:75 CDs": (["15:00 Tapes, 24:75 CDs"], []),
}
BRACKETED: dict[str, tuple[list[str], list[str]]] = {
    "(15:00) Tapes (24:00) CDs": (["15:00 Tapes", "24:00 CDs"], []),
    "(15:00) Tapes 24:00 CDs": (["15:00 Tapes 24:00 CDs"], []),
    "(15:00) Tapes (from (24:00) on) CDs": (["15:00 Tapes (from (24:00) on) CDs"], []),
}


def _read(lines: str) -> tuple[list[str], list[str]]:
    reading = read_notes(lines.replace("|", "\n"), name="notes.txt")
    shown = [f"{each.start // 60000}:{each.start // 1000 % 60:02d} {each.title}" for each in reading.chapters]
    left = [each.message.split("”")[0].strip("“") for each in reading.findings if each.rule == "left-out"]
    return shown, left


@pytest.mark.parametrize("between", INNER)
def test_a_time_inside_a_title(between: str) -> None:
    found, left = _read(f"{_HEAD}|{between}|{_TAIL}")
    assert ([each for each in found if each not in {_HEAD, *_TAIL.split("|")}], left) == INNER[between]


@pytest.mark.parametrize("between", BRACKETED)
def test_a_time_that_is_bracketed_as_the_others_are(between: str) -> None:
    found, left = _read(f"(0:00) Intro|{between}|(30:00) Vinyl|(50:00) End")
    assert (found[1:-2], left) == BRACKETED[between]


def test_before_the_last_start() -> None:
    assert _read("0:00 Intro|15:00 Tapes|30:00 Vinyl, 40:00 CDs|50:00 End")[0][2:] == [
        "30:00 Vinyl",
        "40:00 CDs",
        "50:00 End",
    ]


def test_none_in_a_list_that_runs_backwards_or_in_a_table() -> None:
    assert len(_read("9:00 End|5:00 News, 7:00 More|0:00 Intro")[0]) == 3
    rows = "".join(
        f"<tr><td>{row.replace(';', '</td><td>')}</td></tr>" for row in ("0:00;A", "5:00;B, 7:00 C", "9:00;D")
    )
    assert len(read_notes(f"<table>{rows}</table>", kind="html").chapters) == 3


def test_behind_the_last_start_only_where_the_end_is_known() -> None:
    text = "0:00 Intro\n15:00 Tapes\n30:00 Vinyl, 40:00 CDs"
    for seconds, chapters in ((None, 3), (2400, 3), (2401, 4)):
        duration = None if seconds is None else Duration(seconds * 10**9, "stated", "the test says so")
        assert len(read_notes(text, duration=duration).chapters) == chapters
