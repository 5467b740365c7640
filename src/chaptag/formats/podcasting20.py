"""Podcasting 2.0 JSON chapters, version 1.2: what ``<podcast:chapters>`` in a feed points to.

Source: github.com/Podcastindex-org/podcast-namespace, chapters/jsonChapters.md, "JSON Chapters Format".
"""

from __future__ import annotations

from typing import Any

from chaptag.formats.base import Dumped, Head, ImageResolver
from chaptag.formats.images import image_of, image_text
from chaptag.formats.intake import Intake
from chaptag.formats.jsonfile import Node, dump_json, parse_json
from chaptag.formats.outgoing import outgoing, storable
from chaptag.formats.registry import kind
from chaptag.model.chapter import Chapter, ChapterList, Location
from chaptag.model.reading import Reading

__all__ = ["dumps", "loads", "sniff"]

_VERSION = "1.2.0"


def sniff(head: Head) -> bool:
    """Whether it is an object with chapters that have a ``startTime``, or that declares this format's version."""
    return '"startTime"' in head.text or ('"version"' in head.text and '"chapters"' in head.text)


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read chapters; ``toc: false`` makes a hidden one, ``img`` may be an address, a data URI or a path."""
    intake = Intake(name, "json")
    for entry in parse_json(data, name).get("chapters").items():
        toc = entry.get("toc").value
        intake.add(
            entry.get("startTime").ms(),
            entry.get("title").text(),
            entry.place,
            end=entry.get("endTime").ms(),
            url=entry.get("url").text() or None,
            image=image_of(entry.get("img"), intake, resolve),
            hidden=toc is False,
            location=_location(entry.get("location")),
        )
    return intake.reading()


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write version 1.2.0; an end only where the chapter says one, image bytes as a data URI."""
    out = outgoing(chapters, kind("json"), duration)
    document: dict[str, Any] = {"version": _VERSION}
    if title:
        document["title"] = storable(title)
    document["chapters"] = [_entry(chapter) for chapter in out.chapters]
    return Dumped(dump_json(document), out.findings)


def _location(node: Node) -> Location | None:
    if node.value is None:
        return None
    return Location(node.get("name").text(), node.get("geo").text(), node.get("osm").text() or None)


def _entry(chapter: Chapter) -> dict[str, Any]:
    entry: dict[str, Any] = {"startTime": _number(chapter.start), "title": chapter.title}
    if chapter.end is not None:
        entry["endTime"] = _number(chapter.end)
    if chapter.url:
        entry["url"] = chapter.url
    if chapter.image is not None:
        entry["img"] = image_text(chapter.image)
    if chapter.hidden:
        entry["toc"] = False
    if (where := chapter.location) is not None:
        said = {"name": where.name, "geo": where.geo} | ({"osm": where.osm} if where.osm else {})
        entry["location"] = {key: storable(text) for key, text in said.items()}
    return entry


def _number(ms: int) -> int | float:
    """Seconds as JSON has them: a whole number, or thousandths, which a float of this size writes exactly."""
    return ms // 1000 if ms % 1000 == 0 else ms / 1000
