"""The work grows with the size of the notes and not faster, whatever they hold."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from chaptag.notes.read import read_notes

UNITS = {
    "words": "word ",
    "letters": "a\n",
    "times": "0:00 ",
    "lines of times": "1:00\n",
    "zeros": "0:",
    "zeros in lines": "0:0:0:\n",
    "stars": "*a ",
    "emphasis": "*a*_b_",
    "brackets": "[",
    "half links": "[a](",
    "links": "[a](b) 0:10 ",
    "backticks": "`a``",
    "quotes": ">",
    "bullets": "- 1:00\n",
    "fences": "```\n0:10\n",
    "comments": "<!-- 0:10 -->\n",
    "half comments": "<!--",
    "rows": "|0:10|a|\n",
    "bars": "0:11 a | ",
    "dashes": "- ",
    "tags": "<#a 0:10 ",
    "separators": "0:10 a\u2028",
    "falling and rising": "0:00 a\n0:50 b\n0:20 c\n",
    "lone times": "0:10\na\n",
    "times at the end": "a (0:10)\n",
    "paragraphs": "<p>0:10 a",
    "lists": "<ul><li>0:10 a",
    "cells": "<tr><td>0:10<td>a",
    "quotes in tags": '<a ">" ',
    "entities": "&amp;0:10 ",
    "scripts": "<script>",
}


def events(call: Callable[[], object]) -> int:
    """Count the calls of functions, of Python and of C, that a call makes."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        call()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_notes_are_about_twice_the_work(unit: str, kind: str) -> None:
    text = UNITS[unit]
    small, large = (events(lambda: read_notes(text * (size // len(text)), kind=kind)) for size in (2_500, 5_000))  # noqa: B023
    assert large <= 2.6 * small + 2_000


def test_ordinary_notes_take_little_work() -> None:
    """Four kilobytes, two dozen chapters: a bound on calls stands for a bound on time."""
    rows = "".join(f"- [{n:02d}:{n * 7 % 60:02d}] A title of some words, number {n}\n" for n in range(24))
    text = "Some words about the episode, its guests and its sponsors.\n\n" * 45 + rows
    assert 3_500 < len(text) < 4_500
    assert events(lambda: read_notes(text, name="notes.md")) < 30_000
