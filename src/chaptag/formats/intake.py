"""Reading: chapters taken in one by one, each bounded before it is believed."""

from __future__ import annotations

from chaptag.formats.clock import MAX_TIME
from chaptag.model.chapter import Chapter, ChapterList, Image, Location
from chaptag.model.errors import NotesError
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.reading import Grade, Reading
from chaptag.model.text import quote
from chaptag.model.timestamp import format_span

__all__ = ["MAX_CHAPTERS", "Intake", "is_link"]

MAX_CHAPTERS = 20_000
"""A file with more entries is a transcript or an attack."""

_MAX_LINK = 8_192


def is_link(text: str) -> bool:
    """Whether `text` is an http(s) address that may go into a file or a page as it is."""
    lower = text[:8].lower()
    return (
        lower.startswith(("http://", "https://"))
        and len(text) <= _MAX_LINK
        and len(text) > text.index("//") + 2
        and not any(mark.isspace() or not mark.isprintable() for mark in text)
    )


class Intake:
    """The chapters of one file, as they are read; `reading` closes it."""

    def __init__(self, name: str, form: str, *, resolution: int = 1) -> None:
        self.name = name
        self.findings: list[Finding] = []
        self._form = form
        self._resolution = resolution
        self._chapters: list[Chapter] = []

    def __len__(self) -> int:
        return len(self._chapters)

    def add(
        self,
        start: int | None,
        title: str,
        place: Place,
        *,
        end: int | None = None,
        url: str | None = None,
        image: Image | None = None,
        hidden: bool = False,
        location: Location | None = None,
    ) -> None:
        """Take one chapter in; times in ms.

        An end that is not after the start is that of a point, not of a range, and is not kept. Raises NotesError for
        a start that no episode can have, and for more chapters than that.
        """
        if start is None or not 0 <= start <= MAX_TIME:
            said = "its start" if start is None else format_span(start)
            raise NotesError(f"{quote(title)}: {said} is not a time between 0 and 1000 hours", place=place)
        if len(self._chapters) >= MAX_CHAPTERS:
            raise NotesError(f"more than {MAX_CHAPTERS:,} entries are no chapter list", place=place)
        if end is not None and not start < end <= MAX_TIME:
            end = None
        if url is not None and not is_link(url := url.strip()):
            if url:
                self.note("link-left-out", f"{quote(title)}: {quote(url)} is not an http(s) link", place)
            url = None
        self._chapters.append(Chapter(start, title.strip(), end, url, image, hidden, location, place))

    def note(self, rule: str, message: str, place: Place | None = None) -> None:
        """Report something about the entry that is being read."""
        self.findings.append(finding(rule, message, place=place, chapter=len(self._chapters) + 1))

    def reading(self) -> Reading:
        """Close the file: sure, because a chapter file says what it means."""
        return Reading(
            ChapterList(tuple(self._chapters)),
            Grade.SURE,
            self._form,
            tuple(self.findings),
            resolution=self._resolution,
        )
