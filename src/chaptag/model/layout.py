"""What is in an audio file: its kind, its chapter stores, where its sound lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chaptag.model.chapter import ChapterList

if TYPE_CHECKING:
    from chaptag.model.duration import Duration
    from chaptag.model.edit import Span
    from chaptag.model.finding import Finding

__all__ = ["Layout", "Store"]


@dataclass(frozen=True, slots=True)
class Store:
    """One place in a file where chapters live.

    `kind` is a stable name for output (``id3``, ``chpl``, ``text-track``, ``image-track``, ``vorbis``, ``cue``);
    `label` says it to people (``ID3v2.3 CHAP/CTOC``). `chapters` are what a reader of that store alone would show,
    in the order it would show them. `offset` is the byte at which the store begins. `editable` is False for what
    chaptag reads and never writes: the markers of an audio editor, a tag where players do not look for one.
    """

    kind: str
    label: str
    chapters: ChapterList
    offset: int = 0
    findings: tuple[Finding, ...] = ()
    editable: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """A container's answer to `inspect`: cheap, O(tag), it never walks the audio.

    `container` is the registry's name (``mp3``, ``mp4``); `label` says it to people (``MP3, ID3v2.3``). `stores` come
    in the order of authority: the first one with chapters is the list that a player shows. `payload` are the ranges
    that hold the sound, in order, as far as they are known without walking it. `duration` is what the headers alone
    prove, None where only `measure` can tell. `details` are further facts for ``show`` (key, value), `findings` what
    is wrong with the structure.
    """

    container: str
    label: str
    size: int
    stores: tuple[Store, ...] = ()
    payload: tuple[Span, ...] = ()
    duration: Duration | None = None
    details: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @property
    def chapters(self) -> ChapterList:
        """The list that a player shows: that of the first store that has one."""
        return next((store.chapters for store in self.stores if store.chapters), ChapterList())
