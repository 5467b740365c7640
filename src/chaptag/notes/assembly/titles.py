"""The title of a chapter: the words beside its time, without separators, marks and leftovers of brackets."""

from __future__ import annotations

import re

from chaptag.notes.assembly.entry import Entry, Role
from chaptag.notes.document import Kind, Line, Style

__all__ = ["Title", "clean_back", "clean_front", "hashtagged", "title_of"]

_OPEN, _CLOSE = "([{<（［【〔「『«‹", ")]}>）］】〕」』»›"
_CLOSERS = re.compile(r"[\s)\]}>）］】〕」』*_`]+")
# What stands between a time and its title; a lone dash, dot or colon, or several.
_LEAD = re.compile(
    r"(?:[\s:：;,、|｜~〜～·•‣∙⋅‧▪►▶→⇒➜➔=>»*/\\_]|[-‐‑‒–—―−](?!\d)|[.。](?=\s|$)|(?<=\s)[-‐‑‒–—―−](?=\s)|\u200c|\u200d)+"
)
_TAIL = re.compile(r"[\s:：;,、|｜~〜～·•‣∙⋅▪►▶→⇒➜➔=>»*@/\\_‐‑‒–—―−<(\[{（［【-]+$")
_LEADERS = re.compile(r"(?:\s?\.){3,}\s*$|…+\s*$")
_HASHTAGS = re.compile(r"(?:\s*#[^\W\d]\w*)+[\s)]*$")
_ANGLES = re.compile(r"\s*<[^<>\s]{1,2000}>")
_CHAPTER_TAG = re.compile(r"#(?:chapter|c)\b", re.I)
_SPACES = re.compile(r"\s+")
_MAX_TITLE = 1000


def hashtagged(text: str) -> bool:
    """Whether a line carries the chapter tag of the Open Shownotes form."""
    return _CHAPTER_TAG.search(text) is not None


def title_of(entry: Entry, line: Line, *, tags: bool) -> tuple[str, str | None]:
    """Read the title of an entry from its line, with the URL of the first link in it.

    `tags` says that the list is of the Open Shownotes form: hashtags and URLs in angles are no part of a title.
    """
    start, stop = entry.start, entry.stop
    text = line.text[start : min(stop, start + 4 * _MAX_TITLE)]
    url = None
    for span in line.spans:
        if span.style in {Style.LINK, Style.AUTOLINK} and span.start < stop and span.stop > start:
            if url is None and span.href.startswith(("http://", "https://")):
                url = span.href
            if span.style is Style.AUTOLINK and span.start >= start:
                text = text[: span.start - start] + " " * (span.stop - span.start) + text[span.stop - start :]
    if tags:
        found = re.search(r"<(https?://[^<>\s]{1,2000})>", text)
        url = found[1] if found and url is None else url
        text = _HASHTAGS.sub("", _ANGLES.sub("", _HASHTAGS.sub("", text)))
    clean = clean_back(text) if entry.role is Role.BACK else clean_front(text, cell=line.kind is Kind.ROW)
    return clean, url


def clean_front(text: str, *, cell: bool = False) -> str:
    """Clean what stands after a time."""
    if not cell:
        closed = _CLOSERS.match(text)
        if closed:
            text = text[closed.end() :]
        lead = _LEAD.match(text)
        if lead:
            text = text[lead.end() :]
    return tidy(text)


def clean_back(text: str) -> str:
    """Clean what stands before a time."""
    text = _LEADERS.sub("", text.rstrip())
    return tidy(_TAIL.sub("", text).lstrip(" \t-–—*•·"))


def tidy(text: str) -> str:
    """Collapse white space and drop a bracket that has lost its partner, and bars around the whole."""
    text = _SPACES.sub(" ", text).strip().strip("|｜").strip()
    if text[:1] and text[0] in _CLOSE:
        text = text[1:].lstrip()
    if text[-1:] and text[-1] in _OPEN:
        text = text[:-1].rstrip()
    return text[:_MAX_TITLE]


Title = tuple[str, "str | None"]
