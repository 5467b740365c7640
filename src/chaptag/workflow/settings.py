"""How to read, judge and store: the options that the use-cases share, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from chaptag.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chaptag.model.finding import Finding
    from chaptag.model.retime import Cut, Insertion

__all__ = ["ReadOptions", "RuleSettings", "StoreOptions"]


class ReadOptions(NamedTuple):
    """Options that shape reading; the same for every use-case.

    `item` chooses a feed's item, `pick` a candidate of doubtful notes (from 1). `offset` (ms) moves every chapter,
    `intro` is the title of a chapter at 0 where the first starts later. `depth` limits nested lists. `duration` (ms)
    is what is known where no audio tells it. `notes_format` overrides what the content says. `strict` refuses
    guesses. `fps` reads editor timecodes. `insertions` and `cuts` are what was put into the audio and taken out since
    the times were noted. `snap` (ms) moves each start to the end of the longest pause that near.
    `fetch` replaces images that are URLs by what is found there.
    """

    item: str | None = None
    pick: int | None = None
    offset: int = 0
    intro: str | None = None
    depth: int | None = None
    duration: int | None = None
    notes_format: str | None = None
    strict: bool = False
    fps: float | None = None
    insertions: tuple[Insertion, ...] = ()
    cuts: tuple[Cut, ...] = ()
    snap: int | None = None
    fetch: bool = False


class RuleSettings(NamedTuple):
    """Which findings count, and how much.

    Rules in `ignore` are not reported and forbid nothing. With `select`, warnings and infos of other rules are not
    reported; errors are. `severities` override the catalogue's. Findings at or above `fail_on` make the exit code 1.
    """

    ignore: frozenset[str] = frozenset()
    select: frozenset[str] = frozenset()
    severities: tuple[tuple[str, Severity], ...] = ()
    fail_on: Severity = Severity.ERROR

    def failed(self, findings: Iterable[Finding]) -> bool:
        """Whether one of these findings, as they were judged, makes the exit code 1."""
        return any(each.severity >= self.fail_on for each in findings)


class StoreOptions(NamedTuple):
    """How a changed file is put in place."""

    overwrite: bool = False
    keep_mtime: bool = False
    backup: str | None = None
