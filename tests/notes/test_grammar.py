"""Times in a line: every way to write them, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chaptag.notes.grammar.digits import folded
from chaptag.notes.grammar.links import Aim, aim_of
from chaptag.notes.grammar.marks import minute_mark
from chaptag.notes.grammar.scan import open_end, scan
from chaptag.notes.grammar.token import Family, TimeToken
from chaptag.notes.read import read_notes

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


DAY, ZONE, DATE, MEASURE = "a time of day", "a time of day in a zone", "a date's time of day", "a measure"
OFFSET, VERSE, SCORE, LENGTH = "a zone's offset", "a verse", "a score or a ratio", "a length, not a start"
MONTHS = ["jan", "January", "feb", "Mar", "März", "mär", "apr.", "May", "Mai", "Jun", "june", "juli", "Aug"]
MONTHS += ["Sept", "September", "oct", "Okt", "November", "dez", "December"]
AROUND = {
    "a": [DAY, "5:30 pm", "5:30 A.M.", "5:30 uhr", "5:30 oclock", "5:30 noon", "5:30 midnight", "5:30 hs.", "5:30 klo"],
    "b": [DAY, "5:30시", "5:30 点", "Sunday, 5:30", "tuesday at 5:30", "thursdays @ 5:30", "Klo 5:30", "klokken. 5:30"],
    "c": [ZONE, "5:30 (GMT)", "5:30 AEST", "5:30 EDT", "5:30Z", "5:30 PT", "5:30 Pacific time", "1:05:30 UTC"],
    "d": [MEASURE, "5:30%", "5:30 MB", "5:30 $", "5:30 px", "5:30°"],
    "e": [OFFSET, "UTC 5:30", "gmt -5:30", "is UTC +5:30"],
    "f": [DATE, "2024-5-1 5:30", "2024/05/01, um 5:30", "1.5.24 at 5:30", "01/05/2024T5:30", "5日 5:30", "（日）5:30"],
    "g": [
        DATE,
        *(f"{month} 5, 5:30" for month in MONTHS[:13]),
    ],
    "h": [DATE, *(f"{month} 2024 5:30" for month in MONTHS[13:])],
    "i": [DATE, "May 1st, 2024, at 5:30", "May 3rd @ 5:30", "jan 2nd um 5:30"],
    "j": [VERSE, "Gen 5:30", "psaume 5:30", "1 Samuel. 5:30", "see MATTHÄUS 5:30"],
    "k": [SCORE, "won 5:30", "beats, wins 5:30", "odds  5:30", "vs. 5:30", "Endstand 5:30"],
    "l": [LENGTH, "Length of the episode: 5:30", "total 5:30", "durée : (5:30", "running time = 1:05:30", "时长：5:30"],
}


@pytest.mark.parametrize(("why", "text"), [(why, text) for why, *texts in AROUND.values() for text in texts])
def test_each_thing_around_a_time_says_what_it_is(why: str, text: str) -> None:
    assert [token.why_not for token in scan(text)] == [why]


RESEMBLING = ["5:30 pmx", "5:30  pm", "5:30 Amos", "5:30 h then", "5:30 klondike", "5:30 utc", "5:30 Zoo"]
RESEMBLING += ["5:30 Easterner", "5:30 kgb", "5:30 pxl", "NUTC 5:30", "UTC - 5:30", "24-5 5:30", "2024 5:30"]
RESEMBLING += ["2024-5-1: 5:30", "May: 5:30", "maybe 5, 5:30", "may 5 5 5:30", "日记 5:30", "someday 5:30"]
RESEMBLING += ["Friday: 5:30", "ekl 5:30", "John, 5:30", "Johnny 5:30", "John 1:05:30", "won: 5:30", "won 1:05:30"]
RESEMBLING += ["totals 5:30", "John 5m30s", "5m30s pm", "UTC 5.30", "5.30 pm"]


@pytest.mark.parametrize("text", RESEMBLING)
def test_what_only_resembles_it_says_nothing(text: str) -> None:
    assert [token.why_not for token in scan(text)] == [""]


@pytest.mark.parametrize(
    ("before", "apart"),
    [
        ("aéяαჰ", False),
        ("\u0dc6\u0f00\ua000\uabe2\ud7b0\ufb00\ufb06", False),
        ("\u0e01\u0e46\u0e81\u0edd\u3041\u30a2\u4e00\u9fff\uac00\ud7a3\uf900\ufad9", True),
        ("(-@#=", True),
    ],
)
def test_a_letter_makes_both_a_name_but_in_scripts_without_spaces(before: str, apart: bool) -> None:
    for char in before:
        assert [token.why_not for token in scan(f"{char}5:30 x")] == ["" if apart else "part of a word"], char


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1.59 x", (1, 59)),
        ("1.59.59 x", (1, 59, 59)),
        ("100.00", (100, 0)),
        ("1.60 x", None),
        ("1.60.00 x", None),
        ("1.00.60 x", None),
        ("1000.00", None),
    ],
)
def test_the_limits_of_numbers_with_dots(text: str, parts: tuple[int, ...] | None) -> None:
    assert [token.parts for token in scan(text)] == ([] if parts is None else [parts])


def test_the_limits_of_folding() -> None:
    assert folded("0:00 – no change: 5") == "0:00 - no change: 5"
    assert folded("²½Ⅷ٣߅𝟗é") == "²½Ⅷ359é"
    assert folded("１；２！ XYZ") == "1；2！ XYZ"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("5 min.12:30 x", [("5 min.", 300), ("12:30", 750)]),
        ("1h 2'30 x", [("1h 2'30", 3750)]),
        ("2'30 and 5min and 1:02:03", [("2'30", 150), ("5min", 300), ("1:02:03", 3723)]),
        ("5 mın 12 min x", [("12 min", 720)]),
        ("12:30 mn – x", [("12:30 mn", 750)]),
        ("12:30 mnemonic", [("12:30", 750)]),
        ("12:30\tmin x", [("12:30", 750)]),
        ("1:02:03 hrs: x", [("1:02:03 hrs", 3723)]),
        ("1:02:03 hours x", [("1:02:03", 3723)]),
        ("1:02:03Std", [("1:02:03Std", 3723)]),
        ("1:02h of 5:30", [("1:02h", 3720), ("5:30", 330)]),
        ("1:02:03.4 x", [("1:02:03.4", 3723.4)]),
        ("1:02:03.45 x", [("1:02:03.45", 3723.45)]),
        ("1:02,999 x", [("1:02,999", 62.999)]),
        ("3:04:05:06 x", [("3:04:05:06", 11045)]),
        ("see http://a.b/5:30 at 6:30", [("6:30", 390)]),
        ("HTTP://a.b/5:30 WWW.a.b/1:30 6:30", [("6:30", 390)]),
        ("ftp://a.b/5:30|6:30", [("6:30", 390)]),
        ("1h30m", [("1h30m", 5400)]),
        ("1h, 30m, 5s", [("1h, 30m, 5s", 5405)]),
        ("1h   30m", [("1h", 3600), ("30m", 1800)]),
        ("1h - 2h", [("1h - 2h", 3600)]),
        ("30m 1h", [("30m", 1800), ("1h", 3600)]),
        ("30m 20m", [("30m", 1800), ("20m", 1200)]),
        ("1h x 30m", [("1h", 3600), ("30m", 1800)]),
        ("1h 5s", [("1h 5s", 3605)]),
        ("90m", [("90m", 5400)]),
        ("12m30", [("12m30", 750)]),
        ("5min30 x", [("5min30", 330)]),
        ("12m 30 x", [("12m", 720)]),
        ("1h02x", [("1h", 3600)]),
        ("5s30", [("5s", 5)]),
        ("5초 x", [("5초", 5)]),
        ("12 Minuten x", [("12 Minuten", 720)]),
        ("1小時02 x", [("1小時02", 3720)]),
        ("x5min", []),
        ("+5min 1:5min £5m _5m 6m", [("6m", 360)]),
        ("1000m", []),
        ("5 metres", []),
        ("1 HR 5 Minutes", [("1 HR 5 Minutes", 3900)]),
        ("2 ° 3'04''", [("2 ° 3'04''", 7384)]),
        ("5'30\"x 5'30x /5'30", [("5'30", 330)]),
    ],
)
def test_which_characters_are_whose_time(text: str, tokens: list[tuple[str, float]]) -> None:
    assert [(text[token.start : token.stop], token.ms / 1000) for token in scan(text)] == tokens


JOINING = ["-", "--", "-->", "=>", "→", "~", "..", "...", "…", "to", "til", "till", "until", "bis", "a", "à", "au"]
JOINING += ["até", "do", "至", "から"]


@pytest.mark.parametrize(
    ("between", "joined"),
    [
        *[(f" {word} ", True) for word in JOINING],
        *[(mark, True) for mark in ("-", "] - [", ") → (", " a las @", " –")],
        *[(mark, False) for mark in (" ", " and ", " / ", "  -  ", " ---- ", ", ", "] ", " to the ", " tot ")],
    ],
)
def test_what_joins_two_times(between: str, joined: bool) -> None:
    text = f"[0:10{between}5:12 x"
    found = [(token.ms, token.end and token.end.ms, text[token.start : token.stop]) for token in scan(text)]
    apart = [(10_000, None, "0:10"), (312_000, None, "5:12")]
    assert found == ([(10_000, 312_000, f"0:10{between}5:12")] if joined else apart)


@pytest.mark.parametrize(
    ("text", "parts"),
    [("1h", (1, 0, 0)), ("90m", (90, 0)), ("1h 90m", (2, 30, 0)), ("90s", (1, 30)), ("0h 5s", (0, 0, 5))],
)
def test_times_with_words_have_hours_where_they_say_so(text: str, parts: tuple[int, ...]) -> None:
    assert [token.parts for token in scan(text)] == [parts]


def test_a_range_has_two_ends_of_one_family() -> None:
    assert [token.ms for token in scan("0:10 - 5 min")] == [10_000, 300_000]
    assert [(token.ms, token.end and token.end.ms) for token in scan("0:10 - 0:20 - 0:30 - 0:40")] == [
        (10_000, 20_000),
        (30_000, 40_000),
    ]


OPEN_ENDS = {
    "(4:15 - end) Bye": (False, " - end"),
    "[4:15 –Schluss]": (False, " –Schluss"),
    "【4:15→結束】": (False, "→結束"),
    "(4:15 - end of it)": (False, ""),
    "(4:15 - end": (False, ""),
    "4:15 - end) Bye": (False, ""),
    "4:15 - end": (True, " - end"),
    "4:15 bis zum Ende": (True, " bis zum Ende"),
    "4:15 to the end: Bye": (True, " to the end"),
    "4:15 - end  and more": (True, " - end"),
    "4:15 - end Farewell": (True, " - end"),
    "4:15 bis Ende Abschied": (True, " bis Ende"),
    "4:15 - End Credits": (True, ""),
    "4:15 - end credits": (True, ""),
    "4:15 - ending": (True, ""),
    "4:15 and the end": (True, ""),
    "4:15 - 5:00 - end": (True, ""),
    "4:15 pm - end": (True, ""),
}


@pytest.mark.parametrize("text", OPEN_ENDS)
def test_the_end_of_the_audio_ends_a_range_in_brackets_or_after_a_range(text: str) -> None:
    ranged, end = OPEN_ENDS[text]
    (token,) = scan(text)
    opened = open_end(text, token, ranged=ranged)
    assert text[token.stop : opened.stop] == end
    assert (opened is token) == (not end)
    if ranged:
        assert open_end(text, token, ranged=False) is token


def test_the_limit_of_a_line() -> None:
    most = 32 * 1024
    for shift, found in ((-4, ["0:10"]), (-3, []), (0, [])):
        text = " " * (most + shift) + "0:10"
        assert [text[token.start : token.stop] for token in scan(text)] == found


@pytest.mark.parametrize(
    ("parts", "changes", "hours", "small", "odd"),
    [
        ((24, 59), {}, 89_940_000, None, False),
        ((25, 0), {}, None, None, False),
        ((1, 60), {}, None, None, True),
        ((1, 2), {"fraction": 5}, None, None, False),
        ((1, 2), {"family": Family.UNITS}, None, None, False),
        ((1, 2), {"family": Family.DOTTED}, 3_720_000, None, False),
        ((60, 59, 59), {}, None, 3_659_000, False),
        ((1, 60, 0), {}, None, None, True),
        ((1, 2, 3), {"frames": 0}, None, None, False),
        ((1, 2, 3), {"fraction": 5}, None, None, False),
        ((1, 2, 3), {"family": Family.UNITS}, None, None, False),
    ],
)
def test_the_other_readings_of_a_time(
    parts: tuple[int, ...], changes: dict[str, Any], hours: int | None, small: int | None, odd: bool
) -> None:
    token = replace(TimeToken(0, 5, Family.CLOCK, parts), **changes)
    assert (token.as_hours, token.as_small, token.odd) == (hours, small, odd)


@pytest.mark.parametrize(
    ("text", "minutes", "shown"),
    [
        ("Minuto 11: Dietas", 11, "Minuto 11"),
        ("- (min. 6) Cum", 6, "min. 6"),
        ("ab Minute 8 – Post", 8, "ab Minute 8"),
        ("นาทีที่ 5 เปิด", 5, "นาทีที่ 5"),
        ("Минута ٧ Привет", 7, "Минута ٧"),
        ("Menit 123 - Penutup", 123, "Menit 123"),
        ("Minuto 11", 11, "Minuto 11"),
        ("Minute 8:45 Post", None, ""),
        ("Minute 8.45 Post", None, ""),
        ("Minute 8-12 Post", None, ""),
        ("Min 5% more", None, ""),
        ("Minute 1234 Post", None, ""),
        ("Minutes 5 Post", None, ""),
        ("The minute 5 Post", None, ""),
        ("5 min 30 Post", None, ""),
    ],
)
def test_a_word_before_a_number_makes_it_minutes(text: str, minutes: int | None, shown: str) -> None:
    mark = minute_mark(text)
    assert mark is None if minutes is None else mark is not None
    if mark is not None:
        assert (mark.parts, text[mark.start : mark.stop]) == ((minutes, 0), shown)


@pytest.mark.parametrize(("lines", "read"), [(2, 0), (3, 3)])
def test_a_few_lines_must_begin_so(lines: int, read: int) -> None:
    text = "".join(f"Minute {number * 7}: Part {number}\n" for number in range(lines))
    assert len(read_notes(text).chapters) == read


@pytest.mark.parametrize(
    ("url", "aim"),
    [
        ("https://youtu.be/x?t=145", Aim("https://youtu.be/x", 145)),
        ("https://youtu.be/x?t=2m", Aim("https://youtu.be/x", 120)),
        ("https://a.example/watch?v=x&t=90s", Aim("https://a.example/watch?v=x", 90)),
        ("https://a.example/watch?t=90s&v=x", Aim("https://a.example/watch&v=x", 90)),
        ("https://a.example/12#t=1h2m3s", Aim("https://a.example/12", 3723)),
        ("#t=1:02:03", Aim("", 3723)),
        ("/play?time_continue=02:03", Aim("/play", 123)),
        ("/play?t=", None),
        ("/play?t=&v=x", None),
        ("/play?t=abc", None),
        ("/play?t=10abc", None),
        ("/play?part=10", None),
        ("/list?start=20", None),
        ("/play/t=10", None),
        ("https://a.example/" + 500 * "x" + "?t=10", None),
    ],
)
def test_where_a_link_points(url: str, aim: Aim | None) -> None:
    assert aim_of(url) == aim
