"""DaVinci Resolve's timeline markers as an EDL: an event per marker, its name behind ``|M:`` in the next line.

Source: Resolve's "Timelines > Export > Timeline Markers to EDL" as users and importers show it; CMX 3600 for the
event line. The file says neither the frame rate nor where the timeline starts, so both rest on a convention.
"""

from __future__ import annotations

import re

from chaptag.formats.base import Head, ImageResolver
from chaptag.formats.intake import Intake
from chaptag.formats.textfile import Line, TextFile
from chaptag.model.reading import Reading

__all__ = ["loads", "sniff"]

_CODE = r"(\d\d):(\d\d):(\d\d)[:;.](\d\d)"
_EVENT = re.compile(rf"\s*\d{{1,6}}\s.{{0,80}}?(?:{_CODE}\s+){{2}}{_CODE}\s+{_CODE}\s*", re.ASCII)
_NAME = re.compile(r"\|M:([^|]{0,2000})")
_HOUR = 3_600_000


def sniff(head: Head) -> bool:
    """Whether there is a marker line of Resolve's."""
    return "|M:" in head.text and "|C:" in head.text and "|D:" in head.text


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None) -> Reading:
    """Read markers to the second; where all lie behind the first hour, the timeline began there.

    Resolve's timelines start at 01:00:00:00 unless somebody changed that. Both assumptions are findings.
    """
    source = TextFile.decode(data, name, legacy=True)
    found: list[tuple[int, str, Line]] = []
    start: int | None = None
    for line in source.lines():
        event, marker = _EVENT.fullmatch(line.text), _NAME.search(line.text)
        if event is not None:
            hours, minutes, seconds = map(int, event.groups()[4:7])  # where the timeline has it, not its source
            if minutes > 59 or seconds > 59:
                source.fail("the time code has more than 59 minutes or seconds", line)
            start = ((hours * 60 + minutes) * 60 + seconds) * 1000
        elif marker is not None:
            if start is None:
                source.fail("the marker has no event line before it", line)
            found.append((start, marker[1], line))
            start = None
    offset = _HOUR if found and min(at for at, _, _ in found) >= _HOUR else 0
    intake = Intake(name, "resolve")
    intake.findings.extend(source.findings)
    if found:
        message = "frames are left out, because the file does not say how many make a second"
        if offset:
            message += "; one hour is taken off, because Resolve's timelines start at 01:00:00:00"
        intake.note("time-base-assumed", message, source.place(found[0][2]))
    for at, title, line in found:
        intake.add(at - offset, title, source.place(line))
    return intake.reading()
