"""Two runs that a mistyped time parts, at the edges of what is one list."""

from __future__ import annotations

import pytest

from chaptag.notes.assembly.entry import Entry, Role
from chaptag.notes.assembly.runs import Run, one_list, set_copies_apart
from chaptag.notes.document import Kind, Line
from chaptag.notes.grammar.scan import scan
from tests.notes.cases import line

# Times in lines, “.” for a line without, “>” before one that is indented, “_” for a blank line before it, “#” for a
# heading, “/” where the second run begins.
ONE = [
    "0:00 5:00 / 4:00 7:00",
    "0:00 5:00 / 4:00 5:00",
    "0:00 5:00 9:00 / 5:00 6:00",
    "0:00 5:00 9:00 / 6:00 7:00",
    "0:00 5:00 9:00 / 4:00 9:00",
    "_0:00 _5:00 / _4:00 7:00",
    "0:00 . 5:00 / . 4:00 7:00",
    "#0:00 #5:00 / #4:00 #7:00",
]
TWO = [
    "0:00 / 4:00 7:00",
    "0:00 5:00 / 4:00",
    "0:01 5:00 / 4:00 7:00",
    "0:00 5:00 / 0:00 7:00",
    "0:00 5:00 9:00 / 4:00 6:00",
    "0:00 5:00 9:00 / 4:59 8:59",
    "0:00 5:00 / >4:00 >7:00",
    "0:00 5:00 / . 4:00 7:00",
    "#0:00 #5:00 / 4:00 7:00",
    "0:00 5:00 / _4:00 7:00",
    "_0:00 _5:00 / __4:00 7:00",
    "__0:00 __5:00 / __4:00 7:00",
]


def laid_out(text: str) -> tuple[list[list[Entry]], list[Line]]:
    lines: list[Line] = []
    runs: list[list[Entry]] = [[]]
    for each in text.split():
        if each == "/":
            runs.append([])
            continue
        kind = Kind.HEADING if each[0] == "#" else Kind.PARAGRAPH
        lines.append(line(each.strip(">_#"), kind, indent=2 * (each[0] == ">"), gap=each.count("_")))
        if each != ".":
            runs[-1].append(Entry(len(lines) - 1, scan(lines[-1].text)[0], Role.FRONT, 4, 4))
    return runs, lines


def run_of(entries: list[Entry], lines: list[Line]) -> Run:
    steps = [after.line - entry.line for entry, after in zip(entries, entries[1:], strict=False)]
    return Run(back=False, entries=entries, step=max([1, *steps]), gap=max(lines[each.line].gap for each in entries))


@pytest.mark.parametrize("text", [*ONE, *TWO])
def test_a_mistyped_time_parts_no_list(text: str) -> None:
    (head, tail), lines = laid_out(text)
    assert one_list(run_of(head, lines), run_of(tail, lines), lines) is (text in ONE)


def test_the_same_time_with_the_same_title_is_a_copy() -> None:
    lines = [line("0:00 Intro"), line("0:00 INTRO "), line("0:00 Other"), line("0:00"), line("0:00")]
    entries = [Entry(at, scan(each.text)[0], Role.FRONT, 4, len(each.text)) for at, each in enumerate(lines)]
    run = set_copies_apart(Run(back=False, entries=entries), lines)
    assert ([each.line for each in run.entries], [each.line for each in run.copies]) == ([0, 2, 3, 4], [1])
