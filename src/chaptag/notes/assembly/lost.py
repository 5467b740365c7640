"""Lines among the chapters that were meant for some: taken where one reading fits, else named, each of them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from chaptag.model.timestamp import format_time
from chaptag.notes.assembly.entry import Entry
from chaptag.notes.assembly.listing import Context, Listing, listing
from chaptag.notes.assembly.runs import Run
from chaptag.notes.assembly.suspects import Suspect, Suspects
from chaptag.notes.document import Kind, Line
from chaptag.notes.grammar.slips import Slip
from chaptag.notes.grammar.token import TimeToken

__all__ = ["Lost", "completed"]

_HOUR = 3_600_000
_SHORT, _PHRASE = 100, 50
_OPEN = "stands where the others have a time, and which one is meant is open"


@dataclass(frozen=True, slots=True)
class Lost:
    """The spot ``[start, stop)`` of a line that was not taken for a chapter's time, why, and what is done with it."""

    line: int
    start: int
    stop: int
    why: str
    left: str = "the line is left out"


_Taken = dict[int, tuple[Entry, int]]
"""Entries with the starts that are meant, by line."""


def completed(best: Listing, lists: tuple[Listing, ...], context: Context) -> tuple[Listing, tuple[Lost, ...]]:
    """Add the lines to a list whose times are mistyped in a way that leaves one meaning; name those that are lost."""
    bench = _Bench(best, lists, context)
    taken, lost = bench.decide(mend=not best.run.backwards)
    if taken:
        fuller = _with(best, taken, context)
        if fuller is not None:
            return fuller, lost
        _, lost = bench.decide(mend=False)
    return best, lost


def _with(best: Listing, taken: _Taken, context: Context) -> Listing | None:
    """Read a list with some more lines; None where that would change what any of them means."""
    run = best.run
    entries = sorted([*run.entries, *(entry for entry, _ in taken.values())], key=lambda entry: entry.line)
    fuller = listing(
        Run(run.back, entries, step=run.step, gap=run.gap, copies=run.copies, mentions=run.mentions), context
    )
    kept = iter(best.values.starts)
    wanted = [taken[entry.line][1] if entry.line in taken else next(kept) for entry in entries]
    return fuller if list(fuller.values.starts) == wanted and fuller.verdict.grade is not None else None


