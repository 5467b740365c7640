"""What is said of times among and beside the chapters that are written otherwise."""

from __future__ import annotations

import pytest

from chaptag.model.duration import Duration
from chaptag.notes.read import read_notes

# Lines between “2:00 B” and “9:00 D”, with “|” between them, and what is said of their time.
OTHERWISE = {
    "5m30s C": "“5m30s” is not written as the other times are",
    "25m30s C": "“25m30s” stands among the chapters and does not fit between 02:00 and 09:00",
    "1m30s C": "“1m30s” stands among the chapters and does not fit between 02:00 and 09:00",
    "a line|5m30s C": "“5m30s” is written differently from the other times",
    "a line|another|and more|one more|5m30s C": "",
    "a line|another|and more|one more|05m30s C": "“05m30s” is written differently from the other times",
    "a line|25m30s C": "",
    "25 minutes with Ann": "",
}


@pytest.mark.parametrize("lines", OTHERWISE)
def test_a_time_that_is_written_otherwise_among_the_chapters(lines: str) -> None:
    text = f"0:00 A|2:00 B|{lines}|9:00 D|12:00 E|15:00 F".replace("|", "\n")
    messages = [each.message for each in read_notes(text).findings]
    assert len(messages) == bool(OTHERWISE[lines])
    assert all(message.startswith(OTHERWISE[lines]) for message in messages)


BESIDE = {
    "4:00 A|6:00 B|9:00 D|7m30s C": "“7m30s” stands beside the chapters and does not fit after 09:00",
    "4m30s C|4:00 A|6:00 B|9:00 D": "“4m30s” stands beside the chapters and does not fit before 04:00",
}


@pytest.mark.parametrize("lines", BESIDE)
def test_where_a_time_beside_the_chapters_does_not_fit(lines: str) -> None:
    messages = [each.message for each in read_notes(f"Chapters:\n{lines}".replace("|", "\n")).findings]
    assert any(message.startswith(BESIDE[lines]) for message in messages), messages


# Lines with “|” between them, perhaps “@” and the audio's seconds; the starts that are taken and what is said of times.
TAKEN: dict[str, tuple[list[int], list[str]]] = {
    "0:00 A|2m30s B|5:00 C|9:00 D": ([0, 150, 300, 540], ["“2m30s” is not written as the other times are"]),
    "0:00 A|2m30s B|5:00 C|x y|9:00 D": ([0, 300, 540], []),
    "0:00 A|02m30s B|5:00 C|x y|9:00 D": ([0, 300, 540], ["“02m30s” is written differently from the other times"]),
    "0:00 A|5 min B|7:30 C|10 min D|20 min E": (
        [0, 300, 450, 600, 1200],
        ["“7:30” is not written as the other times are"],
    ),
    "0:00 A|1m00s B|5:00 C|6m00s D|10:00 E|30m00s F|20:00 G": (
        [0, 60, 300, 360, 600, 1200],
        [
            "“1m00s” is not written as the other times are",
            "“6m00s” is not written as the other times are",
            "“30m00s” stands among the chapters and does not fit between 10:00 and 20:00",
        ],
    ),
    "0:00 A|0:20 B|1m00s C|5:00 D|6m00s E|10:00 F|30m00s G|20:00 H": (
        [0, 20, 60, 300, 360, 600, 1200],
        [
            "“1m00s” is not written as the other times are",
            "“6m00s” is not written as the other times are",
            "“30m00s” stands among the chapters and does not fit between 10:00 and 20:00",
        ],
    ),
    "0m30s A|2:00 B|5:00 C|9:00 D": ([120, 300, 540], ["“0m30s” is written differently from the other times"]),
    "0:00 A|25m30s C|2:00 B|9:00 D": (
        [0, 120, 540],
        ["“25m30s” stands among the chapters and does not fit between 00:00 and 02:00"],
    ),
    "0:00 A|2:00 B|25m30s C|9:00 D": (
        [0, 120, 540],
        ["“25m30s” stands among the chapters and does not fit between 02:00 and 09:00"],
    ),
    "0:00 A|9:3O B|5:00 C|9:00 D": (
        [0, 300, 540],
        ["“9:3O” looks like a mistyped time and does not fit between 00:00 and 05:00"],
    ),
    # With it, these would be the same few words again and again, and no list.
    "0:00 Ad|1:00 Ad|3:1O Ad|5:00 Talk|6:00 Talk|8:00 Ad": (
        [0, 60, 300, 360, 480],
        ["“3:1O” looks like a mistyped time; the line is left out"],
    ),
    "Chapters:|2:3O A|3:00 B / 5:10 C / 12:30 D|20:00 E": (
        [150, 180, 310, 750, 1200],
        ["“2:3O” is not written as the other times are"],
    ),
    "Chapters:|3:3O A|3:00 B / 5:10 C / 12:30 D|20:00 E": (
        [180, 310, 750, 1200],
        ["“3:3O” looks like a mistyped time and does not fit before 03:00"],
    ),
    "O:05 A|0:10 B|0:20 C|0:40 D@2500": (
        [300, 600, 1200, 2400],
        ["all times are read as hours and minutes", "“O:05” is not written as the other times are"],
    ),
    "O:05:00 A|0:10:00 B|0:20:00 C|0:25:00 D@30": (
        [5, 10, 20, 25],
        ["all times are read as minutes and seconds", "“O:05:00” is not written as the other times are"],
    ),
    "A - 0:00|some words|3:00 B|C - 5:00|D - 9:00": (
        [0, 300, 540],
        ["“3:00” stands elsewhere in its line than the other times"],
    ),
    "A - 0:00|some words|look at 3:00 more|C - 5:00|D - 9:00": ([0, 300, 540], []),
    "0:00 A|2:00 B|look at 4:30 more|9:00 D": ([0, 120, 540], ["“4:30” stands elsewhere in its line"]),
    "0:00 A|2:00 B|look at 4:30 more.|9:00 D": ([0, 120, 540], []),
}


@pytest.mark.parametrize("text", TAKEN)
def test_what_is_taken_and_what_is_said(text: str) -> None:
    lines, _, seconds = text.partition("@")
    duration = Duration(int(seconds) * 10**9, "stated", "the test says so") if seconds else None
    reading = read_notes(lines.replace("|", "\n"), duration=duration)
    starts, said = TAKEN[text]
    assert [chapter.start // 1000 for chapter in reading.chapters] == starts
    messages = [each.message for each in reading.findings]
    assert len(messages) == len(said), messages
    assert all(message.startswith(each) for message, each in zip(messages, said, strict=True)), messages
