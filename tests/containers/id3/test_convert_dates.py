"""Dates of one version said in the other: several frames in 2.3, one in 2.4."""

from __future__ import annotations

import pytest

from tests.containers.id3.taggings import down, messages, rules, t4, up
from tests.support import id3


@pytest.mark.parametrize(
    ("date", "frames"),
    [
        ("2026", [("TYER", b"\x002026")]),
        ("2026-11", [("TYER", b"\x002026")]),
        ("2026-11-23", [("TYER", b"\x002026"), ("TDAT", b"\x002311")]),
        ("2026-11-23T18:32", [("TYER", b"\x002026"), ("TDAT", b"\x002311"), ("TIME", b"\x001832")]),
        ("2026-11-23 18:32:16", [("TYER", b"\x002026"), ("TDAT", b"\x002311"), ("TIME", b"\x001832")]),
        ("soon", [("TDRC", b"\0soon")]),
    ],
)
def test_dates_down(date: str, frames: list[tuple[str, bytes]]) -> None:
    found, said = down(t4("TDRC", date))
    assert found == frames
    assert any("TDRC" in each.message for each in said)


@pytest.mark.parametrize(
    ("name", "date", "message"),
    [
        ("TDRC", "2026", "becomes TYER 2026"),
        ("TDRC", "2026-11", "becomes TYER 2026 (the month goes)"),
        ("TDRC", "2026-11-23", "becomes TYER 2026, TDAT 2311"),
        ("TDRC", "2026-11-23T18", "becomes TYER 2026, TDAT 2311"),
        ("TDRC", "2026-11-23T18:32", "becomes TYER 2026, TDAT 2311, TIME 1832"),
        ("TDRC", "2026-11-23T18:32:16", "becomes TYER 2026, TDAT 2311, TIME 1832 (the seconds go)"),
        ("TDOR", "1999-12", "becomes TORY 1999"),
    ],
)
def test_what_is_said_of_a_date(name: str, date: str, message: str) -> None:
    _, said = down(t4("TIT2", "x", 0), t4(name, date, 0))
    assert messages(said) == [f"{name}: “{date}” {message}"]
    assert said[0].place is not None
    assert (said[0].rule, said[0].place.offset) == ("tag-converted", 10 + 13)


@pytest.mark.parametrize(
    ("others", "message"),
    [("", ""), ("\0", ""), ("\x002027", " (1 more value goes)"), ("\0\x002027\x002028", " (2 more values go)")],
)
def test_of_several_dates_the_first_one_stays_and_the_loss_is_said(others: str, message: str) -> None:
    for name, new in (("TDRC", "TYER"), ("TDOR", "TORY")):
        found, said = down(t4(name, "2026" + others, 0))
        assert found == [(new, b"\x002026")]
        assert messages(said) == [f"{name}: “2026” becomes {new} 2026{message}"]


@pytest.mark.parametrize("name", ["TDRC", "TDOR"])
@pytest.mark.parametrize("date", ["soon", "", "999"])
def test_a_date_without_a_year_stays(name: str, date: str) -> None:
    found, said = down(t4(name, date, 0))
    assert found == [(name, b"\0" + date.encode() + b"\0")]
    assert said == ()


@pytest.mark.parametrize(
    ("frames", "date"),
    [
        ({"TYER": "2026"}, "2026"),
        ({"TYER": "2026", "TDAT": "2311"}, "2026-11-23"),
        ({"TIME": "1832", "TDAT": "2311", "TYER": "2026"}, "2026-11-23T18:32"),
        ({"TYER": "2026", "TIME": "1832"}, "2026"),
    ],
)
def test_dates_up(frames: dict[str, str], date: str) -> None:
    found, said = up(*(id3.text(name, value) for name, value in frames.items()))
    assert ("TDRC", b"\0" + date.encode()) in found
    assert len([each for each in said if "TDRC" in each.message]) == len(frames)


def test_dates_that_are_none_stay_as_they_are() -> None:
    found, said = up(id3.text("TYER", "circa 2026", end=False), id3.text("TDAT", "2311", end=False))
    assert found == [("TYER", b"\0circa 2026"), ("TDAT", b"\x002311")]
    assert rules(said) == {"tag-converted"}


@pytest.mark.parametrize(
    ("name", "value", "new"),
    [
        ("TYER", "2026", ("TDRC", b"\x002026")),
        ("TORY", "1999", ("TDOR", b"\x001999")),
        ("TDAT", "2311", ("TDAT", b"\x002311")),  # no date in 2.4 without a year, so it stays
        ("TIME", "1832", ("TIME", b"\x001832")),
    ],
)
def test_a_date_is_one_of_four_digits(name: str, value: str, new: tuple[str, bytes]) -> None:
    found, said = up(id3.text("TIT2", "x"), id3.text(name, value))
    assert found[1:] == [new]
    assert messages(said) == [f"{name}: {value} becomes part of {'TDOR' if name == 'TORY' else 'TDRC'}"]
    assert said[0].place is not None
    assert said[0].place.offset == 10 + 13
    for other in (value + "0", value[:3], value[:3] + "x", ""):
        assert up(id3.text(name, other))[0] == [(name, b"\0" + other.encode() + b"\0")]


def test_a_second_year_stays_as_it_is() -> None:
    found, said = up(id3.text("TYER", "2026"), id3.text("TYER", "2027"))
    assert found == [("TYER", b"\x002027\0"), ("TDRC", b"\x002026")]
    assert messages(said) == [
        "TYER: 2026 becomes part of TDRC",
        "TYER: is kept, though 2.4 does not list it",
    ]


def test_day_and_time_without_a_year_stay_in_this_order() -> None:
    assert up(id3.text("TIME", "1832"), id3.text("TDAT", "2311"))[0] == [("TDAT", b"\x002311"), ("TIME", b"\x001832")]


def test_other_texts_that_look_like_a_year_are_none() -> None:
    assert up(id3.text("TIT2", "1984"))[0] == [("TIT2", b"\x001984\0")]
