"""Rules about ID3 tags and the chapters in them."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["ID3"]

ID3: tuple[Rule, ...] = ()
