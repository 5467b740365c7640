"""Chapters as a Markdown list: the time links to the moment (``#t=``), the title to the chapter's link.

Source: CommonMark 0.31 (backslash escapes, links); W3C Media Fragments URI 1.0, 4.2.1, for ``#t=``.
"""

from __future__ import annotations

import re

from chaptag.formats.base import Dumped
from chaptag.formats.description import clocks, joined
from chaptag.formats.registry import kind
from chaptag.model.chapter import ChapterList

__all__ = ["dumps"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#|~&!$^=:+-])")


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write the list; every character that Markdown could take for markup is escaped."""
    out = joined(chapters, kind("markdown"), duration)
    lines = []
    for time, chapter in zip(clocks(out.chapters), out.chapters, strict=True):
        text = _SPECIAL.sub(r"\\\1", chapter.title)
        if chapter.url:
            text = f"[{text}](<{chapter.url}>)"
        lines.append(f"- [{time}](#t={chapter.start // 1000}) {text}\n")
    return Dumped("".join(lines), out.findings)
