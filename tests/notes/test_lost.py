"""Lines among the chapters that were not taken: each is named, in the findings and in the explanation."""

from __future__ import annotations

import pytest

from chaptag.model.duration import Duration
from chaptag.model.reading import Grade
from chaptag.notes.grammar.slips import Slip, slip_at_end, slip_at_front, slip_inside
from chaptag.notes.grammar.token import Family
from chaptag.notes.read import read_notes

OPEN = ["3: Sponsor", "3:7 Sponsor", "3:155 Sponsor", "??:?? Sponsor", "3:xx Sponsor", "--:-- Sponsor", "TBD Sponsor"]
OPEN += [
    "0:03:1 Sponsor",
    "0:3: Sponsor",
    "0315 778 201",
    "03/15 Sponsor",
    "9min Sponsor",
    "9.30 Sponsor",
    "sponsor 3:00 Kettles Ltd",
]
UNSURE = [
    "315 Sponsor",
    "3,15 Sponsor",
    "3 15 Sponsor",
    "3: 15 Sponsor",
    "Sponsor 3:15",
    "Sponsor - 3:1O",
    "3:9O Sponsor",
]
MEANT = [
    "3:1O Sponsor",
    "3:l0 Sponsor",
    "3;10 Sponsor",
    "3;1O Sponsor",
    "03 10 Sponsor",
    "0310 Sponsor",
    "03: 10 Sponsor",
    "3 :10 Sponsor",
]
MEANT += [
    "3:1\N{CYRILLIC CAPITAL LETTER O} Sponsor",
    "3 : 10 Sponsor",
    "03.10. Sponsor",
    "3.10 Sponsor",
    "3min10 Sponsor",
    "3'10 Sponsor",
    "[3:1O] Sponsor",
    "**3;10** Sponsor",
]
NOTHING = [
    "Sponsor",
    "9 minutes with Ann",
    "12 Angry Men",
    "2001 A Space Odyssey",
    "100 letters",
    "3 kettles",
    "10 % off",
    "$3,15 a month",
]


def notes(line: str) -> str:
    return f"00:00 Intro\n01:30 News\n{line}\n05:30 Interview\n08:00 Bye\n"


@pytest.mark.parametrize("line", [*OPEN, *UNSURE])
def test_a_line_that_looks_like_a_chapter_is_named(line: str) -> None:
    reading = read_notes(notes(line))
    assert len(reading.chapters) == 4
    assert [(each.rule, each.place and each.place.line) for each in reading.findings] == [("left-out", 3)]
    assert [each.place.line for each in reading.explained if not each.taken] == [3]


@pytest.mark.parametrize("line", MEANT)
def test_a_line_with_one_meaning_is_taken_and_said(line: str) -> None:
    reading = read_notes(notes(line))
    assert [(chapter.start, chapter.title) for chapter in reading.chapters][2] == (190_000, "Sponsor")
    assert [(each.rule, each.place and each.place.line, each.chapter) for each in reading.findings] == [
        ("mistyped-time", 3, 3)
    ]
    assert reading.grade is Grade.GUESS
    assert [each.place.line for each in reading.explained if each.taken] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("line", NOTHING)
def test_a_line_with_other_numbers_is_nothing_to_speak_of(line: str) -> None:
    reading = read_notes(notes(line))
    assert (len(reading.chapters), reading.grade, reading.findings) == (4, Grade.SURE, ())


def test_each_lost_line_is_named() -> None:
    lines = [
        "0:00 Intro",
        "1:30 News",
        "3: Sponsor",
        "3:7 Again",
        "??:?? Mail",
        "5:30 Interview",
        "8:00 Bye",
        "TBD End",
    ]
    reading = read_notes("\n".join([*lines[:5], "5:00 More", *lines[5:]]))
    assert [each.place and each.place.line for each in reading.findings] == [3, 4, 5, 9]


def test_the_mended_must_rise_among_themselves() -> None:
    reading = read_notes(notes("2;10 A\n2:1O B\n0312 C"))
    assert [chapter.title for chapter in reading.chapters] == ["Intro", "News", "A", "C", "Interview", "Bye"]
    assert [each.place and each.place.line for each in reading.findings if each.rule == "left-out"] == [4]


