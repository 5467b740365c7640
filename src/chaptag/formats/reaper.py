"""The CSV of Reaper's region/marker manager: ``#,Name,Start,End,Length`` with rows M1 (markers) and R1 (regions).

Source: the export of REAPER's Region/Marker Manager as users and importers show it (REAPER User Guide, "Region/Marker
Manager"). Times come in the unit of the project's ruler: minutes and seconds, seconds and frames can be read;
measures and samples cannot, because the file says neither tempo nor sample rate.
"""

from __future__ import annotations

import re
from dataclasses import replace

from chaptag.formats.base import Head, ImageResolver
from chaptag.formats.clock import parse_clock
from chaptag.formats.intake import Intake
from chaptag.formats.table import Row, heading, read_table
from chaptag.formats.textfile import TextFile
from chaptag.formats.timecode import TIMECODE, FrameRate
from chaptag.model.chapter import ChapterList
from chaptag.model.reading import Candidate, Grade, Reading
from chaptag.model.text import count, quote

__all__ = ["loads", "sniff"]

_COLUMNS = ("#", "name", "start", "end", "length")
_HINT = "In Reaper set the ruler to minutes:seconds, and export the list again."
_MEASURES = re.compile(r"-?\d+\.\d+\.\d+", re.ASCII)
_FRAMES = re.compile(TIMECODE, re.ASCII)
_WHOLE = re.compile(r"0*[1-9]\d*", re.ASCII)


def sniff(head: Head) -> bool:
    """Whether the heading is Reaper's."""
    return heading(head.text.lstrip().split("\n", 1)[0], ",")[:5] == _COLUMNS


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read markers and regions; where the file has both, it is a doubt which of them are the chapters.

    Frames are left out where `fps` does not say how many make a second.
    """
    source = TextFile.decode(data, name, legacy=True)
    first = next((line for line in source.lines() if line.text.strip()), None)
    if first is None or heading(first.text, ",")[:5] != _COLUMNS:
        source.fail("the heading is not #,Name,Start,End,Length", first)
    rows = read_table(source, ",").rows
    frames = any(_FRAMES.fullmatch(row.get(2)) for row in rows)
    rate = FrameRate.of(fps)
    readings = []
    for regions in (False, True):
        intake = Intake(name, "reaper", resolution=rate.resolution if frames else None)
        for row in rows:
            if row.get(0).upper().startswith("R") == regions:
                start = _time(source, row, row.get(2), rate)
                end = _time(source, row, row.get(3), rate) if regions and row.get(3) else None
                intake.add(start, row.get(1), source.place(row.line), end=end)
        readings.append(intake)
    if frames and fps is None:
        message = "frames are left out, because the file does not say how many make a second (--fps does)"
        readings[0].note("time-base-assumed", message)
    return _chosen(readings[0].reading(), readings[1].reading(), source)


def _chosen(markers: Reading, regions: Reading, source: TextFile) -> Reading:
    findings = (*source.findings, *markers.findings, *regions.findings)
    if not markers.chapters or not regions.chapters:
        return replace(markers, chapters=markers.chapters or regions.chapters, findings=findings)
    return replace(
        markers,
        chapters=ChapterList(),
        grade=Grade.DOUBT,
        findings=findings,
        candidates=(
            Candidate(markers.chapters, f"the {count(len(markers.chapters), 'marker')}"),
            Candidate(regions.chapters, f"the {count(len(regions.chapters), 'region')}"),
        ),
    )


def _time(source: TextFile, row: Row, text: str, rate: FrameRate) -> int:
    if _MEASURES.fullmatch(text):
        source.fail(f"{text} is a place in measures and beats", row.line, hint=_HINT)
    if _WHOLE.fullmatch(text):
        source.fail(f"{text} may be seconds or samples; nothing in the file says which", row.line, hint=_HINT)
    frames = rate.frames(text)
    ms = parse_clock(text) if frames is None else rate.ms(frames)
    if ms is None:
        source.fail(f"{quote(text)} is not a time", row.line, hint=_HINT)
    return ms
