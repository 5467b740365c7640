"""What a check looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaptag.model.chapter import ChapterList
    from chaptag.model.duration import Duration
    from chaptag.model.finding import Finding

__all__ = ["Check", "Subject"]


class Subject(NamedTuple):
    """A chapter list as it was read, and the audio's duration where there is audio."""

    chapters: ChapterList
    duration: Duration | None = None


class Check(Protocol):
    """A rule family: yields what it finds, all of it."""

    def __call__(self, subject: Subject) -> Iterator[Finding]:
        """Look at the subject."""
        ...
