"""Vorbis chapter comments as text: ``CHAPTER001=hh:mm:ss.mmm``, ``CHAPTER001NAME=title``, ``CHAPTER001URL=link``.

Source: Xiph.org wiki, "Chapter Extension". The lines are what ``vorbiscomment -w`` and ``opustags`` take. Start, name
and link stand together and in this order, because some readers ignore a name that comes before its start.
"""

from __future__ import annotations

from chaptag.formats.base import Dumped, Head, ImageResolver
from chaptag.formats.clock import clock
from chaptag.formats.numbered import FIRST, read_numbered
from chaptag.formats.outgoing import outgoing
from chaptag.formats.registry import kind
from chaptag.model.chapter import ChapterList
from chaptag.model.finding import finding
from chaptag.model.reading import Reading

__all__ = ["dumps", "loads", "sniff"]

_SHOWN = 99


def sniff(head: Head) -> bool:
    """Whether a line is a chapter with a number of three digits; other comments may come before it."""
    lines = (line for line in head.text.split("\n") if line[:7].lower() == "chapter")
    match = FIRST.match(next(lines, ""))
    return match is not None and len(match[1]) == 3


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read the chapters among the comments."""
    return read_numbered(data, name, "vorbis")


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write chapters numbered from 001 to 999 at most."""
    out = outgoing(chapters, kind("vorbis"), duration)
    lines = []
    for number, chapter in enumerate(out.chapters, 1):
        key = f"CHAPTER{number:03d}"
        lines += [f"{key}={clock(chapter.start)}\n", f"{key}NAME={chapter.title}\n"]
        if chapter.url:
            lines.append(f"{key}URL={chapter.url}\n")
    findings = list(out.findings)
    if len(out.chapters) > _SHOWN:
        message = f"AntennaPod shows no chapters where there are more than {_SHOWN}; there are {len(out.chapters)}"
        findings.append(finding("platform-advice", message))
    return Dumped("".join(lines), tuple(findings))
