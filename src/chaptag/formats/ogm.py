"""OGM text, mkvmerge's simple chapter format: ``CHAPTER01=hh:mm:ss.mmm`` and ``CHAPTER01NAME=title``.

Source: the manual of mkvmerge, "The simple chapter format" (mkvtoolnix.download/doc/mkvmerge.html).
"""

from __future__ import annotations

from chaptag.formats.base import Dumped, Head, ImageResolver
from chaptag.formats.clock import clock
from chaptag.formats.numbered import FIRST, read_numbered
from chaptag.formats.outgoing import outgoing
from chaptag.formats.registry import kind
from chaptag.model.chapter import ChapterList
from chaptag.model.reading import Reading

__all__ = ["dumps", "loads", "sniff"]


def sniff(head: Head) -> bool:
    """Whether the first line is a chapter; one whose number starts with two zeros is a Vorbis comment's."""
    match = FIRST.match(head.text)
    return match is not None and len(match[1]) != 3


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read chapters in the order of their first lines."""
    return read_numbered(data, name, "ogm")


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write chapters numbered from 01; from the hundredth on the number has three digits."""
    out = outgoing(chapters, kind("ogm"), duration)
    lines = [
        f"CHAPTER{number:02d}={clock(chapter.start)}\nCHAPTER{number:02d}NAME={chapter.title}\n"
        for number, chapter in enumerate(out.chapters, 1)
    ]
    return Dumped("".join(lines), out.findings)