def test_a_mended_time_is_read_as_the_others_are() -> None:
    reading = read_notes(
        "0:00 A\n0:10 B\n0:2O C\n0:40 D\n1:05 E\n1:10 F", duration=Duration(80 * 60 * 10**9, "stated", "x", exact=False)
    )
    assert [chapter.start // 60_000 for chapter in reading.chapters] == [0, 10, 20, 40, 65, 70]


def test_lines_around_the_list_count_where_they_touch_it() -> None:
    touching = read_notes("O0:00 Intro\n01:30 News\n03:00 Sponsor\n05:30 Interview\n08;00 Bye")
    assert [chapter.title for chapter in touching.chapters] == ["Intro", "News", "Sponsor", "Interview", "Bye"]
    apart = read_notes("O0:00 Intro\n\n00:00 Intro\n01:30 News\n05:30 Interview\n\n08;00 Bye")
    assert (apart.grade, apart.findings) == (Grade.SURE, ())


def test_where_as_much_is_lost_as_taken_nothing_is_sure() -> None:
    reading = read_notes("00:00 Intro\n1:5 News\n3: Sponsor\n08:00 Bye")
    assert reading.grade is Grade.DOUBT
    assert len(reading.candidates) == 1


def test_a_line_that_names_a_length_is_named_too() -> None:
    reading = read_notes("Intro (0:00)\nNews (0:45)\nAverage length (1:30)\nBye (2:30)\n\nLength (4:00)\n")
    assert [(each.rule, each.place and each.place.line) for each in reading.findings] == [("left-out", 3)]
    assert reading.findings[0].message == "“1:30” looks like a length, not a start; the line is left out"


ELSEWHERE = "stands elsewhere in its line than the other times"
STANDS_OPEN = "stands where the others have a time, and which one is meant is open"
MISTYPED = "looks like a mistyped time"
# A third line among “0:00”, “1:30”, “5:30” and “8:00”: the time that it is read as, or what is said of it.
THIRD: dict[str, int | str] = {
    "5:2l x": 321,
    "5:3O x": f"“5:3O” {MISTYPED} and does not fit between 01:30 and 05:30",
    "1:3O x": f"“1:3O” {MISTYPED} and does not fit between 01:30 and 05:30",
    "1:3l x": 91,
    "Words at 3:1O with more": f"“3:1O” {MISTYPED} and stands elsewhere in its line than the others",
    "1: x": f"“1:” {STANDS_OPEN}",
    "5: x": f"“5:” {STANDS_OPEN}",
    "6: x": "",
    "0: x": "",
    "130 x": "",
    "131 x": f"“131” {STANDS_OPEN}",
    "529 x": f"“529” {STANDS_OPEN}",
    "530 x": "",
    "3 min x": 180,
    "9 min x": "",
    "03.10 x": 190,
    "9.10 x": "“9.10” stands among the chapters and does not fit between 01:30 and 05:30",
    "3'10 x 4'10": 190,
    "sponsor 3:00 x": f"“3:00” {ELSEWHERE}",
    "sponsor 3:00 " + "x" * 36: f"“3:00” {ELSEWHERE}",
    "sponsor 3:00 " + "x" * 37: "",
    "x" * 92 + " - 3:00": f"“3:00” {ELSEWHERE}",
    "x" * 93 + " - 3:00": "",
    "We met at 3:00 in it": f"“3:00” {ELSEWHERE}",
    "We met at 3:00 in it.": "",
    "We met at 3:00 in " + "x" * 31: f"“3:00” {ELSEWHERE}",
    "We met at 3:00 in " + "x" * 32: "",
}


@pytest.mark.parametrize("line", THIRD)
def test_what_becomes_of_a_line_among_the_chapters(line: str) -> None:
    meant = THIRD[line]
    reading = read_notes(f"0:00 Intro\n1:30 News\n{line}\n5:30 Talk\n8:00 Bye")
    starts = [chapter.start // 1000 for chapter in reading.chapters]
    said = [each.message for each in reading.findings if each.rule == "left-out"]
    assert starts == ([0, 90, meant, 330, 480] if isinstance(meant, int) else [0, 90, 330, 480])
    assert said == ([f"{meant}; the line is left out"] if meant and isinstance(meant, str) else [])


# Whole lists: the starts in seconds, and the lines that are left out with what is said of them.
WHOLE: dict[str, tuple[list[int], dict[int, str]]] = {
    "0;O5 A|1:30 B|3:00 C|5:30 D": ([5, 90, 180, 330], {}),
    "2:O5 A|1:30 B|3:00 C|5:30 D": ([90, 180, 330], {1: f"“2:O5” {MISTYPED} and does not fit before 01:30"}),
    "0:00 A|1:30 B|3:00 C|1:O5 D": ([0, 90, 180], {4: f"“1:O5” {MISTYPED} and does not fit after 03:00"}),
    "0:00 A|1:30 B|3:00 C|1:02:5O D": ([0, 90, 180, 3770], {}),
    "0:00 A|1:30 B|3:00 C|1:03:0O D": ([0, 90, 180], {4: f"“1:03:0O” {MISTYPED} and does not fit after 03:00"}),
    "9:00 A|0:00 B|1:30 C|5:30 D": (
        [0, 90, 330],
        {1: "“9:00” stands beside the chapters and does not fit before 00:00"},
    ),
    "0:00 B|1:30 C|5:30 D|8:00 E|3:00 A": (
        [0, 90, 330, 480],
        {5: "“3:00” stands beside the chapters and does not fit after 08:00"},
    ),
    "8:00 A|5;30 B|3:00 C|1:00 D|0:00 E": ([0, 60, 180, 480], {2: f"“5;30” {MISTYPED}"}),
    "A 0:00|B 1:30|C 3:1O|D 5:30": ([0, 90, 190, 330], {}),
    "A - 0:00|B - 1:30|3:1O C|D - 5:30": (
        [0, 90, 330],
        {3: f"“3:1O” {MISTYPED} and stands elsewhere in its line than the others"},
    ),
    "0:00 A|1:30 B|3:1O C|3:lO D|5:30 E": (
        [0, 90, 190, 330],
        {4: f"“3:lO” {MISTYPED} and does not fit between 03:10 and 05:30"},
    ),
    "0:00 A|1:30 B|3:1O C|3:2O D|5:30 E": ([0, 90, 190, 200, 330], {}),
    "0:00 A|words|1:30 B|3: C|5:30 D|8:00 E": ([0, 90, 330, 480], {4: f"“3:” {STANDS_OPEN}"}),
    "0:00 A|words|1:30 B|words|3: C|5:30 D|8:00 E": ([0, 90, 330, 480], {}),
    "0:00 A|words|1:30 B|0310 C|5:30 D|8:00 E": ([0, 90, 330, 480], {4: f"“0310” {STANDS_OPEN}"}),
    "0:00 A|1:30 B||Two words 3:00 x|5:30 D|8:00 E": ([0, 90, 330, 480], {}),
}


@pytest.mark.parametrize("text", WHOLE)
def test_what_is_left_out_of_a_list(text: str) -> None:
    starts, lost = WHOLE[text]
    reading = read_notes(text.replace("|", "\n"))
    assert [chapter.start // 1000 for chapter in reading.chapters] == starts
    assert {each.place.line: each.message for each in reading.findings if each.rule == "left-out" and each.place} == {
        at: f"{why}; the line is left out" for at, why in lost.items()
    }


def test_what_is_mended_at_the_end_stands_within_the_audio() -> None:
    text = "0:00 A\n1:00 B\n2:00 C\n3;3O D"
    for seconds, count in ((210, 3), (211, 4)):
        reading = read_notes(text, duration=Duration(seconds * 10**9, "stated", "x", exact=False))
        assert len(reading.chapters) == count


# What a line begins with: the spot, its time in seconds or else the limits of what it may be, and C(lear), Z(eroed).
SLIPS: dict[str, tuple[str, tuple[float, float] | int | None, str]] = {
    "3:1O x": ("3:1O", 190, "C"),
    "3:lI x": ("3:lI", 191, "C"),
    "O0:ΟО x": ("O0:ΟО", 0, "C"),
    "1:2O:3o x": ("1:2O:3o", 4830, "C"),
    "0:5O x": ("0:5O", 50, "CZ"),
    "3:5l x": ("3:5l", 231, "C"),
    "3:6O x": ("3:6O", None, "C"),
    "IO:OI": ("", None, ""),
    "3;59 x": ("3;59", 239, "C"),
    "3;60 x": ("3;60", None, "C"),
    "3;10;60 x": ("3;10;60", None, "C"),
    "03 :: 10 x": ("03 :: 10", 190, "CZ"),
    "3:.10 x": ("3:.10", 190, "C"),
    "3 : 10 : 20 x": ("3 : 10 : 20", 11420, "C"),
    "3: 10 x": ("3: 10", 190, ""),
    "3 : 10 x": ("3 : 10", 190, "C"),
    "30: 10 x": ("30: 10", 1810, ""),
    "30.10 x": ("30.10", 1810, ""),
    "0: 10 x": ("0: 10", 10, "CZ"),
    "3:10 x": ("", None, ""),
    "3:10:20 x": ("", None, ""),
    "0:03:1 x": ("0:03:1", None, "C"),
    "3:100:20": ("3:100:20", None, "C"),
    "3: x": ("3:", (180, 240), ""),
    "3:7 x": ("3:7", (180, 240), ""),
    "12:345": ("12:345", (0, 1 << 62), ""),
    "3:7y": ("", None, ""),
    "3:7, x": ("", None, ""),
    "??:?? x": ("??:??", None, "C"),
    "x:xx:xx x": ("x:xx:xx", None, "C"),
    "--:-- x": ("--:--", None, "C"),
    "3:xx x": ("3:xx", None, "C"),
    "TBA x": ("TBA", (0, 1 << 62), ""),
    "?? x": ("??", (0, 1 << 62), ""),
    "TBDs x": ("", None, ""),
    "3.10 x": ("3.10", 190, ""),
    "3.59 x": ("3.59", 239, ""),
    "3.60 x": ("", None, ""),
    "03.10 x": ("03.10", 190, "Z"),
    "03=10 x": ("03=10", 190, "Z"),
    "03_10_20 x": ("03_10_20", 11420, "Z"),
    "03-10 x": ("03-10", 190, ""),
    "03/10 x": ("03/10", 190, ""),
    "03 10 778 x": ("03 10", 190, ""),
    "03 10/5 x": ("", None, ""),
    "03 10 x": ("03 10", 190, "Z"),
    "0310 x": ("0310", 190, "Z"),
    "310 x": ("310", 190, ""),
    "031020 x": ("031020", 11420, "Z"),
    "0310 x7": ("0310", 190, "Z"),
    "0310 778": ("0310", 190, ""),
    "0310 EUR": ("", None, ""),
    "0310% x": ("", None, ""),
    "10 x": ("10", (600, 660), ""),
    "no time": ("", None, ""),
    "": ("", None, ""),
}


def shown(text: str, slip: Slip | None) -> tuple[str, tuple[float, float] | int | None, str]:
    if slip is None:
        return ("", None, "")
    flags = "C" * slip.clear + "Z" * slip.zeroed
    spot = text[slip.start : slip.stop]
    if slip.token is None:
        return (
            spot,
            (slip.low / 1000, slip.high / 1000 if slip.high < 1 << 60 else slip.high) if slip.high else None,
            flags,
        )
    assert (slip.token.start, slip.token.stop, slip.token.family) == (slip.start, slip.stop, Family.CLOCK)
    assert (slip.low, slip.high) == (slip.token.ms, slip.token.ms + 1)
    return (spot, slip.token.ms // 1000, flags)


@pytest.mark.parametrize("text", SLIPS)
def test_each_kind_of_slip_where_a_line_begins(text: str) -> None:
    assert shown(text, slip_at_front(text)) == SLIPS[text]


@pytest.mark.parametrize("lead", ["- ", "* ", "(", "[", "12. ", "12)  ", "– ", "  • {", "🐸 "])
def test_what_may_stand_before_a_slip(lead: str) -> None:
    text = f"{lead}3:1O x"
    assert shown(text, slip_at_front(text)) == ("3:1O", 190, "C")


@pytest.mark.parametrize("lead", ["a ", "$", "#", "1234. ", "12.", " " * 13])
def test_what_may_not(lead: str) -> None:
    text = f"{lead}3;10 x"
    assert shown(text, slip_at_front(text))[0] != "3;10"


@pytest.mark.parametrize("long", [0, 1, 30, 35, 36, 200])
@pytest.mark.parametrize("tail", ["", " ", ")", "].", "**", " \t"])
def test_a_slip_where_a_line_ends(long: int, tail: str) -> None:
    text = "word " * (long // 5) + "w" * (long % 5) + " 3:1O" + tail
    assert shown(text, slip_at_end(text)) == ("3:1O", 190, "C")
    assert slip_at_end(f"{text} more words") is None


def test_what_is_glued_to_a_word_ends_no_line() -> None:
    for mark in "a:;.,?$€£":
        assert slip_at_end(f"word {mark}3;10") is None, mark
    assert shown("(3;10", slip_at_end("(3;10"))[0] == "3;10"
    assert shown("3;10", slip_at_end("3;10"))[0] == "3;10"
    assert shown("see 12 :: 34 : 56", slip_at_end("see 12 :: 34 : 56"))[0] == "12 :: 34 : 56"


def test_only_what_is_clear_counts_inside_a_line() -> None:
    assert shown("Talk (3;10) more", slip_inside("Talk (3;10) more")) == ("3;10", 190, "C")
    assert shown("Talk 3.10 or 3;10 more", slip_inside("Talk 3.10 or 3;10 more"))[0] == "3;10"
    assert slip_inside("Talk 3.10 more") is None
    assert slip_inside("w" * 36 + " 3;10 more") is None
    assert slip_inside("w" * 35 + " 3;10 more") is not None
    text = "w" * 60 + " 3;10"
    assert shown(text, slip_inside(text))[0] == "3;10"


def test_only_the_front_of_a_line_is_looked_at() -> None:
    assert slip_at_front("0310" + " " * 76) == slip_at_front("0310" + " " * 76 + "778")


def test_a_moved_slip_stands_elsewhere() -> None:
    slip = slip_at_front("3;10 x")
    assert slip is not None
    moved = slip.moved(7)
    assert moved.token is not None
    assert (moved.start, moved.stop, moved.token.start, moved.token.stop) == (7, 11, 7, 11)
    blank = slip_at_front("??:?? x")
    assert blank is not None
    assert (blank.moved(7).start, blank.moved(7).stop, blank.moved(7).token) == (7, 12, None)


def test_a_time_past_the_end_is_the_mistyped_one() -> None:
    reading = read_notes(
        "0:00 A\n5:12 B\n13:40 C\n59:30 D\n31:10 E\n40:25 F",
        duration=Duration(45 * 60 * 10**9, "stated", "x", exact=False),
    )
    assert [(each.rule, each.place and each.place.line) for each in reading.findings][1:] == [("times-out-of-order", 4)]
    said = "“D” at 59:30 comes after the end of the audio and before 31:10: it is mistyped"
    assert reading.findings[1].message == said


@pytest.mark.parametrize(
    "text",
    [
        "0:00 Ann 2:00 Bob\n4:00 Ann 6:00 Bob\n8:00 Ann 9:00 Bob\n12:00 Ann 13:00 Bob",  # as one list a transcript's
        "Tracks\nA1 0:00 Intro\n4:00 Guest 6:00 News\n8:00 Mail 9:00 News\n12:00 Quiz 13:00 Outro",  # the first is lost
    ],
)
def test_times_in_titles_that_are_no_chapters_are_named_and_settle_no_doubt(text: str) -> None:
    reading = read_notes(text, duration=Duration(25 * 60 * 10**9, "stated", "x", exact=False))
    assert reading.grade is Grade.DOUBT
    named = [found.message for found in reading.findings if found.rule == "left-out"]
    assert len(named) == text.count(":00 ") - len(reading.candidates[0].chapters) - ("A1" in text)
    assert named[-1] == "“13:00” stands inside another chapter's title; it is left there"


@pytest.mark.parametrize(
    ("spot", "meant"),
    [
        ("0:14:0", None),
        ("0:14:055", None),
        ("0014:05", 845_000),
        ("0:1405", 845_000),
        ("0:14;05", 845_000),
        ("0;14:05", 845_000),
        ("0 :14:05", 845_000),
        ("0:14: 05", 845_000),
        ("00.14:05", 845_000),
        ("00-14-05", None),
        ("14:055", None),
        ("141:5", None),
        ("1405", None),
    ],
)
@pytest.mark.parametrize(
    "form", ["{time} - {title}", "{title} {time}", "- {time}: {title}", "1. [{time}] {title}", "{time} | {title}"]
)
def test_no_mistyped_time_is_lost_or_read_by_half(spot: str, meant: int | None, form: str) -> None:
    rows = [("0:00:00", "Hello"), ("0:09:10", "News"), (spot, "Talk"), ("0:31:20", "Mail"), ("1:02:40", "Bye")]
    text = "\n".join(form.format(time=time, title=title) for time, title in rows)
    reading = read_notes(text, duration=Duration(70 * 60 * 10**9, "stated", "x", exact=False))
    starts = {chapter.title: chapter.start for chapter in reading.chapters}
    assert reading.grade is Grade.GUESS
    assert {"Hello", "News", "Mail", "Bye"} <= set(starts) <= {"Hello", "News", "Talk", "Mail", "Bye"}
    (found,) = reading.findings
    assert (found.rule, starts.get("Talk")) in {("mistyped-time", meant), ("left-out", None)}
    assert found.place is not None
    assert found.place.line == 3


@pytest.mark.parametrize(
    "form",
    [
        "{number}: {time} {title}",
        "{title} 1 :{time}",
        "{time}: 10 - {title}",
        "{time};05:00;{title}",
        "{time};30;{title}",
    ],
)
def test_numbers_beside_most_times_are_no_parts_of_them(form: str) -> None:
    rows = [("00:00", "Hello"), ("05:00", "News"), ("10:00", "Mail"), ("15:00", "Bye")]
    text = "\n".join(form.format(number=at, time=time, title=title) for at, (time, title) in enumerate(rows, 1))
    reading = read_notes(text, duration=Duration(25 * 60 * 10**9, "stated", "x", exact=False))
    assert [chapter.start for chapter in reading.chapters] == [0, 300_000, 600_000, 900_000]
    assert not reading.findings
