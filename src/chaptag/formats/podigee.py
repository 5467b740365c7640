"""Podigee's chapter marks: a list of objects with start_time (``hh:mm:ss``), title, url and image.

Source: Podigee's API documentation, ChapterMarks (app.podigee.com/api-docs).
"""

from __future__ import annotations

from chaptag.formats.base import Head, ImageResolver
from chaptag.formats.jsonlist import read_list, starts_like
from chaptag.model.reading import Reading

__all__ = ["loads", "sniff"]


def sniff(head: Head) -> bool:
    """Whether it is a list of objects that have a start_time."""
    return starts_like(head.text, "start_time")


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read chapter marks."""
    return read_list(data, name, "podigee", resolve, start="start_time", url="url")
