"""`Fragment`: a piece of the source that belongs to a block."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Fragment"]


class Fragment(NamedTuple):
    """A piece of the source that belongs to a block: one line of it, without its indent and markers."""

    text: str
    offset: int
    width: int = 0
