"""HTML, whole pages or pieces, on one line or pretty-printed: blocks to lines, with exact positions."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Generator, Iterator

from chaptag.notes.document import (
    FAR,
    MAX_TIMES,
    WINDOW,
    Document,
    Kind,
    Line,
    LineBuilder,
    Style,
    aims,
    may_hold_time,
    times_in,
)
from chaptag.notes.documents.blocks import row
from chaptag.notes.documents.tags import Tag, TagScanner, attribute, unescape

__all__ = ["read"]

_SPECIAL = re.compile(r"<(?=[A-Za-z/!?])|[&\n\r]")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_REACH = 4000
_SMALL = 256 * 1024
_MAX_CELLS = 64
_REST = re.compile(r"[&\n\r]")
_SPACES = re.compile(r"[ \t\f\n\r]+")
_RAW = frozenset(["script", "style", "template", "title", "svg", "iframe", "noembed", "object", "textarea", "select"])
_PARAGRAPHS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "aside",
        "main",
        "figure",
        "hr",
        "details",
    ]
)
_BLOCKS = _PARAGRAPHS | frozenset(
    [
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "summary",
        "figcaption",
        "center",
    ]
)
_STYLES = {
    "a": Style.LINK,
    **dict.fromkeys(["b", "strong", "em", "i", "u", "mark"], Style.EMPHASIS),
    **dict.fromkeys(["s", "strike", "del"], Style.STRUCK),
}
_TIME_AHEAD = re.compile(r"\d{1,3}:\d{2}")
_TIME_BEHIND = re.compile(r":\d{2}$")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def read(source: str, name: str) -> Document:
    """Read HTML. A tag that is never closed costs its own line and nothing else."""
    document = Document(source, name, "html", [])
    document.lines.extend(_near(_Reader(source).lines()))
    return document


def _near(lines: Iterator[Line]) -> Iterator[Line]:
    """Keep the lines around times."""
    before: deque[Line] = deque(maxlen=WINDOW)
    dropped = after = times = 0
    for line in lines:
        timed = times < MAX_TIMES and (may_hold_time(line.text) or aims(line))
        times += timed
        if timed:
            if dropped and before:
                before[0].gap += FAR
            dropped = 0
            yield from before
            before.clear()
            after = WINDOW
        if timed or after:
            after -= not timed
            yield line
        else:
            if times >= MAX_TIMES:
                return
            dropped += len(before) == WINDOW
            before.append(line)


def _ranges(source: str) -> Iterator[tuple[int, int]]:
    """Find the ranges of a large source within reach of places that look like times; a small one is one range."""
    if len(source) <= _SMALL:
        yield 0, len(source)
        return
    low = high = -1
    for start in times_in(source):
        if start - _REACH > high:
            if high >= 0:
                yield low, high
            low = max(start - _REACH, 0)
        high = min(start + _REACH, len(source))
    if high >= 0:
        yield low, high


class _Reader:
    """Goes over the text once; a block's tag ends the line that was collected."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._tags = TagScanner(source)
        self._builder = LineBuilder()
        self._kind = Kind.PARAGRAPH
        self._level = 0
        self._marker = ""
        self._depth = 0
        self._quotes = 0
        self._pre = 0
        self._gap = 0
        self._breaks = 0
        self._edges = 0
        self._opens = True
        self._soft = False
        self._space = True
        self._cells: list[Line] | None = None
        self._cell = 0
        self._open: list[tuple[str, int, str]] = []

    def lines(self) -> Iterator[Line]:
        source, position = self._source, 0
        for low, high in _ranges(source):
            yield from self._flush()
            position = yield from self._skip(position, low)
            self._gap = max(self._gap, FAR if low else 0)
            while found := (_REST if self._tags.exhausted else _SPECIAL).search(source, position, high):
                at = found.start()
                self._text(position, at)
                position = at + 1
                if source[at] == "<":
                    position = yield from self._tag(at)
                elif source[at] == "&":
                    position = self._reference(at)
                else:
                    yield from self._newline()
            self._text(position, high)
            position = max(position, high)
        yield from self._flush()
        yield from self._row_end()

    def _skip(self, position: int, low: int) -> Generator[Line, None, int]:
        """Go over text that is far from any time: only its tags count."""
        while position < low and not self._tags.exhausted and (found := _TAG.search(self._source, position, low)):
            position = yield from self._tag(found.start())
            self._builder = LineBuilder()
        return max(position, low)

    def _tag(self, at: int) -> Generator[Line, None, int]:
        """Deal with what the "<" at `at` begins; returns where the text goes on."""
        tag = self._tags.match(at)
        if tag is None:
            self._text(at, at + 1)
            return at + 1
        if tag.name in _RAW and not tag.closing and not tag.attributes.endswith("/"):
            return self._tags.raw_end(tag.name, tag.end)
        if tag.name in _BLOCKS:
            yield from self._block(tag)
        else:
            self._inline(tag)
        return tag.end

    def _reference(self, at: int) -> int:
        known = unescape(self._source, at)
        if known is None:
            self._text(at, at + 1)
            return at + 1
        self._put(known[0], at)
        return known[1]

    def _text(self, start: int, stop: int) -> None:
        if stop > start:
            self._put(self._source[start:stop], start)

    def _put(self, text: str, offset: int) -> None:
        """Add text with its white space collapsed, as a page shows it."""
        if self._pre:
            self._builder.add(text, offset)
            return
        at = 0
        for found in _SPACES.finditer(text):
            if found.start() > at:
                self._builder.add(text[at : found.start()], offset + at)
                self._space = False
            if not self._space:
                self._builder.add(" ", offset + found.start())
                self._space = True
            at = found.end()
        if at < len(text):
            self._builder.add(text[at:], offset + at)
            self._space = False

    def _newline(self) -> Iterator[Line]:
        """A line break of the source: the page shows a space, but lists are often written this way."""
        if len(self._builder):
            yield from self._flush()
            self._soft = not self._pre
            self._opens = False

    def _inline(self, tag: Tag) -> None:
        tail = self._builder.tail
        following = self._source[tag.end : tag.end + 1]
        if tail and (
            _TIME_AHEAD.match(self._source, tag.end)
            if tail[-1].isalpha()
            else following.isalpha() and _TIME_BEHIND.search(tail)
        ):
            # An element's edge that a page draws as a distance: ``Intro<span>00:00</span>``.
            self._builder.add(" ", tag.end - 1)
        if tag.name in _STYLES:
            if not tag.closing:
                href = attribute(tag.attributes, "href") if tag.name == "a" else ""
                self._open.append((tag.name, len(self._builder), href))
                del self._open[:-32]
                return
            for index in range(len(self._open) - 1, -1, -1):
                name, start, href = self._open[index]
                if name == tag.name:
                    self._builder.span(min(start, len(self._builder)), _STYLES[name], href)
                    del self._open[index]
                    return
        elif tag.name == "img":
            return

    def _block(self, tag: Tag) -> Iterator[Line]:
        name = tag.name
        yield from self._flush()
        self._soft = False
        if name == "br":
            self._breaks += 1
            self._gap += self._breaks > 1
            self._opens = False
            return
        self._opens = True
        self._edges += 1
        if name in _PARAGRAPHS:
            self._gap = max(self._gap, 1)
        if name in _HEADINGS:
            self._kind, self._level = (Kind.PARAGRAPH, 0) if tag.closing else (Kind.HEADING, _HEADINGS[name])
        elif name in {"ul", "ol", "dl"}:
            self._depth = max(self._depth + (-1 if tag.closing else 1), 0)
            self._kind = Kind.ITEM if self._depth else Kind.PARAGRAPH
        elif name in {"li", "dt", "dd"}:
            self._kind = Kind.ITEM if not tag.closing or self._depth else Kind.PARAGRAPH
            self._opens = not tag.closing
            self._marker = "" if tag.closing else name
        elif name == "blockquote":
            self._quotes = max(self._quotes + (-1 if tag.closing else 1), 0)
            self._kind = Kind.QUOTE if self._quotes else Kind.PARAGRAPH
        elif name == "pre":
            self._pre = 0 if tag.closing else 1
        elif name in {"tr", "table", "tbody", "thead"}:
            yield from self._row_end()
            self._cells, self._cell = ([] if name == "tr" and not tag.closing else None), 0
        elif name in {"td", "th"} and not tag.closing:
            self._cell += 1
            self._cells = [] if self._cells is None else self._cells
        if name in {"p", "div", "section"} and not self._depth and not self._quotes:
            self._kind, self._level = Kind.PARAGRAPH, 0

    def _flush(self) -> Iterator[Line]:
        """End the line; links and emphasis that are open go on in the next one; what is struck must end in its own."""
        self._space = True
        if not len(self._builder):
            return
        self._open = [each for each in self._open if _STYLES[each[0]] is not Style.STRUCK]
        for name, start, href in self._open:
            if start < len(self._builder):
                self._builder.span(start, _STYLES[name], href)
        self._open = [(name, 0, href) for name, _, href in self._open]
        line = self._builder.build(
            self._kind, indent=2 * max(self._depth - 1, 0), level=self._level, marker=self._marker
        )
        self._builder = LineBuilder()
        if not line.text.strip():
            return
        self._breaks = 0
        if self._cells is not None:
            line.marker = str(self._cell)
            if len(self._cells) < _MAX_CELLS:
                self._cells.append(line)
            return
        line.gap, line.opens, line.soft, line.edges = self._gap, self._opens, self._soft, self._edges
        self._gap, self._soft, self._opens, self._edges = 0, False, False, 0
        yield line

    def _row_end(self) -> Iterator[Line]:
        cells, self._cells = self._cells, None
        if not cells:
            return
        timed = [cell.marker for cell in cells if may_hold_time(cell.text)]
        cells[0].gap, self._gap = self._gap, 0
        self._opens = True
        if len(timed) - len(set(timed)) > 1:  # a table for the layout: one of its cells is a list
            yield from cells
            return
        line = row(_with_empty(cells, self._cell))
        line.gap = cells[0].gap
        yield line


def _with_empty(cells: list[Line], count: int) -> list[Line]:
    """Put the empty ones among the `count` cells of a row into their places, so that columns stay columns."""
    whole: list[Line] = []
    for number in range(min(count, _MAX_CELLS) + 1):
        filled = [cell for cell in cells if cell.marker == str(number)]
        if number and not filled:
            before = whole[-1] if whole else cells[0]
            filled = [Line("", Kind.ROW, ((0, before.offset(len(before.text) if whole else 0)),))]
        whole += filled
    return whole
