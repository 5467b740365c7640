"""`Document` and `Line`: the flat, positioned text that every document reader produces."""

from __future__ import annotations

import enum
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from chaptag.model.finding import Finding, Place

__all__ = [
    "BREAKS",
    "FAR",
    "MAX_TIMES",
    "Document",
    "Kind",
    "Line",
    "LineBuilder",
    "Span",
    "Style",
    "aims",
    "crowded",
    "may_hold_time",
    "near_times",
    "times_in",
]

MAX_TIMES = 10_000
"""So many places that look like times are considered; a list of chapters is never longer."""

WINDOW = 5
"""Lines before and after a time that a reader keeps: its title, its heading, its neighbours."""

FAR = 9
"""The gap of a line before which lines were left out."""

_AIMED = re.compile(r"[?&#;](?:t|time_continue)=\d")
_MAYBE = re.compile(
    rf"{_AIMED.pattern}|"
    r"\d\s?(?:[:：∶꞉︰;]\s?\d|[.．'’′‘´ʼ＇]\d|[hHmMsSчЧмМсСSs時时分秒小시분초])"
    r"|(?:[mM]in(?:ut[aeo]?|uut|utt)?|MIN|MINUT[AEO]|[mM]enit|[pP]hút|[dD]akika|[мМ]инут[аы]|[хХ]вилин[аи]|นาทีที่)\.?\s?#?\d"
)

# Characters that show nothing and only disturb: zero-width spaces, direction marks, soft hyphens, byte order marks.
# The joiners U+200C and U+200D stay, for scripts and emoji need them.
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
BREAKS = "\r\n\v\f\x85\u2028\u2029"
_NEWLINE = re.compile("\r\n|\r|\n")
_SHOWN = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")


class Kind(enum.Enum):
    """What a line is a part of."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    HEADING = "heading"
    ROW = "row"
    QUOTE = "quote"
    CODE = "code"
    META = "meta"


class Style(enum.Enum):
    """What a span of a line is."""

    LINK = "link"
    EMPHASIS = "emphasis"
    CODE = "code"
    AUTOLINK = "autolink"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Span:
    """The characters ``[start, stop)`` of a line's text that are a link, emphasised, code, or struck through."""

    start: int
    stop: int
    style: Style
    href: str = ""


@dataclass(slots=True)
class Line:
    """One line as a reader of the page sees it, without markup.

    `indent` counts columns (two for each level of an HTML list), `level` is that of a heading. `gap` is the number of
    blank lines before it. `opens` is False where it goes on with the block of the line before, `soft` is True where
    only the source breaks the line there and the page does not. `cells` are the ranges of a table row's cells.
    `width` is that of the source line, `edges` the number of block tags before the line on a page. `pieces` maps the
    text back: pairs of an index in `text` and the offset in the source from which it was copied.
    """

    text: str
    kind: Kind
    pieces: tuple[tuple[int, int], ...]
    indent: int = 0
    level: int = 0
    gap: int = 0
    opens: bool = True
    soft: bool = False
    marker: str = ""
    width: int = 0
    edges: int = 0
    spans: tuple[Span, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()

    def offset(self, index: int) -> int:
        """Find the offset in the source of the character `index` of the text (its end for ``len(text)``)."""
        at = bisect_right(self.pieces, index, key=_first) - 1
        start, source = self.pieces[max(at, 0)]
        return source + index - start


def _first(piece: tuple[int, int]) -> int:
    return piece[0]


@dataclass(slots=True)
class Document:
    """What a document reader makes of a text: the lines near times, in order, and what it found on the way.

    `stated` is a duration in ms that the notes themselves state in their front matter, with the offset of the place.
    """

    source: str
    name: str
    format: str
    lines: list[Line]
    findings: list[Finding] = field(default_factory=list)
    stated: tuple[int, int] | None = None
    first_line: int = 1
    _starts: array[int] | None = None
    _cached: tuple[int, str] = (-1, "")

    def place(self, start: int, stop: int) -> Place:
        """Say where the source's characters ``[start, stop)`` stand."""
        if self._starts is None:
            self._starts = line_starts(self.source)
        number = bisect_right(self._starts, start) - 1
        begin = self._starts[number]
        if self._cached[0] != number:
            end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.source)
            self._cached = (number, self.source[begin:end].rstrip("\r\n"))
        text = self._cached[1]
        column = start - begin + 1
        return Place(
            self.name,
            number + self.first_line,
            column,
            min(max(stop - begin + 1, column + 1), len(text) + 1),
            text,
        )


