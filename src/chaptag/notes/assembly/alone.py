"""Times that have a line of their own: whether their titles stand on the line before or after."""

from __future__ import annotations

import re
from typing import NamedTuple

from chaptag.notes.assembly.entry import Entry
from chaptag.notes.assembly.labels import announces_chapters
from chaptag.notes.assembly.titles import tidy
from chaptag.notes.document import Kind, Line

__all__ = ["Side", "beside", "side_of"]

_SENTENCE = re.compile(r"[.!…。！:：;,]['\"”’)\]]*$")
_LONG = 120


class Side(NamedTuple):
    """Where titles stand: `before` the times or after them; `sure` where nothing speaks for the other side."""

    before: bool
    sure: bool


def side_of(entries: list[Entry], lines: list[Line], timed: frozenset[int]) -> Side:
    """Find the side on which all titles stand.

    The page decides where it can: what is on the same line of the page, or nearer, belongs to the time. Where time
    and title take turns without gaps, the ends of the list tell: it begins with a time or ends with one.
    """
    prior = [beside(entry, lines, timed, before=True) for entry in entries]
    following = [beside(entry, lines, timed, before=False) for entry in entries]
    count = len(entries)
    if sum(line is None for line in prior) * 2 > count or sum(line is None for line in following) * 2 > count:
        before = sum(line is None for line in following) > sum(line is None for line in prior)
        return Side(before, sure=True)
    for rule in (_definitions, _same_line, _nearer, _headings):
        lean = rule(entries, prior, following, lines)
        if lean:
            return Side(lean > 0, sure=abs(lean) * 2 >= count - 1)
    return _by_ends(entries, prior, following)


_Sides = list["Line | None"]


def _definitions(entries: list[Entry], prior: _Sides, following: _Sides, lines: list[Line]) -> int:
    """A term of an HTML definition list goes with the definition after it."""
    terms = sum(lines[entry.line].marker == "dt" for entry in entries)
    definitions = sum(lines[entry.line].marker == "dd" for entry in entries)
    return definitions - terms


def _same_line(entries: list[Entry], prior: _Sides, following: _Sides, lines: list[Line]) -> int:
    """What only the source breaks stands on the same line of an HTML page."""
    lean = 0
    for entry, after in zip(entries, following, strict=True):
        lean += lines[entry.line].soft
        lean -= after is not None and after.soft
    return lean


def _nearer(entries: list[Entry], prior: _Sides, following: _Sides, lines: list[Line]) -> int:
    """Blank lines stand between entries, not inside them."""
    lean = 0
    for entry, before, after in zip(entries, prior, following, strict=True):
        if before is not None and after is not None:
            lean += (after.gap > lines[entry.line].gap) - (lines[entry.line].gap > after.gap)
    return lean


def _headings(entries: list[Entry], prior: _Sides, following: _Sides, lines: list[Line]) -> int:
    lean = -sum(lines[entry.line].kind is Kind.HEADING for entry in entries)
    for before, after in zip(prior, following, strict=True):
        lean += _weight(before)
        lean -= _weight(after)
    # Where each title has a time on both sides, all but one count for both: a lean of one says nothing.
    return lean if abs(lean) > 1 else 0


def _weight(line: Line | None) -> int:
    if line is None:
        return 0
    emphasised = any(span.stop - span.start >= len(line.text.strip()) for span in line.spans)
    return (2 if line.kind is Kind.HEADING else 0) + emphasised - (len(line.text) > _LONG)


def _by_ends(entries: list[Entry], prior: _Sides, following: _Sides) -> Side:
    first, last = prior[0], following[-1]
    if first is None or _no_title(first):
        return Side(before=False, sure=True)
    if last is None or _no_title(last):
        return Side(before=True, sure=True)
    return Side(before=False, sure=False)


def _no_title(line: Line) -> bool:
    text = line.text.strip()
    return line.gap > 8 or len(text) > _LONG or _SENTENCE.search(text) is not None or announces_chapters(text)


def beside(entry: Entry, lines: list[Line], timed: frozenset[int], *, before: bool) -> Line | None:
    """Find the line before or after a lone time that may be its title."""
    index = entry.line + (-1 if before else 1)
    if not 0 <= index < len(lines) or index in timed:
        return None
    line, lower = lines[index], lines[entry.line if before else index]
    if lower.gap > 2 or not tidy(line.text):
        return None
    return line
