"""What a line holds: the times in it that are starts, their titles, and whether the times are set off."""

from __future__ import annotations

import pytest

from tests.notes.assembly.small import read, shown

_THREE = "0:00 Intro, 5:10 News, 9:00 Talk"
LINES = {
    # quotation marks around a time belong to it, on either side of a title
    '"0:00" Intro|"5:10" News|"9:00" Talk': f"sure: {_THREE}",
    'Intro "0:00"|News "5:10"|Talk "9:00"': f"sure: {_THREE}",
    "Intro `0:10`|News `5:10`|Talk `9:00`": "sure: 0:10 Intro, 5:10 News, 9:00 Talk",
    '• "0:00" Intro|• "5:10" News|• "9:00" Talk': f"sure: {_THREE}",
    '-"0:00" Intro|-"5:10" News|-"9:00" Talk': f"sure: {_THREE}",
    '"0:00"Intro|"5:10"News|"9:00"Talk': f"sure: {_THREE}",
    'Intro "0:10",|News "5:10",|Talk "9:00",': "sure: 0:10 Intro, 5:10 News, 9:00 Talk",
    '"Intro" 0:00|"News" 5:10|"Talk" 9:00': 'sure: 0:00 "Intro", 5:10 "News", 9:00 "Talk"',
    # a unit behind a time is no title
    "Chapters:|Intro 0:10 min|News 5:10 min|Talk 9:00 min": "sure: 0:10 Intro, 5:10 News, 9:00 Talk",
    "Chapters:|Intro 0:10 мин|News 5:10 мин|Talk 9:00 мин": "sure: 0:10 Intro, 5:10 News, 9:00 Talk",
    "0:00 hrs|Intro|5:10 hrs|News|9:00 hrs|Talk": f"sure: {_THREE}",
    "0:00 min|Intro|5:10 min|News|9:00 min|Talk": f"sure: {_THREE}",
    # a word before each time may label it, between the separators of a line, too
    "Part 1: 0:00 Intro / Part 2: 5:10 News / Part 3: 9:00 Talk": f"sure: {_THREE}",
    # words on both sides of a time in brackets
    "Intro (0:00) and us|News (5:10) of today|Talk (9:00) and bye": f"guess: {_THREE}",
    "Intro(0:00) and us|News(5:10) of today|Talk(9:00) and bye": f"guess: {_THREE}",
    # what counts the entries
    "#1 0:00 Intro|#2 5:10 News|#3 9:00 Talk": f"sure: {_THREE}",
    "a) 0:00 Intro|b) 5:10 News|c) 9:00 Talk": f"sure: {_THREE}",
    # a list that runs on in one line, with ranges or without
    "0:00 Intro 5:10 News 9:00 Talk": f"guess: {_THREE}",
    "0:00-5:10 Intro 5:10-9:00 News 9:00-12:00 Talk": f"guess: {_THREE}",
    "0:00 Intro 5:10-7:00 News 9:00 Talk": f"guess: {_THREE}",
    "Intro (0:00), News (5:10-7:00), Talk (9:00)": f"guess: {_THREE}",
    "In this show: 0:00 Intro 5:10 News 9:00 Talk": f"guess: {_THREE}",
    "0:00 Intro 5:10 News 9:00 Talk. Thanks to all who were here today": f"guess: {_THREE}",
    "0:00 Intro 5:10 News of the week and more 9:00 Talk with Ann and Bob now. Bye": (
        "guess: 0:00 Intro, 5:10 News of the week and more, 9:00 Talk with Ann and Bob now. Bye"
    ),
    "Mon 9:00-17:00 Tue 10:00-18:00 Wed 11:00-19:00": "sure: ",
    "0:00 Intro 1m10s News 5:10 Song 9:00 Talk": "guess: 0:00 Intro 1m10s News, 5:10 Song, 9:00 Talk",
    "Intro (0:00), News (1m10s), Song (5:10), Talk (9:00)": "guess: 0:00 Intro, 5:10 News (1m10s), Song, 9:00 Talk",
    # brackets, tabs and wide space set a time off, not a bracket that closes only
    "Intro (at 0:10)|News (at 5:10)|Talk (at 9:00)": "sure: 0:10 Intro, 5:10 News, 9:00 Talk",
    "Intro (at 0:10).|News (at 5:10).|Talk (at 9:00).": "sure: 0:10 Intro, 5:10 News, 9:00 Talk",
    "Intro - 0:10|News - 5:10|Talk - 9:00": "sure: 0:10 Intro, 5:10 News, 9:00 Talk",
    'Intro 0:10"|News 5:10"|Talk 9:00"': "doubt: ",
    "Intro 0:10)|News 5:10)|Talk 9:00)": "doubt: ",
    "Intro (x) 0:10|News (x) 5:10|Talk (x) 9:00": "doubt: ",
    "Intro\t0:10|News\t5:10|Talk\t9:00": "sure: 0:10 Intro, 5:10 News, 9:00 Talk",
    "In\tx 0:10|New\ty 5:10|Talk\tz 9:00": "doubt: ",
    "In a\tbit 0:10|New\tones 5:10|Talk\tof it 9:00": "doubt: ",
    # what stands in columns is a start and an end
    "Intro  0:00  5:10|News  5:10  9:00|Talk  9:00  12:00": f"sure: {_THREE}",
    "0:00  5:10  Intro|5:10  9:00  News|9:00  12:00  Talk": f"sure: {_THREE}",
}


@pytest.mark.parametrize("text", LINES)
def test_what_a_line_holds(text: str) -> None:
    assert shown(text) == LINES[text]


def test_the_end_stands_in_the_column_behind_the_start() -> None:
    text = "Intro  0:10  5:00  8:00|News  5:10  9:00  9:30|Talk  9:00  12:00  13:00"
    assert [each.end for each in read(text).chapters] == [300_000, 540_000, 720_000]


def test_a_list_in_one_line_does_not_go_on_with_the_next() -> None:
    text = "0:00 Intro, a hello 5:10 News of the week 9:00 A guest (a woman who|writes) and more"
    assert shown(text) == "guess: 0:00 Intro, a hello, 5:10 News of the week, 9:00 A guest (a woman who"