def line_starts(source: str, *, shown: bool = False) -> array[int]:
    """List the offsets at which the lines of a text start: those that editors count, or those that are `shown`.

    Text that was pasted has line and paragraph separators, vertical tabs and form feeds that show as line breaks.
    """
    starts = array("L", [0])
    breaks = _SHOWN if shown and (not source.isascii() or "\v" in source or "\f" in source) else _NEWLINE
    starts.extend(match.end() for match in breaks.finditer(source))
    return starts


def may_hold_time(text: str) -> bool:
    """Say quickly whether a text can hold a time at all."""
    return _MAYBE.search(text) is not None


def aims(line: Line) -> bool:
    """Say quickly whether a line has a link to a spot of a recording."""
    return any(span.href and _AIMED.search(span.href) for span in line.spans)


def times_in(source: str) -> Iterator[int]:
    """Find the offsets of places that look like times, as many as are considered."""
    return (match.start() for match in islice(_MAYBE.finditer(source), MAX_TIMES))


def crowded(source: str) -> bool:
    """Whether a text has more places that look like times than are considered."""
    return next(islice(_MAYBE.finditer(source), MAX_TIMES, None), None) is not None


def near_times(source: str, starts: array[int]) -> Iterator[tuple[int, int]]:
    """Find the ranges of lines ``[first, stop)`` around places that look like times, in order and apart."""
    low = high = -1
    count = len(starts)
    for start in times_in(source):
        line = bisect_right(starts, start, lo=max(high - WINDOW - 1, 0)) - 1
        if low < 0:
            low = max(line - WINDOW, 0)
        elif line - WINDOW > high:
            yield low, high
            low = line - WINDOW
        high = min(line + WINDOW + 1, count)
    if low >= 0:
        yield low, high


class LineBuilder:
    """Collects the visible text of one line with its spans and the way back to the source."""

    __slots__ = ("_cells", "_length", "_parts", "_pieces", "_spans")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pieces: list[tuple[int, int]] = []
        self._spans: list[Span] = []
        self._cells: list[tuple[int, int]] = []
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, text: str, offset: int) -> None:
        """Append characters copied from `offset` of the source, without those that show nothing."""
        if not text:
            return
        if text.isascii() or not _UNSEEN.search(text):
            self._put(text, offset)
            return
        at = 0
        for match in _UNSEEN.finditer(text):
            self._put(text[at : match.start()], offset + at)
            at = match.end()
        self._put(text[at:], offset + at)

    def _put(self, text: str, offset: int) -> None:
        if text:
            if not self._pieces or offset - self._length != self._pieces[-1][1] - self._pieces[-1][0]:
                self._pieces.append((self._length, offset))
            self._parts.append(text)
            self._length += len(text)

    @property
    def tail(self) -> str:
        """What was added last."""
        return self._parts[-1][-8:] if self._parts else ""

    def span(self, start: int, style: Style, href: str = "") -> None:
        """Mark what was added since `start`."""
        if self._length > start:
            self._spans.append(Span(start, self._length, style, href))

    def cell(self, start: int) -> None:
        """Close a table's cell that began at `start`."""
        self._cells.append((start, self._length))

    def build(self, kind: Kind, *, indent: int = 0, level: int = 0, marker: str = "") -> Line:
        """Make the line; the builder must not be used again."""
        return Line(
            "".join(self._parts),
            kind,
            tuple(self._pieces) or ((0, 0),),
            indent,
            level,
            marker=marker,
            spans=tuple(self._spans),
            cells=tuple(self._cells),
        )
