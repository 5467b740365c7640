"""DaVinci Resolve's timeline markers as an EDL: an event per marker, its name behind ``|M:`` in the next line.

Source: Resolve's "Timelines > Export > Timeline Markers to EDL" as users and importers show it; CMX 3600 for the
event line. The file says neither the frame rate nor where the timeline starts.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from chaptag.formats.base import Head, ImageResolver
from chaptag.formats.intake import Intake
from chaptag.formats.textfile import Line, TextFile
from chaptag.formats.timecode import FrameRate
from chaptag.model.reading import Reading

__all__ = ["loads", "sniff"]

_CODE = r"(\d{1,4}:\d\d:\d\d[:;.]\d\d)"
_EVENT = re.compile(rf"\s*\d{{1,6}}\s.{{0,80}}?{_CODE}\s+{_CODE}\s+{_CODE}\s+{_CODE}\s*", re.ASCII)
_NAME = re.compile(r"\|M:([^|]{0,2000})")
_LENGTH = re.compile(r"\|D:(\d{1,9})", re.ASCII)
_FIRST = "01:00:00:00"
_HINT = "Say the timeline's frame rate with --fps."
_NO_RATE = "frames are left out, because the file does not say how many make a second (--fps does)"


def sniff(head: Head) -> bool:
    """Whether there is a marker line of Resolve's."""
    return "|M:" in head.text and "|C:" in head.text and "|D:" in head.text


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read markers: with `fps` exactly, and those longer than a frame with their ends; without it to the second.

    Where all lie behind the first hour, the timeline began there: Resolve's start at 01:00:00:00 unless somebody
    changed that. What rests on a convention is a finding.
    """
    source = TextFile.decode(data, name, legacy=True)
    rate, drop = FrameRate.of(fps), "FCM: DROP" in source.text.upper()
    markers = _markers(source, rate, drop=drop)
    first = rate.frames(_FIRST, drop=drop) or 0
    offset = first if markers and all(marker.start >= first for marker in markers) else 0
    intake = Intake(name, "resolve", resolution=rate.resolution)
    intake.findings.extend(source.findings)
    assumed = [_NO_RATE] if fps is None else []
    if offset:
        assumed.append("one hour is taken off, because Resolve's timelines start at 01:00:00:00")
    if markers and assumed:
        intake.note("time-base-assumed", "; ".join(assumed), source.place(markers[0].line))
    for marker in markers:
        at = marker.start - offset
        end = rate.ms(at + marker.length) if fps is not None and marker.length > 1 else None
        intake.add(rate.ms(at), marker.title, source.place(marker.line), end=end)
    return intake.reading()


class _Marker(NamedTuple):
    """A marker as the file has it, start and length in frames."""

    start: int
    length: int
    title: str
    line: Line


def _markers(source: TextFile, rate: FrameRate, *, drop: bool) -> list[_Marker]:
    found: list[_Marker] = []
    start: int | None = None
    for line in source.lines():
        event, marker = _EVENT.fullmatch(line.text), _NAME.search(line.text)
        if event is not None:
            start = rate.frames(event[3], drop=drop)  # where the timeline has it; the first two are its source's
            if start is None:
                source.fail(f"{event[3]} is no time code at {rate.nominal} frames a second", line, hint=_HINT)
        elif marker is not None:
            if start is None:
                source.fail("the marker has no event line before it", line)
            length = _LENGTH.search(line.text)
            found.append(_Marker(start, int(length[1]) if length else 1, marker[1], line))
            start = None
    return found
