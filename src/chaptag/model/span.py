"""A range of bytes."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Span"]


class Span(NamedTuple):
    """The bytes ``[start, stop)`` of a file."""

    start: int
    stop: int
