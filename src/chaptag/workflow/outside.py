"""A look from outside: what another program reads in a file, held against what we read there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from chaptag.checks.comparison import align
from chaptag.model.chapter import Chapter
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.text import quote
from chaptag.model.timestamp import format_time
from chaptag.readers import registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaptag.model.layout import Layout
    from chaptag.workflow.sources import Audio

__all__ = ["compare_outside"]

# Readers count in their own ticks and print so many decimals.
_TOLERANCE_MS = 1


def compare_outside(reader: str, audio: Audio, layout: Layout) -> Iterator[Finding]:
    """Ask the reader called `reader`, and report each chapter that it misses, adds, renames or places elsewhere.

    Raises UsageError for an unknown reader, MissingExtra where it is not installed, AudioError where it fails.
    """
    answer = registry.read(reader, Path(audio.source.path), container=audio.kind)
    theirs = [Chapter(each.start_ms, each.title) for each in answer]
    ours = list(layout.chapters)
    place = Place(audio.name)
    for row in align(theirs, ours, tolerance=_TOLERANCE_MS):
        their, our = row.before, row.after
        if their is None and our is not None:
            message = f"{reader} does not see {quote(our.title)} at {format_time(our.start)}"
        elif our is None and their is not None:
            message = f"{reader} sees {quote(their.title)} at {format_time(their.start)}, which chaptag does not"
        elif their is not None and our is not None and their.title != our.title:
            message = f"{reader} reads {quote(their.title)} at {format_time(our.start)}, chaptag {quote(our.title)}"
        elif their is not None and our is not None and abs(their.start - our.start) > _TOLERANCE_MS:
            message = (
                f"{reader} has {quote(our.title)} at {format_time(their.start)}, chaptag at {format_time(our.start)}"
            )
        else:
            continue
        yield finding("seen-otherwise", message, place=place)
