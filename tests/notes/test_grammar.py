"""Times in a line: every way to write them, and what only looks like one."""

from __future__ import annotations

import pytest

from chaptag.notes.grammar.digits import folded
from chaptag.notes.grammar.scan import scan
from chaptag.notes.grammar.token import Family

WRITTEN = {
    "0:00 Intro": 0,
    "00:12 Intro": 12_000,
    "7:05 Intro": 425_000,
    "63:22 Intro": 3_802_000,
    "100:09 Intro": 6_009_000,
    "1:02:03 Intro": 3_723_000,
    "01:02:03 Intro": 3_723_000,
    "0:5:30 Intro": 330_000,
    "00:00:12.345 Intro": 12_345,
    "00:00:12,345 Intro": 12_345,
    "1:02.5 Intro": 62_500,
    "00:32:10:15 Intro": 1_930_000,
    "00:32:10;15 Intro": 1_930_000,
    "[12:30] Intro": 750_000,
    "(12:30) Intro": 750_000,
    "{12:30} Intro": 750_000,
    "【12:30】Intro": 750_000,
    "[@12:30] Intro": 750_000,
    "~12:30 Intro": 750_000,
    "#t=12:30 Intro": 750_000,
    "12:30开场": 750_000,
    "于12:30开场": 750_000,
    "１２：３０　導入": 750_000,
    "١٢:٣٠ مقدمة": 750_000,
    "१२:३० परिचय": 750_000,
    "12:30 min Start": 750_000,
    "12:30 Min. – Start": 750_000,
    "1:02:03 h – Start": 3_723_000,
    "1h02m03s Intro": 3_723_000,
    "1h 2m Intro": 3_720_000,
    "1h02 Intro": 3_720_000,
    "12m30s Intro": 750_000,
    "12 min 30 s Intro": 750_000,
    "12 Min. 30 Sek. Intro": 750_000,
    "1 Std. 5 Min. Intro": 3_900_000,
    "750s Intro": 750_000,
    "1 ч 5 мин Начало": 3_900_000,
    "12分30秒 Intro": 750_000,
    "1時間2分3秒 Intro": 3_723_000,
    "12'34\" Intro": 754_000,
    "12’34” Intro": 754_000,
    "12′34″ Intro": 754_000,
    "03.45 Intro": 225_000,
    "1.02.33 Intro": 3_753_000,
}


@pytest.mark.parametrize("text", WRITTEN)
def test_each_way_to_write_a_time(text: str) -> None:
    tokens = scan(text)
    assert [token.ms for token in tokens] == [WRITTEN[text]]
    assert not tokens[0].why_not


NO_CHAPTERS = {
    "at 4:30 PM": "a time of day",
    "at 4:30pm": "a time of day",
    "at 4:30 a.m. sharp": "a time of day",
    "19:39 Uhr: Luis": "a time of day",
    "um 20:00 h": "a time of day",
    "12:30 o'clock": "a time of day",
    "kl. 20:15": "a time of day",
    "Friday 18:30": "a time of day",
    "10:00 UTC": "a time of day in a zone",
    "10:00 CEST": "a time of day in a zone",
    "6:00 Eastern": "a time of day in a zone",
    "2020-12-27 02:00": "a date's time of day",
    "2024-05-01T20:15": "a date's time of day",
    "01.05.2024 20:15": "a date's time of day",
    "Sat, Mar 4, 2023, 4:00": "a date's time of day",
    "March 4th at 4:00": "a date's time of day",
    "1月29日（土）13:00〜": "a date's time of day",
    "John 3:16": "a verse",
    "1 Cor. 13:04": "a verse",
    "they won 10:12": "a score or a ratio",
    "aspect ratio 16:10": "a score or a ratio",
    "Duration: 19:53": "a length, not a start",
    "Laufzeit 1:02:33": "a length, not a start",
    "abc12:30": "part of a word",
    "cut 12:30 kg": "a measure",
}


@pytest.mark.parametrize("text", NO_CHAPTERS)
def test_what_stands_around_says_that_it_is_no_chapter(text: str) -> None:
    assert [token.why_not for token in scan(text)] == [NO_CHAPTERS[text]]


@pytest.mark.parametrize(
    "text",
    [
        "16 : 8 fasting",
        "ratio 2:1",
        "00:11:22:33:44:55",
        "fe80::1:23:45",
        "https://example.com/12:30/t=1:05:10",
        "www.example.com/12:30",
        "v1.2.3",
        "$12.50 each",
        "costs 12.50 €",
        "on 03.05.2024",
        "am 03.05. in Kiel",
        "12:3",
        "Nepal GMT+5:45",
        "1234:56",
        "10:30:20:10:40",
        "plain words and 2024",
        "",
    ],
)
def test_what_is_no_time_at_all(text: str) -> None:
    assert not [token for token in scan(text) if not token.why_not]


@pytest.mark.parametrize(
    "text",
    [
        "00:10 - 05:12 x",
        "00:10–05:12 x",
        "[00:10 → 05:12] x",
        "00:10 to 05:12 x",
        "00:10 bis 05:12 x",
        "00:10 ... 05:12 x",
    ],
)
def test_a_range_is_one_time_with_an_end(text: str) -> None:
    (token,) = scan(text)
    assert token.ms == 10_000
    assert token.end is not None
    assert token.end.ms == 312_000


def test_a_time_of_day_ends_no_range() -> None:
    assert [(token.ms, token.end) for token in scan("25:00 – 9:30 AM")] == [(1_500_000, None), (570_000, None)]


def test_tokens_say_where_they_stand() -> None:
    text = "Intro (01:30) and more, 1:02:03"
    assert [text[token.start : token.stop] for token in scan(text)] == ["01:30", "1:02:03"]


def test_hours_and_minutes_are_the_other_reading_of_two_parts() -> None:
    (token,) = scan("1:05 x")
    assert token.as_hours == 3_900_000
    assert token.as_small is None
    (token,) = scan("12:30:00 x")
    assert token.as_hours is None
    assert token.as_small == 750_000
    (token,) = scan("59:30 x")
    assert token.as_hours is None


def test_impossible_parts_are_seen() -> None:
    assert [token.odd for token in scan("0:94:18 and 12:75 and 12:30")] == [True, True, False]


def test_numbers_with_dots_count_only_where_there_is_no_colon() -> None:
    assert [token.family for token in scan("12:30 chapter 3.45")] == [Family.CLOCK]


def test_folding_keeps_the_length() -> None:
    text = "\u00a0１２：３०\t٫—’”・ａ"
    assert len(folded(text)) == len(text)
    assert folded(text).startswith(" 12:30\t,-'\"")


def test_only_the_beginning_of_a_long_line_is_scanned() -> None:
    assert len(scan("0:10 " * 100_000)) < 10_000
