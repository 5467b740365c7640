"""Offsets, ads put in, parts cut out: what happens to the times of a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.retime import Cut, Insertion, cut, insert, parse_cut, parse_insert, retime, shift


def listed(*starts: int) -> ChapterList:
    return ChapterList.of(Chapter(start, f"at {start}") for start in starts)


def starts(chapters: ChapterList) -> list[int]:
    return [chapter.start for chapter in chapters]


lists = st.lists(st.integers(0, 10_000_000), max_size=20).map(lambda times: listed(*sorted(set(times))))
times = st.integers(0, 10_000_000)
lengths = st.integers(1, 1_000_000)


def test_shift_moves_starts_and_ends() -> None:
    moved, findings = shift(ChapterList.of([Chapter(0, "a", end=10), Chapter(10, "b")]), 35_000)
    assert [(c.start, c.end) for c in moved] == [(35_000, 35_010), (35_010, None)]
    assert not findings


def test_a_start_pushed_below_zero_is_an_error_for_each_chapter() -> None:
    moved, findings = shift(listed(0, 5_000, 60_000), -10_000)
    assert starts(moved) == [-10_000, -5_000, 50_000]
    assert [(f.rule, f.severity.label, f.chapter) for f in findings] == [
        ("negative-start", "error", 1),
        ("negative-start", "error", 2),
    ]
    assert "-00:05" in findings[1].message


@given(lists, st.integers(-1000, 10_000_000))
def test_shift_can_be_taken_back(chapters: ChapterList, ms: int) -> None:
    assert shift(shift(chapters, ms)[0], -ms)[0] == chapters


def test_an_ad_moves_what_starts_there_or_later() -> None:
    moved, findings = insert(listed(0, 719_999, 720_000, 900_000), 720_000, 30_000)
    assert starts(moved) == [0, 719_999, 750_000, 930_000]
    assert not findings


def test_an_ad_inside_a_chapter_makes_it_longer_and_leaves_no_gap_between_chapters() -> None:
    chapters = ChapterList.of([Chapter(0, "a", end=100), Chapter(100, "b", end=200)])
    assert [(c.start, c.end) for c in insert(chapters, 50, 30)[0]] == [(0, 130), (130, 230)]
    assert [(c.start, c.end) for c in insert(chapters, 100, 30)[0]] == [(0, 130), (130, 230)]
    assert [(c.start, c.end) for c in insert(chapters, 200, 30)[0]] == [(0, 100), (100, 200)]


def test_a_cut_closes_the_gap_and_says_what_it_took() -> None:
    chapters = listed(0, 2_400_000, 2_430_000, 2_470_000, 2_500_000)
    moved, findings = cut(chapters, 2_400_000, 2_475_000)
    assert starts(moved) == [0, 2_400_000, 2_425_000]
    assert [c.title for c in moved] == ["at 0", "at 2470000", "at 2500000"]
    assert [(f.rule, f.chapter) for f in findings] == [("cut-away", 2), ("cut-away", 3), ("start-in-cut", 4)]


def test_the_last_chapter_survives_a_cut_that_it_outlasts_only_perhaps() -> None:
    """Its end is not known, so it is kept; whether it lies beyond the end is for the duration to say."""
    assert starts(cut(listed(0, 50), 40, 1_000)[0]) == [0, 40]
    stated = ChapterList.of([Chapter(0, "a", end=50), Chapter(50, "b", end=90)])
    assert [(c.start, c.end) for c in cut(stated, 40, 1_000)[0]] == [(0, 40)]


def test_hidden_chapters_are_a_list_of_their_own() -> None:
    chapters = ChapterList.of([Chapter(0, "a"), Chapter(10, "picture", hidden=True), Chapter(20, "b")])
    moved, _ = cut(chapters, 5, 15)
    assert [(c.start, c.hidden) for c in moved] == [(0, False), (5, True), (10, False)]


@given(lists, times, lengths)
def test_cutting_out_what_was_put_in_gives_the_list_back(chapters: ChapterList, at: int, length: int) -> None:
    there, _ = insert(chapters, at, length)
    back, findings = cut(there, at, at + length)
    assert back == chapters
    assert not findings


@given(lists, times, lengths)
def test_a_cut_keeps_the_order_and_never_goes_below_zero(chapters: ChapterList, at: int, length: int) -> None:
    moved, findings = cut(chapters, at, at + length)
    assert starts(moved) == sorted(set(starts(moved)))
    assert len(moved) + sum(f.rule == "cut-away" for f in findings) == len(chapters)
    assert all(start >= 0 for start in starts(moved))


def test_several_changes_all_speak_of_the_times_as_noted() -> None:
    moved, _ = retime(
        listed(0, 60_000, 120_000, 180_000),
        offset=1_000,
        insertions=[Insertion(100_000, 30_000), Insertion(50_000, 10_000)],
        cuts=[Cut(130_000, 140_000)],
    )
    assert starts(moved) == [1_000, 71_000, 161_000, 211_000]


def test_parts_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="01:00 and 01:30 overlap"):
        retime(listed(0), insertions=[Insertion(90_000, 5_000)], cuts=[Cut(60_000, 120_000)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12:00+30s", Insertion(720_000, 30_000)),
        ("0+1:02.5", Insertion(0, 62_500)),
        (" 1:02:03.250 + 15 ", Insertion(3_723_250, 15_000)),
    ],
)
def test_insertions_are_read(text: str, expected: Insertion) -> None:
    assert parse_insert(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("40:00-41:15", Cut(2_400_000, 2_475_000)),
        ("40:00–41:15", Cut(2_400_000, 2_475_000)),
        ("0 - 7.5s", Cut(0, 7_500)),
    ],
)
def test_cuts_are_read(text: str, expected: Cut) -> None:
    assert parse_cut(text) == expected


@pytest.mark.parametrize(
    "text", ["12:00", "12:00+", "+30s", "12:00+-30s", "-12:00+30s", "12:00+0", "x+30s", "1:70+3s", ""]
)
def test_what_is_no_insertion_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"12:00\+30s|is not a time|sign too many"):
        parse_insert(text)


@pytest.mark.parametrize("text", ["40:00", "41:15-40:00", "40:00-40:00", "-40:00", "40:00-", "40:00--41:15", "a-b", ""])
def test_what_is_no_cut_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"40:00-41:15|is not a time|sign too many"):
        parse_cut(text)


@pytest.mark.parametrize(("at", "length"), [(-1, 5), (5, -1)])
def test_nonsense_is_refused(at: int, length: int) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        insert(listed(0), at, length)
    with pytest.raises(ValueError, match="no part"):
        cut(listed(0), at, at + length)
