"""Starts with lengths behind them: ``Intro – 00:00 (3:15)``, ``03:15 (12:05) News``, ``03:15  12:05  News``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from chaptag.notes.assembly.entry import Entry, Role, one_entry
from chaptag.notes.assembly.survey import Survey
from chaptag.notes.document import Kind
from chaptag.notes.grammar.digits import folded
from chaptag.notes.grammar.token import TimeToken

__all__ = ["lead_on", "without_lengths_behind"]

_FEWEST = 3
_SECOND = 1000
_OPENS, _CLOSES = re.compile(r"\s{0,3}[(\[]\s?"), re.compile(r"\s?[)\]]")
_COLUMNS = re.compile(r"\s{1,12}|\s{0,8}\|\s{0,8}")
_ENDS = re.compile(r"\W{0,6}$")


def without_lengths_behind(entries: list[Entry], survey: Survey) -> list[Entry]:
    """Read the start, not the length, of entries that have both, where each length leads to the next start."""
    pairs = {entry.line: pair for entry in entries if (pair := _pair(entry, survey)) is not None}
    lines = sorted(pairs)
    if not lead_on([pairs[line] for line in lines]):
        return entries
    return [_shortened(entry, *pairs[entry.line], survey) if entry.line in pairs else entry for entry in entries]


def lead_on(pairs: Sequence[tuple[TimeToken, TimeToken]]) -> bool:
    """Whether the second time of each pair leads from the first to the next start, as a length does and no end."""
    leads = (abs(start.ms + length.ms - after.ms) <= _SECOND for (start, length), (after, _) in pairwise(pairs))
    return len(pairs) >= _FEWEST and all(leads)


def _pair(entry: Entry, survey: Survey) -> tuple[TimeToken, TimeToken] | None:
    """Find the start and the length behind it, in brackets or in a column, before a title or after it."""
    tokens, line = survey.tokens.get(entry.line, []), survey.lines[entry.line]
    if entry.role not in {Role.FRONT, Role.BACK} or entry.shared or line.kind is Kind.ROW or len(tokens) < 2:
        return None
    start, length = tokens[:2]
    closes = _CLOSES.match(line.text, length.stop)
    between = _COLUMNS if closes is None else _OPENS
    if not between.fullmatch(line.text, start.stop, length.start):
        return None
    stop = length.stop if closes is None else closes.end()
    if entry.role is Role.BACK and (len(tokens) > 2 or not _ENDS.match(line.text, stop)):
        return None
    plain = not start.why_not and not length.why_not and length.end is None
    return (start, length) if plain else None


def _shortened(entry: Entry, start: TimeToken, length: TimeToken, survey: Survey) -> Entry:
    line, others = survey.lines[entry.line], survey.tokens[entry.line][2:]
    token = replace(start, stop=length.stop)
    return one_entry(entry.line, line, folded(line.text), [token, *others], (0, len(line.text))) or entry
