"""Small notes of every shape, with lists and without; how a list's times and titles are read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chaptag.model.duration import Duration
from chaptag.notes.assembly import titles
from chaptag.notes.assembly.entry import Entry, Role
from chaptag.notes.assembly.labels import announces_other, announces_transcript, label_above
from chaptag.notes.assembly.repair import Repair, repaired
from chaptag.notes.assembly.runs import backwards, runs_of
from chaptag.notes.assembly.survey import survey
from chaptag.notes.assembly.titles import Title
from chaptag.notes.assembly.turns import turns
from chaptag.notes.assembly.values import values_of, wraps
from chaptag.notes.document import Kind, Line
from chaptag.notes.grammar.scan import scan
from chaptag.notes.read import read_notes
from chaptag.notes.registry import read_document
from tests.notes.cases import line
from tests.notes.lists import LISTS, read_small


@pytest.mark.parametrize("name", LISTS)
def test_notes_read_as_a_person_reads_them(name: str) -> None:
    notes = LISTS[name]
    reading = read_small(notes)
    assert (reading.grade.value, [(chapter.start, chapter.title) for chapter in reading.chapters]) == notes[1:3]


@pytest.mark.parametrize("name", LISTS)
def test_every_time_is_explained_and_every_doubt_names_the_way_out(name: str) -> None:
    reading = read_small(LISTS[name]._replace(depth=None))
    assert all(each.why and each.place.line for each in reading.explained)
    assert sum(each.taken for each in reading.explained) <= max(
        [len(reading.chapters), *(len(each.chapters) for each in reading.candidates)], default=0
    )
    if reading.grade.value == "doubt":
        assert not reading.chapters
        assert reading.candidates
        assert any(each.rule == "doubtful-list" and "--pick 1" in each.advice for each in reading.findings)
    if reading.grade.value == "guess":
        assert any(each.severity.label == "warning" for each in reading.findings)


def entries(times: str) -> list[Entry]:
    return [Entry(at, scan(time)[0], Role.FRONT, len(time), len(time)) for at, time in enumerate(times.split())]


# The times, the audio's length and a stated one in seconds; how they are read, and the last of them in seconds.
READINGS: list[tuple[str, int | None, int | None, str, int]] = [
    ("0:00 0:10 0:20", None, None, "plain or hours", 20),
    ("0:00 0:25 0:59", None, None, "plain or hours", 59),
    ("0:00 0:25 1:00", None, None, "plain", 60),
    ("0:00 0:10", None, None, "plain", 10),
    ("23:57 23:58 23:59", None, None, "plain or hours", 1439),
    ("23:58 23:59 24:00", None, None, "plain", 1440),
    ("0:00 0:10 0:20", 400, None, "plain", 20),
    ("0:00 0:10 0:20", 1140, None, "plain", 20),
    ("0:00 0:10 0:20", 1141, None, "plain or hours", 20),
    ("0:00 0:10 0:20", 1200, None, "plain or hours", 20),
    ("0:00 0:10 0:20", 1201, None, "hours", 1200),
    ("1:00:00 2:00:00 3:00:00", None, None, "plain", 10800),
    ("1:00:00 2:00:00 3:00:01", None, None, "plain or small", 10801),
    ("0:00 40:00 40:00 1:05", None, None, "wrap from 3", 3900),
    ("0:00 0:20", 401, None, "plain", 20),
    ("0:00 0:01", 20, None, "plain", 1),
    ("0:00 0:01", 61, None, "hours", 60),
    ("0:00 0:10 0:20", None, 400, "plain", 20),
    ("0:00 0:10 0:20", None, 1141, "plain or hours", 20),
    ("0:00 0:10 0:20", None, 1201, "hours", 1200),
    ("0:00 0:10 0:20", 400, 1201, "plain", 20),
    ("0:00 5:00", 200, None, "plain", 300),
    ("0:10:00 0:20:00", 1200, None, "plain", 1200),
    ("0:10:00 0:20:00", 1199, None, "small", 20),
    ("0:10:00 0:20:00", 21, None, "small", 20),
    ("0:10:00 0:20:00", 20, None, "plain", 1200),
    ("0:00:00 1:00:00 2:00:01", None, None, "plain or small", 7201),
    ("0:00:00 1:00:00 2:00:00", None, None, "plain", 7200),
    ("0:00:00 24:00:00", None, None, "small", 1440),
    ("0:00:00 23:59:59", None, None, "plain", 86399),
    ("0:00:00 1:00:00 24:00:00", None, None, "small", 1440),
    ("0:00 30:00 1:05", None, None, "wrap from 2", 3900),
    ("0:00 29:59 1:05", None, None, "plain", 65),
    ("45:00 1:05", None, None, "plain", 65),
    ("45:00 1:05", 3900, None, "plain", 65),
    ("45:00 1:05", 3901, None, "wrap from 1", 3900),
    ("45:00 1:05", 7799, None, "wrap from 1", 3900),
    ("45:00 1:05", 7800, None, "plain", 65),
    ("0:00 40:00 0:39", None, None, "plain", 39),
    ("0:00 40:00 0:40", None, None, "wrap from 2", 2400),
    ("0:00 40:00 1:40", None, None, "wrap from 2", 6000),
    ("0:00 40:00 1:41", None, None, "plain", 101),
    ("0:00 40:00 1:05 1:30:00", None, None, "wrap from 2", 5400),
    ("0:00 40:00 1:05 1:04", None, None, "plain", 64),
    ("0:00 40:00 1:05", 3900, None, "wrap from 2", 3900),
    ("0:00 40:00 1:05", 3899, None, "plain", 65),
    ("0:00 40:00 25:05", None, None, "plain", 1505),
    ("0:00 10:00 20:00 1:05:00", None, None, "plain", 3900),
    ("0:00 5:00 12:00 14:00 51:00", 960, None, "mended 4", 900),
    ("0:00 5:00 12:00 1:51:00", 960, None, "plain", 6660),
    ("0:00 5:00 12:75 14:00 15:00", None, None, "mended 2", 900),
    ("0:00:00 0:05:00 0:12:00 1:14:00", 900, None, "small", 74),
    ("0:00 0:05:00 0:12:00 1:14:00", 900, None, "mended 3", 840),
]


@pytest.mark.parametrize(("times", "seconds", "stated", "way", "last"), READINGS)
def test_how_times_are_read(times: str, seconds: int | None, stated: int | None, way: str, last: int) -> None:
    length = None if seconds is None else seconds * 1000
    values = values_of(entries(times), length, None if stated is None else stated * 1000)
    read = values.way
    read += f" or {values.rival.way}" if values.rival is not None else ""
    read += f" from {values.since}" if values.since else ""
    read = f"mended {values.repair.index}" if values.repair is not None else read
    assert (read, values.starts[-1]) == (way, last * 1000)
    assert wraps(entries(times), length) >= (values.way == "wrap")


@pytest.mark.parametrize(("fps", "ms"), [(None, 1000), (0, 1000), (25.0, 1480), (12.5, 1960), (12.0, 1000)])
def test_frames_count_where_the_rate_is_known_and_larger(fps: float | None, ms: int) -> None:
    assert values_of(entries("0:00:01:12"), None, fps=fps).starts == (ms,)


def test_an_end_is_read_as_its_start_is() -> None:
    listed = [Entry(at, scan(text)[0], Role.FRONT, 0, 0) for at, text in enumerate(["0:00-0:40", "0:40-1:10", "1:10"])]
    read = values_of(listed, 4260_000)
    assert (read.way, [read.end(*pair) for pair in zip(listed, read.starts, strict=True)]) == (
        "hours",
        [2_400_000, 4_200_000, None],
    )
    (fallen,) = scan("0:40-0:30")
    assert values_of([Entry(0, fallen, Role.FRONT, 0, 0)], None).end(Entry(0, fallen, Role.FRONT, 0, 0), 40_000) is None
    (same,) = scan("0:40-0:40")
    assert values_of([Entry(0, same, Role.FRONT, 0, 0)], None).end(Entry(0, same, Role.FRONT, 0, 0), 40_000) is None


# The times, the audio's length in seconds; which is mended, and to what.
REPAIRS: list[tuple[str, int | None, tuple[int, int] | None]] = [
    ("0:00:00 0:20:00 1:30:00 0:40:00", None, None),
    ("0:00:00 0:20:00 1:30:00 0:40:00", 5700, None),
    ("0:00 10:00 20:00 16:59 30:00", None, None),
    ("0:00 10:00 21:00 13:00 14:00", None, (2, 720)),
    ("0:00 10:00 21:00", 900, None),
    ("0:00 5:00 10:00 21:00", 900, (3, 720)),
    ("0:00 10:00 12:00 14:00 51:00", 960, (4, 900)),
    ("0:00 10:00 12:00 14:00 51:00", 901, (4, 900)),
    ("0:00 10:00 12:00 14:00 51:00", 900, None),
    ("0:00 20:00 40:00 1:05:00 0:50:00", None, None),
    ("5:00 1:00 2:00 3:00", None, (0, 50)),
    ("0:00 12:00 0:13:75 14:00", None, (2, 837)),
    ("0:00 3:00 3:30:00 4:00 5:00", None, (2, 210)),
    ("0:00 10:00 0:94:18 50:00 55:00", None, (2, 2958)),
    ("0:00 10:00 94:18 50:00", None, None),
    ("0:00 10:00 5:00 20:00 15:00 30:00", None, None),
    ("0:00 10:00 1:75 20:75 30:00", None, None),
    ("0:00 1:00 2:00 40:00 50:00", 120, None),
    ("0:00 10:00 20:00 30:00", None, None),
    ("0:00 20:00 40:00 1:10:00 0:10:00", None, None),
    ("0:00 10:00 21:00 18:00 30:00", None, None),
    ("0:00 10:00 21:00 18:01 30:00", None, None),
    ("0:00 5:00 10:00 21:00", 1260, None),
    ("0:00 0:00 10:00 21:00 13:00 14:00", None, (3, 720)),
    ("0:00 50:00 1:05 1:20:00 1:30:00", None, None),
]


@pytest.mark.parametrize(("times", "seconds", "mended"), REPAIRS)
def test_a_time_is_mended_where_one_answer_is_left(
    times: str, seconds: int | None, mended: tuple[int, int] | None
) -> None:
    listed = entries(times)
    found = repaired(
        [entry.token for entry in listed], [entry.ms for entry in listed], None if seconds is None else seconds * 1000
    )
    assert found == (None if mended is None else Repair(mended[0], mended[1] * 1000))


AFTER_TIMES = {
    ") - Intro": "Intro",
    "** Intro  -": "Intro",
    "- 5 degrees": "5 degrees",
    "-5 degrees": "-5 degrees",
    ". Intro": "Intro",
    ".NET": ".NET",
    "…Intro": "…Intro",
    "Intro>": "Intro>",
    "a | ": "a",
    " : x · ": "x",
    "A-": "A-",
    '","Talk ""one"""': 'Talk "one"',
    "[Intro]": "Intro",
    "x" * 1001: "x" * 1000,
}
BEFORE_TIMES = {
    "Intro (starts at ": "Intro",
    "Intro (from the very start ": "Intro (from the very start",
    "Intro .....": "Intro",
    "Intro . . .": "Intro",
    "Intro ..": "Intro ..",
    "Intro …": "Intro",
    "- Intro —": "Intro",
    "Intro (": "Intro",
    "Mr. A. B. C .": "Mr. A. B. C .",
}
TIDY = {
    "[Intro]": "Intro",
    "[a]": "a",
    "[a] b]": "[a] b]",
    "[]": "[]",
    "[a": "[a",
    "(a) b": "(a) b",
    ") a": "a",
    "a (": "a",
    "| a |": "a",
    "[[x|b]] c": "b c",
    "a  b\tc": "a b c",
    "a 🔗": "a",
    "": "",
}
TAGGED = {"a #b": "a", "a #b #c)": "a", "a #1": "a #1", "a #b c": "a #b c", "#b": "", "C# #x": "C#", "a": "a"}
CLEANING: list[tuple[Callable[[str], str], dict[str, str]]] = [
    (titles.clean_front, AFTER_TIMES),
    (titles.clean_back, BEFORE_TIMES),
    (titles.tidy, TIDY),
    (titles.without_tags, TAGGED),
]


