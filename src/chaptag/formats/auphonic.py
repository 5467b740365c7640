"""Auphonic's productions as JSON: the chapters of the production, at their times in the finished audio.

Source: Auphonic's API documentation, "Details of Productions and Presets". ``start`` counts in the input file,
``start_output`` in the output file, which an intro makes later; ``…_sec`` are the same in seconds.
"""

from __future__ import annotations

import re

from chaptag.formats.base import Head, ImageResolver
from chaptag.formats.images import image_of
from chaptag.formats.intake import Intake
from chaptag.formats.jsonfile import Node, parse_json
from chaptag.formats.jsonlist import clock_of
from chaptag.model.reading import Reading

__all__ = ["loads", "sniff"]

_REQUEST = re.compile(r'"chapters"\s{0,40}:\s{0,40}\[\s{0,40}\{[^{}]{0,2000}"start"\s{0,40}:')
_STARTS = ("start_output_sec", "start_output", "start_sec", "start")


def sniff(head: Head) -> bool:
    """Whether it is an object with chapters that have a time of Auphonic's; that of a request is a ``start``."""
    names = ('"start_output', '"start_sec"', '"output_basename"', '"is_multitrack"')
    if '"startTime"' in head.text:
        return False
    return any(name in head.text for name in names) or _REQUEST.search(head.text) is not None


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read the chapters of a production, or of the answer of the API that holds one."""
    root = parse_json(data, name)
    production = root.get("data") if "data" in root else root
    intake = Intake(name, "auphonic")
    for entry in production.get("chapters").items():
        intake.add(
            clock_of(_start(entry)),
            entry.get("title").text(),
            entry.place,
            url=entry.get("url").text() or None,
            image=image_of(entry.get("image"), intake, resolve),
        )
    return intake.reading()


def _start(entry: Node) -> Node:
    return entry.get(next((key for key in _STARTS if key in entry), "start"))
