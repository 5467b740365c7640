"""Hindenburg sessions (``.nhsx``): the markers of type Chapter, with their links.

Source: sessions of Hindenburg Journalist and PRO as Podlove's importer reads them (github.com/eteubert/
podcast-chapter-parser-hindenburg). ``<Marker Name="Intro" Time="05:06.659" Type="Chapter" URL="…"/>``.
"""

from __future__ import annotations

from dataclasses import replace

from chaptag.formats.base import Head, ImageResolver
from chaptag.formats.clock import parse_clock
from chaptag.formats.intake import Intake
from chaptag.formats.xmlfile import local_name, parse_xml, place_of
from chaptag.model.chapter import ChapterList
from chaptag.model.errors import NotesError
from chaptag.model.reading import Candidate, Grade, Reading
from chaptag.model.text import count, quote

__all__ = ["loads", "sniff"]


def sniff(head: Head) -> bool:
    """Whether the root is a session that names Hindenburg as its version."""
    return "<Session" in head.text and "hindenburg" in head.text.lower()


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read the chapter markers in the order of time: a session keeps them in the order in which they were set.

    Plain markers are working notes and are left out. A session that has only plain markers is a doubt.
    """
    root = parse_xml(data, name)
    if local_name(root) != "Session":
        hint = "Save the session in Hindenburg again, and leave --notes-format out."
        raise NotesError("this is not a Hindenburg session", hint=hint, place=place_of(root, name))
    chapters, plain = Intake(name, "hindenburg"), Intake(name, "hindenburg")
    for marker in root.iter("{*}Marker"):
        place = place_of(marker, name)
        time = marker.get("Time", "")
        start = parse_clock(time)
        if start is None:
            raise NotesError(f"{quote(time)} is not a time", hint="Write hh:mm:ss.mmm.", place=place)
        taken = chapters if marker.get("Type", "").lower() == "chapter" else plain
        taken.add(start, marker.get("Name", ""), place, url=marker.get("URL") or None)
    if len(chapters) and len(plain):
        chapters.note("entry-left-out", f"{count(len(plain), 'marker')} left out: not of the type Chapter")
    reading, others = _by_time(chapters.reading()), _by_time(plain.reading())
    if reading.chapters or not others.chapters:
        return reading
    why = f"the {count(len(others.chapters), 'marker')}, none of the type Chapter"
    return replace(reading, grade=Grade.DOUBT, candidates=(Candidate(others.chapters, why),))


def _by_time(reading: Reading) -> Reading:
    ordered = sorted(reading.chapters, key=lambda chapter: chapter.start)
    return replace(reading, chapters=ChapterList(tuple(ordered)))
