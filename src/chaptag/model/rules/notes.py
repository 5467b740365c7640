"""Rules of reading notes: what was repaired, guessed or left undecided."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["NOTES"]

NOTES: tuple[Rule, ...] = ()
