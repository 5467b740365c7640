"""`TimeToken`: a time that stands in a line."""

from __future__ import annotations

import enum
from dataclasses import dataclass

__all__ = ["Family", "TimeToken"]

_DAY = 24


class Family(enum.Enum):
    """How a time is written; the times of one list are of one family."""

    CLOCK = "clock"
    UNITS = "units"
    PRIME = "prime"
    DOTTED = "dotted"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class TimeToken:
    """A time at ``[start, stop)`` of a line.

    `parts` are its numbers as written, hours first where there are three; `fraction` is what follows them, in ms, and
    `frames` the last number of an editor's timecode. `end` is the other end of a range. `why_not` says why it is no
    time of a chapter, by what stands next to it; it is empty where nothing speaks against it.
    """

    start: int
    stop: int
    family: Family
    parts: tuple[int, ...]
    fraction: int = 0
    frames: int | None = None
    end: TimeToken | None = None
    why_not: str = ""

    @property
    def ms(self) -> int:
        """The time as it is written: the last part is seconds."""
        whole = 0
        for part in self.parts:
            whole = whole * 60 + part
        return whole * 1000 + self.fraction

    @property
    def as_hours(self) -> int | None:
        """The time where two parts are hours and minutes; None where they cannot be."""
        if len(self.parts) != 2 or self.family is Family.UNITS or self.odd or self.fraction or self.parts[0] > _DAY:
            return None
        return (self.parts[0] * 60 + self.parts[1]) * 60_000

    @property
    def as_small(self) -> int | None:
        """The time where three parts are minutes, seconds and hundredths or frames; None where they cannot be."""
        if len(self.parts) != 3 or self.frames is not None or self.fraction or self.family is Family.UNITS or self.odd:
            return None
        return (self.parts[0] * 60 + self.parts[1]) * 1000

    @property
    def odd(self) -> bool:
        """Whether a part is larger than it can be: ``0:94:18``."""
        return any(part > 59 for part in self.parts[1:])
