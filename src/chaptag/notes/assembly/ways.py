"""`Way`: one of the ways to read the notes, which ``--pick`` takes by its number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from chaptag.model.chapter import Chapter
from chaptag.model.reading import Grade
from chaptag.notes.assembly.choose import Choice
from chaptag.notes.assembly.depth import limited
from chaptag.notes.assembly.listing import Listing
from chaptag.notes.assembly.survey import Survey
from chaptag.notes.assembly.values import Values

__all__ = ["Way", "ways_of"]

_MAX_OTHERS = 4
_READ = {
    "plain": "the times as they are written",
    "hours": "the times as hours and minutes",
    "small": "the times as minutes and seconds",
}


class Way(NamedTuple):
    """A list, the reading of its times, and the chapters that both make."""

    listing: Listing
    values: Values
    chapters: tuple[Chapter, ...]
    why: str

    @property
    def resolution(self) -> int:
        """The unit of the times in ms."""
        return 1 if any(start % 1000 for start in self.values.starts) else 1000


def ways_of(choice: Choice, best: Listing, seen: Survey, depth: int | None) -> list[Way]:
    """Find the ways to read the notes, in the order in which their lists stand there."""
    ways = list(_ways(choice, best, seen, depth))
    ways.sort(key=lambda way: way.listing.begins)
    return ways


def _ways(choice: Choice, best: Listing, seen: Survey, depth: int | None) -> Iterator[Way]:
    values = best.values
    why = _why(best, seen) if choice.others else best.verdict.why
    if values.rival is not None:
        why = _READ[values.way]
    yield Way(best, values, limited(best, best.chapters(seen), seen.lines, depth), why)
    if values.rival is not None:
        yield Way(best, values.rival, best.chapters(seen, values.rival), _READ[values.rival.way])
    if best.other_titles:
        beside = best.chapters(seen, titles=best.other_titles)
        yield Way(best, values, beside, "the same times with the titles on their other side")
    for other in choice.others[:_MAX_OTHERS]:
        yield Way(other, other.values, other.chapters(seen), _why(other, seen))


def _why(listing: Listing, seen: Survey) -> str:
    """Tell a list from the others: by what speaks against it, or by where it begins."""
    first = min(listing.run.entries, key=lambda entry: entry.line)
    begins = f"the list from line {seen.place(first.line, first.token).line} on"
    return begins if listing.verdict.grade is Grade.SURE else f"{begins}: {listing.verdict.why}"
