"""`Case`: a run with all that is known about it, for the rules to judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from chaptag.notes.assembly.alone import Side
from chaptag.notes.assembly.labels import announces_chapters, label_above
from chaptag.notes.assembly.runs import Run
from chaptag.notes.assembly.values import Values, descents
from chaptag.notes.document import Kind, Line
from chaptag.notes.grammar.marks import POINTING
from chaptag.notes.grammar.token import Family

__all__ = ["MINUTE", "Case", "Rule"]

MINUTE = 60_000
_NEAR, _FEW = 2, 4
_SOON = 30_000


@dataclass(frozen=True)
class Case:
    """All that is known about a run; `spoken` counts its lines that are speakers' turns, `turns` those in the notes.

    `measured` says that all times of the notes add up to a total.
    """

    run: Run
    values: Values
    titles: Sequence[str]
    lines: list[Line]
    side: Side
    duration: int | None
    spoken: int = 0
    turns: int = 0
    measured: bool = False

    @property
    def starts(self) -> tuple[int, ...]:
        """The times in ms, in the order in which they stand."""
        return self.values.starts

    @cached_property
    def count(self) -> int:
        """How many times there are."""
        return len(self.values.starts)

    @cached_property
    def first(self) -> int:
        """The earliest time in ms."""
        return min(self.values.starts)

    @cached_property
    def last(self) -> int:
        """The latest time in ms."""
        return max(self.values.starts)

    @cached_property
    def label(self) -> str:
        """What stands above the run."""
        return label_above(self.run.entries[-1 if self.run.backwards else 0].line, self.lines)

    @cached_property
    def announced(self) -> bool:
        """Whether what stands above says that chapters follow."""
        return announces_chapters(self.label)

    @cached_property
    def covering(self) -> bool:
        """Whether the audio's length is known, and the list reaches into its second half and not past its end."""
        return self.duration is not None and 0.5 * self.duration < self.last <= self.duration

    @cached_property
    def few_and_late(self) -> bool:
        """Whether a few times do not begin at 0, and neither a heading nor the duration speaks for them."""
        return self.count <= _FEW and self.first >= _SOON and not self.announced and not self.covering

    @cached_property
    def pointing(self) -> bool:
        """Whether links, or words before the times, say that each is a point and no length: “Minuto 11”, “at 5 min”."""
        if self.family is not Family.UNITS:
            return self.family is Family.LINK
        return all(
            entry.label in POINTING or self.lines[entry.line].text[entry.token.start].isalpha()
            for entry in self.run.entries
        )

    @cached_property
    def contradicting(self) -> bool:
        """Whether the times jump back and forth, but begin and end as those of a list of chapters do."""
        starts = self.values.starts
        whole = starts[0] == self.first and starts[-1] == self.last and (self.first == 0 or self.announced)
        return whole and descents(starts) * 2 < self.count and self.run.step <= _NEAR

    @property
    def mean_gap(self) -> float:
        """The mean distance of neighbours in ms; of two or more."""
        return (self.last - self.first) / (self.count - 1)

    @cached_property
    def kinds(self) -> set[Kind]:
        """The kinds of the lines that the times stand on."""
        return {self.lines[entry.line].kind for entry in self.run.entries}

    @property
    def family(self) -> Family:
        """How the times are written."""
        return self.run.entries[0].token.family


Rule = Callable[[Case], str]
"""A rule says why it holds of a case; empty where it does not."""
