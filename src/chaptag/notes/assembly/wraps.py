"""Titles that go on: lines that were broken only because the line before was full."""

from __future__ import annotations

import re
from itertools import pairwise

from chaptag.notes.assembly.entry import Entry, Role
from chaptag.notes.assembly.survey import Survey
from chaptag.notes.document import Kind, Line, Style

__all__ = ["Wraps"]

_END = re.compile(r"[.!?…。！？:：;]['\"”’)\]]*$")
_MAX_WRAPS = 4
_LOW, _HIGH = 48, 132
_LONG_TITLE = 24
_PROSE = (Kind.PARAGRAPH, Kind.QUOTE)
_WORD = re.compile(r"\S{0,200}")


class Wraps:
    """Knows how wide the lines of a document are, and so which breaks were forced."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._page = survey.document.format == "html"
        self._width = 0 if self._page else _width(survey)

    def after(self, entry: Entry) -> list[Line]:
        """Find the lines that the title of a front entry goes on with."""
        more: list[Line] = []
        lines = self._survey.lines
        if entry.shared or entry.role is not Role.FRONT or lines[entry.line].kind is Kind.ROW:
            return more
        last = lines[entry.line]
        column = self._column(last, entry.start + _lead(last.text[entry.start : entry.stop]))
        for index in range(entry.line + 1, min(entry.line + 1 + _MAX_WRAPS, len(lines))):
            line = lines[index]
            if (
                line.opens
                or line.gap
                or not line.soft
                or index in self._survey.timed
                or not (self._goes_on(last, line) or self._aligned(line, column))
            ):
                break
            more.append(line)
            last = line
        return more

    def _column(self, line: Line, index: int) -> int:
        offset = line.offset(index)
        return offset - self._survey.document.source.rfind("\n", max(offset - _HIGH, 0), offset) - 1

    def _aligned(self, line: Line, column: int) -> bool:
        """Whether a line begins under the title and goes on with it: in lower case, as no description does."""
        first = next((char for char in line.text[:_LONG_TITLE] if char.isalpha()), "")
        return not self._page and first.islower() and self._column(line, 0) == column

    def _goes_on(self, last: Line, line: Line) -> bool:
        if self._page or _crosses(last, line):
            return True
        text = last.text.rstrip()
        if _END.search(text):
            return False
        if self._width and _need(self._survey, last, line) > self._width:
            return True
        if text.count("(") > text.count(")") and line.text.count(")") > line.text.count("("):
            return True
        return last.kind is Kind.ITEM and len(text) > _LONG_TITLE and line.text.lstrip()[:1].islower()


def _lead(text: str) -> int:
    return len(text) - len(text.lstrip())


def _width(survey: Survey) -> int:
    """Find the width at which a document's lines are broken; 0 where they are not.

    Every line fits into it, and after no line there was room for the first word of the next. Prose tells first; a
    document without any is judged by all its lines.
    """
    pairs = [
        (last, line)
        for number, (last, line) in enumerate(pairwise(survey.lines))
        if line.soft and not line.opens and not line.gap and number + 1 not in survey.timed
    ]
    timed = {id(survey.lines[index]) for index in survey.timed}
    prose = [pair for pair in pairs if pair[0].kind in _PROSE and id(pair[0]) not in timed]
    widest = max((line.width for pair in prose for line in pair), default=0)
    if len(prose) > 1 and _LOW <= widest <= _HIGH and all(_need(survey, *pair) > widest for pair in prose):
        return widest
    widest = max((line.width for pair in pairs for line in pair), default=0)
    if len(pairs) == 1 and not pairs[0][1].text.lstrip()[:1].islower():
        return 0  # a credit below the last chapter, for one: a single break tells no width
    if pairs and _LOW <= widest <= _HIGH and all(_need(survey, *pair) > widest for pair in pairs):
        return max(widest, *(line.width for line in survey.lines if line.width <= _HIGH))
    return 0


def _need(survey: Survey, last: Line, line: Line) -> int:
    word = _WORD.match(survey.document.source, line.offset(0))
    return last.width + 1 + (len(word[0]) if word else 0)


def _crosses(last: Line, line: Line) -> bool:
    """Whether a link that ends the last line goes on in this one."""
    return any(
        span.style is Style.LINK
        and span.href
        and span.stop == len(last.text)
        and any(other.href == span.href and other.start == 0 for other in line.spans)
        for span in last.spans
    )
