"""The title of a chapter: the words beside its time, without separators, marks and leftovers of brackets."""

from __future__ import annotations

import re
from typing import NamedTuple

from chaptag.notes.assembly.entry import Entry, Role, says
from chaptag.notes.document import Kind, Line, Style

__all__ = [
    "Title",
    "clean_back",
    "clean_front",
    "common_end",
    "hashtagged",
    "line_title",
    "tidy",
    "title_of",
    "without_label",
    "without_lengths",
    "without_mark",
    "without_numbers",
    "without_tags",
]

_OPEN, _CLOSE = "([{<（［【〔「『«‹", ")]}>）］】〕」』»›"
_CLOSERS = re.compile(r"[\s)\]}>）］】〕」』*_`]+")
_GUILLEMETS = {"»": "«", "«": "»", "›": "‹", "‹": "›"}
# What stands between a time and its title; a lone dash, dot or colon, or several.
_LEAD = re.compile(
    r"(?:[\s:：;,、|｜~〜～·•‣∙⋅‧▪►▶→⇒➜➔⏩⏭⏯⏵⏱⏲⏰👉🔹🔸\ufe0f=>»*/\\_\u200c\u200d]|[-‐‑‒–—―−](?!\d)|[.。](?=\s|$)|(?<=\s)[-‐‑‒–—―−](?=\s))+"
)
_TAIL = " \t\n\u00a0\u3000:：;,、|｜~〜～·•‣∙⋅▪►▶→⇒➜➔=>»*@/\\_‐‑‒–—―−-<([{（［【"
_HASHTAG = re.compile(r"\s*#[^\W\d]\w{0,60}[\s)]*")
_ANGLES = re.compile(r"<[^<>\s]{1,2000}>")
_LENGTH = re.compile(r"[(\[（［]\s?(?:\d{1,2}:)?\d{1,3}:\d{2}(?:\s?min\.?)?\s?[)\]）］]$")
_OPENED = re.compile(r"[(\[（［](?:[^\W\d_]{1,12}\.?[ ~:]{0,2}){1,3}$")  # “(starts at”, before the time
_CELL = re.compile(r'"?\s?[,;:]\s?"([^"]*(?:""[^"]*)*)"[\s,]*$')  # a cell of a CSV file, a value of JSON
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_CHAPTER_TAG = re.compile(r"#chapter\b", re.IGNORECASE)
_WIKI = re.compile(r"\[\[(?:[^\[\]|]{0,200}\|)?([^\[\]|]{1,300})\]\]")
_SPACES = re.compile(r"\s+")
_BARE = re.compile(r"https?://[^\s<>\"]{1,2000}")
_MAX_TITLE = 1000
_MAX_SOURCE = 4 * _MAX_TITLE
_COMMON = 3
_ARROW = re.compile(r"[=>]{1,3}\s+")
_STARTS = re.compile(r"\s(?:starts|begins|beginnt|startet|commence|empieza|comienza|inizia|começa)$", re.IGNORECASE)
_ROUND, _ROUND_CLOSE = frozenset("([（［"), frozenset(")]）］")
_SIGNS = "\u2190"  # where arrows, shapes and emoji begin


class Title(NamedTuple):
    """A title and the URL of the first link in it."""

    text: str
    url: str | None = None


def hashtagged(text: str) -> bool:
    """Whether a line carries the chapter tag of the Open Shownotes form."""
    return _CHAPTER_TAG.search(text) is not None


def title_of(entry: Entry, line: Line, *, tags: bool) -> Title:
    """Read the title of an entry from its line, with the URL of the first link in it.

    `tags` says that the list is of the Open Shownotes form: hashtags and URLs in angles are no part of a title.
    """
    start, stop = entry.start, min(entry.stop, entry.start + _MAX_SOURCE)
    text = line.text[start:stop]
    url = None
    for span in line.spans:
        if span.style not in {Style.LINK, Style.AUTOLINK} or span.start >= stop or span.stop <= start:
            continue
        if url is None and span.href.startswith(("http://", "https://")):
            url = span.href
        if span.style is Style.AUTOLINK and span.start >= start:
            text = text[: span.start - start] + " " * (span.stop - span.start) + text[span.stop - start :]
    if bare := _BARE.search(text):
        url = url or bare[0].rstrip(".,;:!?)>]")
        at = start + bare.start()
        linked = any(span.style is Style.LINK and span.start <= at < span.stop for span in line.spans)
        if not linked and says(text[: bare.start()]) and not text[bare.end() :].strip(" .)]>"):
            text = text[: bare.start()].rstrip(" ([<")
    if tags:
        text = without_tags(_ANGLES.sub("", without_tags(text)))
    if entry.role in {Role.BACK, Role.MIDDLE}:
        return Title(clean_back(clean_front(text) if entry.shared else text), url)
    own = line.kind is Kind.ROW and entry.start != entry.token.stop  # a cell of its own has nothing before the title
    clean = tidy(text) if own else clean_front(text)
    return Title(clean.rstrip(_TAIL) if entry.shared else clean, url)


def line_title(line: Line) -> Title:
    """Read a title that has a line of its own."""
    url = next((span.href for span in line.spans if span.href.startswith(("http://", "https://"))), None)
    return Title(clean_front(line.text[:_MAX_SOURCE]), url)


