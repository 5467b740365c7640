"""What is said of times among and beside the chapters that are written otherwise."""

from __future__ import annotations

import pytest

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
