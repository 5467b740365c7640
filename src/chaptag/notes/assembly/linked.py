"""Lists whose times stand in their links only: ``[The harbour](https://youtu.be/x?t=204)``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from chaptag.notes.document import Document, Line, Style
from chaptag.notes.grammar.context import URL
from chaptag.notes.grammar.links import aim_of
from chaptag.notes.grammar.token import Family, TimeToken

__all__ = ["linked_times"]

_FEWEST, _SPANS = 3, 8


def linked_times(document: Document, timed: dict[int, list[TimeToken]]) -> dict[int, list[TimeToken]]:
    """Read the links of several lines that point into one recording, each further than the last.

    Among lines that are `timed` they are asides, so they count only where there are hardly any.
    """
    if len(timed) >= _FEWEST:
        return {}
    into: dict[str, dict[int, list[TimeToken]]] = {}
    for index, line in enumerate(document.lines):
        if index not in timed and (found := next(_aims(line), None)) is not None:
            url, token = found
            into.setdefault(url, {})[index] = [token]
    lists = [tokens for tokens in into.values() if len(tokens) >= _FEWEST and _rises(tokens)]
    return lists[0] if len(lists) == 1 else {}


def _aims(line: Line) -> Iterator[tuple[str, TimeToken]]:
    """Find where the links of a line point; the time has no width before a link's words, and is all of a bare URL."""
    for span in line.spans[:_SPANS]:
        if span.style in {Style.LINK, Style.AUTOLINK} and (aim := aim_of(span.href)) is not None:
            bare = span.style is Style.AUTOLINK or URL.fullmatch(line.text, span.start, span.stop)
            stop = span.stop if bare else span.start
            yield aim.url, TimeToken(span.start, stop, Family.LINK, (aim.seconds,))
    for found in URL.finditer(line.text):
        if (aim := aim_of(found[0])) is not None:
            yield aim.url, TimeToken(found.start(), found.end(), Family.LINK, (aim.seconds,))


def _rises(tokens: dict[int, list[TimeToken]]) -> bool:
    return all(a.ms < b.ms for (a,), (b,) in pairwise(tokens.values()))