def without_tags(text: str) -> str:
    """Take away the hashtags that end a line."""
    while (at := text.rfind("#")) >= 0:
        begin = len(text[:at].rstrip())
        if not _HASHTAG.fullmatch(text, begin):
            break
        text = text[:begin]
    return text


def common_end(titles: list[Title]) -> list[Title]:
    """Take away a word that ends every title, as the “at” of “Intro at 0:00”."""
    words = {title.text.rsplit(" ", 1)[-1].casefold() for title in titles}
    if len(titles) < _COMMON or len(words) != 1 or not next(iter(words)).isalpha():
        return titles
    if any(" " not in title.text for title in titles):
        return titles
    titles = [title._replace(text=clean_back(title.text.rsplit(" ", 1)[0])) for title in titles]
    if all(_STARTS.search(title.text) for title in titles):  # “Intro starts at 0:00”
        titles = [title._replace(text=clean_back(_STARTS.sub("", title.text))) for title in titles]
    return titles


def without_mark(titles: list[Title]) -> list[Title]:
    """Take away a sign that begins or ends every title, as an emoji that stands beside each time."""
    for end in (0, -1):
        signs = {title.text[end:][:1] for title in titles}
        if len(titles) < _COMMON or len(signs) != 1 or (sign := signs.pop()) < _SIGNS or sign.isalnum():
            continue
        if all(len(title.text.split(" ", 1)[0].rstrip("\ufe0f")) == 1 for title in titles) or end:
            titles = [title._replace(text=title.text.strip(sign + "\ufe0f ")) for title in titles]
    return titles


def without_lengths(titles: list[Title]) -> list[Title]:
    """Take away lengths in brackets that end every title: ``Intro (2:10)``."""
    ends = [_LENGTH.search(title.text) for title in titles]
    if len(titles) < _COMMON or not all(ends[:-1]):
        return titles
    return [
        title if end is None else title._replace(text=clean_back(title.text[: end.start()]))
        for title, end in zip(titles, ends, strict=True)
    ]


def without_numbers(titles: list[Title]) -> list[Title]:
    """Take away numbers that only count the titles: ``1. Intro``, ``2. News``."""
    found = [_NUMBER.match(title.text) for title in titles]
    numbers = [int(match[1]) for match in found if match is not None]
    if len(titles) < _COMMON or numbers not in (list(range(len(titles))), list(range(1, len(titles) + 1))):
        return titles
    return [title._replace(text=title.text[match.end() :]) for title, match in zip(titles, found, strict=True) if match]


def without_label(titles: list[Title]) -> list[Title]:
    """Take away a word with a colon that begins every title: ``Topic: Intro``."""
    words = {title.text.partition(":")[0].casefold() if ":" in title.text else "" for title in titles}
    if len(titles) < _COMMON or len(words) != 1 or not next(iter(words)).isalpha():
        return titles
    return [title._replace(text=clean_front(title.text.partition(":")[2])) for title in titles]


def clean_front(text: str) -> str:
    """Clean what stands after a time."""
    if cell := _CELL.match(text):
        return tidy(cell[1].replace('""', '"'))
    closed = _CLOSERS.match(text)
    if closed:
        text = text[closed.end() :]
    lead = _LEAD.match(text)
    if lead:
        text = _cut(text, lead.end())
    text = text.rstrip()
    bare = text.rstrip("-–—|~•·>")
    return tidy(bare if bare[-1:].isspace() else text)


def clean_back(text: str) -> str:
    """Clean what stands before a time."""
    text = text.strip()
    if text[:1] in _ROUND and not _ROUND_CLOSE.intersection(text):
        text = text[1:]  # the bracket is around the title and the time
    text = _OPENED.sub("", text)
    bare = text.rstrip(" .…")
    if text.count(".", len(bare)) > 2 or "…" in text[len(bare) :]:
        text = bare  # dots that lead the eye to the time
    bare = text.rstrip(_TAIL)
    tail = text[len(bare) :].lstrip()
    if _quoted(tail[:1], bare + tail[:1]):
        bare = text[: len(text) - len(tail) + 1]  # the end of a quotation
    bare = bare.lstrip(" \t-–—*•·")
    arrow = _ARROW.match(bare)
    return tidy(bare[arrow.end() :] if arrow else bare)


def _quoted(mark: str, text: str) -> bool:
    """Whether a guillemet has its partner in a title: ``»Faust«`` as well as ``«Faust»``."""
    partner = _GUILLEMETS.get(mark)
    return partner is not None and text.count(partner) >= text.count(mark)


def _cut(text: str, stop: int) -> str:
    """Take away the first `stop` characters, but no guillemet that opens a quotation."""
    kept = text[:stop].rstrip()[-1:]
    return kept + text[stop:] if _quoted(kept, kept + text[stop:]) else text[stop:]


def tidy(text: str) -> str:
    """Collapse white space and drop a bracket that has lost its partner, and bars around the whole."""
    text = _WIKI.sub(r"\1", _SPACES.sub(" ", text)).strip().strip("|｜").rstrip("¶🔗").strip()
    if text[:1] == "[" and text.find("]") == len(text) - 1 and len(text) > 2:
        text = text[1:-1].strip()
    if text[:1] and text[0] in _CLOSE and not _quoted(text[0], text):
        text = text[1:].lstrip()
    if text[-1:] and text[-1] in _OPEN and not _quoted(text[-1], text):
        text = text[:-1].rstrip()
    return text[:_MAX_TITLE]
