"""A chapter, a chapter list: what notes, chapter files and audio files all come down to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from chaptag.model.finding import Place

__all__ = ["Chapter", "ChapterList", "Image", "Location"]


@dataclass(frozen=True, slots=True)
class Image:
    """A chapter's picture: its bytes with their media type, or the URL where it is kept. Never a path."""

    data: bytes = b""
    media_type: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """What place a chapter is about, as Podcasting 2.0 says it: a name, a ``geo:`` URI, an OpenStreetMap query."""

    name: str = ""
    geo: str = ""
    osm: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter; `start` and `end` are whole milliseconds from the beginning of the audio.

    `end` is None where nothing states it. A hidden chapter is one that players should not list
    (Podcasting 2.0 ``toc: false``, an ID3 ``CHAP`` that no ``CTOC`` names). `origin` says where it was
    read. It does not take part in comparisons, and nor does `location`, which no audio file can hold.
    """

    start: int
    title: str = ""
    end: int | None = None
    url: str | None = None
    image: Image | None = None
    hidden: bool = False
    location: Location | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ChapterList(Sequence[Chapter]):
    """Chapters in the order in which they were read; `normalise` makes a list fit to write."""

    chapters: tuple[Chapter, ...] = ()

    @classmethod
    def of(cls, chapters: Iterable[Chapter]) -> ChapterList:
        """Make a list of any iterable of chapters."""
        return cls(tuple(chapters))

    @property
    def visible(self) -> tuple[Chapter, ...]:
        """The chapters that a player lists."""
        return tuple(chapter for chapter in self.chapters if not chapter.hidden)

    @property
    def hidden(self) -> tuple[Chapter, ...]:
        """The chapters that a player does not list."""
        return tuple(chapter for chapter in self.chapters if chapter.hidden)

    @overload
    def __getitem__(self, index: int) -> Chapter: ...
    @overload
    def __getitem__(self, index: slice) -> ChapterList: ...
    def __getitem__(self, index: int | slice) -> Chapter | ChapterList:
        if isinstance(index, slice):
            return ChapterList(self.chapters[index])
        return self.chapters[index]

    def __len__(self) -> int:
        return len(self.chapters)

    def __iter__(self) -> Iterator[Chapter]:
        return iter(self.chapters)