@pytest.mark.parametrize(
    ("clean", "text", "title"), [(clean, text, title) for clean, pairs in CLEANING for text, title in pairs.items()]
)
def test_what_is_no_part_of_a_title(clean: Callable[[str], str], text: str, title: str) -> None:
    assert clean(text) == title


COMMON: list[tuple[Callable[[list[Title]], list[Title]], list[str], list[str]]] = [
    (titles.common_end, ["a x at", "b at", "c AT"], ["a x", "b", "c"]),
    (titles.common_end, ["a at", "b at"], []),
    (titles.common_end, ["a at", "b at", "at"], []),
    (titles.common_end, ["a at", "b at", "c on"], []),
    (titles.common_end, ["a 1", "b 1", "c 1"], []),
    (titles.without_mark, ["★ a", "★ b", "★ c"], ["a", "b", "c"]),
    (titles.without_mark, ["❤\ufe0f a", "❤\ufe0f b", "❤\ufe0f c"], ["a", "b", "c"]),
    (titles.without_mark, ["a ★", "b ★", "c★"], ["a", "b", "c"]),
    (titles.without_mark, ["★ a", "★ b"], []),
    (titles.without_mark, ["★ a", "★ b", "● c"], []),
    (titles.without_mark, ["★a", "★b", "★c"], []),
    (titles.without_mark, ["\u2190 a", "\u2190 b", "\u2190 c"], ["a", "b", "c"]),
    (titles.without_mark, ["\u218f a", "\u218f b", "\u218f c"], []),
    (titles.without_mark, ["中 a", "中 b", "中 c"], []),
    (titles.without_mark, ["! a", "! b", "! c"], []),
    (titles.without_lengths, ["a (2:10)", "b (1:02:10)", "c [2:10 min]"], ["a", "b", "c"]),
    (titles.without_lengths, ["a (2:10)", "b (2:10)", "c"], ["a", "b", "c"]),
    (titles.without_lengths, ["a (2:10)", "b", "c (1:10)"], []),
    (titles.without_lengths, ["a (2:10)", "b (2:10)"], []),
    (titles.without_numbers, ["1. a", "2. b", "3. c"], ["a", "b", "c"]),
    (titles.without_numbers, ["0) a", "1) b", "2) c"], ["a", "b", "c"]),
    (titles.without_numbers, ["1. a", "2. b", "4. c"], []),
    (titles.without_numbers, ["2. a", "3. b", "4. c"], []),
    (titles.without_numbers, ["1. a", "2. b"], []),
    (titles.without_numbers, ["1. a", "2. b", "c"], []),
    (titles.without_label, ["Topic: a", "topic: b: x", "Topic: c"], ["a", "b: x", "c"]),
    (titles.without_label, ["Topic: a", "topic: b"], []),
    (titles.without_label, ["Topic: a", "Topic: b", "c"], []),
    (titles.without_label, ["T1: a", "T1: b", "T1: c"], []),
]


