"""`Run`: entries that belong to one list, in the order in which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from chaptag.notes.assembly.entry import Entry, Role
from chaptag.notes.document import Kind, Line
from chaptag.notes.grammar.token import Family

__all__ = ["Run", "back", "backwards", "front", "one_list", "runs_of", "set_copies_apart", "set_mentions_apart"]

_OPEN = 4
_RESTART = 120_000
_LONGEST = 400
_CLOSE, _BACKWARDS = 3, 3
_FEWEST = 3
# “See you at 20:15.”
_SPEAKS = re.compile(
    r"\b(?:at|from|until|till?|since|before|after|around|um|ab|bis|vor|nach|gegen|seit|à|dès|vers|las|desde|hasta|às"
    r"|alle|dalle|om|vanaf|tot|kl|klo|o|od|do|в|с|до)\.?\s*$",
    re.IGNORECASE,
)
_ROOM = 40


@dataclass(slots=True)
class Run:
    """Entries of one list.

    `back` says that titles stand before the times, `backwards` that the list stands with its last time first. `step`
    is the largest distance of two neighbours in lines, `gap` the largest number of blank lines before one. `copies` are
    entries that repeat one of the others, its title too, `mentions` those behind the list that speak of a time of day.
    """

    back: bool
    entries: list[Entry] = field(default_factory=list)
    backwards: bool = False
    step: int = 1
    gap: int = 0
    copies: list[Entry] = field(default_factory=list)
    mentions: list[Entry] = field(default_factory=list)

    @property
    def last(self) -> Entry:
        """The entry that was added last."""
        return self.entries[-1]

    @property
    def family(self) -> Family:
        """How the times are written; a 0 above times with units may be written otherwise."""
        return self.last.token.family


def runs_of(entries: Iterable[Entry], lines: list[Line], *, back: bool) -> list[Run]:
    """Sort entries of one role and family into runs.

    Times that go on rising belong together, whatever stands between them. A time that falls far back starts another
    list; what comes after may go on with either, by its indent.
    """
    runs: list[Run] = []
    opened: list[Run] = []
    for entry in entries:
        run = _home(entry, opened, lines)
        if run is None:
            run = Run(back)
            runs.append(run)
            opened.append(run)
            del opened[:-_OPEN]
        else:
            del opened[opened.index(run) + 1 :]
        if run.entries:
            run.step = max(run.step, entry.line - run.last.line)
            run.gap = max(run.gap, lines[entry.line].gap)
        run.entries.append(entry)
    for run in runs:
        soft = sum(entry.soft for entry in run.entries)
        if soft * 2 > len(run.entries):
            run.entries = [entry for entry in run.entries if not entry.soft]
    return [run for run in runs if run.entries]


def backwards(entries: list[Entry], lines: list[Line], *, back: bool) -> Iterator[Run]:
    """Find lists that fall line by line down to 0; their entries are put into the order of time."""
    held: list[Entry] = []
    for entry in entries:
        near = held and entry.line - held[-1].line <= _CLOSE and lines[entry.line].indent == lines[held[-1].line].indent
        if not near or entry.ms >= held[-1].ms:
            held = []
        held.append(entry)
        if entry.ms == 0 and len(held) >= _BACKWARDS:
            yield Run(back, held[::-1], backwards=True)
            held = []


def one_list(first: Run, second: Run, lines: list[Line]) -> bool:
    """Whether two runs are one list with a mistyped time: nothing parts them, and without one time all would rise."""
    head, tail = first.entries, second.entries
    if len(head) < 2 or len(tail) < 2 or head[0].ms or not tail[0].ms:
        return False
    begins = tail[0].line
    apart = begins - first.last.line > first.step or lines[begins].gap > min(first.gap, 1)
    if begins <= first.last.line or apart or _depth(lines[begins]) != _depth(lines[first.last.line]):
        return False
    return tail[1].ms >= head[-1].ms or tail[0].ms >= head[-2].ms


def set_copies_apart(run: Run, lines: list[Line]) -> Run:
    """Leave out of a run what stands there twice: the same time with the same title."""
    known: set[tuple[int, str]] = set()
    kept: list[Entry] = []
    for entry in run.entries:
        title = lines[entry.line].text[entry.start : min(entry.stop, entry.start + _LONGEST)].strip().casefold()
        if title and (entry.ms, title) in known:
            run.copies.append(entry)
        else:
            known.add((entry.ms, title))
            kept.append(entry)
    run.entries[:] = kept
    return run


def set_mentions_apart(run: Run, lines: list[Line]) -> Run:
    """Leave out of a run what stands apart behind it and speaks of a time of day: “Join us on Friday at 19:30”."""
    entries, first = run.entries, len(run.entries)
    while first > _FEWEST and _speaks(run, entries[first - 1], lines):
        first -= 1
    step = gap = 0
    for at, (before, entry) in enumerate(pairwise(entries), 1):
        far, blank = entry.line - before.line, lines[entry.line].gap
        if at >= first and not run.backwards and (far > step or blank > gap):
            run.mentions, run.entries = entries[at:], entries[:at]
            run.step, run.gap = step, gap
            break
        step, gap = max(step, far), max(gap, blank)
    return run


def _speaks(run: Run, entry: Entry, lines: list[Line]) -> bool:
    words = lines[entry.line].text[max(entry.token.start - _ROOM, 0) : entry.token.start]
    return entry.soft or (run.back and _SPEAKS.search(words) is not None)


def _home(entry: Entry, opened: list[Run], lines: list[Line]) -> Run | None:
    """Find the run that an entry goes on with: the youngest of the same indent, else the youngest of all."""
    fitting = [run for run in reversed(opened) if run.entries and _fits(run, entry, lines)]
    if not fitting:
        return None
    alike = [run for run in fitting if _depth(lines[run.last.line]) == _depth(lines[entry.line])]
    chosen = (alike or fitting)[0]
    if len(chosen.entries) == 1:
        older = next((run for run in alike if len(run.entries) > 2 and run is not chosen), None)
        stray = chosen.entries[0]
        near = entry.line - stray.line <= (older.step if older else 0)
        if (
            older is not None
            and near
            and stray.ms > _RESTART
            and _depth(lines[stray.line]) == _depth(lines[entry.line])
        ):
            older.entries.append(stray)
            chosen.entries.clear()
            return older
    return chosen


def _fits(run: Run, entry: Entry, lines: list[Line]) -> bool:
    """Whether a time goes on with a run; one that falls does if only its neighbour can be mistyped or swapped."""
    last = run.last
    if entry.ms >= last.ms:
        return True
    if entry.line - last.line > run.step or lines[entry.line].gap > run.gap:
        return False
    first = run.entries[0]
    restarts = entry.ms <= first.ms or entry.ms < _RESTART < last.ms
    return len(run.entries) > 1 and entry.ms >= run.entries[-2].ms and not restarts


def _depth(line: Line) -> tuple[bool, int]:
    return (line.kind is Kind.HEADING, 0 if line.kind is Kind.HEADING else line.indent)


def front(entry: Entry) -> bool:
    """Whether an entry can belong to a list of times before titles."""
    return entry.role in {Role.FRONT, Role.ALONE}


def back(entry: Entry) -> bool:
    """Whether an entry can belong to a list of times after titles."""
    return entry.role in {Role.BACK, Role.ALONE}
