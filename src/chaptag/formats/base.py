"""What a chapter format's module offers; the registry names modules that satisfy these protocols."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chaptag.model.chapter import ChapterList, Image
from chaptag.model.finding import Finding
from chaptag.model.reading import Reading

__all__ = ["HEAD_SIZE", "Dumped", "Format", "Head", "ImageResolver"]

HEAD_SIZE = 64 * 1024

ImageResolver = Callable[[str], "Image | None"]
"""Turns an image's relative path, as a chapter file spells it, into the picture; None where it must not or cannot."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first `HEAD_SIZE` bytes of a file as text, decoded leniently."""

    text: str


@dataclass(frozen=True, slots=True)
class Dumped:
    """A chapter file to be written as UTF-8, with what it could not hold."""

    text: str
    findings: tuple[Finding, ...] = ()


class Format(Protocol):
    """The functions of a format module.

    One that is only written has no `sniff` and no `loads`, one that is only read no `dumps`; the registry says which.
    """

    def sniff(self, head: Head) -> bool:
        """Whether the file looks like this format, from its head alone."""
        ...

    def loads(
        self, data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None
    ) -> Reading:
        """Read a chapter file; `name` is what messages call it. An image that needs `resolve` is left out without.

        `fps` is the frame rate of formats that count frames and do not say how many make a second.

        Raises NotesError, with the place, for anything that is not this format, and nothing else.
        """
        ...

    def dumps(self, chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
        """Write a chapter file; `duration` in ms ends the last chapter, `title` is the episode's.

        What the format cannot hold is a finding, never an error.
        """
        ...
