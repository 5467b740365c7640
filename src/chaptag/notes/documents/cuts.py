"""Ranges taken out of a line; what is left keeps its place in the source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chaptag.notes.document import Line, Style

__all__ = ["cut", "without_struck"]

_MOST = 32


def cut(line: Line, ranges: Iterable[tuple[int, int]]) -> Line:
    """Take the characters ``[start, stop)`` of each range out of a line; its spans and cells move along."""
    text = line.text
    cuts: list[tuple[int, int]] = []
    parts: list[str] = []
    pieces: list[tuple[int, int]] = []
    at = length = 0
    for start, stop in [*sorted(ranges), (len(text), len(text))]:
        if start > at:
            inner = [(length + index - at, offset) for index, offset in line.pieces if at < index < start]
            pieces += [(length, line.offset(at)), *inner]
            parts.append(text[at:start])
            length += start - at
        if stop > at:
            cuts.append((max(start, at), stop))
            at = stop

    def moved(index: int) -> int:
        return index - sum(min(stop, index) - start for start, stop in cuts if start < index)

    spans = (replace(span, start=moved(span.start), stop=moved(span.stop)) for span in line.spans)
    return replace(
        line,
        text="".join(parts),
        pieces=tuple(pieces) or line.pieces,
        spans=tuple(span for span in spans if span.start < span.stop),
        cells=tuple((moved(start), moved(stop)) for start, stop in line.cells),
    )


def without_struck(lines: Iterable[Line]) -> list[Line]:
    """Take out what is struck through, and the lines of which nothing is left: their author has withdrawn it."""
    kept: list[Line] = []
    gap = 0
    for line in lines:
        struck = [(span.start, span.stop) for span in line.spans if span.style is Style.STRUCK]
        left = cut(line, struck) if 0 < len(struck) <= _MOST else line
        if struck and not left.text.strip():
            gap = max(gap, line.gap)
            continue
        left.gap = max(left.gap, gap)
        gap = 0
        kept.append(left)
    return kept
