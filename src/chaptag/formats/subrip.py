"""SubRip captions (``.srt``), read for the markers that editors export in this form.

Source: the format of SubRip as described by the Library of Congress, "SubRip Subtitle format (SRT)" (fdd000569).
"""

from __future__ import annotations

import re

from chaptag.formats.base import Head, ImageResolver
from chaptag.formats.captions import caption_reading
from chaptag.formats.clock import parse_clock
from chaptag.formats.intake import Intake
from chaptag.formats.textfile import Line, TextFile
from chaptag.model.reading import Reading

__all__ = ["loads", "sniff"]

_HEAD = re.compile(r"\s{0,8}\d{1,6}[ \t]{0,4}\r?\n\d{1,2}:\d\d:\d\d[,.]\d{1,3} --> ", re.ASCII)
_ARROW = re.compile(r"\d[\d:,.]{0,40}\s{0,8}-->", re.ASCII)
_TIMING = re.compile(r"\s*(\S+)\s+-->\s+(\S+).*", re.DOTALL)
_TAG = re.compile(r"</?(?:[biu]|font[^<>]{0,200})>|\{\\[^{}]{0,100}\}", re.IGNORECASE)


def sniff(head: Head) -> bool:
    """Whether a number and a timing with an arrow come first."""
    return _HEAD.match(head.text) is not None


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read captions: each is a chapter, its lines make the title."""
    source = TextFile.decode(data, name, legacy=True)
    intake = Intake(name, "subrip")
    intake.findings.extend(source.findings)
    timing: Line | None = None
    texts: list[str] = []
    for line in source.lines():
        text = line.text.strip()
        if _ARROW.match(text):
            if timing is not None:
                _take(source, intake, timing, texts[:-1] if texts and texts[-1].isdigit() else texts)
            timing, texts = line, []
        elif text and timing is not None:
            texts.append(text)
        elif text and not text.isdigit():
            source.fail("a caption file begins with a number and a timing", line)
    if timing is not None:
        _take(source, intake, timing, texts)
    return caption_reading(intake)


def _take(source: TextFile, intake: Intake, timing: Line, texts: list[str]) -> None:
    match = _TIMING.fullmatch(timing.text)
    start, end = (parse_clock(match[1]), parse_clock(match[2])) if match else (None, None)
    if start is None or end is None:
        source.fail("this is no timing", timing, hint="Write hh:mm:ss,mmm --> hh:mm:ss,mmm.")
    intake.add(start, _TAG.sub("", " ".join(texts)), source.place(timing), end=end)
