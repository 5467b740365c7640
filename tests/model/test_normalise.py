"""What makes a list fit to write, and what is said about it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.normalise import normalise


def listed(*chapters: Chapter, duration: int = 100_000) -> list[tuple[int, int | None, str]]:
    return [(c.start, c.end, c.title) for c in normalise(ChapterList(chapters), duration).chapters]


def rules(*chapters: Chapter, duration: int = 100_000) -> list[str]:
    return [found.rule for found in normalise(ChapterList(chapters), duration).findings]


def test_ends_are_filled() -> None:
    assert listed(Chapter(0, "a"), Chapter(5000, "b")) == [(0, 5000, "a"), (5000, 100_000, "b")]
    assert rules(Chapter(0, "a"), Chapter(5000, "b")) == []


def test_stated_ends_that_fit_are_kept() -> None:
    assert listed(Chapter(0, "a", end=3000), Chapter(5000, "b")) == [(0, 3000, "a"), (5000, 100_000, "b")]


def test_ends_that_do_not_fit_are_changed_and_said() -> None:
    chapters = (Chapter(0, "a", end=9000), Chapter(5000, "b", end=200_000))
    assert listed(*chapters) == [(0, 5000, "a"), (5000, 100_000, "b")]
    assert rules(*chapters) == ["end-changed", "end-changed"]


def test_sorting_is_said() -> None:
    assert listed(Chapter(5000, "b"), Chapter(0, "a")) == [(0, 5000, "a"), (5000, 100_000, "b")]
    assert rules(Chapter(5000, "b"), Chapter(0, "a")) == ["sorted"]


def test_equal_starts_are_joined() -> None:
    chapters = (Chapter(0, "a"), Chapter(0, "b", url="https://b.example"), Chapter(0, "a"))
    assert listed(*chapters) == [(0, 100_000, "a / b")]
    assert normalise(ChapterList(chapters), 100_000).chapters[0].url == "https://b.example"
    assert rules(*chapters) == ["joined"]


def test_what_lies_outside_is_left_out() -> None:
    chapters = (Chapter(-1, "x"), Chapter(0, "a"), Chapter(100_000, "z"))
    assert listed(*chapters) == [(0, 100_000, "a")]
    assert rules(*chapters) == ["outside-audio", "outside-audio"]


def test_hidden_chapters_shorten_no_visible_one() -> None:
    chapters = (Chapter(0, "a"), Chapter(2000, "picture", hidden=True), Chapter(5000, "b"))
    assert listed(*chapters) == [(0, 5000, "a"), (2000, 100_000, "picture"), (5000, 100_000, "b")]


def test_a_store_can_hold_every_title() -> None:
    assert listed(Chapter(0, "a\0b\ud800")) == [(0, 100_000, "ab\ufffd")]


chapters = st.builds(
    Chapter,
    st.integers(-5, 200),
    st.text(max_size=5),
    st.none() | st.integers(-5, 250),
    hidden=st.booleans(),
)


@given(st.lists(chapters, max_size=12), st.integers(1, 150))
def test_the_promises_hold(given_chapters: list[Chapter], duration: int) -> None:
    result = normalise(ChapterList.of(given_chapters), duration)
    starts = [chapter.start for chapter in result.visible]
    assert starts == sorted(set(starts))
    for chapter in result.chapters:
        assert chapter.end is not None
        assert 0 <= chapter.start < chapter.end
        assert chapter.end <= duration
    again = normalise(ChapterList(result.chapters), duration)
    assert again.chapters == result.chapters
    assert again.findings == ()
