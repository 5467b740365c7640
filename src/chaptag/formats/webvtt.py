"""WebVTT chapters: each cue is a chapter, its text the title.

Source: W3C, "WebVTT: The Web Video Text Tracks Format", sections 4 (syntax), 6 (parsing) and 1.3 (chapters).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from chaptag.formats.base import Dumped, Head, ImageResolver
from chaptag.formats.captions import caption_reading
from chaptag.formats.clock import clock, parse_clock
from chaptag.formats.intake import Intake
from chaptag.formats.outgoing import one_line, outgoing
from chaptag.formats.registry import kind
from chaptag.formats.textfile import Line, TextFile
from chaptag.model.chapter import ChapterList
from chaptag.model.reading import Reading
from chaptag.model.text import quote

__all__ = ["dumps", "loads", "sniff"]

_ARROW = "-->"
_TAG = re.compile(r"<[^<>]{0,500}>")


def sniff(head: Head) -> bool:
    """Whether it starts with the word WEBVTT."""
    return head.text.startswith("WEBVTT") and head.text[6:7] in {"", " ", "\t", "\r", "\n"}


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read cues; notes, styles and regions are passed over, tags such as ``<v Ann>`` are taken out of titles."""
    source = TextFile.decode(data, name)
    if not source.text.startswith("WEBVTT"):
        source.fail("the first line is not WEBVTT")
    intake = Intake(name, "webvtt")
    for block in _blocks(source):
        at = next((index for index, line in enumerate(block[:2]) if _ARROW in line.text), None)
        if at is None:
            continue
        line = block[at]
        left, _, right = line.text.partition(_ARROW)
        start, end = parse_clock(left), parse_clock(right.split()[0] if right.split() else "")
        if start is None or end is None:
            source.fail(f"{quote(line.text)} is no timing", line, hint="Write hh:mm:ss.mmm --> hh:mm:ss.mmm.")
        title = html.unescape(_TAG.sub("", " ".join(text.text.strip() for text in block[at + 1 :])))
        intake.add(start, title, source.place(line), end=end)
    return caption_reading(intake)


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write cues, each with its end."""
    out = outgoing(chapters, kind("webvtt"), duration)
    header = f"WEBVTT {one_line(title).replace(_ARROW, '→')}".rstrip() if title else "WEBVTT"
    cues = [
        f"\n{number}\n{clock(c.start)} --> {clock(c.end or c.start)}\n{_escaped(c.title)}\n"
        for number, c in enumerate(out.chapters, 1)
    ]
    return Dumped(header + "\n" + "".join(cues), out.findings)


def _blocks(source: TextFile) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in source.lines():
        if line.text.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
