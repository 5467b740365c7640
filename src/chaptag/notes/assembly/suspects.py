"""`Suspect`: a line among the chapters that may be meant for one and is none of the list as it was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chaptag.notes.assembly.entry import Entry, Role, entries_of
from chaptag.notes.assembly.listing import Context, Listing
from chaptag.notes.document import Kind, Line
from chaptag.notes.grammar.context import GLUED
from chaptag.notes.grammar.slips import Slip, slip_at_end, slip_at_front, slip_inside
from chaptag.notes.grammar.token import TimeToken

__all__ = ["Suspect", "Suspects"]

_SOME = 4


@dataclass(frozen=True, slots=True)
class Suspect:
    """A line that was not taken: the `slip` in it, or the `token` and the entry that it makes, if it makes one.

    `alike` says that it stands as the chapters do, `own` that its time does, `good` that it is one of another list.
    """

    line: int
    alike: bool
    own: bool = False
    token: TimeToken | None = None
    entry: Entry | None = None
    slip: Slip | None = None
    good: bool = False


class Suspects:
    """The suspects among the lines of a list, and right before and after it.

    `dense` says that the list has a time in nearly all of its lines, counting those that look like one, `full` in all,
    `nearly_full` in all but one.
    """

    def __init__(self, best: Listing, lists: tuple[Listing, ...], context: Context) -> None:
        self._best = best
        self._lines = context.survey.lines
        self._tokens = context.survey.tokens
        self._taken = best.lines
        self.first, self.last = min(self._taken), max(self._taken)
        self._roles = {entry.role for entry in best.run.entries}
        self._shapes = {(self._lines[index].kind, self._lines[index].indent) for index in self._taken}
        wrapped = {id(line) for entry in best.run.entries for line in context.wraps.after(entry)}
        self._skip = {index for index in range(self.first, self.last) if id(self._lines[index]) in wrapped}
        self._skip.update(entry.line for entry in (*best.run.copies, *best.run.mentions))
        self._entries = self._others(lists)
        self.found = [*self._before(), *self._within(), *self._behind()]
        # A number alone speaks only where all other lines have a time.
        known = self._taken | self._skip
        known |= {each.line for each in self.found if each.slip is None or not each.slip.bare}
        bare = sum(index not in known and self._alike(index) for index in range(self.first, self.last))
        lone = self._roles == {Role.ALONE}
        self.dense = not lone and bare * _SOME <= len(self._taken)
        self.full = not lone and not bare
        self.nearly_full = not lone and bare == 1

    def _others(self, lists: tuple[Listing, ...]) -> dict[int, tuple[Entry, bool]]:
        """Find the entries of other runs by line, and whether theirs is a list of its own that would do."""
        found: dict[int, tuple[Entry, bool]] = {}
        for each in lists:
            good = each.verdict.grade is not None
            if each is self._best or (good and each.run.family is self._best.run.family):
                continue
            good = good and self._taken.isdisjoint(each.lines)
            for entry in each.run.entries:
                held = found.get(entry.line)
                if held is None or (entry.role in self._roles and held[0].role not in self._roles):
                    found[entry.line] = (entry, good)
        return found

    def _alike(self, index: int) -> bool:
        line = self._lines[index]
        return (line.kind, line.indent) in self._shapes

    def _before(self) -> list[Suspect]:
        found: list[Suspect] = []
        for index in range(self.first - 1, -1, -1):
            suspect = self._neighbour(index, index + 1)
            if suspect is None or (suspect.slip is not None and not suspect.slip.clear):
                break
            found.append(suspect)
        return found[::-1]

    def _within(self) -> Iterator[Suspect]:
        for index in range(self.first + 1, self.last):
            if index not in self._taken and index not in self._skip:
                suspect = self._suspect(index)
                if suspect is not None:
                    yield suspect

    def _behind(self) -> Iterator[Suspect]:
        """Look at the lines that go on right after the last chapter, as long as they have times."""
        for index in range(self.last + 1, len(self._lines)):
            suspect = self._neighbour(index, index)
            if suspect is None:
                return
            yield suspect

    def _neighbour(self, index: int, lower: int) -> Suspect | None:
        if self._lines[lower].gap or not self._alike(index) or self._roles == {Role.ALONE}:
            return None
        suspect = self._suspect(index)
        if suspect is None or suspect.good or (suspect.slip is not None and suspect.slip.bare):
            return None
        return suspect if suspect.slip is not None or suspect.own else None

    def _suspect(self, index: int) -> Suspect | None:
        line, alike = self._lines[index], self._alike(index)
        entry, good = self._entries.get(index, (None, False))
        if entry is not None:
            return Suspect(index, alike, self._own(entry), entry.token, entry, good=good)
        slip = slip_at_end(line.text) if Role.BACK in self._roles else None
        slip = slip or slip_at_front(line.text) or slip_inside(line.text)
        if slip is not None:
            entry = _entry_of(slip, line, index)
            return Suspect(index, alike, self._own(entry), slip.token, entry, slip)
        tokens = [token for token in self._tokens.get(index, ()) if token.why_not != GLUED]
        token = next((token for token in tokens if not token.why_not), tokens[0] if tokens else None)
        return None if token is None else Suspect(index, alike, token=token)

    def _own(self, entry: Entry | None) -> bool:
        """Whether an entry's time stands where those of the list do."""
        return entry is not None and entry.role in self._roles and not entry.soft


def _entry_of(slip: Slip, line: Line, index: int) -> Entry | None:
    if slip.token is None or line.kind is Kind.ROW:
        return None
    return next(iter(entries_of(index, line, [slip.token])), None)
