"""Starts with lengths behind them: ``Intro – 00:00 (3:15)``, ``News – 03:15 (12:05)``."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from chaptag.notes.assembly.entry import Entry, Role, one_entry
from chaptag.notes.assembly.survey import Survey
from chaptag.notes.document import Kind
from chaptag.notes.grammar.digits import folded
from chaptag.notes.grammar.token import TimeToken

__all__ = ["without_lengths_behind"]

_FEWEST = 3
_SECOND = 1000
_OPENS, _CLOSES = re.compile(r"\s{0,3}[(\[]\s?"), re.compile(r"\s?[)\]]\W{0,6}$")


def without_lengths_behind(entries: list[Entry], survey: Survey) -> list[Entry]:
    """Read the start, not the length, of entries that have both, where each length leads to the next start."""
    pairs = {entry.line: pair for entry in entries if (pair := _pair(entry, survey)) is not None}
    lines = sorted(pairs)
    if len(lines) < _FEWEST:
        return entries
    for line, after in pairwise(lines):
        start, length = pairs[line]
        if abs(start.ms + length.ms - pairs[after][0].ms) > _SECOND:
            return entries
    return [_shortened(entry, *pairs[entry.line], survey) if entry.line in pairs else entry for entry in entries]


def _pair(entry: Entry, survey: Survey) -> tuple[TimeToken, TimeToken] | None:
    """Find the two times that end a line, the second one in brackets."""
    tokens, line = survey.tokens.get(entry.line, []), survey.lines[entry.line]
    if entry.role is not Role.BACK or entry.shared or line.kind is Kind.ROW or len(tokens) != 2:
        return None
    start, length = tokens
    between = _OPENS.fullmatch(line.text, start.stop, length.start)
    behind = _CLOSES.match(line.text, length.stop)
    plain = not start.why_not and not length.why_not and length.end is None
    return (start, length) if plain and between and behind else None


def _shortened(entry: Entry, start: TimeToken, length: TimeToken, survey: Survey) -> Entry:
    line = survey.lines[entry.line]
    token = replace(start, stop=length.stop)
    return one_entry(entry.line, line, folded(line.text), [token], (0, len(line.text))) or entry
