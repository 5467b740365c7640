"""What stands around a time and says that it is none: clock times, dates, zones, verses, scores, addresses."""

from __future__ import annotations

import re

from chaptag.notes.grammar.token import Family, TimeToken

__all__ = ["GLUED", "LENGTH", "SOFT", "URL", "why_not"]

GLUED = "part of a word"
LENGTH = "a length, not a start"

URL = re.compile(r"(?:https?|ftp)://[^\s<>\"|]{1,2000}|www\.[^\s<>\"|]{1,2000}", re.IGNORECASE)

_NEAR = 40
_AFTER = (
    (
        re.compile(
            r" ?(?:[ap]\.? ?m\b\.?|uhr\b|o'?clock\b|noon\b|midnight\b|hs?(?=\W*$)|시\b|点\b|klo\b)", re.IGNORECASE
        ),
        "a time of day",
    ),
    (
        re.compile(
            r" ?\(?(?:[A-Z]{1,3}[SD]T|UTC|GMT|CET|CEST|MEZ|MESZ|BST|WET|EET|MSK|IST|JST|KST|PT|ET|CT|MT|Z)\b"
            r"| (?:Eastern|Pacific|Central|Mountain)\b(?: time)?"
        ),
        "a time of day in a zone",
    ),
    (re.compile(r" ?(?:%|kB\b|MB\b|GB\b|€|\$|km\b|kg\b|USD\b|EUR\b|px\b|°)"), "a measure"),
)
_A_VERSE, _A_SCORE = "a verse", "a score or a ratio"
SOFT = frozenset([*(why for _, why in _AFTER), _A_VERSE, _A_SCORE])
"""What may as well be the first word of a title, or the last: a list around it tells."""

_MONTH = (
    r"jan\w{0,6}|feb\w{0,7}|mar\w{0,3}|mär\w{0,2}|apr\w{0,3}|may|mai|june?|juni?|july?|juli|aug\w{0,4}|sep\w{0,7}|o[ck]t\w{0,6}"
    r"|nov\w{0,6}|de[cz]\w{0,6}"
)
_BEFORE = (
    (re.compile(r"\b(?:UTC|GMT)\s?[+-]?$", re.IGNORECASE), "a zone's offset"),
    (re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:T|,?\s{1,3}(?:at\s|um\s)?)$"), "a date's time of day"),
    (re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?:T|,?\s{1,3}(?:at\s|um\s)?)$"), "a date's time of day"),
    (
        re.compile(
            rf"\b(?:{_MONTH})\b\.?\s{{0,2}}(?:\d{{1,2}}(?:st|nd|rd|th)?,?|\d{{4}}),?(?:\s{{0,2}}\d{{4}})?,?\s{{1,2}}(?:at\s|um\s|@\s?)?$",
            re.IGNORECASE,
        ),
        "a date's time of day",
    ),
    (re.compile(r"(?:[日号號]|[（(][月火水木金土日一二三四五六][)）])\s?$"), "a date's time of day"),
    (re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?,?\s(?:at\s|@\s?)?$", re.IGNORECASE), "a time of day"),
    (re.compile(r"\b(?:kl|klo|klokken)\.?\s$", re.IGNORECASE), "a time of day"),
)
_BOOKS = (
    "gen genesis ex exod exodus lev leviticus num numbers deut deuteronomy josh joshua judges ruth samuel sam"
    " kings chronicles chron ezra nehemiah esther job psalm psalms ps prov proverbs eccl ecclesiastes songs"
    " solomon isa isaiah jer jeremiah lam lamentations ezek ezekiel dan daniel hos hosea joel amos obadiah jonah"
    " mic micah nahum hab habakkuk zeph zephaniah haggai zech zechariah mal malachi mat matt matthew mark luke"
    " john acts rom romans cor corinthians gal galatians eph ephesians phil philippians col colossians thess"
    " thessalonians tim timothy titus philemon heb hebrews james pet peter jude rev revelation sura surah quran"
    " gita matthäus markus lukas johannes römer mose offenbarung juan mateo lucas marcos salmo salmos hebreos"
    " romanos jean luc marc matthieu genèse psaume"
)
_VERSE = re.compile(r"\b(?:" + "|".join(_BOOKS.split()) + r")\.?\s$", re.IGNORECASE)
_SCORE = re.compile(
    r"\b(?:won|wins?|beat|lost|score|scored|final|finale|ended|aspect|ratio|odds|stand|endstand|vs?\.?)\s{1,2}$",
    re.IGNORECASE,
)
_ZERO = re.compile(
    r"(?:duration|length|runtime|running time|dauer|länge|laufzeit|duração|duración|durée|durata|czas trwania"
    r"|时长|時長|長さ|longueur|最终音频|音频|total)(?: of (?:the )?episode)?\s?[:：=]?\s?\(?$",
    re.IGNORECASE,
)


def why_not(text: str, original: str, token: TimeToken) -> str:
    """Say why what stands around a token makes it no chapter's time; empty where nothing does.

    `text` is the folded line, `original` the line itself.
    """
    if token.family in {Family.UNITS, Family.DOTTED}:
        return _touching(original, token)
    after = text[token.stop : token.stop + _NEAR]
    for pattern, why in _AFTER:
        if pattern.match(after):
            return why
    before = text[max(token.start - _NEAR, 0) : token.start]
    for pattern, why in _BEFORE:
        if pattern.search(before):
            return why
    if _VERSE.search(before) and len(token.parts) == 2:
        return _A_VERSE
    if _SCORE.search(before) and len(token.parts) == 2:
        return _A_SCORE
    if _ZERO.search(before):
        return LENGTH
    return _touching(original, token)


def _touching(text: str, token: TimeToken) -> str:
    """A letter right before a time makes both a name; scripts that write without spaces may stand next to it."""
    before = text[token.start - 1 : token.start]
    if before.isalnum() and not _unspaced(before):
        return GLUED
    return ""


def _unspaced(char: str) -> bool:
    code = ord(char)
    return 0x0E00 <= code <= 0x0EFF or 0x3040 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7AF or 0xF900 <= code <= 0xFAFF
