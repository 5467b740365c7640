"""What is inside a block of Markdown: emphasis, links, code, inline HTML; to lines without markup."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chaptag.notes.document import Kind, Line, LineBuilder, Style
from chaptag.notes.documents.fragment import Fragment
from chaptag.notes.documents.tags import TagScanner, attribute, unescape

__all__ = ["read_inline"]

_SPECIAL = re.compile(r"\\|`+|\*+|_+|~~|!\[|[\[\]<&\n]")
_ESCAPED = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_AUTOLINK = re.compile(
    r"<((?:https?|ftp|mailto|irc|gopher):[^\s<>]{1,2000}|[^\s<>@]{1,64}@[^\s<>@]{1,255})>", re.IGNORECASE
)
_TARGET = re.compile(
    r"""\(\s{0,4}(?:<([^<>\n]{0,2000})>|((?:[^\s()\\]|\\.|\([^\s()]{0,500}\)){0,2000}))"""
    r"""(?:\s{1,4}(?:"[^"]{0,500}"|'[^']{0,500}'|\([^()]{0,500}\)))?\s{0,4}\)"""
)
_LABEL = re.compile(r"\[([^\[\]\n]{0,200})\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,40}\]")
_BREAKS = frozenset(
    [
        "br",
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "tr",
        "td",
        "th",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dt",
        "dd",
        "dl",
        "section",
        "article",
        "details",
        "summary",
    ]
)
_EMPHASIS = frozenset(["b", "strong", "em", "i", "u", "mark"])
_STRUCK = frozenset(["s", "strike", "del"])
_MAX_LINKS_TRIED = 5000


class _Link(NamedTuple):
    """A link; what has no `href` is not shown at all."""

    close: int
    end: int
    href: str | None


class _Plan(NamedTuple):
    """Which marks of a block are markup: what stands where, by position."""

    links: dict[int, _Link]
    drop: dict[int, int]
    emphasis: dict[int, bool]
    codes: dict[int, int]


def read_inline(fragments: Sequence[Fragment], references: Mapping[str, str], kind: Kind) -> list[list[Line]]:
    """Read a block; for each fragment, its lines (a ``<br>`` makes more than one of it)."""
    if len(fragments) == 1 and not _SPECIAL.search(fragments[0].text):
        builder = LineBuilder()
        builder.add(fragments[0].text, fragments[0].offset)
        return [[builder.build(kind)]]
    text = "\n".join(fragment.text for fragment in fragments)
    return _Writer(text, fragments, kind).write(_plan(text, references))


def _plan(text: str, references: Mapping[str, str]) -> _Plan:
    plan = _Plan({}, {}, {}, _code_spans(text))
    brackets: list[int] = []
    openers: dict[str, list[tuple[int, int]]] = {"*": [], "_": [], "~": []}
    tried = 0
    position = 0
    while found := _SPECIAL.search(text, position):
        at, mark = found.start(), found[0]
        position = found.end()
        if mark == "\\":
            position += 1
        elif mark[0] == "`":
            position = plan.codes.get(at, position)
        elif mark[0] in "*_~":
            _emphasis(text, at, mark, openers[mark[0]], plan)
        elif mark in {"[", "!["}:
            if note := _FOOTNOTE.match(text, at):
                plan.links[at] = _Link(note.end() - 1, note.end(), None)
                position = note.end()
            else:
                brackets.append(at)
        elif mark == "]" and brackets:
            opened = brackets.pop()
            tried += 1
            link = _link(text, opened, at, references) if tried <= _MAX_LINKS_TRIED else None
            if link is not None:
                plan.links[opened] = link
                position = link.end
        elif mark == "<" and (auto := _AUTOLINK.match(text, at)):
            position = auto.end()
    return plan


def _code_spans(text: str) -> dict[int, int]:
    if "`" not in text:
        return {}
    spans: dict[int, int] = {}
    waiting: dict[int, list[int]] = {}
    runs = [(found.start(), found.end()) for found in re.finditer("`+", text)]
    for start, stop in reversed(runs):
        waiting.setdefault(stop - start, []).append(start)
    position = 0
    for start, stop in runs:
        same = waiting[stop - start]
        same.pop()
        if start >= position:
            while same and same[-1] < position:
                same.pop()
            if same:
                position = same[-1] + (stop - start)
                spans[start] = position
    return spans


def _emphasis(text: str, at: int, mark: str, openers: list[tuple[int, int]], plan: _Plan) -> None:
    """Pair runs of the same mark; what finds no partner stays as it is."""
    end = at + len(mark)
    before = text[at - 1] if at else " "
    after = text[end] if end < len(text) else " "
    inside_word = mark[0] == "_" and before.isalnum() and after.isalnum()
    if inside_word or len(mark) > 3:
        return
    if not before.isspace() and openers and before not in "([{":
        opened, length = openers[-1]
        if length == len(mark):
            openers.pop()
            plan.drop[opened] = opened + length
            plan.drop[at] = end
            plan.emphasis[opened] = True
            plan.emphasis[at] = False
            return
    if not after.isspace():
        openers.append((at, len(mark)))
        del openers[:-16]


def _link(text: str, opened: int, close: int, references: Mapping[str, str]) -> _Link | None:
    after = text[close + 1 : close + 2]
    if after == "(" and (target := _TARGET.match(text, close + 1)):
        return _Link(close, target.end(), target[1] if target[1] is not None else target[2])
    if close - opened > 400:
        return None
    label = text[opened : close + 1].lstrip("!")[1:-1]
    if after == "[" and (named := _LABEL.match(text, close + 1)):
        href = references.get(fold_label(named[1] or label))
        return None if href is None else _Link(close, named.end(), href)
    href = references.get(fold_label(label))
    return None if href is None else _Link(close, close + 1, href)


def fold_label(label: str) -> str:
    """Make the labels of reference links comparable."""
    return " ".join(label.casefold().split())


class _Writer:
    """Writes the visible text of a block into lines, by a plan."""

    def __init__(self, text: str, fragments: Sequence[Fragment], kind: Kind) -> None:
        self._text = text
        self._kind = kind
        self._starts: list[int] = []
        at = 0
        for fragment in fragments:
            self._starts.append(at)
            at += len(fragment.text) + 1
        self._fragments = fragments
        self._builder = LineBuilder()
        self._result: list[list[Line]] = [[]]
        # Links that are open: where the text ends, where it began in the line, the target, where the link ends.
        self._links: list[tuple[int, int, str, int]] = []
        self._anchors: list[tuple[int, str]] = []
        self._strong: list[int] = []
        self._struck: list[int] = []
        self._deleted: list[int] = []
        self._tags = TagScanner(text)

    def write(self, plan: _Plan) -> list[list[Line]]:
        position = 0
        while found := _SPECIAL.search(self._text, position):
            at = found.start()
            self._copy(position, at)
            position = self._mark(at, found[0], found.end(), plan)
        self._copy(position, len(self._text))
        self._flush()
        return self._result

    def _copy(self, start: int, stop: int) -> None:
        if stop > start:
            self._builder.add(self._text[start:stop], self._source(start))

    def _source(self, at: int) -> int:
        index = bisect_right(self._starts, at) - 1
        return self._fragments[index].offset + at - self._starts[index]

    def _mark(self, at: int, mark: str, end: int, plan: _Plan) -> int:
        """Deal with one mark; return where the text goes on."""
        if mark == "\n":
            self._flush()
            self._result.append([])
            return end
        if mark == "\\":
            if self._text[end : end + 1] in _ESCAPED and end < len(self._text):
                self._copy(end, end + 1)
                return end + 1
        elif mark[0] == "`" and at in plan.codes:
            return self._code(at, end, plan.codes[at])
        elif mark[0] in "*_~" and at in plan.drop:
            opened, style = (self._struck, Style.STRUCK) if mark[0] == "~" else (self._strong, Style.EMPHASIS)
            if plan.emphasis[at]:
                opened.append(len(self._builder))
            elif opened:
                self._builder.span(opened.pop(), style)
            return plan.drop[at]
        elif mark in {"[", "!["} and at in plan.links:
            return self._open(mark, end, plan.links[at])
        elif mark == "]" and self._links and self._links[-1][0] == at:
            _, start, href, after = self._links.pop()
            self._builder.span(start, Style.LINK, href)
            return after
        elif mark == "<":
            return self._angle(at, end)
        elif mark == "&" and (known := unescape(self._text, at)):
            self._builder.add(known[0], self._source(at))
            return known[1]
        self._copy(at, end)
        return end

    def _open(self, mark: str, end: int, link: _Link) -> int:
        if mark == "![" or link.href is None:
            return link.end
        self._links.append((link.close, len(self._builder), link.href, link.end))
        return end

    def _code(self, at: int, end: int, stop: int) -> int:
        ticks = end - at
        start = len(self._builder)
        for number, part in enumerate(self._text[end : stop - ticks].split("\n")):
            if number:
                self._builder.span(start, Style.CODE)
                self._flush()
                self._result.append([])
                start = 0
                end += 1
            self._copy(end, end + len(part))
            end += len(part)
        self._builder.span(start, Style.CODE)
        return stop

    def _angle(self, at: int, end: int) -> int:
        if auto := _AUTOLINK.match(self._text, at):
            start = len(self._builder)
            self._copy(at + 1, auto.end() - 1)
            self._builder.span(start, Style.AUTOLINK, auto[1])
            return auto.end()
        tag = self._tags.match(at)
        if tag is None:
            self._copy(at, end)
            return end
        if tag.name in _BREAKS:
            self._flush()
        elif tag.name == "a" and not tag.closing:
            self._anchors.append((len(self._builder), attribute(tag.attributes, "href")))
        elif tag.name == "a" and self._anchors:
            start, href = self._anchors.pop()
            self._builder.span(min(start, len(self._builder)), Style.LINK, href)
        elif tag.name in _EMPHASIS and not tag.closing:
            self._strong.append(len(self._builder))
        elif tag.name in _EMPHASIS and self._strong:
            self._builder.span(min(self._strong.pop(), len(self._builder)), Style.EMPHASIS)
        elif tag.name in _STRUCK and not tag.closing:
            self._deleted.append(len(self._builder))
        elif tag.name in _STRUCK and self._deleted:
            self._builder.span(self._deleted.pop(), Style.STRUCK)
        for _ in range(self._text.count("\n", at, tag.end)):
            self._flush()
            self._result.append([])
        return tag.end

    def _flush(self) -> None:
        """End the line; links and emphasis that are open go on in the next one."""
        if len(self._builder):
            for _, start, href, _ in self._links:
                self._builder.span(start, Style.LINK, href)
            for start in self._struck:
                self._builder.span(start, Style.STRUCK)
            self._result[-1].append(self._builder.build(self._kind))
            self._builder = LineBuilder()
        self._links = [(close, 0, href, after) for close, _, href, after in self._links]
        self._anchors = [(0, href) for _, href in self._anchors]
        self._strong = [0 for _ in self._strong]
        self._struck = [0 for _ in self._struck]
        self._deleted = []  # a tag need not be closed
