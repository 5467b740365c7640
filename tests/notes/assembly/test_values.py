"""How the other times of a list are read: its ends, and those with frames."""

from __future__ import annotations

import pytest

from chaptag.notes.assembly.entry import Entry, Role
from chaptag.notes.assembly.values import values_of
from chaptag.notes.grammar.scan import scan
from chaptag.notes.read import read_notes


def test_an_end_is_read_as_minutes_and_seconds_where_the_starts_are() -> None:
    texts = ["0:10:00-0:15:00", "0:20:00-0:20:00", "0:25:00"]
    listed = [Entry(at, scan(text)[0], Role.FRONT, 0, 0) for at, text in enumerate(texts)]
    read = values_of(listed, 30_000)
    ends = [read.end(*pair) for pair in zip(listed, read.starts, strict=True)]
    assert (read.way, read.starts, ends) == ("small", (10_000, 20_000, 25_000), [15_000, None, None])


@pytest.mark.parametrize(("fps", "ms"), [(25.0, 1480), (13.0, 1923), (12.0, 1000)])
def test_frames_are_parts_of_a_second(fps: float, ms: int) -> None:
    (token,) = scan("0:00:01:12")
    assert values_of([Entry(0, token, Role.FRONT, 0, 0)], None, fps=fps).starts == (ms,)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0:00 A|0:10 B|0:20 C", ["the times as they are written", "the times as hours and minutes"]),
        ("0:00:00 A|3:00:00 B|6:00:00 C", ["the times as they are written", "the times as minutes and seconds"]),
    ],
)
def test_two_ways_to_read_the_times_are_told_apart(text: str, why: list[str]) -> None:
    assert [each.why for each in read_notes(text.replace("|", "\n")).candidates] == why
