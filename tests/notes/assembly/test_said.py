"""What is said of a list that was read, word for word."""

from __future__ import annotations

import pytest

from chaptag.model.duration import Duration
from chaptag.notes.read import read_notes

# Lines with “|” between them, perhaps “@” and the audio's seconds, and every message with its line and chapter.
SAID: dict[str, list[tuple[int, int | None, str]]] = {
    "O:05 A|0:10 B|0:20 C|0:40 D@2500": [
        (1, None, "all times are read as hours and minutes: “0:40” is 0:40:00"),
        (1, 1, "“O:05” is not written as the other times are: did you mean 0:05:00? It is read so"),
    ],
    "0:10:00 A|0:20:00 B|0:25:00 C@30": [(1, None, "all times are read as minutes and seconds: “0:25:00” is 0:00:25")],
    "Length: 1:30:00||0:00 A|3:1O B|20:00 C|45:00 D|59:30 E|1:05 F|1:20 G": [
        (8, None, "“1:05” comes after 59:30: it is read as 1:05:00"),
        (4, 2, "“3:1O” is not written as the other times are: did you mean 0:03:10? It is read so"),
    ],
    "Chapters|0:00 A|5:00 B|9:00 C||Capitulos|0:00 X|5:00 Y|9:00 Z||Kapitel|0:00 D|5:00 E|9:00 F": [
        (7, None, "the list stands here once more with 3 times; the first one counts")
    ],
    "0:00 A|5:00 B|9:00 C|8:00 D|14:00 E@1200": [
        (4, 4, "“D” at 08:00 comes after 09:00: one of the two may be mistyped")
    ],
    "0:00 A|5:00 B|20:00 C|19:00 D@1200": [(4, 4, "“D” at 19:00 comes after 20:00: one of the two may be mistyped")],
    "0:00 A|5:00 B|20:01 C|19:00 D@1200": [
        (3, 3, "“C” at 20:01 comes after the end of the audio and before 19:00: it is mistyped")
    ],
}


@pytest.mark.parametrize("text", SAID)
def test_every_word(text: str) -> None:
    lines, _, seconds = text.partition("@")
    duration = Duration(int(seconds) * 10**9, "stated", "the test says so") if seconds else None
    findings = read_notes(lines.replace("|", "\n"), duration=duration).findings
    assert [(each.place and each.place.line, each.chapter, each.message) for each in findings] == SAID[text]


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("0:00 A|0:10 B|0:20 C", "Take one with --pick 1 or --pick 2, or give the audio's length with --duration."),
        ("Sponsors|0:00 A|5:00 B|9:00 C", "Take it with --pick 1, or give the audio's length with --duration."),
    ],
)
def test_how_a_doubtful_list_is_taken(text: str, advice: str) -> None:
    (finding,) = read_notes(text.replace("|", "\n")).findings
    assert finding.advice == advice


def test_how_another_list_is_taken() -> None:
    text = "0:00 A|x|1m00s B|5:00 C|x|6m00s D|10:00 E|x|30m00s F|20:00 G"
    (finding,) = read_notes(text.replace("|", "\n")).findings
    assert (finding.rule, finding.advice) == ("second-list", "Take it with --pick 2, or remove it from the notes.")


@pytest.mark.parametrize(
    ("times", "rules"),
    [
        ("0:00 A|0:20 B|0:45 C|1:05 D|1:20 E", ["reread-times", "stated-duration"]),
        ("0:00 A|20:00 B|45:00 C|59:30 D|1:05 E|1:20 F", ["reread-times"]),  # so read by the order alone
    ],
)
def test_a_stated_duration_is_named_where_it_counts(times: str, rules: list[str]) -> None:
    text = f"---\nduration: 1:30:00\n---\n\n{times}".replace("|", "\n")
    assert [each.rule for each in read_notes(text, kind="markdown").findings] == rules
