"""Podlove Simple Chapters, versions 1.0 to 1.2: ``<psc:chapters>``, alone or inside an RSS or Atom feed.

Source: podlove.org/simple-chapters. Times are normal play time (RFC 2326, 3.6): ``hh:mm:ss.mmm`` or seconds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chaptag.formats.base import Dumped, Head, ImageResolver
from chaptag.formats.clock import clock, parse_clock
from chaptag.formats.images import UnusableImage, image_text, read_image
from chaptag.formats.intake import Intake
from chaptag.formats.outgoing import outgoing
from chaptag.formats.registry import kind
from chaptag.formats.xmlfile import local_name, parse_xml, place_of, xml_text
from chaptag.model.chapter import ChapterList, Image
from chaptag.model.errors import NotesError
from chaptag.model.finding import Place
from chaptag.model.reading import Reading
from chaptag.model.text import quote

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["NAMESPACE", "dumps", "loads", "sniff"]

NAMESPACE = "http://podlove.org/simple-chapters"
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?chapters[\s>/]")
_FIRST_TAG = re.compile(r"<[A-Za-z]")


def sniff(head: Head) -> bool:
    """Whether the root is ``chapters`` of Podlove's namespace; a feed that holds one is not a chapter file."""
    first = _FIRST_TAG.search(head.text)
    return first is not None and _ROOT.match(head.text, first.start()) is not None


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read the only list of chapters in the document."""
    root = parse_xml(data, name)
    lists = [element for element in root.iter("{*}chapters") if _ours(element)]
    if not lists:
        message = f"there is no chapters element of {NAMESPACE}"
        hint = "Check that it is a chapter file, and leave --notes-format out."
        raise NotesError(message, hint=hint, place=place_of(root, name))
    if len(lists) > 1:
        message = f"there are {len(lists)} chapter lists, one per episode"
        raise NotesError(message, hint="Choose the episode with --item.", place=place_of(lists[1], name))
    intake = Intake(name, "psc")
    for element in lists[0].iterchildren("{*}chapter"):
        place = place_of(element, name)
        start_text = element.get("start")
        start = None if start_text is None else parse_clock(start_text)
        if start is None:
            said = "has no start" if start_text is None else f"starts at {quote(start_text)}, which is no time"
            raise NotesError(f"chapter {len(intake) + 1} {said}", hint="Write hh:mm:ss.mmm.", place=place)
        intake.add(
            start,
            element.get("title", ""),
            place,
            url=element.get("href") or None,
            image=_image(element, intake, place, resolve),
        )
    return intake.reading()


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write version 1.2, standing alone."""
    from lxml import etree

    out = outgoing(chapters, kind("psc"), duration)
    root = etree.Element(f"{{{NAMESPACE}}}chapters", nsmap={"psc": NAMESPACE}, version="1.2")
    for chapter in out.chapters:
        attributes = {"start": clock(chapter.start), "title": chapter.title}
        if chapter.url:
            attributes["href"] = chapter.url
        if chapter.image is not None:
            attributes["image"] = image_text(chapter.image)
        etree.SubElement(root, f"{{{NAMESPACE}}}chapter", attributes)
    return Dumped(xml_text(root), out.findings)


def _ours(element: etree._Element) -> bool:
    """The namespace is also seen with https, and with a slash at the end."""
    namespace = str(element.tag)[1:].partition("}")[0]
    return local_name(element) == "chapters" and namespace.rstrip("/").endswith("//podlove.org/simple-chapters")


def _image(element: etree._Element, intake: Intake, place: Place, resolve: ImageResolver | None) -> Image | None:
    try:
        return read_image(element.get("image", ""), resolve)
    except UnusableImage as problem:
        intake.note("image-left-out", f"the image of chapter {len(intake) + 1} is left out: {problem}", place)
        return None
