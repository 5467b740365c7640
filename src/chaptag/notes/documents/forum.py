"""Marks of forums and wikis around words of a line: ``[b]…[/b]``, ``[url=…]…[/url]``, bold and italics in quotes."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from chaptag.notes.document import Line, Span, Style
from chaptag.notes.documents.cuts import cut

__all__ = ["without_forum_marks"]

_NAMES = "b|i|u|s|url|color|colour|size|font|list|quote|center|left|right|img|td|tr|table|li"
_MAX = 16 * 1024


def without_forum_marks(line: Line) -> Line:
    """Take the marks out of a line; what is left keeps its place in the source, and a link its address."""
    text = line.text
    if not ("[/" in text or "''" in text) or len(text) > _MAX or line.cells:
        return line
    cuts = [(found.start(), found.end()) for found in _tags().finditer(text)] if "[/" in text else []
    if "''" in text:
        for found in _quotes().finditer(text):
            size = len(found[1])
            cuts += [(found.start(), found.start() + size), (found.end() - size, found.end())]
    if not cuts:
        return line
    links = (Span(found.start(2), found.end(2), Style.LINK, found[1]) for found in _links().finditer(text))
    return cut(replace(line, spans=(*line.spans, *links)), cuts)


@cache
def _tags() -> re.Pattern[str]:
    return re.compile(rf"\[/?(?:{_NAMES})(?:=[^\[\]]{{1,500}})?\]", re.IGNORECASE)


@cache
def _links() -> re.Pattern[str]:
    return re.compile(r"\[url=\"?(https?://[^\[\]\s\"]{1,500})\"?\]([^\[\]]{1,300})\[/url\]", re.IGNORECASE)


@cache
def _quotes() -> re.Pattern[str]:
    return re.compile(r"(?<![\w'])('{2,3})(?=[^\s'])[^']{1,300}(?<=[^\s'])\1(?![\w'])")
