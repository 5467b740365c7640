"""A feed as a stream of items: parsed in pieces, each item freed when it has been read."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import TYPE_CHECKING

from chaptag.model.errors import NotesError
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.text import quote, visible
from chaptag.notes.encoding import FEED_LIMIT, decode
from chaptag.notes.feed.fields import split_tag
from chaptag.notes.feed.prolog import declares_entities

if TYPE_CHECKING:
    from lxml.etree import XMLPullParser, _Element

__all__ = ["ITEM_LIMIT", "scan_items"]

_NO_FEED = "Fetch the feed again; notes that are no feed are read without --notes-format."
_PIECE = 64 * 1024
_DEPTH_LIMIT = 200  # the parser's own is 256
_ELEMENT_LIMIT = 50_000  # in one item
ITEM_LIMIT = 100_000


def scan_items(data: bytes, name: str, findings: list[Finding]) -> Iterator[_Element]:
    """Yield the items of the feed `data`, each as an element that is emptied when the next one is asked for.

    What was wrong with the feed as a whole is added to `findings`. Entities, DTDs and the network are off, and a
    DOCTYPE with declarations of its own is refused. Raises NotesError for what is no feed and beyond the limits:
    64 MiB, 100,000 items, 50,000 elements in an item, 200 levels.
    """
    from lxml import etree

    if len(data) > FEED_LIMIT:
        raise NotesError(
            f"{len(data):,} bytes are more than the {FEED_LIMIT:,} that a feed may have",
            hint="Cut the feed down to its newest items.",
            place=Place(name),
        )
    utf8 = _as_utf8(data, name, findings)
    if declares_entities(utf8[:_PIECE]):
        raise NotesError(
            "the feed starts with a DOCTYPE that declares entities, which no feed needs and which can be an attack",
            hint="Remove the <!DOCTYPE ...> from the feed.",
            place=Place(name, 1),
        )
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    walk = _Walk(name)
    try:
        for start in range(0, len(utf8), _PIECE):
            parser.feed(utf8[start : start + _PIECE])
            yield from walk.items(parser)
        _close(parser)
        yield from walk.items(parser)
    except etree.XMLSyntaxError as error:
        if not walk.root:
            place = Place(name, error.lineno or 1)
            raise NotesError(f"this is not XML: {visible(error.msg)}", hint=_NO_FEED, place=place) from None
    if not walk.root:
        raise NotesError("this is not a feed: it holds no XML element", hint=_NO_FEED, place=Place(name))
    _report_damage(parser, walk, name, findings)


def _close(parser: XMLPullParser) -> None:
    from lxml import etree

    try:
        parser.close()
    except etree.XMLSyntaxError:
        return  # the parser's log has it, and what was read until then stands


class _Walk:
    """Where in the tree the parser stands."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root = ""
        self.depth = 0
        self.item_depth = 0  # 0 outside of items
        self.elements = 0  # in this item
        self.count = 0

    def items(self, parser: XMLPullParser) -> Iterator[_Element]:
        for event, element in parser.read_events():
            if event == "start":
                self._enter(element)
                continue
            if self.depth == self.item_depth:
                yield element
                self.item_depth = 0
            if not self.item_depth:
                _free(element)
            self.depth -= 1

    def _enter(self, element: _Element) -> None:
        self.depth += 1
        local = split_tag(element.tag)[1]
        if self.depth == 1:
            self.root = local
            if local not in {"rss", "RDF", "feed"}:
                raise NotesError(
                    f"this is not a podcast feed: its first element is {quote('<' + local + '>')}",
                    hint="Give the RSS or Atom feed itself, not the page that links to it.",
                    place=Place(self.name, element.sourceline),
                )
        if self.depth > _DEPTH_LIMIT:
            self._refuse(f"elements are nested more than {_DEPTH_LIMIT} deep", element)
        if self.item_depth:
            self.elements += 1
            if self.elements > _ELEMENT_LIMIT:
                self._refuse(f"one item has more than {_ELEMENT_LIMIT:,} elements", element)
        elif local in {"item", "entry"} and self.depth > 1:
            self.item_depth, self.elements, self.count = self.depth, 0, self.count + 1
            if self.count > ITEM_LIMIT:
                self._refuse(f"there are more than {ITEM_LIMIT:,} items", element)

    def _refuse(self, message: str, element: _Element) -> None:
        raise NotesError(
            f"the feed is not one that an app could read: {message}",
            hint="Give the notes of the episode as a file of their own.",
            place=Place(self.name, element.sourceline),
        )


def _free(element: _Element) -> None:
    element.clear(keep_tail=False)
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _as_utf8(data: bytes, name: str, findings: list[Finding]) -> bytes:
    """Give the feed in UTF-8; nearly all are, and those are not decoded as a whole."""
    body = data.removeprefix(codecs.BOM_UTF8)
    if _is_utf8(body) and b"\0" not in body[:_PIECE]:
        return body
    decoded = decode(data, name=name, limit=FEED_LIMIT)
    findings.extend(decoded.findings)
    return decoded.text.encode("utf-8", "replace")


def _is_utf8(data: bytes) -> bool:
    check = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _PIECE):
            check.decode(data[start : start + _PIECE])
        check.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _report_damage(parser: XMLPullParser, walk: _Walk, name: str, findings: list[Finding]) -> None:
    from lxml.etree import ErrorLevels

    wrong = [entry for entry in parser.feed_error_log if entry.level >= ErrorLevels.ERROR]
    if wrong:
        first = "a bare & (&amp; is meant)" if "EntityRef" in wrong[0].message else visible(wrong[0].message)
        others = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        findings.append(
            finding("feed-damaged", f"the XML is broken: {first}{others}", place=Place(name, wrong[0].line))
        )
    elif walk.depth > 0:
        findings.append(finding("feed-damaged", "the feed ends in the middle of an element", place=Place(name)))
