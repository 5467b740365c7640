"""The fields of one item: names in the namespaces that feeds use, and what chaptag wants of them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chaptag.model.duration import Duration

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Field", "RawItem", "parse_duration", "read_item", "split_tag"]

# A part of the namespace's URI that all its spellings share, and the prefix under which it goes where a feed forgot
# to declare it.
_FAMILIES = (
    ("purl.org/rss/1.0/modules/content", "content"),
    ("itunes.com/dtds/podcast-1.0", "itunes"),
    ("podlove.org/simple-chapters", "psc"),
    ("podcastindex.org/namespace", "podcast"),
    ("podcastindex-org/podcast-namespace", "podcast"),
    ("google.com/schemas/play-podcasts", "googleplay"),
    ("search.yahoo.com/mrss", "media"),
    ("rss_2.0/enc", "enc"),
    ("w3.org/2005/atom", "atom"),
    ("purl.org/atom/ns", "atom"),
    ("www.w3.org/1999/02/22-rdf-syntax-ns", "rdf"),
    ("purl.org/dc/", "dc"),
)

# Which fields can be the notes, richest first: full markup, then what most apps show, then short plain text.
_NOTES = (
    ("content", "encoded"),
    ("atom", "content"),
    ("", "description"),
    ("atom", "summary"),
    ("itunes", "summary"),
    ("googleplay", "description"),
    ("media", "description"),
    ("itunes", "subtitle"),
)
_TITLES = (("", "title"), ("atom", "title"), ("itunes", "title"), ("media", "title"))
_GUIDS = (("", "guid"), ("atom", "id"))
_TEXT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Field:
    """The text of a field, markup and all, with the line on which it starts."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class RawItem:
    """The fields of an item as they stand in the feed; `notes` are richest first."""

    line: int
    title: str
    guid: str
    urls: tuple[str, ...]
    duration: str
    notes: tuple[Field, ...]
    psc_xml: bytes | None
    chapters_url: str | None


def split_tag(tag: object) -> tuple[str, str]:
    """Split a tag into the family of its namespace (empty for plain RSS and for unknown ones) and its local name."""
    uri, _, local = str(tag).rpartition("}")
    if not uri:
        prefix, _, local = local.rpartition(":")
        return prefix.lower(), local
    lowered = uri.lower()
    return next((family for part, family in _FAMILIES if part in lowered), "" if "rss" in lowered else lowered), local


def read_item(item: _Element) -> RawItem:
    """Collect what an item says; of two fields of a kind the first counts, but every enclosure."""
    first: dict[tuple[str, str], _Element] = {}
    urls: list[str] = []
    for child in _children(item):
        key = split_tag(child.tag)
        first.setdefault(key, child)
        url = _enclosure_url(key, child)
        if url and url not in urls:
            urls.append(url)
    notes = [Field(_inner(first[key], key), first[key].sourceline or 1) for key in _NOTES if key in first]
    psc = first.get(("psc", "chapters"))
    chapters = first.get(("podcast", "chapters"))
    return RawItem(
        line=item.sourceline or 1,
        title=html.unescape(_first_text(first, _TITLES)),
        guid=_first_text(first, _GUIDS) or _attribute(item, "about"),
        urls=tuple(urls),
        duration=_first_text(first, (("itunes", "duration"),)),
        notes=tuple(field for field in notes if field.text.strip()),
        psc_xml=None if psc is None else _serialise(psc),
        chapters_url=None if chapters is None else (_attribute(chapters, "url") or None),
    )


def parse_duration(text: str, because: str) -> Duration | None:
    """Read ``itunes:duration``: seconds, m:ss or h:mm:ss; None for nonsense and for zero."""
    if not re.fullmatch(r"\s*\d{1,6}(?::\d{1,3}){0,2}(?:\.\d{1,9})?\s*", text, re.ASCII):
        return None
    whole, _, fraction = text.strip().partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    ns = seconds * 1_000_000_000 + int((fraction or "0").ljust(9, "0"))
    return Duration(ns, "feed", because, exact=False) if ns else None


def _children(item: _Element) -> list[_Element]:
    children = [child for child in item if isinstance(child.tag, str)]
    for child in list(children):
        if split_tag(child.tag) == ("media", "group"):
            children.extend(inner for inner in child if isinstance(inner.tag, str))
    return children


def _enclosure_url(key: tuple[str, str], element: _Element) -> str:
    if key[1] == "enclosure":
        return _attribute(element, "url") or _attribute(element, "resource")
    if key == ("media", "content"):
        return _attribute(element, "url")
    if key[1] == "link" and element.get("rel") == "enclosure":
        return _attribute(element, "href")
    return ""


def _attribute(element: _Element, local: str) -> str:
    return next(
        (str(value).strip() for name, value in element.attrib.items() if split_tag(str(name))[1] == local),
        "",
    )


def _first_text(first: dict[tuple[str, str], _Element], keys: tuple[tuple[str, str], ...]) -> str:
    for key in keys:
        if key in first:
            text = " ".join("".join(_texts(first[key]))[:_TEXT_LIMIT].split())
            if text:
                return text
    return ""


def _texts(element: _Element) -> list[str]:
    return [str(text) for text in element.itertext()]


def _inner(element: _Element, key: tuple[str, str]) -> str:
    """Give a field's content as markup: its text, or where the markup was not escaped, its elements written out."""
    if not len(element):
        return element.text or ""
    from lxml import etree

    if key[0] == "atom" and element.get("type") == "text":
        return "".join(_texts(element))
    parts = [html.escape(element.text or "", quote=False)]
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if inner is element or not isinstance(inner.tag, str):
            continue
        local = split_tag(inner.tag)[1]
        if event == "start":
            href = "".join(f' {a}="{html.escape(inner.get(a) or "")}"' for a in ("href", "src") if inner.get(a))
            parts.append(f"<{local}{href}>{html.escape(inner.text or '', quote=False)}")
        else:
            closing = "" if local.lower() in {"br", "hr", "img", "wbr", "input"} else f"</{local}>"
            parts.append(f"{closing}{html.escape(inner.tail or '', quote=False)}")
    return "".join(parts)


def _serialise(element: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(element, encoding="utf-8", with_tail=False)
