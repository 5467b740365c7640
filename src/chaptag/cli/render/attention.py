"""What of a batch a person should see: each episode that needs somebody, in a line with what to do, and warnings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from chaptag.batch.job import DONE, Record
from chaptag.model.text import count, visible

__all__ = ["Attention"]

_SHOWN = 10
# In this order: what is wrong, what is to be decided, what may be meant so.
_OUTCOMES = ("failed", "refused", "needs-review", "no-chapters", "no-notes")
_WARNING = "warning"
_REVIEW = "To choose for all: --write-review FILE.csv makes a manifest with a column to fill in."


class Attention:
    """Takes the records of a run as they come, keeps the lines of the first few of each kind, and counts the others.

    What to do is said once, at the first line that it helps with. `verbose` keeps every line, with every finding; with
    `review` a manifest of the doubts is written anyway.
    """

    def __init__(self, *, verbose: bool = False, review: bool = False) -> None:
        self._verbose = verbose
        self._review = review
        self._lines: dict[str, list[str]] = {}
        self._counts: dict[str, int] = {}
        self._said: set[str] = set()

    def add(self, record: Record) -> None:
        """Note what is to be seen of a record; warnings of an earlier run were seen then."""
        if record.outcome not in DONE:
            if self._room(record.outcome):
                self._lines[record.outcome].append(self._line(record))
                if self._verbose:
                    self._lines[record.outcome].extend(_details(record.findings))
        elif self._verbose or not record.resumed:
            for found in record.findings:
                if (self._verbose or found["severity"] != "info") and self._room(_WARNING):
                    told = f"{visible(record.job.audio)}: {found['severity']}: {_text(found)}"
                    self._lines[_WARNING].append(told + self._once(str(found["fix"])))
                    if self._verbose:
                        self._lines[_WARNING].append(f"  why: {found['why']}")

    def lines(self, outcomes: Collection[str] | None = None) -> Iterator[str]:
        """Give the lines about these outcomes; about all, and the warnings, where none are named."""
        for kind in (*_OUTCOMES, _WARNING) if outcomes is None else [each for each in _OUTCOMES if each in outcomes]:
            yield from self._lines.get(kind, ())
            more = self._counts.get(kind, 0) - _SHOWN
            if more > 0 and not self._verbose:
                kinds = count(more, "more warning") if kind == _WARNING else f"{more:,} more {kind}"
                yield f"… and {kinds}; -v prints them, --report FILE.jsonl keeps them"

    def _room(self, kind: str) -> bool:
        self._lines.setdefault(kind, [])
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return self._verbose or self._counts[kind] <= _SHOWN

    def _line(self, record: Record) -> str:
        again = "From an earlier run: --retry-failed tries again." if record.resumed else ""
        review = _REVIEW if record.candidates and not self._review else ""
        hints = "".join(self._once(hint) for hint in (record.hint, review, again))
        message = record.message.removeprefix(f"{record.job.audio}: ")  # the line begins with it
        return f"{visible(record.job.audio)}: {record.outcome}: {visible(message)}{hints}"

    def _once(self, hint: str) -> str:
        if not hint or hint in self._said or hint == "Nothing to do.":
            return ""
        self._said.add(hint)
        return f" ({visible(hint)})"


def _text(found: Mapping[str, Any]) -> str:
    place = found.get("place") or {}
    where = ":".join(str(place[name]) for name in ("file", "line") if name in place)
    return f"{visible(where)}{': ' if where else ''}{visible(str(found['message']))} [{found['rule']}]"


def _details(findings: Collection[Mapping[str, Any]]) -> Iterator[str]:
    for found in findings:
        yield f"  {found['severity']}: {_text(found)}"
        yield f"    why: {found['why']}"
