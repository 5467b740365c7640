"""A file to test a container with, and what it must keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chaptag.containers.base import Container
from chaptag.containers.registry import load

__all__ = ["Sample"]


@dataclass(frozen=True)
class Sample:
    """One file, built anew for each test.

    `others` answers everything in a file that is neither chapters nor sound, in a form that can be compared: other
    tags, frames, boxes. `had_chapters` says whether the file as built has any. `hidden`, `links` and `images` say what
    the container's chapters can hold.
    """

    name: str
    container: str
    build: Callable[[], bytes]
    others: Callable[[bytes], object]
    had_chapters: bool = False
    hidden: bool = True
    links: bool = True
    images: bool = True

    @property
    def module(self) -> Container:
        """The container's module."""
        return load(self.container)

    def __str__(self) -> str:
        return f"{self.container}-{self.name}"
