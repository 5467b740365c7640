"""A second chapter inside the title of another: ``15:00 Cassettes 24:00 CDs``."""

from __future__ import annotations

import re
from dataclasses import replace

from chaptag.model.reading import Grade
from chaptag.notes.assembly.entry import Entry, Role, says
from chaptag.notes.assembly.listing import Context, Listing, listing
from chaptag.notes.assembly.lost import Lost
from chaptag.notes.assembly.runs import Run
from chaptag.notes.document import Kind, Line
from chaptag.notes.grammar.token import TimeToken

__all__ = ["parted"]

_ROOM = 200
"""So many characters on either side of a time are looked at."""
_OPENING = frozenset("([{（［【")
# “Why I get up at 5:30”, “from 4:10 on”: a time that the title speaks of.
_SPEAKS = re.compile(
    r"(?:\b(?:at|by|from|until|till?|since|before|after|of|in|to|the|a|um|bis|ab|vor|nach|von|der|die|das|à|a|las|dès|de"
    r"|às|as|alle|dalle|om|vanaf|kl|o|od|do|в|с|до|vs|code|and|und|et|y|e)\.?|[-–—:~/@+])\s*$",
    re.IGNORECASE,
)
_SET_OFF = re.compile(r"(?:[,;|/•·]\s*|\s{2})$")
_BEHIND = "stands at the end of another chapter's title"
_LEFT = "it is left there"
_WITHIN = "stands inside another chapter's title"


def parted(best: Listing, context: Context) -> tuple[Listing, tuple[Lost, ...]]:
    """Take times that stand inside titles, between the chapter's start and the next, for chapters of their own.

    One that nothing follows is only named; so is a single one that nothing sets off, which may be a result, and so are
    those with which the list would be none, or would be less in doubt than it is without them.
    """
    run, starts = best.run, best.values.starts
    if best.values.way != "plain" or best.values.repair is not None or run.back or run.backwards:
        return best, ()
    entries: list[Entry] = []
    wanted: list[int] = []
    lost: list[Lost] = []
    single: list[Lost] = []
    clear = False
    for at, (entry, start) in enumerate(zip(run.entries, starts, strict=True)):
        high = starts[at + 1] if at + 1 < len(starts) else context.duration
        line = context.survey.lines[entry.line]
        tokens = context.survey.tokens.get(entry.line, [])
        found = [] if high is None else _inside(entry, start, high, line, tokens)
        if found and not says(line.text[found[-1].stop : entry.stop]):
            token = found.pop()
            lost.append(Lost(entry.line, token.start, token.stop, _BEHIND, _LEFT))
        single += [Lost(entry.line, token.start, token.stop, _WITHIN, _LEFT) for token in found]
        clear = clear or any(_set_off(line, token) for token in found)
        entries += _pieces(entry, found, line)
        wanted += [start, *(token.ms for token in found)]
    if len(lost) * 2 > len(starts):
        lost = []  # lengths, or ends
    if single and (len(single) > 1 or clear):
        fuller = listing(
            Run(run.back, entries, step=run.step, gap=run.gap, copies=run.copies, mentions=run.mentions), context
        )
        grade = fuller.verdict.grade
        settles = best.verdict.grade is Grade.DOUBT and grade is not Grade.DOUBT
        if list(fuller.values.starts) == wanted and grade is not None and not settles:
            return fuller, tuple(lost)
    return best, (*lost, *single)


def _inside(entry: Entry, low: int, high: int, line: Line, tokens: list[TimeToken]) -> list[TimeToken]:
    """Find the times in a title that are written as the chapter's own is, and rise from `low` to `high`."""
    found: list[TimeToken] = []
    if entry.role is not Role.FRONT or entry.shared or line.kind is Kind.ROW:
        return found
    own, begin = entry.token, entry.token.stop
    for token in tokens:
        if token.start < begin:
            continue
        before = line.text[max(begin, token.start - _ROOM) : token.start]
        alike = token.family is own.family and token.end is None and not token.why_not and not token.odd
        bracketed = _bracketed(line, token)
        words = before[:-1] if bracketed else before
        mentioned = _nested(words) or _SPEAKS.search(words) is not None
        if not (alike and bracketed == _bracketed(line, own) and low < token.ms < high and says(words)) or mentioned:
            continue
        first, title = _letter(line.text[token.stop : min(token.stop + _ROOM, entry.stop)]), _letter(before)
        if not first.islower() or title.islower():
            found.append(token)
            low, begin = token.ms, token.stop
    return found


def _nested(words: str) -> bool:
    """Whether a bracket opens in the words and does not close."""
    return max(map(words.rfind, "(（")) > max(map(words.rfind, ")）"))


def _letter(text: str) -> str:
    return next((char for char in text if char.isalnum()), "")


def _bracketed(line: Line, token: TimeToken) -> bool:
    return line.text[max(token.start - 1, 0) : token.start] in _OPENING


def _set_off(line: Line, token: TimeToken) -> bool:
    before = line.text[max(token.start - _ROOM, 0) : token.start]
    return _bracketed(line, token) or _SET_OFF.search(before) is not None


def _pieces(entry: Entry, tokens: list[TimeToken], line: Line) -> list[Entry]:
    """Cut an entry before each of these times."""
    pieces = [entry]
    for token in tokens:
        last = pieces.pop()
        pieces.append(replace(last, stop=token.start - _bracketed(line, token), shared=True))
        pieces.append(replace(last, token=token, start=token.stop, stop=entry.stop, shared=False, inner=True))
    return pieces
