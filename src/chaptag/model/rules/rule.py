"""What a rule is."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["Rule"]


class Rule(NamedTuple):
    """One rule: `name` in kebab case, default `severity`, one sentence each of `reason` and `fix`."""

    name: str
    severity: Literal["error", "warning", "info"]
    reason: str
    fix: str
