"""Blocks of plain text and Markdown, line by line: headings, lists, tables, quotes, code, front matter."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import islice

from chaptag.notes.document import BREAKS, FAR, Document, Kind, Line, LineBuilder, Span, line_starts, near_times
from chaptag.notes.documents.fragment import Fragment
from chaptag.notes.documents.meta import Meta, read_meta

__all__ = ["read_blocks"]

_BULLET = re.compile(r"([-*+•‣◦▪▫■□▸►●○·–—⁃])(?:[ \t\u00a0]+(?:\[[ xX]\][ \t]+)?|$)|(#?\d{1,3}[.)])[ \t]+")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_ANCHOR = re.compile(r"[ \t]\{[#.:][^{}]{1,100}\}$")
_RULE = re.compile(r"(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$|(?:\*[ \t]*){3,}$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*){1,60}\|?[ \t]*$|\|[ \t]*:?-+:?[ \t]*\|[ \t]*$")
_REFERENCE = re.compile(r"^ {0,3}\[([^\[\]\n]{1,200})\]:[ \t]+<?([^\s<>]{1,2000})>?", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]{0,12}(`{3,}|~{3,})([^`\n]*)$", re.MULTILINE)
_QUOTE = re.compile(r">[> \t]*")
_PIPE = re.compile(r"(?<!\\)\|")
_MAX_REFERENCES = 20_000
_MAX_MARKUP = 64 * 1024
_MAX_CELLS = 64


def read_blocks(source: str, name: str, *, markup: bool) -> Document:
    """Read plain text, or Markdown where `markup` is True; a block of more than 64 KiB is read without its markup."""
    document = Document(source, name, "markdown" if markup else "text", [])
    reader = _Blocks(document, markup)
    document.lines.extend(reader.lines())
    document.stated = reader.meta.stated
    return document


class _Blocks:
    """Goes over the lines near times; a block is collected and then read as a whole."""

    def __init__(self, document: Document, markup: bool) -> None:
        source = document.source
        self._source = source
        self._markup = markup
        self._starts = line_starts(source, shown=True)
        self.meta: Meta = read_meta(source, self._starts)
        self._hidden = _hidden(source) if markup else []
        self._code = _code(source, self._hidden) if markup else []
        self._references = _references(source) if markup else {}
        self._block: list[Fragment] = []
        self._like = Line("", Kind.PARAGRAPH, ())
        self._hard: list[bool] = []
        self._start = 0
        self._gap = 0
        self._table = False

    def lines(self) -> Iterator[Line]:
        for low, high in near_times(self._source, self._starts):
            self._gap += FAR if low else 0
            for number in range(low, high):
                start = self._starts[number]
                stop = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._source)
                yield from self._line(number, start, self._source[start:stop].rstrip(BREAKS))
            yield from self._flush()
            self._table = False

    def _line(self, number: int, start: int, raw: str) -> Iterator[Line]:
        if number < self.meta.lines:
            yield from self._flush()
            if found := self.meta.line(raw, start):
                yield self._gapped(found)
            elif not raw.strip():
                self._gap += 1
            return
        if _inside(self._hidden, start):
            return
        if self._code and _inside(self._code, start):
            yield from self._flush()
            if not raw.lstrip().startswith(("```", "~~~")):
                yield from self._literal(raw, start, Kind.CODE)
            return
        yield from self._one(raw, start)

    def _one(self, raw: str, start: int) -> Iterator[Line]:
        self._start = start
        body = raw.lstrip(" \t\u00a0\u3000")
        at = start + len(raw) - len(body)
        indent = _columns(raw[: len(raw) - len(body)])
        quoted = _QUOTE.match(body) if self._markup or body[1:2] in {" ", ">"} else None
        if quoted is not None:
            at += quoted.end()
            body = body[quoted.end() :]
        if not body.strip():
            yield from self._flush()
            self._gap += 1
            self._table = False
            return
        if self._markup:
            taken = yield from self._markdown(body, at, indent)
            if taken:
                return
        bullet = _BULLET.match(body)
        if bullet is not None and (bullet[1] or self._markup or bullet.end() < len(body)):
            yield from self._flush()
            marker = bullet[1] or bullet[2]
            self._begin(Line("", Kind.ITEM, (), indent, marker=marker), body[bullet.end() :], at + bullet.end())
            return
        kind = Kind.QUOTE if quoted else Kind.PARAGRAPH
        if self._block and (self._like.kind is kind or not quoted):
            self._begin_more(body, at)
            return
        yield from self._flush()
        self._begin(Line("", kind, (), indent), body, at)

    def _markdown(self, body: str, at: int, indent: int) -> Generator[Line, None, bool]:
        """Deal with what only Markdown has; returns whether the line is dealt with."""
        first = body[0]
        if first == "#" and (heading := _HEADING.match(body)):
            yield from self._flush()
            text = _ANCHOR.sub("", body[heading.end() :].rstrip())
            bare = text.rstrip("#")
            text = bare if bare[-1:] in {" ", "\t", ""} else text
            self._begin(Line("", Kind.HEADING, (), indent, len(heading[1])), text, at + heading.end())
            yield from self._flush()
            return True
        if first in "=-" and self._block and self._like.kind is Kind.PARAGRAPH and _UNDERLINE.match(body):
            self._like = replace(self._like, kind=Kind.HEADING, level=1 if first == "=" else 2)
            yield from self._flush()
            return True
        if first in "-_*" and _RULE.match(body):
            yield from self._flush()
            self._gap += 1
            return True
        if first in "|:-" and _DELIMITER.match(body):
            yield from self._flush()
            self._table = True
            return True
        if first == "|" or (self._table and "|" in body):
            yield from self._flush()
            yield from self._row(body, at)
            return True
        if first == "[" and _REFERENCE.match(body):
            yield from self._flush()
            return True
        return False

    def _row(self, body: str, at: int) -> Iterator[Line]:
        from chaptag.notes.documents.inline import read_inline

        cells: list[Line] = []
        stops = [found.start() for found in islice(_PIPE.finditer(body), _MAX_CELLS)] + [len(body)]
        begin = 0
        for stop in stops:
            cell = body[begin:stop]
            inner = cell.strip()
            if (begin or inner) and (stop < len(body) or inner):
                start = at + begin + cell.find(inner) if inner else at + begin
                lines = read_inline([Fragment(inner, start)], self._references, Kind.ROW)[0]
                cells.append(_joined(lines) if lines else Line("", Kind.ROW, ((0, start),)))
            begin = stop + 1
        if cells:
            yield self._gapped(row(cells))

    def _begin(self, like: Line, text: str, at: int) -> None:
        self._like = like
        self._block, self._hard = [], []
        self._begin_more(text, at)

    def _begin_more(self, text: str, at: int) -> None:
        kept = text.rstrip()
        if self._markup and kept.endswith("\\") and not kept.endswith("\\\\"):
            kept = kept[:-1]
        self._block.append(Fragment(kept, at, at - self._start + len(kept)))
        self._hard.append(text.endswith(("  ", "\\")))

    def _flush(self) -> Iterator[Line]:
        """Read the block that was collected."""
        if not self._block:
            return
        like, block, hard = self._like, self._block, self._hard
        self._block, self._hard = [], []
        first = True
        if self._markup and sum(len(fragment.text) for fragment in block) <= _MAX_MARKUP:
            # Plain text does without; it would pay for the loading.
            from chaptag.notes.documents.inline import read_inline

            parts = read_inline(block, self._references, like.kind)
        else:
            parts = [[_plain(fragment, like.kind)] for fragment in block]
        for number, lines in enumerate(parts):
            for nth, line in enumerate(lines):
                line.indent, line.level, line.opens = like.indent, like.level, first
                line.marker = like.marker if first else ""
                line.soft = not first and nth == 0 and not hard[number - 1]
                line.width = block[number].width
                yield self._gapped(line) if first else line
                first = False

    def _literal(self, raw: str, start: int, kind: Kind) -> Iterator[Line]:
        body = raw.strip()
        if not body:
            self._gap += 1
            return
        indent = len(raw) - len(raw.lstrip())
        bullet = _BULLET.match(body)
        skip = bullet.end() if bullet else 0
        line = _plain(Fragment(body[skip:], start + indent + skip), kind)
        line.indent = _columns(raw[:indent])
        yield self._gapped(line)

    def _gapped(self, line: Line) -> Line:
        line.gap, self._gap = self._gap, 0
        return line


def row(cells: list[Line]) -> Line:
    """Join the cells of a table's row to one line, with a tab between them."""
    parts: list[str] = []
    pieces: list[tuple[int, int]] = []
    spans: list[Span] = []
    ranges: list[tuple[int, int]] = []
    at = 0
    for number, cell in enumerate(cells):
        if number:
            parts.append("\t")
            pieces.append((at, cells[number - 1].offset(len(cells[number - 1].text))))
            at += 1
        pieces.extend((at + index, offset) for index, offset in cell.pieces)
        spans.extend(replace(span, start=span.start + at, stop=span.stop + at) for span in cell.spans)
        ranges.append((at, at + len(cell.text)))
        parts.append(cell.text)
        at += len(cell.text)
    return Line("".join(parts), Kind.ROW, tuple(pieces), spans=tuple(spans), cells=tuple(ranges))


