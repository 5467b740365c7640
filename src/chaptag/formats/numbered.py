"""Lines of the form ``CHAPTER01=time`` and ``CHAPTER01NAME=title``, which OGM text and Vorbis comments share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chaptag.formats.clock import parse_clock
from chaptag.formats.intake import Intake
from chaptag.formats.textfile import Line, TextFile
from chaptag.model.reading import Reading
from chaptag.model.text import quote

__all__ = ["FIRST", "read_numbered"]

FIRST = re.compile(r"\s{0,8}chapter(\d{1,4})\s?=\s?\d", re.ASCII | re.IGNORECASE)
"""How such a file begins; the group is the first number as it is spelt."""

_LINE = re.compile(r"chapter(\d{1,4})(name|url)?\s*=(.*)", re.ASCII | re.IGNORECASE | re.DOTALL)


@dataclass
class _Entry:
    line: Line
    start: str | None = None
    title: str = ""
    url: str | None = None


def read_numbered(data: bytes, name: str, form: str) -> Reading:
    """Read such lines, in any order; empty lines are skipped, and in Vorbis comments all other comments."""
    source = TextFile.decode(data, name, legacy=True)
    entries: dict[str, _Entry] = {}
    for line in source.lines():
        text = line.text.strip()
        match = _LINE.fullmatch(text)
        if match is None:
            if text and not (form == "vorbis" and "=" in text):
                source.fail("a line says CHAPTER01=time or CHAPTER01NAME=title", line)
            continue
        number, what, value = match.groups()
        entry = entries.setdefault(number, _Entry(line))
        if what is None:
            if entry.start is not None:
                source.fail(f"chapter {number} has two starts", line)
            entry.start, entry.line = value, line
        elif what.lower() == "name":
            entry.title = value
        else:
            entry.url = value
    intake = Intake(name, form)
    intake.findings.extend(source.findings)
    for number, entry in entries.items():
        if entry.start is None:
            source.fail(f"chapter {number} has no start", entry.line, hint=f"Write CHAPTER{number}=hh:mm:ss.mmm.")
        start = parse_clock(entry.start)
        if start is None:
            source.fail(f"{quote(entry.start)} is not a time", entry.line, hint="Write hh:mm:ss.mmm.")
        intake.add(start, entry.title, source.place(entry.line), url=entry.url)
    return intake.reading()
