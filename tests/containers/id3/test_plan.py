"""What is written for a list of chapters, and what is said about it, before it is known into which tag."""

from __future__ import annotations

import pytest

from chaptag.containers.id3 import plan as module
from chaptag.containers.id3.plan import Plan, plan_chapters
from chaptag.model.chapter import Chapter, Image
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.finding import Place
from chaptag.model.options import WriteOptions
from tests.support import id3

NOTES = Place("notes.txt", line=3)


def _plan(*chapters: Chapter, version: int = 3, **options: object) -> Plan:
    return plan_chapters(chapters, version, WriteOptions(**options))  # type: ignore[arg-type]


def _said(plan: Plan) -> list[tuple[str, str]]:
    return [(each.rule, each.message) for each in plan.findings]


def test_no_chapters_are_no_frames() -> None:
    assert _plan() == Plan(b"", (), long=False, findings=())


def test_the_table_comes_before_the_chapters() -> None:
    plan = _plan(Chapter(0, "a", 5), Chapter(5, "b", 9))
    assert plan.frames == (
        id3.ctoc("toc", ["chp0", "chp1"])
        + id3.chap("chp0", 0, 5, id3.text("TIT2", "a"))
        + id3.chap("chp1", 5, 9, id3.text("TIT2", "b"))
    )
    assert plan.chapters == (Chapter(0, "a", 5), Chapter(5, "b", 9))
    assert not plan.long
    assert plan.findings == ()


def test_chapters_are_expected_as_they_will_be_read() -> None:
    plan = _plan(Chapter(5, "a", None, "http://a/ü", Image(b"GIF8"), origin=NOTES))
    assert plan.chapters == (Chapter(5, "a", 5, "http://a/%C3%BC", Image(b"GIF8", "image/gif")),)


@pytest.mark.parametrize(
    ("hidden", "message"), [(1, "1 chapter is written as hidden"), (2, "2 chapters are written as hidden")]
)
def test_hidden_chapters_are_in_no_table_and_said(hidden: int, message: str) -> None:
    plan = _plan(Chapter(0, "a", 5), *[Chapter(5, "b", 9, hidden=True)] * hidden)
    assert plan.frames.startswith(id3.ctoc("toc", ["chp0"]) + id3.chap("chp0", 0, 5, id3.text("TIT2", "a")))
    assert [chapter.hidden for chapter in plan.chapters] == [False] + [True] * hidden
    assert _said(plan) == [("chapter-hidden", message)]


def test_long_lists_are_chained_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TABLE_LIMIT", 3)
    chapters = [Chapter(number, "", number + 1) for number in range(6)]
    assert _said(_plan(*chapters[:3])) == []
    assert _said(_plan(*chapters[:4])) == [("toc-chained", "4 chapters need 2 tables, one inside the other")]
    plan = _plan(*chapters)
    assert plan.frames.startswith(
        id3.ctoc("toc", ["chp0", "chp1", "toc2"])
        + id3.ctoc("toc2", ["chp2", "chp3", "toc3"], flags=1)
        + id3.ctoc("toc3", ["chp4", "chp5"], flags=1)
        + id3.chap("chp0", 0, 1, id3.text("TIT2", ""))
    )
    assert _said(plan) == [("toc-chained", "6 chapters need 3 tables, one inside the other")]


def test_a_table_has_255_entries_at_most() -> None:
    chapters = [Chapter(number, "", number + 1) for number in range(256)]
    assert _plan(*chapters[:255]).frames.count(b"CTOC") == 1
    plan = _plan(*chapters)
    assert plan.frames.startswith(id3.ctoc("toc", [*(f"chp{number}" for number in range(254)), "toc2"]))
    assert plan.frames.count(b"CTOC") == 2


def test_more_chapters_than_any_player_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnsupportedAudio, match=r"^65,537 chapters; an ID3 tag gets 65,536 at most$") as caught:
        _plan(*[Chapter(0)] * 65_537)
    assert caught.value.hint == "Use fewer chapters."
    monkeypatch.setattr(module, "_MOST", 2)
    assert len(_plan(Chapter(0), Chapter(1)).chapters) == 2


@pytest.mark.parametrize("version", [3, 4])
def test_times_end_where_four_bytes_end(version: int) -> None:
    last = 0xFFFFFFFE
    assert _plan(Chapter(last - 1, "a", last), version=version).chapters == (Chapter(last - 1, "a", last),)
    for late in (Chapter(0, "a", last + 1), Chapter(last + 1, "a"), Chapter(last + 1, "a", 0)):
        with pytest.raises(UnsupportedAudio, match=r"^times over 49 days do not fit into an ID3 chapter$"):
            _plan(Chapter(0, "x", 1), late, version=version)


def test_a_title_of_125_bytes_fits_into_2_4_and_one_of_126_is_cut() -> None:
    assert _said(_plan(Chapter(0, "x" * 125, 9), version=4)) == []
    long = Chapter(0, "é" + "x" * 124, 9, origin=NOTES)
    plan = _plan(Chapter(0, "a", 0), long, version=4)
    cut = "é" + "x" * 120 + "…"
    assert plan.chapters[1].title == cut
    assert _said(plan) == [
        (
            "title-cut",
            f"the title of chapter 2 has 126 bytes, a chapter in an ID3v2.4 tag takes 125; it is cut to “{cut}”",
        )
    ]
    assert (plan.findings[0].place, plan.findings[0].chapter) == (NOTES, 2)
    for whole in (_plan(long), _plan(long, version=4, long_titles=True)):
        assert whole.chapters[0].title == long.title


def test_half_a_character_counts_as_it_is_written() -> None:
    plan = _plan(Chapter(0, "\ud800" + "x" * 130, 9), version=4)
    assert plan.findings[0].message.startswith("the title of chapter 1 has 131 bytes")


@pytest.mark.parametrize(
    ("chapter", "what"),
    [
        (
            Chapter(0, "x" * 126, 9),
            "title of chapter 2 “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…” is",
        ),
        (Chapter(0, "a", 9, "h" * 115), "link of chapter 2 “a” is"),
        (Chapter(0, "a", 9, image=Image(b"x" * 108, "a/b")), "image of chapter 2 “a” is"),
        (Chapter(0, "a", 9, "h" * 115, Image(b"x" * 108, "a/b")), "link and the image of chapter 2 “a” are"),
    ],
)
def test_what_is_over_127_bytes_in_2_4_is_said(chapter: Chapter, what: str) -> None:
    from dataclasses import replace

    plan = _plan(Chapter(0, "a", 0), replace(chapter, origin=NOTES), version=4, long_titles=True)
    assert _said(plan) == [("subframe-too-long", f"the {what} over 127 bytes in an ID3v2.4 tag")]
    assert (plan.findings[0].place, plan.findings[0].chapter) == (NOTES, 2)
    assert plan.long
    assert not _plan(chapter).long
    assert _said(_plan(chapter)) == []


@pytest.mark.parametrize(
    "chapter",
    [Chapter(0, "x" * 125, 9), Chapter(0, "a", 9, "h" * 114), Chapter(0, "a", 9, image=Image(b"x" * 107, "a/b"))],
)
def test_what_has_just_127_bytes_is_fine(chapter: Chapter) -> None:
    plan = _plan(chapter, version=4, long_titles=True)
    assert (_said(plan), plan.long) == ([], False)


def test_one_long_chapter_makes_the_list_long() -> None:
    assert _plan(Chapter(0, "x" * 200, 1), Chapter(1, "a", 2), version=4, long_titles=True).long