def _joined(lines: list[Line]) -> Line:
    """Join the lines of one cell with spaces."""
    if len(lines) == 1:
        return lines[0]
    whole = row(lines)
    return replace(whole, text=whole.text.replace("\t", " "), cells=())


def _plain(fragment: Fragment, kind: Kind) -> Line:
    builder = LineBuilder()
    builder.add(fragment.text, fragment.offset)
    return builder.build(kind)


def _columns(space: str) -> int:
    if "\t" not in space:
        return len(space)
    columns = 0
    for char in space:
        columns += 4 - columns % 4 if char == "\t" else 1
    return columns


def _inside(ranges: list[tuple[int, int]], offset: int) -> bool:
    at = bisect_right(ranges, (offset, len(ranges) and ranges[-1][1] + 1)) - 1
    return at >= 0 and offset < ranges[at][1]


def _hidden(source: str) -> list[tuple[int, int]]:
    """Find comments that are longer than a line; one that is never closed hides nothing."""
    ranges: list[tuple[int, int]] = []
    at = source.find("<!--")
    while at >= 0:
        stop = source.find("-->", at + 4)
        if stop < 0:
            break
        ranges.append((at + 1 if source[at - 1 : at] not in {"", "\n", "\r"} else at, stop + 3))
        at = source.find("<!--", stop)
    return ranges


def _code(source: str, hidden: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Find fenced code; a fence that is never closed hides nothing."""
    ranges: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for found in _FENCE.finditer(source):
        if opened is None:
            if not _inside(hidden, found.start()):
                opened = (found.start(), found[1])
        elif found[1].startswith(opened[1]) and not found[2].strip():
            ranges.append((opened[0], found.end()))
            opened = None
    return ranges


def _references(source: str) -> dict[str, str]:
    if "]:" not in source:
        return {}
    from chaptag.notes.documents.inline import fold_label

    references: dict[str, str] = {}
    for found in _REFERENCE.finditer(source):
        references.setdefault(fold_label(found[1]), found[2])
        if len(references) >= _MAX_REFERENCES:
            break
    return references