@pytest.mark.parametrize(("take", "texts", "left"), COMMON)
def test_what_all_titles_share_is_taken_away(
    take: Callable[[list[Title]], list[Title]], texts: list[str], left: list[str]
) -> None:
    assert [title.text for title in take([Title(text) for text in texts])] == (left or texts)


def test_the_chapter_tag_is_a_word() -> None:
    assert [titles.hashtagged(text) for text in ("a #Chapter", "a #chapters", "a#chapter b")] == [True, False, True]


# Times in lines, “.” for a line without, “>” before one that is indented, “_” for one with a blank line before it.
RUNS = {
    "0:00 0:10 . . . 0:20": ["0:00 0:10 0:20"],
    "0:00 0:10 0:00 0:05": ["0:00 0:10", "0:00 0:05"],
    "0:00 0:20 0:10 0:30": ["0:00 0:20 0:10 0:30"],
    "0:05 0:20 0:05 0:30": ["0:05 0:20", "0:05 0:30"],
    "0:05 0:20 0:06 0:30": ["0:05 0:20 0:06 0:30"],
    "0:05 0:20 0:30 0:19": ["0:05 0:20 0:30", "0:19"],
    "0:05 0:20 0:30 0:20": ["0:05 0:20 0:30 0:20"],
    "0:20 0:10": ["0:20", "0:10"],
    "0:00 2:00 1:59": ["0:00 2:00 1:59"],
    "0:00 2:01 1:59": ["0:00 2:01", "1:59"],
    "0:00 2:01 2:00": ["0:00 2:01 2:00"],
    "0:00 0:20 . 0:10": ["0:00 0:20", "0:10"],
    "0:00 . 0:20 . 0:10": ["0:00 0:20 0:10"],
    "0:00 0:20 _0:10": ["0:00 0:20", "0:10"],
    "0:00 _0:20 _0:10": ["0:00 0:20 0:10"],
    "0:00 5:00 >0:00 >2:00 >4:00 9:00": ["0:00 5:00 9:00", "0:00 2:00 4:00"],
    "0:00 5:00 >0:00 >2:00 9:00 >4:00": ["0:00 5:00 9:00", "0:00 2:00", "4:00"],
    "0:00 5:00 >0:00 >2:00 >6:00": ["0:00 5:00", "0:00 2:00 6:00"],
    "0:00 5:00 7:00 3:00 8:00 9:00": ["0:00 5:00 7:00 3:00 8:00 9:00"],
    "0:00 5:00 7:00 1:00 8:00 9:00": ["0:00 5:00 7:00", "1:00 8:00 9:00"],
    "0:00 5:00 7:00 2:00 8:00 9:00": ["0:00 5:00 7:00", "2:00 8:00 9:00"],
    "0:00 5:00 7:00 2:01 . 8:00 9:00": ["0:00 5:00 7:00", "2:01 8:00 9:00"],
    "9:00 8:00 7:00 6:00 5:00 10:00": ["9:00", "8:00", "7:00", "6:00", "5:00 10:00"],
    "9:00 >8:00 >7:00 >6:00 9:30": ["9:00 9:30", "8:00", "7:00", "6:00"],
    "9:00 >8:00 >7:00 >6:00 >5:00 9:30": ["9:00", "8:00", "7:00", "6:00", "5:00 9:30"],
}
FALLING = {
    "0:20 0:10 0:00": ["0:00 0:10 0:20"],
    "0:10 0:00": [],
    "0:30 0:20 0:10": [],
    "0:20 . . 0:10 0:00": ["0:00 0:10 0:20"],
    "0:20 . . . 0:10 0:00": [],
    "0:20 >0:10 >0:00": [],
    "0:20 0:20 0:10 0:00": ["0:00 0:10 0:20"],
    "0:20 0:10 0:00 0:30 0:20 0:00": ["0:00 0:10 0:20", "0:00 0:20 0:30"],
}