class _Bench:
    """Decides about each suspect by the times of its neighbours in the list."""

    def __init__(self, best: Listing, lists: tuple[Listing, ...], context: Context) -> None:
        self._best = best
        self._lines = context.survey.lines
        self._duration = context.duration
        self._suspects = Suspects(best, lists, context)
        self._family = best.run.family
        self._starts: dict[int, tuple[int, int]] = {}
        for entry, start in zip(best.run.entries, best.values.starts, strict=True):
            self._starts[entry.line] = (self._starts.get(entry.line, (start, start))[0], start)
        self._order = sorted(self._starts)

    def decide(self, *, mend: bool) -> tuple[_Taken, tuple[Lost, ...]]:
        """Take, where `mend` allows it, or name each suspect; or leave it where it is nothing to speak of."""
        taken: _Taken = {}
        lost: list[Lost] = []
        floor = -1
        for suspect in self._suspects.found:
            low, high = self._room(suspect.line)
            low = max(low, floor)
            meant = self._meant(suspect.token, low, high)
            if mend and meant is not None and suspect.entry is not None and self._belongs(suspect, suspect.entry):
                taken[suspect.line] = (replace(suspect.entry, mended=True), meant)
                floor = meant
            elif suspect.slip is not None:
                if why := self._slipped(suspect, suspect.slip, low, high):
                    lost.append(Lost(suspect.line, suspect.slip.start, suspect.slip.stop, why))
            elif suspect.token is not None and (why := self._strayed(suspect, suspect.token, low, high)):
                lost.append(Lost(suspect.line, suspect.token.start, suspect.token.stop, why))
        return taken, tuple(lost)

    def _room(self, index: int) -> tuple[int, int]:
        """Find the times between which one on this line would rise."""
        after = bisect_left(self._order, index)
        low = self._starts[self._order[after - 1]][1] if after else -1
        if after < len(self._order):
            high = self._starts[self._order[after]][0]
        else:
            high = self._duration if self._duration is not None else low + _HOUR
        return (min(low, high), max(low, high)) if self._best.run.backwards else (low, high)

    def _meant(self, token: TimeToken | None, low: int, high: int) -> int | None:
        """Read a time as those of the list are read; None where that does not fit between its neighbours."""
        if token is None or token.odd:
            return None
        known: dict[str, tuple[int | None, ...]]
        known = {"plain": (token.ms,), "hours": (token.as_hours,), "small": (token.as_small,)}
        ways = known.get(self._best.values.way, (token.ms, token.as_hours))
        fitting = [ms for ms in ways if ms is not None and low < ms < high]
        return fitting[0] if len(fitting) == 1 else None

    def _belongs(self, suspect: Suspect, entry: Entry) -> bool:
        """Whether a line stands as the chapters of the list do, and its time can hardly be anything else."""
        surely = suspect.alike and self._suspects.full
        if suspect.slip is not None:
            return suspect.own and (suspect.slip.clear or (suspect.slip.zeroed and surely))
        new = entry.token.family is not self._family and suspect.line > self._order[0]
        return suspect.own and surely and new and not entry.shared

    def _slipped(self, suspect: Suspect, slip: Slip, low: int, high: int) -> str:
        """Say why what looks like a mistyped time was not taken; empty where it may be any number."""
        if not slip.clear:
            near = slip.low < high and slip.high > low + 1 and self._best.values.way == "plain"
            telling = self._suspects.dense
            if slip.bare:
                telling = self._suspects.nearly_full and not self._lines[suspect.line].gap
            return _OPEN if near and suspect.alike and telling else ""
        if slip.token is None:
            return _OPEN
        if self._meant(slip.token, low, high) is None:
            return f"looks like a mistyped time and does not fit {self._bounds(suspect.line, low, high)}"
        row = self._lines[suspect.line].kind is Kind.ROW
        elsewhere = "" if suspect.own or row else " and stands elsewhere in its line than the others"
        return f"looks like a mistyped time{elsewhere}"

    def _strayed(self, suspect: Suspect, token: TimeToken, low: int, high: int) -> str:
        """Say why a time was not taken; empty where it is not among those of the chapters."""
        entry, line = suspect.entry, self._lines[suspect.line]
        soft = entry is not None and entry.soft
        if soft or not suspect.alike or (suspect.good and not self._suspects.full):
            return ""
        fits = self._meant(token, low, high) is not None
        if suspect.own and token.family is not self._family and not self._plainly(line, token, fits=fits):
            return ""
        if suspect.own:
            if fits:
                return "is written differently from the other times"
            where = "among" if self._order[0] < suspect.line < self._order[-1] else "beside"
            return f"stands {where} the chapters and does not fit {self._bounds(suspect.line, low, high)}"
        near = not line.gap and len(line.text) < _SHORT
        if entry is None:  # a sentence may hold any time
            near = near and len(line.text) < _PHRASE and line.text.rstrip()[-1] not in ".!?…"
        if not (fits and near and (self._suspects.dense or (entry is not None and entry.apart))):
            return ""
        return f"looks like {token.why_not}" if token.why_not else "stands elsewhere in its line than the other times"

    def _plainly(self, line: Line, token: TimeToken, *, fits: bool) -> bool:
        """Whether a time that is written in another way is one of the list's; “5 minutes with Ann” begins any line."""
        if not fits:
            return self._suspects.full and " " not in line.text[token.start : token.stop]
        return self._suspects.dense or line.text[token.start] == "0"

    def _bounds(self, index: int, low: int, high: int) -> str:
        if index < self._order[0]:
            return f"before {format_time(high)}"
        if index > self._order[-1]:
            return f"after {format_time(low)}"
        return f"between {format_time(low)} and {format_time(high)}"
