"""Which of the lists in the notes is taken, and which times make one."""

from __future__ import annotations

import pytest

from tests.notes.assembly.small import shown

_EIGHT = "0:00 A, 5:00 B, 9:00 C, 12:00 D, 15:00 E, 18:00 F, 22:00 G, 25:00 H"
_LISTED = _EIGHT.replace(", ", "|")
_TIMES = "¦ ¦ ¦|¦---¦---¦|¦ 0:00 ¦ A ¦|¦ 5:00 ¦ B ¦|¦ 9:00 ¦ C ¦|"
_GUESTS = "¦ ¦ ¦|¦---¦---¦|¦ Ann ¦ 1:00 ¦|¦ Bob ¦ 2:00 ¦|¦ Cid ¦ 2:30 ¦|¦ Dan ¦ 3:30 ¦|"
# Lines with “|” between them, the cells of tables with “¦”.
CHOSEN = {
    # a doubtful list does not go before a sure one, however many times it has
    "Sponsors:|" + _LISTED + "||Later:|1:00 Q|25:00 R|30:00 S": "sure: 1:00 Q, 25:00 R, 30:00 S",
    # a guess ranks as a sure list does
    "Contents||- 0:00 Q|- 25:00 R||More||```|0:05 A|3:00 B|9:00 C|```": "guess: 0:00 Q, 25:00 R",
    "```|" + _LISTED + "|```||More||- 1:05 Q|- 25:00 R|- 27:00 S": f"guess: {_EIGHT}",
    # another list rivals it where it is as good but for one point: four times make one
    _LISTED + "||Another:|0:00 Q|6:00 R|10:00 S|13:00 T": "doubt: ",
    _LISTED + "|28:00 I||Another:|0:00 Q|6:00 R|10:00 S|13:00 T": f"guess: {_EIGHT}, 28:00 I",
    # from the second tag on only lines with a tag are chapters
    "0:00 A #chapter|5:00 B|9:00 C": "sure: 0:00 A #chapter, 5:00 B, 9:00 C",
    "0:00 A #chapter|5:00 B #chapter|9:00 C": "guess: 0:00 A, 5:00 B",
    "0:00 A #chapter|5:00 B": "guess: 0:00 A, 5:00 B",
    # one mistyped time does not change how the list is written
    "1.00 A|O5:45 B|7.02 C|9.12 D|13.39 E": "doubt: ",
    # the number before a title counts the entries of a list that runs backwards, too
    "9:00 3. End|5:00 2. News|0:00 1. Intro": "guess: 0:00 Intro, 5:00 News, 9:00 End",
    "Ending of it at 9:00|News at 5:00|Intro at 0:00": "guess: 0:00 Intro, 5:00 News, 9:00 Ending of it",
    # a heading above is that of a list that runs backwards, too
    "Sponsors|9:00 End|5:00 News|0:00 Intro": "doubt: ",
    # tables that a blank line parts are two, and what stands between rows stands in order
    _TIMES + "|" + _GUESTS: "guess: 0:00 A, 5:00 B, 9:00 C",
    _GUESTS + "|" + _TIMES: "sure: 0:00 A, 5:00 B, 9:00 C",
    _TIMES + "|12:00 D|15:00 E": "sure: 0:00 A, 5:00 B, 9:00 C, 12:00 D, 15:00 E",
    # enough times are written in digits: two of any number, or one of four
    "00:00 A|0l:00 B|O2:00 C|O3:00 D": "guess: 0:00 A, 1:00 B, 2:00 C, 3:00 D",
    "00:00 A|0l:00 B|O2:00 C": "sure: ",
    "1:00 A|2:00 B|O3:00 C": "guess: 1:00 A, 2:00 B, 3:00 C",
    "00:00 A|02:00 B|O3:00 C": "guess: 0:00 A, 2:00 B, 3:00 C",
    "0O:00 A|0l:00 B|O2:00 C|O3:00 D": "sure: ",
}


@pytest.mark.parametrize("text", CHOSEN)
def test_which_list_is_taken(text: str) -> None:
    assert shown(text, kind="markdown" if "```" in text or "¦" in text else None) == CHOSEN[text]


# Lists that may be of lengths, as the last start tells: where times stand before titles that is no matter.
@pytest.mark.parametrize(
    ("text", "seconds", "expected"),
    [
        ("3:20 A 3:28 B 3:35 C", 240, "guess: 3:20 A, 3:28 B, 3:35 C"),
        ("A (3:20), B (3:28), C (3:35)", 240, "sure: "),
        ("A (5:00) w|B (5:47) x|C (6:30) y|D (7:30) z", 451, "sure: "),
    ],
)
def test_times_behind_words_that_may_be_lengths(text: str, seconds: int, expected: str) -> None:
    assert shown(text, seconds) == expected


# The audio's length in seconds, and a stated one; whether times that add up to 17:00 are lengths.
@pytest.mark.parametrize(
    ("seconds", "stated", "lengths"),
    [
        (1000, "", True),
        (999, "", False),
        (1040, "", True),
        (1041, "", False),
        (None, "Length: 16:40||", True),
        (None, "Length: 16:39||", False),
    ],
)
def test_times_that_add_up_to_the_whole(seconds: int | None, stated: str, *, lengths: bool) -> None:
    found = shown(f"{stated}Chapters:|A - 2:00|B - 1:50|C - 3:00|D - 10:10", seconds)
    assert found == ("sure: " if lengths else "guess: 1:50 B, 3:00 C, 10:10 D")