def laid_out(text: str) -> tuple[list[Entry], list[Line]]:
    lines = [line(each.strip(">_"), indent=2 * (each[0] == ">"), gap=int(each[0] == "_")) for each in text.split()]
    return [Entry(at, scan(each.text)[0], Role.FRONT, 4, 4) for at, each in enumerate(lines) if each.text != "."], lines


@pytest.mark.parametrize("text", [*RUNS, *FALLING])
def test_which_times_belong_together(text: str) -> None:
    listed, lines = laid_out(text)
    runs = runs_of(listed, lines, back=False) if text in RUNS else list(backwards(listed, lines, back=False))
    assert [" ".join(lines[entry.line].text for entry in run.entries) for run in runs] == {**RUNS, **FALLING}[text]
    assert all(run.backwards == (text in FALLING) for run in runs)


def test_times_of_day_are_left_out_where_most_are_none() -> None:
    listed, lines = laid_out("0:00 0:10 0:20 0:30")
    for soft, left in ((2, 4), (3, 1)):
        for at, entry in enumerate(listed):
            entry.soft = at < soft
        assert [len(run.entries) for run in runs_of(listed, lines, back=True)] == [left]


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Chapters", [line("Chapters"), line("0:00")]),
        ("Chapters", [line("Chapters"), line(""), line("0:00", gap=3)]),
        ("", [line("Chapters"), line("0:00", gap=4)]),
        ("Chapters", [line("Chapters"), line(""), line(""), line("0:00")]),
        ("", [line("Chapters"), line(""), line(""), line(""), line("0:00")]),
        ("", [line("Chapters"), line("at 1:00"), line("0:00")]),
        ("Chapters:", [line("Chapters:"), line("at 1:00"), line("0:00")]),
        ("Chapters：", [line("Chapters："), line("at 1:00"), line("0:00")]),
        ("Chapters", [line("Chapters", Kind.HEADING), line("at 1:00"), line("0:00")]),
        ("", [line("Chapters:"), line("Words"), line("x" * 61), line("0:00")]),
        ("x" * 60, [line("x" * 60), line("0:00")]),
        ("", [line("x" * 61), line("0:00")]),
        ("x" * 120, [line("x" * 120 + ":"), line("0:00")]),
        ("", [line("Item", Kind.ITEM), line("0:00", Kind.ITEM)]),
        ("Item", [line("Item", Kind.ITEM), line("0:00")]),
        ("Item", [line("Item", Kind.ITEM), line("0:00", Kind.ITEM, indent=2)]),
        ("", [line("Item", Kind.ITEM, indent=2), line("0:00", Kind.ITEM)]),
        ("Item:", [line("Item:", Kind.ITEM), line("0:00", Kind.ITEM)]),
        ("", [line("0:00")]),
    ],
)
def test_what_heads_a_list(label: str, lines: list[Line]) -> None:
    found = label_above(len(lines) - 1, lines)
    assert found == label


