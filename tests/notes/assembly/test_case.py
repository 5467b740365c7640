"""Words before minutes that say that they are points, not lengths."""

from __future__ import annotations

import pytest

from chaptag.model.duration import Duration
from chaptag.notes.read import read_notes

WORDS = ["at", "from", "ab", "bei", "à", "a", "al", "dal", "od", "na", "vanaf", "om", "с", "на", "з"]


@pytest.mark.parametrize("word", WORDS)
def test_minutes_behind_a_word_for_a_point(word: str) -> None:
    text = f"{word} 5 min – Intro\n{word} 12 min – Talk\n{word} 31 min – End\n"
    reading = read_notes(text, duration=Duration(40 * 60 * 10**9, "stated", "the test says so"))
    assert [each.start // 60_000 for each in reading.chapters] == [5, 12, 31]


def test_minutes_behind_another_word_may_be_lengths() -> None:
    text = "for 5 min – Intro\nfor 12 min – Talk\nfor 31 min – End\n"
    assert not read_notes(text, duration=Duration(40 * 60 * 10**9, "stated", "the test says so")).chapters
