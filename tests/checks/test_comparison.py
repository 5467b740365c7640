"""A file against its notes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chaptag.checks.comparison import align, compare
from chaptag.model.chapter import Chapter


def chapters(*starts: int, names: str = "abcdefghij") -> list[Chapter]:
    return [Chapter(start * 1000, name) for start, name in zip(starts, names, strict=False)]


def rules(held: list[Chapter], wanted: list[Chapter], tolerance: int = 0) -> list[str]:
    return [found.rule for found in compare(held, wanted, tolerance=tolerance, store="ID3")]


def test_equal_lists_are_silent() -> None:
    assert rules(chapters(0, 10, 20), chapters(0, 10, 20)) == []


def test_a_difference_within_the_tolerance_is_none() -> None:
    held = [Chapter(0, "a"), Chapter(10_400, "b")]
    assert rules(held, chapters(0, 10), tolerance=999) == []
    assert rules(held, chapters(0, 10), tolerance=399) == ["moved"]


def test_missing_extra_renamed() -> None:
    assert rules(chapters(0, 10), chapters(0, 10, 20)) == ["missing-chapter"]
    assert rules(chapters(0, 10, 20), chapters(0, 10)) == ["extra-chapter"]
    assert rules(chapters(0, 10), [Chapter(0, "a"), Chapter(10_000, "other")]) == ["renamed"]


def test_a_constant_shift_is_one_finding_with_the_offset() -> None:
    found = list(compare(chapters(30, 40, 50, 60), chapters(0, 10, 20, 30), tolerance=0, store="ID3"))
    assert [each.rule for each in found] == ["shifted"]
    assert found[0].fix is not None
    assert "--offset +30s;" in found[0].fix


def test_links_are_compared() -> None:
    assert rules([Chapter(0, "a")], [Chapter(0, "a", url="https://a.example")]) == ["link-differs"]


def test_pairs_are_found_by_title_before_start() -> None:
    rows = align(chapters(0, 10, names="ab"), chapters(10, 20, names="ab"))
    assert [(row.before and row.before.title, row.after and row.after.title) for row in rows] == [
        ("a", "a"),
        ("b", "b"),
    ]


lists = st.lists(st.builds(Chapter, st.integers(0, 50), st.sampled_from("abc")), max_size=10)


@given(lists, lists, st.integers(0, 20))
def test_every_chapter_stands_in_exactly_one_row(before: list[Chapter], after: list[Chapter], tolerance: int) -> None:
    rows = align(before, after, tolerance=tolerance)
    assert sorted(c.start for r in rows if (c := r.before)) == sorted(c.start for c in before)
    assert sorted(c.start for r in rows if (c := r.after)) == sorted(c.start for c in after)
