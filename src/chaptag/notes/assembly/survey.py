"""`Survey`: the lines of a document with the times that stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chaptag.model.finding import Place
from chaptag.model.text import quote
from chaptag.notes.assembly.linked import linked_times
from chaptag.notes.assembly.titles import hashtagged
from chaptag.notes.document import Document, Line, may_hold_time
from chaptag.notes.grammar.context import LENGTH, SOFT
from chaptag.notes.grammar.digits import folded
from chaptag.notes.grammar.marks import minute_mark
from chaptag.notes.grammar.scan import open_end, scan
from chaptag.notes.grammar.slips import is_half
from chaptag.notes.grammar.token import Family, TimeToken
from chaptag.notes.grammar.units import with_rest

__all__ = ["Spot", "Survey", "survey"]

_MOST_TOTALS, _FEWEST_MARKS, _FEW = 8, 3, 3
_MAYBE = SOFT | {""}


class Spot(Protocol):
    """The characters ``[start, stop)`` of a line."""

    @property
    def start(self) -> int:
        """The first of them."""

    @property
    def stop(self) -> int:
        """The first after them."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What the assembly works on: a document, and by index of its lines the times in them.

    `timed` are the lines with a time that nothing speaks against, `tagged` those with the chapter tag of the Open
    Shownotes form, `totals` the lengths in ms that the notes state.
    """

    document: Document
    tokens: dict[int, list[TimeToken]]
    timed: frozenset[int]
    tagged: frozenset[int]
    totals: tuple[int, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """The document's lines."""
        return self.document.lines

    def place(self, index: int, spot: Spot) -> Place:
        """Say where a spot of line `index`, a time's for one, stands in the file."""
        line = self.lines[index]
        return self.document.place(line.offset(spot.start), line.offset(max(spot.stop - 1, spot.start)) + 1)

    def spelled(self, index: int, spot: Spot) -> str:
        """Quote a spot of line `index` as it is written."""
        return quote(self.lines[index].text[spot.start : spot.stop].strip())


def survey(document: Document) -> Survey:
    """Find the times in all lines of a document."""
    tokens: dict[int, list[TimeToken]] = {}
    for index, line in enumerate(document.lines):
        if may_hold_time(line.text) and (found := scan(line.text)):
            tokens[index] = _opened(line.text, found, tokens, document)
    tokens.update(_with_rests(document, tokens))
    tokens = _without_halves(document, tokens)
    tokens |= _marks(document, tokens)
    tokens |= linked_times(document, tokens)
    timed = frozenset(index for index, found in tokens.items() if any(token.why_not in _MAYBE for token in found))
    tagged = frozenset(index for index in timed if hashtagged(document.lines[index].text))
    totals = tuple(token.ms for found in tokens.values() for token in found if token.why_not == LENGTH)[:_MOST_TOTALS]
    return Survey(document, tokens, timed, tagged, totals)


def _opened(
    text: str, found: list[TimeToken], before: dict[int, list[TimeToken]], document: Document
) -> list[TimeToken]:
    """Read the end of a range that is the end of the audio, where the line goes on as the line before it does."""
    last = next(reversed(before), None)
    ranged = last is not None and before[last][-1].end is not None
    token = open_end(text, found[-1], ranged=ranged)
    if token is found[-1]:
        return found
    bare = not _words(text, token)
    if bare and (last is None or _words(document.lines[last].text, before[last][-1])):
        return found  # “End” is the title
    return [*found[:-1], token]


def _with_rests(document: Document, tokens: dict[int, list[TimeToken]]) -> dict[int, list[TimeToken]]:
    """Read ``4 min 15`` where most times with units go on so."""
    longer: dict[int, list[TimeToken]] = {}
    others = 0
    for index, found in tokens.items():
        if found[0].family is not Family.UNITS:
            continue
        whole = with_rest(folded(document.lines[index].text), found[0])
        if whole is not None and (len(found) == 1 or whole.stop <= found[1].start):
            longer[index] = [whole, *found[1:]]
        else:
            others += 1
    return longer if len(longer) > 1 and len(longer) >= 2 * others else {}


def _without_halves(document: Document, tokens: dict[int, list[TimeToken]]) -> dict[int, list[TimeToken]]:
    """Leave out what looks like the half of a mistyped time in a few lines; in more of them it is how times stand."""
    halves = {
        (index, token.start)
        for index, found in tokens.items()
        for token in found
        if is_half(document.lines[index].text, token)
    }
    if not halves or len({index for index, _ in halves}) * _FEW > len(tokens):
        return tokens
    whole = {index: [each for each in found if (index, each.start) not in halves] for index, found in tokens.items()}
    return {index: found for index, found in whole.items() if found}


def _marks(document: Document, tokens: dict[int, list[TimeToken]]) -> dict[int, list[TimeToken]]:
    """Read “Minuto 11: …” where several lines without another time begin so."""
    marked = {
        index: [mark]
        for index, line in enumerate(document.lines)
        if index not in tokens and may_hold_time(line.text) and (mark := minute_mark(line.text)) is not None
    }
    return marked if len(marked) >= _FEWEST_MARKS else {}


def _words(text: str, token: TimeToken) -> bool:
    """Whether there are letters beside a time."""
    return any(map(str.isalpha, text[: token.start])) or any(map(str.isalpha, text[token.stop :]))
