"""Adobe Audition's marker list: tabs between name, start, duration, time format, type and description.

Source: the export of Audition's Markers panel as users and importers show it (the file is called .csv, its fields are
separated by tabs). ``decimal`` times are ``m:ss.mmm`` or ``h:mm:ss.mmm``; other time formats count frames or samples.
"""

from __future__ import annotations

import re

from chaptag.formats.base import Head, ImageResolver
from chaptag.formats.clock import from_ticks, parse_clock
from chaptag.formats.intake import Intake
from chaptag.formats.table import Row, heading, read_table
from chaptag.formats.textfile import TextFile
from chaptag.model.reading import Reading
from chaptag.model.text import quote

__all__ = ["loads", "sniff"]

_COLUMNS = ("name", "start", "duration", "time format", "type")
_HINT = "In Audition set View > Time Display to Decimal (mm:ss.ddd), and export the markers again."
_UNNAMED = re.compile(r"marker ?\d{1,5}", re.ASCII | re.IGNORECASE)
_CD = re.compile(r"(\d{1,4}:)?(\d{1,4}):(\d\d):(\d\d)", re.ASCII)


def sniff(head: Head) -> bool:
    """Whether the heading is Audition's."""
    return heading(head.text.lstrip().split("\n", 1)[0], "\t")[:5] == _COLUMNS


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read cues, subclips and CD tracks; a marker that was never named takes its description as its title."""
    source = TextFile.decode(data, name, legacy=True)
    first = next((line for line in source.lines() if line.text.strip()), None)
    if first is None or heading(first.text, "\t")[:5] != _COLUMNS:
        source.fail("the heading is not Name, Start, Duration, Time Format, Type, Description", first)
    intake = Intake(name, "audition")
    intake.findings.extend(source.findings)
    for row in read_table(source, "\t").rows:
        title, kind, description = row.get(0), row.get(4), row.get(5)
        place = source.place(row.line)
        if kind.lower() == "cart timer":
            intake.note("entry-left-out", f"{quote(title)} is a cart timer, not a chapter", place)
            continue
        start, length = _time(source, row, row.get(1)), _time(source, row, row.get(2) or "0")
        if description and _UNNAMED.fullmatch(title):
            title = description
        intake.add(start, title, place, end=start + length if length else None)
    return intake.reading()


def _time(source: TextFile, row: Row, text: str) -> int:
    form = row.get(3).lower()
    if "75 fps" in form and (match := _CD.fullmatch(text)):
        minutes = int((match[1] or "0:")[:-1]) * 60 + int(match[2])
        return from_ticks((minutes * 60 + int(match[3])) * 75 + int(match[4]), 75)
    if form not in {"decimal", ""} and "75 fps" not in form:
        source.fail(f"times in the format {quote(row.get(3))} are not read", row.line, hint=_HINT)
    ms = parse_clock(text)
    if ms is None:
        source.fail(f"{quote(text)} is not a time", row.line, hint=_HINT)
    return ms