def test_what_a_heading_announces() -> None:
    assert [announces_other(text) for text in ("Sponsors", "Results", "Sponsor chapters", "News")] == [
        True,
        True,
        False,
        False,
    ]
    assert [announces_other(text, from_zero=True) for text in ("Sponsors", "Results")] == [True, False]
    assert [announces_transcript(text) for text in ("Transcript", "News")] == [True, False]


TURNS = {
    "Ann 0:00 Hello.|Bob 0:10 Hi.|Ann 0:20 So?|Bob 0:30 Yes!": 4,
    "0:00 Ann: Hello.|0:10 Bob: Hi.|0:20 Ann: So?|0:30 Bob: Yes!": 4,
    "Ann (0:00)|Hello there.|Bob (0:10)|Hi.|ANN (0:20)|So?|Bob (0:30)|Yes!": 4,
    "Ann 0:00 Hello.|Bob 0:10 Hi.|Ann 0:20 So|Bob 0:30 Yes": 0,
    "Ann 0:00 Hello.|Bob 0:10 Hi.|Ann 0:20 So?|Bob 0:30 Yes": 4,
    "Ann 0:00 Hello.|Bob 0:10 Hi.|Ann 0:20 So?": 0,
    "Ann 0:00 Hello.|Ann 0:10 Hi.|Ann 0:20 So?|Ann 0:30 Yes!": 0,
    "Ann 0:00 A.|Bob 0:10 B.|Cy 0:20 C.|Ann 0:30 A.|Bob 0:40 B.": 4,
    "Ann 0:00 A.|Bob 0:10 B.|Ann 0:20 C.|Dee 0:30 D.|Bob 0:40 B.": 4,
    "ann 0:00 Hello.|bob 0:10 Hi.|ann 0:20 So?|bob 0:30 Yes!": 0,
    "安 0:00 Hello.|文 0:10 Hi.|安 0:20 So?|文 0:30 Yes!": 4,
    "Ann 0:00 v1.2 x|Bob 0:10 v1.2 x|Ann 0:20 v1.2 x|Bob 0:30 v1.2 x": 0,
    "Ann 0:00||Hello.|Bob 0:10||Hi.|Ann 0:20||So?|Bob 0:30||Yes!": 4,
    "Ann 0:00|||Hello.|Bob 0:10|||Hi.|Ann 0:20|||So?|Bob 0:30|||Yes!": 0,
}


