"""Descriptions that platforms take: the form they state, and what was changed for it."""

from __future__ import annotations

import re

import pytest

from chaptag.formats.base import Dumped
from chaptag.formats.registry import load
from chaptag.model.chapter import Chapter, ChapterList
from tests.formats.lists import random_list

PLATFORMS = ["youtube", "spotify"]
TEXTS = [*PLATFORMS, "notes"]
LINE = re.compile(r"(?:(\d\d):)?([0-5]\d):([0-5]\d) (\S.*)")


def _dump(name: str, *starts_and_titles: tuple[int, str], duration: int | None = 3_000_000) -> Dumped:
    chapters = ChapterList.of(Chapter(start, title) for start, title in starts_and_titles)
    return load(name).dumps(chapters, duration=duration)


def _rules(dumped: Dumped) -> list[str]:
    return [finding.rule for finding in dumped.findings]


@pytest.mark.parametrize("name", TEXTS)
def test_every_list_has_the_form(name: str) -> None:
    """One line each, ascending, hours in all or in none; platforms get the first at 0."""
    for seed in range(100):
        chapters, duration = random_list(seed)
        lines = load(name).dumps(chapters, duration=duration).text.splitlines()
        matches = [LINE.fullmatch(line) for line in lines]
        assert all(matches)
        groups = [match.groups() for match in matches if match]
        starts = [int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) for hours, minutes, seconds, _ in groups]
        assert starts == sorted(set(starts))
        assert len({hours is None for hours, *_ in groups}) <= 1
        if name in PLATFORMS and starts:
            assert starts[0] == 0


@pytest.mark.parametrize("name", TEXTS)
def test_hours_are_written_in_all_lines_or_in_none(name: str) -> None:
    short = _dump(name, (0, "A"), (60_000, "B"), (3_599_000, "C"), duration=3_700_000)
    assert short.text == "00:00 A\n01:00 B\n59:59 C\n"
    long = _dump(name, (0, "A"), (60_000, "B"), (3_600_000, "C"), duration=3_700_000)
    assert long.text == "00:00:00 A\n00:01:00 B\n01:00:00 C\n"
    longer = _dump(name, (0, "A"), (60_000, "B"), (36_000_000, "C"), duration=37_000_000)
    assert longer.text == "00:00:00 A\n00:01:00 B\n10:00:00 C\n"


@pytest.mark.parametrize(("name", "label"), [("youtube", "YouTube"), ("spotify", "Spotify")])
def test_a_list_that_starts_later_gets_a_first_line(name: str, label: str) -> None:
    dumped = _dump(name, (30_000, "A"), (90_000, "B"), (150_000, "C"))
    assert dumped.text.startswith("00:00 Intro\n00:30 A\n")
    assert [(f.rule, f.message) for f in dumped.findings] == [
        ("platform-adapted", f"{label} wants the first chapter at 00:00, the list starts at 00:30; “Intro” is added")
    ]


def test_plain_notes_start_where_the_list_starts() -> None:
    assert _dump("notes", (30_000, "A")).text == "00:30 A\n"


@pytest.mark.parametrize("name", TEXTS)
def test_chapters_of_the_same_second_share_a_line(name: str) -> None:
    dumped = _dump(name, (0, "A"), (60_000, "B"), (60_300, "C"), (120_000, "D"))
    assert dumped.text == "00:00 A\n01:00 B / C\n02:00 D\n"
    assert _rules(dumped) == ["times-rounded", "equal-starts"]


@pytest.mark.parametrize("name", TEXTS)
def test_a_chapter_without_a_title_gets_its_number(name: str) -> None:
    dumped = _dump(name, (0, "A"), (60_000, ""), (120_000, "\n"))
    assert dumped.text == "00:00 A\n01:00 Chapter 2\n02:00 Chapter 3\n"
    assert "empty-title" in _rules(dumped)


@pytest.mark.parametrize("name", PLATFORMS)
def test_fewer_than_three_are_refused(name: str) -> None:
    dumped = _dump(name, (0, "A"), (60_000, "B"))
    assert [f.message for f in dumped.findings if f.rule == "platform-refuses"] == [
        f"{'YouTube' if name == 'youtube' else 'Spotify'} wants at least 3 chapters, the list has 2"
    ]


def test_youtube_wants_ten_seconds() -> None:
    dumped = _dump("youtube", (0, "A"), (9000, "B"), (60_000, "C"), duration=65_000)
    assert [f.message for f in dumped.findings] == [
        "YouTube wants chapters of at least 10 s: 2 chapters of 5 s and more"
    ]
    assert _rules(_dump("youtube", (0, "A"), (10_000, "B"), (60_000, "C"), duration=70_000)) == []
    assert _rules(_dump("youtube", (0, "A"), (10_000, "B"), (60_000, "C"), duration=None)) == []


def test_youtube_takes_no_angle_brackets_and_not_everything() -> None:
    dumped = _dump("youtube", (0, "<b>A</b>"), (60_000, "B"), (120_000, "C"))
    assert dumped.text.startswith("00:00 ‹b›A‹/b›\n")
    assert _rules(dumped) == ["platform-adapted"]
    many = _dump("youtube", *((n * 10_000, "A title of some length, as they are") for n in range(200)))
    assert "the list has 8,400 bytes; YouTube takes 5,000 for the whole description" in [
        f.message for f in many.findings
    ]


def test_long_titles_are_advice_and_stay_whole() -> None:
    title = "x" * 51
    youtube = _dump("youtube", (0, title), (60_000, "x" * 50), (120_000, "C"))
    assert title in youtube.text
    assert _rules(youtube) == ["platform-advice"]
    spotify = _dump("spotify", (0, "x" * 40), (60_000, "x" * 39), (120_000, "C"))
    assert _rules(spotify) == ["platform-advice"]
    assert spotify.findings[0].message == "Spotify advises titles under 40 characters: 1 longer title"


def test_spotify_takes_latin_script_only() -> None:
    dumped = _dump("spotify", (0, "Über naïve Łódź 1ª"), (60_000, "日本語"), (120_000, "Привет"))
    assert [(f.rule, f.chapter) for f in dumped.findings] == [("platform-refuses", 2)]
    assert "2 titles" in dumped.findings[0].message


def test_spotify_advises_against_emoji_and_short_chapters() -> None:
    dumped = _dump("spotify", (0, "🎧 Intro"), (29_000, "<b>B</b>"), (120_000, "C & D 100°"))
    assert sorted(f.message for f in dumped.findings) == [
        "Spotify advises against emoji and HTML: 2 titles with such",
        "Spotify advises chapters of at least 30 s: 1 chapter shorter",
    ]


def test_markdown_and_html_link_the_moments() -> None:
    chapters = ChapterList.of([Chapter(0, "A *b*"), Chapter(75_400, "<i>", url="https://example.org/?a=1&b=(2)")])
    assert load("markdown").dumps(chapters, duration=90_000).text == (
        "- [00:00](#t=0) A \\*b\\*\n- [01:15](#t=75) [\\<i\\>](<https://example.org/?a=1&b=(2)>)\n"
    )
    assert load("html").dumps(chapters, duration=90_000).text == (
        '<ul>\n  <li><a href="#t=0">00:00</a> A *b*</li>\n'
        '  <li><a href="#t=75">01:15</a> <a href="https://example.org/?a=1&amp;b=(2)">&lt;i&gt;</a></li>\n</ul>\n'
    )
