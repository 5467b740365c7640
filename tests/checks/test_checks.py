"""Each rule over lists: once where it speaks, once where it must not."""

from __future__ import annotations

import pytest

from chaptag.checks.registry import run_checks
from chaptag.checks.subject import Subject
from chaptag.model.chapter import Chapter, ChapterList, Image
from chaptag.model.duration import Duration


def found(*starts: int | Chapter, end: int | None = None) -> list[str]:
    chapters = [s if isinstance(s, Chapter) else Chapter(s * 1000, f"At {s}") for s in starts]
    duration = None if end is None else Duration(end * 10**9, "stated", "the test says so")
    return [each.rule for each in run_checks(Subject(ChapterList.of(chapters), duration))]


def test_a_sound_list_is_not_accused() -> None:
    assert found(0, 32, 90, 600, end=700) == []
    assert found() == []


def test_swapped_neighbours_are_warned_about_one_by_one() -> None:
    assert found(0, 100, 90, 200, 300, 400, 390, 500) == ["not-ascending", "not-ascending"]


@pytest.mark.parametrize("starts", [(0, 300, 100, 200), (0, 100, 200, 0, 100, 200), (300, 200, 100, 0)])
def test_a_list_that_jumps_about_contradicts_itself(starts: tuple[int, ...]) -> None:
    assert "contradictory-order" in found(*starts)
    assert "not-ascending" not in found(*starts)


def test_equal_starts() -> None:
    assert found(0, 60, 60, 120) == ["equal-starts"]


def test_beyond_the_end() -> None:
    assert found(0, 10, 20, 30, 40, 200, end=100) == ["beyond-end"]
    assert found(0, 10, 20, 30, 40, 99, end=100) == []


def test_many_beyond_the_end_is_one_finding() -> None:
    assert found(0, 10, 200, 300, end=100) == ["wrong-episode"]


def test_near_the_end() -> None:
    assert found(0, 10, Chapter(99_500, "late"), end=100) == ["near-end"]


def test_a_last_chapter_out_of_proportion() -> None:
    assert found(0, 60, 120, 330, 400, 540, end=4800) == ["long-last"]
    assert found(540, 0, 60, 120, 330, 400, end=4800) == ["contradictory-order", "long-last"]
    assert found(0, 60, 120, 330, 540, end=4800) == []  # a show with short openings and one long talk
    assert found(0, 60, 120, 330, 540, 1800, end=4800) == []  # less than four times the longest other one
    assert found(0, 60, 120, 330, 400, 540, end=1400) == []  # less than a quarter of an hour
    assert found(*range(0, 2460, 60), end=4700) == []  # less than half
    assert found(0, 60, 120, 330, 400, 540) == []


def test_first_not_at_zero() -> None:
    assert found(5, 100) == ["not-from-zero"]


def test_before_the_beginning() -> None:
    assert found(-5, 0, 100) == ["negative-start"]


def test_too_short() -> None:
    assert found(0, 1, 100) == ["too-short"]
    assert found(0, 2, 100) == []


def test_titles() -> None:
    assert found(Chapter(0, ""), Chapter(60_000, " ")) == ["no-titles"]
    assert found(Chapter(0, " "), Chapter(60_000, "b")) == ["empty-title"]
    assert found(Chapter(0, "", hidden=True), Chapter(0, "b")) == []


@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("A\x1b[31m title", "control-characters"),
        ("Turned \u202e around", "control-characters"),
        ("Das gro\u00c3\u0178e Finale", "mojibake"),
        ("CafÃ© stories", "mojibake"),
        ("It\u00e2\u20ac\u2122s time", "mojibake"),
        ("Lost \ufffd letter", "mojibake"),
        ("x" * 101, "long-title"),
        ("THE GREAT DEBATE", "shouting"),
        ("NASA", None),
        ("Interview –", "trailing-separator"),
        ("Why? Because!", None),
        ("Âge d'or, São Paulo, Ça va", None),
        ("日本語のタイトル", None),
    ],
)
def test_texts_of_titles(title: str, rule: str | None) -> None:
    assert found(Chapter(0, title), Chapter(60_000, "Ordinary")) == ([rule] if rule else [])


def test_ends() -> None:
    assert found(Chapter(0, "a", end=10_000), Chapter(10_000, "b", end=90_000), end=100) == []
    assert found(Chapter(0, "a", end=9000), Chapter(10_000, "b")) == ["gap"]
    assert found(Chapter(0, "a", end=11_000), Chapter(10_000, "b")) == ["overlap"]
    assert found(Chapter(0, "a"), Chapter(10_000, "b", end=9000)) == ["end-before-start"]


def test_links_and_images() -> None:
    jpeg = Image(b"\xff\xd8\xff\xe0" + bytes(10), "image/jpeg")
    sound = Chapter(0, "a", url="https://a.example/x", image=jpeg)
    assert found(sound, Chapter(10_000, "b", image=Image(url="https://a.example/a.gif"))) == []
    assert found(Chapter(0, "a", url="www.a.example"), Chapter(10_000, "b")) == ["odd-link"]
    assert found(Chapter(0, "a", image=Image(jpeg.data, "image/png")), Chapter(10_000, "b")) == ["odd-image"]
    assert found(Chapter(0, "a", image=Image(jpeg.data + bytes(1 << 20), "image/jpeg"))) == ["odd-image"]
