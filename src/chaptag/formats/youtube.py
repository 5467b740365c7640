"""Chapters as a YouTube description: one line each, a time and a title, the first at 00:00.

Source: YouTube Help, "Video chapters": first at 00:00, at least three, ascending, each of 10 s or more; YouTube Data
API, ``snippet.description``: at most 5000 bytes, no angle brackets.
"""

from __future__ import annotations

from dataclasses import replace

from chaptag.formats.base import Dumped
from chaptag.formats.description import adapted, clocks, joined, numbers_where, told
from chaptag.formats.outgoing import plural
from chaptag.formats.registry import kind
from chaptag.model.chapter import ChapterList
from chaptag.model.finding import finding

__all__ = ["dumps"]

_SHORTEST = 10_000
_BYTES = 5000
_READABLE = 50


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write the lines; what YouTube would refuse is a finding, angle brackets become the typographic ones."""
    out = adapted(joined(chapters, kind("youtube"), duration), "YouTube")
    findings = list(out.findings)
    angled = numbers_where(out.chapters, lambda c: "<" in c.title or ">" in c.title)
    if angled:
        message = f"YouTube takes no angle brackets: ‹ and › are written in {plural(len(angled), 'title')}"
        findings.append(finding("platform-adapted", message, chapter=angled[0]))
    entries = [replace(c, title=c.title.replace("<", "‹").replace(">", "›")) for c in out.chapters]
    findings += told(entries, "YouTube", shortest=_SHORTEST, duration=duration)
    long = numbers_where(entries, lambda c: len(c.title) > _READABLE)
    if long:
        message = f"YouTube shows about {_READABLE} characters of a title: {plural(len(long), 'longer title')}"
        findings.append(finding("platform-advice", message, chapter=long[0]))
    text = "".join(f"{time} {c.title}\n" for time, c in zip(clocks(entries), entries, strict=True))
    if (size := len(text.encode())) > _BYTES:
        message = f"the list has {size:,} bytes; YouTube takes {_BYTES:,} for the whole description"
        findings.append(finding("platform-refuses", message))
    return Dumped(text, tuple(findings))
