"""Reading: chapters taken in one by one, each bounded before it is believed."""

from __future__ import annotations

from chaptag.formats.clock import MAX_TIME
from chaptag.formats.registry import kind
from chaptag.formats.textfile import MEND
from chaptag.model.chapter import Chapter, ChapterList, Image, Location
from chaptag.model.errors import NotesError
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.reading import Grade, Reading
from chaptag.model.text import quote
from chaptag.model.timestamp import format_span

__all__ = ["MAX_CHAPTERS", "Intake", "link_of"]

MAX_CHAPTERS = 20_000
"""A file with more entries is a transcript or an attack."""

_MAX_LINK = 8_192
_QUOTING = {ord(mark): f"%{ord(mark):02X}" for mark in '<>"\\`'}


def link_of(text: str) -> str | None:
    """Take an http(s) address that may go into any file or page; None for anything else.

    The marks that RFC 3986 forbids and that quote or bracket an address somewhere are percent-encoded.
    """
    text = text.strip()
    if len(text) > _MAX_LINK or not text.lower().startswith(("http://", "https://")) or text.endswith("//"):
        return None
    if not text.isprintable() or any(mark.isspace() for mark in text):
        return None
    return text.translate(_QUOTING)


class Intake:
    """The chapters of the file `name` in the format `form`, as they are read; `reading` closes it."""

    def __init__(self, name: str, form: str, *, resolution: int | None = None) -> None:
        self.name = name
        self.findings: list[Finding] = []
        self._form = form
        self._resolution = kind(form).resolution_ms if resolution is None else resolution
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

        An end at the start is that of a point and is not kept; one before the start is left out with a finding, and
        so is a link that is not http(s). Raises NotesError for a start that no episode can have, and for more
        chapters than that.
        """
        if start is None or not 0 <= start <= MAX_TIME:
            said = "its start" if start is None else format_span(start)
            raise NotesError(f"{quote(title)}: {said} is not a time between 0 and 1000 hours", hint=MEND, place=place)
        if len(self._chapters) >= MAX_CHAPTERS:
            raise NotesError(f"more than {MAX_CHAPTERS:,} entries are no chapter list", place=place)
        if end is not None and not start < end <= MAX_TIME:
            if end != start:
                self.note("end-changed", f"{quote(title)}: its end, {format_span(end)}, is left out", place)
            end = None
        link = link_of(url) if url else None
        if url and url.strip() and link is None:
            self.note("link-left-out", f"{quote(title)}: {quote(url.strip())} is not an http(s) link", place)
        self._chapters.append(Chapter(start, title.strip(), end, link, image, hidden, location, place))

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
