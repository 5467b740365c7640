"""Chapters among comments: every form that programs write is read, and one is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.containers.vorbis.chapters import plan_chapters, read_chapters, replace_chapters
from chaptag.containers.vorbis.comments import decode_comments, encode_comments
from chaptag.model.chapter import Chapter, Image
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.finding import Place
from tests.containers.contract import list_of
from tests.support import vorbis as made


def read(*items: str) -> tuple[list[tuple[int, str, str | None]], set[str]]:
    found = read_chapters([item.encode() for item in items], Place())
    assert found is not None
    return [(c.start, c.title, c.url) for c in found.chapters], {each.rule for each in found.findings}


@pytest.mark.parametrize(
    ("items", "chapters", "rules"),
    [
        (["CHAPTER000=00:00:01.500", "CHAPTER000NAME=a"], [(1500, "a", None)], set()),
        (["chapter001=1:02:03", "Chapter001Name=ü=", "chapter001url=u"], [(3_723_000, "ü=", "u")], set()),
        (["CHAPTER001=00:00:00.1234567", "CHAPTER001NAME="], [(123, "", None)], set()),
        (["CHAPTER01=00:00:00.000", "CHAPTER01NAME=a"], [(0, "a", None)], {"vorbis-number"}),
        (["CHAPTER001NAME=a", "CHAPTER001=00:00:00.000"], [(0, "a", None)], {"vorbis-name-first"}),
        (["CHAPTER001=soon", "CHAPTER002=00:00:01.000"], [(1000, "", None)], {"vorbis-time"}),
        (["CHAPTER001=00:00:02.000", "CHAPTER001=00:00:03.000"], [(2000, "", None)], {"vorbis-number"}),
        (
            ["CHAPTER002=00:00:02.000", "CHAPTER001=00:00:01.000"],
            [(2000, "", None), (1000, "", None)],
            {"vorbis-unordered"},
        ),
    ],
)
def test_reading(items: list[str], chapters: list[tuple[int, str, str | None]], rules: set[str]) -> None:
    assert read(*items) == (chapters, rules)


def test_comments_that_only_look_like_chapters_stay() -> None:
    items = [b"CHAPTER=x", b"CHAPTERS001=x", b"CHAPTER0001=x", b"CHAPTER001IMAGE=x", b"MYCHAPTER001=00:00:00.000"]
    assert read_chapters(items, Place()) is None
    assert replace_chapters(items, plan_chapters(list_of())) == items


def test_new_chapters_take_the_place_of_the_old_ones() -> None:
    items = [b"A=1", b"CHAPTER001=00:00:00.000", b"B=2", b"chapter001name=x", b"C=3"]
    plan = plan_chapters(list_of(Chapter(0, "new")))
    assert replace_chapters(items, plan) == [b"A=1", b"CHAPTER001=00:00:00.000", b"CHAPTER001NAME=new", b"B=2", b"C=3"]


def test_what_comments_cannot_hold_is_a_finding_each() -> None:
    plan = plan_chapters(
        list_of(
            Chapter(0, "a", end=5000, image=Image(b"x", "image/png")),
            Chapter(10_000, "b"),
            Chapter(10_000, "h", hidden=True),
        )
    )
    assert [each.rule for each in plan.findings] == [
        "vorbis-hidden-left-out",
        "vorbis-images-left-out",
        "vorbis-ends-left-out",
    ]
    assert [chapter.title for chapter in plan.chapters] == ["a", "b"]


@pytest.mark.parametrize(("count", "rules"), [(99, []), (100, ["vorbis-many"]), (999, ["vorbis-many"])])
def test_many_chapters(count: int, rules: list[str]) -> None:
    plan = plan_chapters(list_of(*(Chapter(number * 50, "t") for number in range(count))))
    assert [each.rule for each in plan.findings] == rules
    assert plan.items[-1] == b"CHAPTER%03dNAME=t" % count


def test_too_many_chapters_and_too_long_times_are_refused() -> None:
    with pytest.raises(UnsupportedAudio, match="1,000 chapters"):
        plan_chapters(list_of(*(Chapter(number * 50, "t") for number in range(1000))))
    with pytest.raises(UnsupportedAudio, match="99 hours"):
        plan_chapters(list_of(Chapter(360_000_000, "t"), duration=400_000_000))


@given(st.binary(max_size=40), st.lists(st.binary(max_size=60), max_size=20), st.binary(max_size=20))
def test_comments_round_trip(vendor: bytes, items: list[bytes], rest: bytes) -> None:
    data = encode_comments(vendor, items)
    assert decode_comments(data + rest, Place()) == (vendor, tuple(items), len(data))
    assert made.items_of(data) == (vendor, items, b"")
    for size in range(len(data)):
        with pytest.raises(DamagedAudio):
            decode_comments(data[:size], Place())


@given(st.lists(st.tuples(st.integers(0, 59_999), st.text(max_size=30)), max_size=12))
def test_what_is_planned_is_read_back(chapters: list[tuple[int, str]]) -> None:
    wanted = list_of(*(Chapter(start, title) for start, title in chapters))
    plan = plan_chapters(wanted)
    assert [(c.start, c.title) for c in plan.chapters] == [(c.start, c.title) for c in wanted.chapters]
    found = read_chapters(plan.items, Place())
    assert found is None if not chapters else found is not None and found.holds(plan)


@given(
    st.lists(st.binary(max_size=40)), st.lists(st.from_regex(rb"(?i)chapter\d{1,3}(name|url)?=.{0,20}", fullmatch=True))
)
def test_no_bytes_raise(others: list[bytes], items: list[bytes]) -> None:
    read_chapters([*others, *items], Place())
