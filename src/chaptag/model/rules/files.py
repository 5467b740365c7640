"""Rules about files on disk: links, owners, what a replacement could not keep."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["FILES"]

FILES: tuple[Rule, ...] = ()
