r"""FFMETADATA1, FFmpeg's own metadata file: ``[CHAPTER]`` sections with a time base, start, end and title.

Source: FFmpeg formats documentation, "Metadata"; libavformat/ffmetadec.c for what it accepts. A backslash escapes
``=``, ``;``, ``#``, ``\`` and the line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chaptag.formats.base import Dumped, Head, ImageResolver
from chaptag.formats.clock import from_ticks
from chaptag.formats.intake import Intake
from chaptag.formats.outgoing import outgoing, storable
from chaptag.formats.registry import kind
from chaptag.formats.textfile import MAX_LINES, Line, TextFile
from chaptag.model.chapter import ChapterList
from chaptag.model.reading import Reading
from chaptag.model.text import quote

__all__ = ["dumps", "loads", "sniff"]

_MAGIC = ";FFMETADATA"
_SPECIAL = re.compile(r"([=;#\\\n])")
_BASE = re.compile(r"(\d{1,10})/(\d{1,10})", re.ASCII)
_KEY = re.compile(r"(?:[^=\\]|\\[\s\S])*")
_ESCAPED = re.compile(r"\\([\s\S])")
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)


def sniff(head: Head) -> bool:
    """Whether it starts with the magic line."""
    return head.text.startswith(_MAGIC)


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read the chapters; tags of the file and of its streams are passed over. Without a time base it is 1 ns."""
    source = TextFile.decode(data, name)
    if not source.text.startswith(_MAGIC):
        source.fail("the first line is not ;FFMETADATA1")
    if source.text.count("\n") > MAX_LINES:
        source.fail(f"more than {MAX_LINES:,} lines are no chapter list")
    intake = Intake(name, "ffmetadata")
    section: _Section | None = None
    inside = False
    for line in _logical_lines(source.text):
        if line.text.strip().upper() in {"[CHAPTER]", "[STREAM]"}:
            if section is not None:
                section.close(source, intake)
            inside = line.text.strip().upper() == "[CHAPTER]"
            section = _Section(line) if inside else None
        elif section is not None:
            section.take(source, line)
    if section is not None:
        section.close(source, intake)
    return intake.reading()


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write chapters in ms, each with its end."""
    out = outgoing(chapters, kind("ffmetadata"), duration)
    lines = [f"{_MAGIC}1\n"]
    if title:
        lines.append(f"title={_escaped(storable(title))}\n")
    lines += [
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={c.start}\nEND={c.end}\ntitle={_escaped(c.title)}\n" for c in out.chapters
    ]
    return Dumped("".join(lines), out.findings)


class _Section:
    """One chapter as it is read."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.base = (1, 1_000_000_000)
        self.start: int | None = None
        self.end: int | None = None
        self.title = ""

    def take(self, source: TextFile, line: Line) -> None:
        key, equals, value = _split(line.text)
        name = key.strip().lower()
        if not equals:
            source.fail("a line of a chapter says key=value", line)
        if name == "timebase":
            match = _BASE.fullmatch(value.strip())
            if match is None or int(match[2]) == 0 or int(match[1]) == 0:
                source.fail(f"{quote(value)} is not a time base such as 1/1000", line)
            self.base = int(match[1]), int(match[2])
        elif name in {"start", "end"}:
            if _WHOLE.fullmatch(value.strip()) is None:
                source.fail(f"{quote(value)} is not a whole number", line)
            setattr(self, name, int(value))
        elif name == "title":
            self.title = value

    def close(self, source: TextFile, intake: Intake) -> None:
        if self.start is None:
            source.fail("the chapter has no START", self.line)
        numerator, denominator = self.base
        end = None if self.end is None else from_ticks(self.end, denominator, numerator)
        intake.add(from_ticks(self.start, denominator, numerator), self.title, source.place(self.line), end=end)


def _logical_lines(text: str) -> Iterator[Line]:
    """Cut at line breaks that no backslash escapes; comments and empty lines vanish, numbers are those of the file."""
    pending: list[str] = []
    last = 0
    for last, line in enumerate(text.split("\n"), 1):
        pending.append(line)
        if (len(line) - len(line.rstrip("\\"))) % 2:
            continue
        yield from _useful(last, pending)
        pending = []
    yield from _useful(last, pending)


def _useful(last: int, lines: list[str]) -> Iterator[Line]:
    whole = "\n".join(lines)
    if whole and whole[0] not in ";#\r":
        yield Line(last - len(lines) + 1, whole)


def _split(line: str) -> tuple[str, str, str]:
    """Part key and value at the first ``=`` that no backslash escapes, and take the backslashes out."""
    match = _KEY.match(line)
    end = match.end() if match else 0
    return _ESCAPED.sub(r"\1", line[:end]), line[end : end + 1], _ESCAPED.sub(r"\1", line[end + 1 :])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
