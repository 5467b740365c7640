"""The option that a shift suggests: following it leaves nothing to report."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.checks.comparison import compare
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.finding import Finding
from chaptag.model.retime import parse_cut, parse_insert, retime
from chaptag.model.timestamp import parse_time


def chapters(starts: list[int]) -> ChapterList:
    return ChapterList.of(Chapter(start, f"Title {number}") for number, start in enumerate(starts))


def findings(held: ChapterList, wanted: ChapterList, tolerance: int = 0, offset: int | None = 0) -> list[Finding]:
    return list(compare(held, wanted, tolerance=tolerance, store="ID3", offset=offset))


def followed(notes: ChapterList, advice: str) -> ChapterList:
    match = re.search(r"pass --(offset|insert|cut) (\S+?);", advice)
    assert match is not None, advice
    option, value = match.groups()
    if option == "offset":
        return retime(notes, offset=parse_time(value))[0]
    if option == "insert":
        return retime(notes, insertions=[parse_insert(value)])[0]
    return retime(notes, cuts=[parse_cut(value)])[0]


@pytest.mark.parametrize(
    ("held", "wanted", "said"),
    [
        ([35, 155, 365, 575], [0, 120, 330, 540], "put in at its beginning), pass --offset +35s;"),
        ([5, 125, 335, 545], [40, 160, 370, 580], "cut out at its beginning), pass --offset -35s;"),
        ([0, 120, 330, 540], [0, 85, 295, 505], "put in before “Title 1”), pass --insert 01:25+35s;"),
        ([0, 120, 330, 540], [0, 155, 365, 575], "cut out before “Title 1”), pass --cut 02:00-02:35;"),
        ([0, 20, 330, 540, 700], [0, 20, 365, 575, 735], "cut out before “Title 2”), pass --cut 05:30-06:05;"),
    ],
)
def test_the_option_that_fits(held: list[int], wanted: list[int], said: str) -> None:
    audio, notes = (chapters([1000 * start for start in starts]) for starts in (held, wanted))
    (found,) = findings(audio, notes)
    assert (found.rule, said in found.advice) == ("shifted", True), found.advice
    assert findings(audio, followed(notes, found.advice)) == []


@given(
    st.lists(st.integers(0, 500_000), min_size=4, max_size=12, unique=True).map(sorted),
    st.integers(1, 600_000),
    st.integers(0, 8),
    st.booleans(),
    st.sampled_from([0, 999]),
)
def test_following_it_leaves_no_chapter_elsewhere(
    starts: list[int], length: int, first: int, backward: bool, tolerance: int
) -> None:
    """Any list, with sound put in or cut out before any chapter that leaves three or more after it."""
    first = min(first, len(starts) - 3)
    longer = [start + length if number >= first else start for number, start in enumerate(starts)]
    held, wanted = (chapters(starts), chapters(longer)) if backward else (chapters(longer), chapters(starts))
    found = [each for each in findings(held, wanted, tolerance) if each.rule == "shifted"]
    for each in found:
        assert findings(held, followed(wanted, each.advice), tolerance) == [], each.advice


def test_it_adds_to_the_offset_that_there_is() -> None:
    notes = chapters([60_000, 120_000, 180_000, 240_000])
    moved, _ = retime(notes, offset=5000)
    audio, _ = retime(notes, offset=40_250)
    (found,) = findings(audio, moved, offset=5000)
    assert "pass --offset +40.25s;" in found.advice
    (found,) = findings(notes, moved, offset=5000)
    assert "leave --offset out" in found.advice


def test_no_figures_where_no_option_says_it() -> None:
    there_and_back = findings(
        chapters([0, 60_000, 90_000, 120_000, 400_000]), chapters([0, 30_000, 60_000, 90_000, 400_000])
    )
    retimed = findings(chapters([0, 60_000, 90_000, 120_000]), chapters([0, 30_000, 60_000, 90_000]), offset=None)
    for found in (there_and_back, retimed):
        assert [each.rule for each in found] == ["shifted"]
        assert "say with --insert and --cut where" in found[0].advice
