"""All times of one line: of every family, without those in URLs, with ranges joined."""

from __future__ import annotations

import re
from dataclasses import replace

from chaptag.notes.grammar.clock import clock_times
from chaptag.notes.grammar.context import URL, why_not
from chaptag.notes.grammar.digits import folded
from chaptag.notes.grammar.dotted import dotted_times
from chaptag.notes.grammar.token import TimeToken
from chaptag.notes.grammar.units import prime_times, unit_times

__all__ = ["open_end", "scan"]

_RANGE = re.compile(
    r"[\])]?\s?(?:-{1,2}>?|=>|→|~|\.\.\.?|…|\b(?:to|till?|until|bis|[aà]|au|a las|até|do)\b|до|至|到|から)\s?[\[(@]?"
)
_OPEN_END = re.compile(
    r"\s?(?:-{1,2}>?|=>|→|~|\.\.\.?|…|\b(?:to|till?|until|bis(?: zum)?|[aà](?: la)?|jusqu'à la|au|até|do)\b"
    r"|до|至|到)\s?(?P<end>(?:the )?end|ende|schluss|fine?|fin|fim|final|koniec|konec|slutt?|einde?|son|loppu|vége"
    r"|конец|конца|кінець|終わり|最後|끝|结束|結束|結尾|(?P<blank>(?:\?{1,2}:)?\?{1,2}:\?\?|(?:xx?:)?xx?:xx|--:--))"
    r"(?P<apart>(?=\s*(?:$|[])}|:,;\t-]|\s{2})))?(?!\w)",
    re.IGNORECASE,
)
_OF_THE_END = re.compile(r"\s(?:credits?|titles?|notes?|scenes?|theme|music|game|times?|zone|user|of)\b", re.IGNORECASE)
_END_ROOM = 40
_OPENING, _CLOSING = frozenset("([{【（［"), frozenset(")]}】）］")
_MAX_LINE = 32 * 1024


def scan(text: str) -> list[TimeToken]:
    """Find the times of a line, in order and apart; those that something speaks against carry the reason.

    Only the first 32 KiB of a line are looked at.
    """
    text = text[:_MAX_LINE]
    plain = folded(text)
    masked = _without_urls(plain)
    found: list[TimeToken] = []
    for finder in (clock_times, prime_times, unit_times, dotted_times):
        if found and finder is dotted_times:
            break
        found.extend(finder(masked))
    if not found:
        return []
    found.sort(key=lambda token: (token.start, -token.stop))
    apart: list[TimeToken] = []
    for token in found:
        if not apart or token.start >= apart[-1].stop:
            apart.append(token)
    return _ranges(masked, [replace(token, why_not=why_not(masked, text, token)) for token in apart])


def open_end(text: str, token: TimeToken, *, ranged: bool) -> TimeToken:
    """Read “- end” behind a time as the end of a range: in brackets, or where the time before it has one (`ranged`)."""
    found = _OPEN_END.match(folded(text[token.stop : token.stop + _END_ROOM]))
    if token.end is not None or token.why_not or found is None:
        return token
    stop = token.stop + found.end()
    bracketed = text[token.start - 1 : token.start] in _OPENING and text[stop : stop + 1] in _CLOSING
    # “4:15 - end Farewell”, but “4:15 - End credits”.
    word = found["end"]
    plainly = word.islower() or word == "Ende" or (word == "End" and not _OF_THE_END.match(text, stop))
    before_title = plainly and text[stop + 1 : stop + 2].isupper()
    ends = found["blank"] is not None or bracketed or (ranged and (found["apart"] is not None or before_title))
    return replace(token, stop=stop) if ends else token


def _without_urls(text: str) -> str:
    """Blank the URLs of a folded line, keeping its length."""
    if "://" not in text and "www." not in text:
        return text
    return URL.sub(lambda found: "\x00" * len(found[0]), text)


def _ranges(text: str, tokens: list[TimeToken]) -> list[TimeToken]:
    """Join two times with only a dash, an arrow or a “to” between them."""
    joined: list[TimeToken] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.end is None
            and token.family is last.family
            and not token.why_not
            and _RANGE.fullmatch(text[last.stop : token.start])
        ):
            joined[-1] = replace(last, stop=token.stop, end=token)
        else:
            joined.append(token)
    return joined