@pytest.mark.parametrize("text", TURNS)
def test_speakers_take_turns(text: str) -> None:
    assert len(turns(survey(read_document("text", text.replace("|", "\n"), "notes")))) == TURNS[text]


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("0:00 A\n5:10 B\n9:20 C\n\n0:00 A\n5:10 B\n9:20 C\n30:30 D", "the one from line 5 on counts"),
        ("0:00 A\n5:10 B\n9:20 C\n30:30 D\n\n0:00 A\n5:10 B\n9:20 C", "the first one counts"),
    ],
)
def test_which_of_two_repeated_lists_counts_is_said(text: str, which: str) -> None:
    reading = read_notes(text, duration=Duration(34 * 60 * 10**9, "stated", "x", exact=False))
    assert len(reading.chapters) == 4
    assert [each.message for each in reading.findings if each.rule == "repeated-list"] == [
        f"the list stands here once more with 3 times; {which}"
    ]


@pytest.mark.parametrize(
    "behind",
    [
        ["See you at 20:15."],
        ["Join us live on Friday at 19:30!", "Doors open at 20:15"],
        ["Next show: Friday 19:30"],
        ["Live am Freitag um 19:30"],
    ],
)
def test_a_time_of_day_behind_the_list_is_no_chapter(behind: list[str]) -> None:
    chapters = "Intro 00:00\nGuest 04:00\nMail 08:00\nWhat to look at 14:00"
    reading = read_notes("\n\n".join([chapters, *behind]))
    assert [chapter.start for chapter in reading.chapters] == [0, 240_000, 480_000, 840_000]
    assert [(found.rule, found.place and found.place.line) for found in reading.findings] == [
        ("left-out", 6 + 2 * at) for at in range(len(behind))
    ]


@pytest.mark.parametrize(
    "last", ["\n\nFarewell 20:15", "\nWhat to look at 20:15", "\nCasual Friday 19:30\n\nBye 25:00"]
)
def test_a_last_chapter_stays(last: str) -> None:
    reading = read_notes(f"Intro 00:00\nGuest 04:00\nMail 08:00\nQuiz 14:00{last}")
    assert len(reading.chapters) == 4 + last.count(":")
    assert not reading.findings
