"""How long the audio is, and how that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from chaptag.model.finding import Finding

__all__ = ["Duration", "Measurement"]


class Duration(NamedTuple):
    """A duration in whole nanoseconds, with its evidence.

    `method` names how it is known (``header``, ``frames``, ``edit-list``, ``sample-table``, ``stream-info``,
    ``stated``, ``feed`` …); `because` says it in a sentence. `exact` is True where the sound itself was counted or a
    header was proven right; a duration from ``--duration``, a feed or front matter is not.
    """

    ns: int
    method: str
    because: str
    exact: bool = True

    @property
    def ms(self) -> int:
        """Whole milliseconds, rounded down: the end of the last chapter."""
        return self.ns // 1_000_000

    @property
    def seconds(self) -> float:
        """Seconds, for people and JSON."""
        return self.ns / 1e9


class Measurement(NamedTuple):
    """A container's answer to `measure`."""

    duration: Duration
    findings: tuple[Finding, ...] = ()
