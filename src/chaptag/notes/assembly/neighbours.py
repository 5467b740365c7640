"""Titles on other lines: wrapped ones, and those before or after a time that has a line of its own."""

from __future__ import annotations

import re

from chaptag.notes.assembly.entry import Entry, Role
from chaptag.notes.assembly.titles import tidy
from chaptag.notes.document import Kind, Line, Style

__all__ = ["beside", "orientation", "wrapped"]

_END = re.compile(r"[.!?…。！？:：;]['\"”’)\]]*$")
_MAX_WRAPS = 4
_WIDTH = 60


def wrapped(entry: Entry, lines: list[Line], timed: set[int], width: int) -> list[Line]:
    """Find the lines that a front title goes on with.

    In HTML the page joins what only the source breaks. Elsewhere a line goes on if its first word had no room in the
    line before, or if it begins in the middle of a sentence or inside a link.
    """
    more: list[Line] = []
    if width < 0:
        return more
    if entry.shared or entry.role is Role.BACK:
        return more
    last = lines[entry.line]
    for index in range(entry.line + 1, min(entry.line + 1 + _MAX_WRAPS, len(lines))):
        line = lines[index]
        if line.opens or line.gap or not line.soft or index in timed or not _goes_on(last, line, width):
            break
        more.append(line)
        last = line
    return more


def _goes_on(last: Line, line: Line, width: int) -> bool:
    if not width:
        return True
    if _crosses(last, line):
        return True
    text, following = last.text.rstrip(), line.text.lstrip()
    source = last.offset(len(text)) - last.pieces[0][1] + last.indent + 2
    word = following.split(" ", 1)[0]
    room = source + 1 + len(word) <= width
    ends = _END.search(text) is not None
    if following[:1].islower() and not ends:
        return True
    return not room and not ends


def _crosses(last: Line, line: Line) -> bool:
    """Whether a link that ends the last line goes on in this one."""
    return any(
        span.style is Style.LINK
        and span.stop == len(last.text)
        and any(other.href == span.href and other.start == 0 for other in line.spans)
        for span in last.spans
        if span.href
    )


def orientation(entries: list[Entry], lines: list[Line], timed: set[int]) -> tuple[bool | None, float]:
    """Say whether the titles of lone times stand before them (True) or after (False), and how clearly (0 to 1)."""
    before = after = 0.0
    for entry in entries:
        prior, following = beside(entry, lines, timed, before=True), beside(entry, lines, timed, before=False)
        before += _nearness(prior, lines[entry.line], before=True)
        after += _nearness(following, following, before=False)
    total = before + after
    if not total:
        return None, 0.0
    return before > after, abs(before - after) / total


def _nearness(title: Line | None, lower: Line | None, *, before: bool) -> float:
    if title is None or lower is None:
        return 0.0
    score = 1.0 if lower.gap == 0 else 0.5
    if title.kind is Kind.HEADING:
        score += 1.5 if before else -0.5
    if len(title.text) > 120:
        score -= 0.4
    elif _END.search(title.text.rstrip()):
        score -= 0.1
    return max(score, 0.05)


def beside(entry: Entry, lines: list[Line], timed: set[int], *, before: bool) -> Line | None:
    """Find the line before or after a lone time that may be its title."""
    index = entry.line + (-1 if before else 1)
    if not 0 <= index < len(lines) or index in timed:
        return None
    line, lower = lines[index], lines[entry.line if before else index]
    if lower.gap > 2 or not tidy(line.text):
        return None
    return line
