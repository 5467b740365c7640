"""`Hint`: how long the audio may be, by the notes or the feed."""

from __future__ import annotations

from typing import NamedTuple

from chaptag.model.finding import Place

__all__ = ["Hint"]


class Hint(NamedTuple):
    """A duration in ms that notes or feed state; it may be that of another version of the audio."""

    ms: int
    because: str
    place: Place | None = None
