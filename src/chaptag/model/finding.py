"""Findings: what is wrong, where, why it matters, what to do. One form for every command."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from chaptag.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chaptag.model.rules.rule import Rule

__all__ = ["Finding", "Place", "Severity", "finding", "worst"]


class Severity(enum.IntEnum):
    """How bad it is; ordered, so that a threshold is one comparison."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The name that output and configuration use."""
        return self.name.lower()


class Place(NamedTuple):
    """Where a finding is: a line and columns of notes, or a byte offset of audio, in the file called `file`.

    Lines and columns count from 1, in characters; `end_column` is the first column after the spot. `text` is the
    source line itself, for the caret. `offset` counts bytes from the start of the file. `path` is a JSON path or an
    item's name, where that says more than a line.
    """

    file: str = ""
    line: int | None = None
    column: int | None = None
    end_column: int | None = None
    text: str | None = None
    offset: int | None = None
    path: str | None = None

    def __str__(self) -> str:
        if self.line is not None:
            return f"{self.file}:{self.line}" + (f":{self.column}" if self.column is not None else "")
        if self.offset is not None:
            return f"{self.file}: byte {self.offset}"
        return f"{self.file}: {self.path}" if self.path else self.file


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about an input or an output; make them with `finding`, which knows the catalogue.

    `fix` is what to do about this one; where it is None the rule's own fix holds. `chapter` is the number of the
    chapter that it is about, from 1.
    """

    rule: str
    severity: Severity
    message: str
    place: Place | None = None
    fix: str | None = None
    chapter: int | None = None

    @property
    def why(self) -> str:
        """Why it matters, from the catalogue."""
        return _rule(self.rule).reason

    @property
    def advice(self) -> str:
        """What to do: this finding's own fix, else the rule's."""
        return _rule(self.rule).fix if self.fix is None else self.fix


def _rule(name: str) -> Rule:
    """Look a rule up; the catalogue is loaded with the first finding, since most files give none."""
    from chaptag.model.rules import RULES

    return RULES[name]


def finding(
    rule: str,
    message: str,
    *,
    place: Place | None = None,
    fix: str | None = None,
    chapter: int | None = None,
) -> Finding:
    """Report a fact under a rule of the catalogue, with the rule's default severity.

    What strangers wrote may stand in `message` and `fix` as it is: control characters become escapes here.
    Raises KeyError for a rule that the catalogue does not hold.
    """
    severity = Severity[_rule(rule).severity.upper()]
    return Finding(rule, severity, visible(message), place, None if fix is None else visible(fix), chapter)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """Find the highest severity among the findings; None without any."""
    return max((each.severity for each in findings), default=None)
