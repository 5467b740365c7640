"""Chapters as an HTML list: the time links to the moment (``#t=``), the title to the chapter's link.

Source: WHATWG HTML, ``ul``, ``a`` and ``time``; W3C Media Fragments URI 1.0, 4.2.1, for ``#t=``.
"""

from __future__ import annotations

from html import escape

from chaptag.formats.base import Dumped
from chaptag.formats.description import clocks, joined
from chaptag.formats.registry import kind
from chaptag.model.chapter import ChapterList

__all__ = ["dumps"]


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write the list as a fragment to paste into a page; titles are text, never markup."""
    out = joined(chapters, kind("html"), duration)
    lines = ["<ul>\n"]
    for time, chapter in zip(clocks(out.chapters), out.chapters, strict=True):
        text = escape(chapter.title)
        if chapter.url:
            text = f'<a href="{escape(chapter.url)}">{text}</a>'
        lines.append(f'  <li><a href="#t={chapter.start // 1000}">{time}</a> {text}</li>\n')
    lines.append("</ul>\n")
    return Dumped("".join(lines), out.findings)
