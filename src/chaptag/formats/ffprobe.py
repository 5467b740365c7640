"""What ``ffprobe -show_chapters -of json`` prints: chapters with a time base, start and end ticks, and tags.

Source: FFmpeg documentation, ffprobe, "json writer", and doc/ffprobe.xsd (chapterType).
"""

from __future__ import annotations

import re

from chaptag.formats.base import Head, ImageResolver
from chaptag.formats.clock import to_ms
from chaptag.formats.intake import Intake
from chaptag.formats.jsonfile import Node, parse_json
from chaptag.formats.textfile import MEND
from chaptag.model.errors import NotesError
from chaptag.model.reading import Reading
from chaptag.model.text import quote

__all__ = ["loads", "sniff"]

_BASE = re.compile(r"(\d{1,10})/(\d{1,10})", re.ASCII)


def sniff(head: Head) -> bool:
    """Whether it is an object with chapters that have a time base."""
    return '"time_base"' in head.text and '"start_time"' in head.text


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read chapters from their ticks, which are exact; a file without chapters gives an empty list."""
    root = parse_json(data, name)
    intake = Intake(name, "ffprobe")
    for entry in root.get("chapters").items() if "chapters" in root else []:
        title = entry.get("tags").get("title").text() if "tags" in entry else ""
        start = _ms(entry, "start")
        intake.add(start, title, entry.place, end=_ms(entry, "end") if "end" in entry else None)
    return intake.reading()


def _ms(entry: Node, key: str) -> int | None:
    base = entry.get("time_base")
    match = _BASE.fullmatch(base.text())
    if match is None or int(match[1]) == 0 or int(match[2]) == 0:
        raise NotesError(
            f"{base.path}: {quote(base.text())} is not a time base such as 1/1000", hint=MEND, place=base.place
        )
    return to_ms(entry.get(key).number() * int(match[1]), int(match[2]))
