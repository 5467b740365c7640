"""Audacity labels: one line each, start, end and text between tabs, in seconds.

Source: the Audacity manual, "Importing and Exporting Labels" (audacityteam.org). A point has its start as its end. A
line that begins with a backslash carries the frequencies of a spectral selection and belongs to the label before it.
"""

from __future__ import annotations

import re

from chaptag.formats.base import Dumped, Head, ImageResolver
from chaptag.formats.clock import parse_seconds, seconds
from chaptag.formats.intake import Intake
from chaptag.formats.outgoing import outgoing
from chaptag.formats.registry import kind
from chaptag.formats.textfile import TextFile
from chaptag.model.chapter import ChapterList
from chaptag.model.reading import Reading

__all__ = ["dumps", "loads", "sniff"]

_LABEL = re.compile(r"-?\d{1,9}[.,]\d{1,12}\t-?\d{1,9}[.,]\d{1,12}(?:\t|$)", re.ASCII)


def sniff(head: Head) -> bool:
    """Whether the first line is a label."""
    return _LABEL.match(head.text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")) is not None


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read labels; a range gives its chapter an end. A decimal comma is read like a point."""
    source = TextFile.decode(data, name, legacy=True)
    intake = Intake(name, "audacity")
    intake.findings.extend(source.findings)
    for line in source.lines():
        if not line.text.strip() or line.text.startswith("\\"):
            continue
        start_text, _, rest = line.text.partition("\t")
        end_text, _, title = rest.partition("\t")
        start, end = parse_seconds(start_text), parse_seconds(end_text)
        if start is None:
            source.fail("a label starts with a time in seconds, then a tab", line)
        if end is None:
            source.fail("a label's end is a time in seconds", line, len(start_text) + 2)
        if start < 0:
            intake.note("entry-left-out", "the label lies before the audio", source.place(line))
            continue
        intake.add(start, title.replace("\t", " "), source.place(line), end=end)
    return intake.reading()


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write labels: a range where a chapter says its end, else a point; six decimals as Audacity writes them."""
    out = outgoing(chapters, kind("audacity"), duration)
    lines = [
        f"{seconds(c.start, 6)}\t{seconds(c.start if c.end is None else c.end, 6)}\t{c.title}\n" for c in out.chapters
    ]
    return Dumped("".join(lines), out.findings)
