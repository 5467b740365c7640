"""Times that have a line of their own: whether their titles stand on the line before or after."""

from __future__ import annotations

import re
from typing import NamedTuple

from chaptag.notes.assembly.entry import Entry
from chaptag.notes.assembly.labels import announces_chapters
from chaptag.notes.assembly.titles import tidy
from chaptag.notes.document import FAR, Kind, Line

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
    places = [
        _Spot(
            lines[entry.line],
            beside(entry, lines, timed, before=True),
            beside(entry, lines, timed, before=False),
        )
        for entry in sorted(entries, key=lambda entry: entry.line)  # one that runs backwards, too
    ]
    count = len(entries)
    above, below = sum(spot.above is None for spot in places), sum(spot.below is None for spot in places)
    if above * 2 > count or below * 2 > count:
        return Side(below > above, sure=True)
    for rule in (_definitions, _same_line, _same_block, _nested, _nearer, _headings):
        lean = rule(places)
        if lean:
            ends = _by_ends(places)
            agreed = ends.sure and ends.before == (lean > 0)
            return Side(lean > 0, sure=agreed or abs(lean) * 2 >= count - 1)
    return _by_ends(places)


class _Spot(NamedTuple):
    """A lone time's line, and the lines above and below it that may be its title."""

    line: Line
    above: Line | None
    below: Line | None


def _definitions(spots: list[_Spot]) -> int:
    """A term of an HTML definition list goes with the definition after it."""
    return sum((spot.line.marker == "dd") - (spot.line.marker == "dt") for spot in spots)


def _same_line(spots: list[_Spot]) -> int:
    """What only the source breaks stands on the same line of the page."""
    return sum(spot.line.soft - (spot.below is not None and spot.below.soft) for spot in spots)


def _same_block(spots: list[_Spot]) -> int:
    """Of two lines of a paragraph or a list's item one is the time and one the title."""
    lean = 0
    for line, above, below in spots:
        if above is not None and below is not None:
            lean += below.opens - line.opens
    return lean if abs(lean) > 1 else 0


def _nearer(spots: list[_Spot]) -> int:
    """Blank lines stand between entries, not inside them."""
    lean = 0
    for line, above, below in spots:
        if above is not None and below is not None:
            lean += (below.gap > line.gap) - (line.gap > below.gap)
    return lean


def _nested(spots: list[_Spot]) -> int:
    """Fewer of a page's blocks end and begin inside an entry than between entries."""
    lean = 0
    for line, above, below in spots:
        if above is not None and below is not None:
            lean += (below.edges > line.edges) - (line.edges > below.edges)
    return lean if abs(lean) > 1 else 0


def _headings(spots: list[_Spot]) -> int:
    """Headings and bold lines are titles; under a time that is a heading stands its title."""
    lean = sum(_weight(spot.above) - _weight(spot.below) - (spot.line.kind is Kind.HEADING) for spot in spots)
    # Where each title has a time on both sides, all but one count for both: a lean of one says nothing.
    return lean if abs(lean) > 1 else 0


def _weight(line: Line | None) -> int:
    if line is None:
        return 0
    emphasised = any(span.stop - span.start >= len(line.text.strip()) for span in line.spans)
    return (2 if line.kind is Kind.HEADING else 0) + emphasised - (len(line.text) > _LONG)


def _by_ends(spots: list[_Spot]) -> Side:
    first, last = spots[0].above, spots[-1].below
    if first is None or _no_title(first):
        return Side(before=False, sure=True)
    if last is None or _no_title(last):
        return Side(before=True, sure=True)
    return Side(before=False, sure=False)


def _no_title(line: Line) -> bool:
    text = line.text.strip()
    return line.gap >= FAR or len(text) > _LONG or _SENTENCE.search(text) is not None or announces_chapters(text)


def beside(entry: Entry, lines: list[Line], timed: frozenset[int], *, before: bool) -> Line | None:
    """Find the line before or after a lone time that may be its title."""
    index = entry.line + (-1 if before else 1)
    if not 0 <= index < len(lines) or index in timed:
        return None
    line, lower = lines[index], lines[entry.line if before else index]
    if lower.gap > 2 or not tidy(line.text):
        return None
    return line
