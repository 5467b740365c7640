"""JSON lists of chapters, as Podlove and Podigee write them: the same objects under other names."""

from __future__ import annotations

import re

from chaptag.formats.base import ImageResolver
from chaptag.formats.clock import parse_clock
from chaptag.formats.images import image_of
from chaptag.formats.intake import Intake
from chaptag.formats.jsonfile import Node, parse_json
from chaptag.model.errors import NotesError
from chaptag.model.reading import Reading
from chaptag.model.text import quote

__all__ = ["clock_of", "read_list", "starts_like"]

_KEY = re.compile(r'"([A-Za-z_-]{1,40})"\s{0,20}:')


def starts_like(text: str, start: str) -> bool:
    """Whether a JSON text is a list of objects, the first of which has the key `start` and a title."""
    body = text.lstrip()
    if not body.startswith("[") or not body[1:].lstrip().startswith("{"):
        return False
    keys = set(_KEY.findall(body))
    return start in keys and "title" in keys


def read_list(data: bytes, name: str, form: str, resolve: ImageResolver | None, *, start: str, url: str) -> Reading:
    """Read a list of objects whose start and link have the keys `start` and `url`."""
    intake = Intake(name, form)
    for entry in parse_json(data, name).items():
        intake.add(
            clock_of(entry.get(start)),
            entry.get("title").text(),
            entry.place,
            url=entry.get(url).text() or None,
            image=image_of(entry.get("image"), intake, resolve),
        )
    return intake.reading()


def clock_of(node: Node) -> int:
    """Take a time: ``hh:mm:ss.mmm`` in a string, or seconds as a number."""
    value = parse_clock(node.value) if isinstance(node.value, str) else node.ms()
    if value is None:
        shown = quote(node.value) if isinstance(node.value, str) else "null"
        raise NotesError(f"{node.path} is {shown}, which is no time", hint="Write hh:mm:ss.mmm.", place=node.place)
    return value
