"""mp4chaps text: ``hh:mm:ss.mmm title``, with the link in angle brackets behind it.

Source: the mp4chaps of mp4v2 (util/mp4chaps.cpp, "native" format) for the times; Podlove Publisher and Auphonic for the
link, ``00:01:59.000 Podlove <https://podlove.org/>``. Lines that begin with ``#`` are comments.
"""

from __future__ import annotations

import re

from chaptag.formats.base import Dumped, Head, ImageResolver
from chaptag.formats.clock import clock, parse_clock
from chaptag.formats.intake import Intake
from chaptag.formats.outgoing import outgoing, plural
from chaptag.formats.registry import kind
from chaptag.formats.textfile import TextFile
from chaptag.model.chapter import ChapterList
from chaptag.model.finding import finding
from chaptag.model.reading import Reading
from chaptag.model.text import quote

__all__ = ["dumps", "loads", "sniff"]

_ENTRY = re.compile(r"\d{1,3}:\d\d:\d\d\.\d{3}(?:\s|$)", re.ASCII)
_LINK = re.compile(r"(?:^|\s)<(https?://[^\s<>]{1,8000})>$", re.IGNORECASE)


def sniff(head: Head) -> bool:
    """Whether every line begins with hours, minutes, seconds and thousandths; notes are hardly ever so exact."""
    lines = [line.strip() for line in head.text.split("\n")]
    if len(head.text) >= 60_000:
        lines = lines[:-1]
    entries = [line for line in lines if line and not line.startswith("#")]
    return bool(entries) and all(_ENTRY.match(line) for line in entries)


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read chapters; a time may leave out the hours and the thousandths."""
    source = TextFile.decode(data, name, legacy=True)
    intake = Intake(name, "mp4chaps")
    intake.findings.extend(source.findings)
    for line in source.lines():
        text = line.text.strip()
        if not text or text.startswith("#"):
            continue
        time, _, title = text.replace("\t", " ").partition(" ")
        start = parse_clock(time)
        if start is None:
            source.fail(f"{quote(time)} is not a time", line, hint="A line says hh:mm:ss.mmm, a space, the title.")
        link = _LINK.search(title)
        if link is not None:
            title = title[: link.start()]
        intake.add(start, title, source.place(line), url=link[1] if link else None)
    return intake.reading()


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write chapters; mp4chaps itself shows the link as part of the title."""
    out = outgoing(chapters, kind("mp4chaps"), duration)
    lines = [f"{clock(c.start)} {c.title}".rstrip() + (f" <{c.url}>" if c.url else "") + "\n" for c in out.chapters]
    findings = list(out.findings)
    taken = [number for number, c in enumerate(out.chapters, 1) if not c.url and _LINK.search(c.title)]
    if taken:
        message = (
            f"{plural(len(taken), 'title')} with an address in angle brackets behind, which readers take for the link"
        )
        findings.append(finding("titles-changed", message, chapter=taken[0]))
    return Dumped("".join(lines), tuple(findings))
