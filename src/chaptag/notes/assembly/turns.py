"""Speakers' turns: lines with a name beside each time, the same few names again and again, and what they say."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from chaptag.notes.assembly.survey import Survey
from chaptag.notes.document import Line

__all__ = ["placeholder", "turns"]

_FEWEST = 4
# What transcribers call those whose names they do not know.
_PLACEHOLDER = re.compile(
    r"(?:speaker|spk|sprecher(?:in)?|locuteur|locutrice|intervenant|orador|hablante|interlocutor|parlante|spreker"
    r"|talare|mówca|спикер|发言人|發言人|说话人|說話人|話者|화자)[ _]?\d{1,2}",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w.'’-]{0,30}(?: [\w.'’()-]{1,30}){0,4}")
_SAID = re.compile(r"[.?!…。！？](?=\W{0,3}(?:\s|$))")
_AROUND = " \t\u00a0\u3000:：|–—-()[]{}*_,"
_MOST = 300


class _Turn(NamedTuple):
    """A line with a time: the name beside it, and whether a sentence follows."""

    line: int
    name: str
    speaks: bool


def turns(seen: Survey) -> frozenset[int]:
    """Find the lines that are speakers' turns; none where they are fewer than four, or no sentences follow."""
    found = [turn for index in sorted(seen.timed) if (turn := _turn(seen, index)) is not None]
    names = Counter(turn.name for turn in found)
    back = any(count > 1 for count in names.values())
    often = {name for name, count in names.items() if count > 1 or (back and placeholder(name))}
    found = [turn for turn in found if turn.name in often]
    unknown = all(map(placeholder, often))
    if not unknown and (len(found) < _FEWEST or len(often) < 2 or len(often) * 2 > len(found)):
        return frozenset()
    speaking = sum(turn.speaks for turn in found) * 2 > len(found)
    return frozenset(turn.line for turn in found) if speaking else frozenset()


def placeholder(name: str) -> bool:
    """Whether a name is that of a speaker whom a transcriber does not know: “Speaker 2”."""
    return _PLACEHOLDER.fullmatch(name) is not None


def _turn(seen: Survey, index: int) -> _Turn | None:
    line = seen.lines[index]
    token = next((token for token in seen.tokens[index] if not token.why_not), None)
    if token is None or token.start > _MOST:
        return None
    before, after = line.text[: token.start].strip(_AROUND), line.text[token.stop : token.stop + _MOST].lstrip(_AROUND)
    if not before:
        before, _, after = after.partition(":")
        before = before.strip(_AROUND)
    if _NAME.fullmatch(before) is None or (before[0].lower() == before[0] != before[0].upper()):
        return None
    return _Turn(index, before.casefold(), _SAID.search(after or _below(seen, index)) is not None)


def _below(seen: Survey, index: int) -> str:
    """What stands on the line under a time that is alone with its name."""
    line: Line | None = seen.lines[index + 1] if index + 1 < len(seen.lines) else None
    return line.text[:_MOST] if line is not None and index + 1 not in seen.timed and line.gap < 2 else ""
