"""Podlove's JSON: a list of objects with start (normal play time), title, href and image.

Source: podlove/chapters, "Encode to JSON" (hexdocs.pm/chapters), and the Podlove Web Player's configuration.
"""

from __future__ import annotations

from typing import Any

from chaptag.formats.base import Dumped, Head, ImageResolver
from chaptag.formats.clock import clock
from chaptag.formats.images import image_text
from chaptag.formats.jsonfile import dump_json
from chaptag.formats.jsonlist import read_list, starts_like
from chaptag.formats.outgoing import outgoing
from chaptag.formats.registry import kind
from chaptag.model.chapter import ChapterList
from chaptag.model.reading import Reading

__all__ = ["dumps", "loads", "sniff"]


def sniff(head: Head) -> bool:
    """Whether it is a list of objects that have a start and no start_time."""
    return starts_like(head.text, "start")


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read chapters."""
    return read_list(data, name, "podlove-json", resolve, start="start", url="href")


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write chapters; href and image only where there are any."""
    out = outgoing(chapters, kind("podlove-json"), duration)
    entries: list[dict[str, Any]] = []
    for chapter in out.chapters:
        entry: dict[str, Any] = {"start": clock(chapter.start), "title": chapter.title}
        if chapter.url:
            entry["href"] = chapter.url
        if chapter.image is not None:
            entry["image"] = image_text(chapter.image)
        entries.append(entry)
    return Dumped(dump_json(entries), out.findings)
