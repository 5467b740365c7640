"""Rules about the sound itself: durations that disagree, indexes that are missing, files that are cut off."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["AUDIO"]

AUDIO: tuple[Rule, ...] = ()
