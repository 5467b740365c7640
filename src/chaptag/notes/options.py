"""Options of reading notes."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NotesOptions"]


@dataclass(frozen=True, slots=True)
class NotesOptions:
    """How to read notes.

    `item` names the feed's item (GUID, number, title or enclosure), `audio_name` lets the reader find it by the
    audio's name. `pick` settles a doubt: the Nth candidate, from 1. `depth` is how many levels of nested chapters to
    keep (1: only the outermost). `strict` turns guesses into doubts. `fps` is the frame rate of editor timecodes.
    """

    item: str | None = None
    audio_name: str | None = None
    pick: int | None = None
    depth: int | None = None
    strict: bool = False
    fps: float | None = None
