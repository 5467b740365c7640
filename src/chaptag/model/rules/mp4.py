"""Rules about MP4 boxes and the two kinds of chapters in them."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["MP4"]

MP4: tuple[Rule, ...] = ()
