"""Emphasised titles with a sentence behind each: ``**0:00 The flood:** Ann says what the river took.``, for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from chaptag.notes.assembly.entry import Entry, Role, says
from chaptag.notes.document import Line, Style

__all__ = ["without_sentences"]

_FEWEST, _SPANS = 3, 8
_COLONS = ":："
_SENTENCE = re.compile(r"[.。।…]\W{0,4}$")


def without_sentences(entries: Sequence[Entry], lines: list[Line]) -> list[Entry] | None:
    """Cut each entry behind its emphasised words; None where not all are such, each with words of its own."""
    if len(entries) < _FEWEST or any(entry.role is not Role.FRONT or entry.shared for entry in entries):
        return None
    stops = [_head(entry, lines[entry.line]) for entry in entries]
    cut = [replace(entry, stop=stop) for entry, stop in zip(entries, stops, strict=True) if stop]
    heads = {lines[entry.line].text[entry.start : entry.stop].casefold() for entry in cut}
    return cut if len(heads) == len(entries) else None


def _head(entry: Entry, line: Line) -> int:
    """Find where the words end that a colon parts from the sentence behind them; 0 where there are none."""
    text = line.text
    for span in line.spans[:_SPANS]:
        if span.style is not Style.EMPHASIS or span.stop <= entry.start or says(text[entry.start : span.start]):
            continue
        head, rest = text[entry.start : span.stop].rstrip(), text[span.stop : entry.stop].lstrip()
        words = head.rstrip(_COLONS)
        parted = words != head or rest[:1] in _COLONS
        if rest and parted and says(words) and len(rest) > len(words) and _SENTENCE.search(rest):
            return entry.start + len(words)
        return 0
    return 0
