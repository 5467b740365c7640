"""Matroska chapters as XML, the form of mkvmerge and mkvextract: editions, nested chapters, titles by language.

Source: RFC 9559 (Matroska), "Chapters"; the manual of mkvmerge, "The XML based chapter format".
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from chaptag.formats.base import Dumped, Head, ImageResolver
from chaptag.formats.clock import clock, from_ticks, parse_clock
from chaptag.formats.intake import Intake
from chaptag.formats.outgoing import outgoing, plural
from chaptag.formats.registry import kind
from chaptag.formats.textfile import MEND
from chaptag.formats.xmlfile import local_name, parse_xml, place_of, xml_text
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.errors import NotesError
from chaptag.model.reading import Reading
from chaptag.model.text import quote

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["dumps", "loads", "sniff"]


def sniff(head: Head) -> bool:
    """Whether there are chapters with atoms."""
    return "<Chapters" in head.text and "<EditionEntry" in head.text


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read the default edition, else the first; nested chapters stand in the list after the one that holds them.

    A chapter that is disabled is left out. Of several titles the first one is taken. Each is a finding.
    """
    root = parse_xml(data, name)
    if local_name(root) != "Chapters":
        hint = "Write the chapters out with: mkvextract FILE chapters OUT.xml"
        raise NotesError("the root element is not Chapters", hint=hint, place=place_of(root, name))
    editions = list(root.iterchildren("EditionEntry"))
    intake = Intake(name, "matroska")
    if not editions:
        return intake.reading()
    chosen = next((edition for edition in editions if _flag(edition, "EditionFlagDefault")), editions[0])
    if len(editions) > 1:
        message = f"{plural(len(editions) - 1, 'other edition')} left out"
        intake.note("entry-left-out", message, place_of(editions[0], name))
    languages: set[str] = set()
    nested = 0
    for atom in chosen.iter("ChapterAtom"):
        nested += atom.getparent() is not chosen
        _take(atom, intake, languages)
    if nested:
        intake.note(
            "entry-left-out", f"the levels of {plural(nested, 'nested chapter')} are left out, not the chapters"
        )
    if languages:
        message = f"titles in other languages left out: {', '.join(sorted(languages)[:20])}"
        intake.note("entry-left-out", message)
    return intake.reading()


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write one edition; the language of the titles is undetermined (``und``)."""
    from lxml import etree

    out = outgoing(chapters, kind("matroska"), duration)
    root = etree.Element("Chapters")
    edition = etree.SubElement(root, "EditionEntry")
    for number, chapter in enumerate(out.chapters, 1):
        atom = etree.SubElement(edition, "ChapterAtom")
        _add(atom, "ChapterUID", str(_uid(number, chapter)))
        _add(atom, "ChapterTimeStart", clock(chapter.start, digits=9))
        if chapter.end is not None:
            _add(atom, "ChapterTimeEnd", clock(chapter.end, digits=9))
        if chapter.hidden:
            _add(atom, "ChapterFlagHidden", "1")
        display = etree.SubElement(atom, "ChapterDisplay")
        _add(display, "ChapterString", chapter.title)
        _add(display, "ChapterLanguage", "und")
    return Dumped(xml_text(root), out.findings)


def _take(atom: etree._Element, intake: Intake, languages: set[str]) -> None:
    place = place_of(atom, intake.name)
    displays = list(atom.iterchildren("ChapterDisplay"))
    title = _title(displays[0]) if displays else ""
    languages.update(display.findtext("ChapterLanguage") or "und" for display in displays[1:])
    text = atom.findtext("ChapterTimeStart") or ""
    start = _ms(text)
    if start is None:
        raise NotesError(f"{quote(title)} starts at {quote(text)}, which is no time", hint=MEND, place=place)
    enabled = atom.findtext("ChapterFlagEnabled")
    if enabled is not None and enabled.strip() == "0":
        intake.note("entry-left-out", f"{quote(title)} is disabled", place)
        return
    end = _ms(atom.findtext("ChapterTimeEnd") or "")
    intake.add(start, title, place, end=end, hidden=_flag(atom, "ChapterFlagHidden"))


def _ms(text: str) -> int | None:
    """Read a time: mkvextract writes a clock; a bare number is what Matroska itself holds, nanoseconds."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 20:
        return from_ticks(int(text), 1_000_000_000)
    return parse_clock(text)


def _title(display: etree._Element) -> str:
    """Take the title: its element is ChapterString to mkvtoolnix, ChapString in the specification."""
    return display.findtext("ChapterString") or display.findtext("ChapString") or ""


def _flag(element: etree._Element, name: str) -> bool:
    return (element.findtext(name) or "").strip() == "1"


def _add(parent: etree._Element, name: str, text: str) -> None:
    from lxml import etree

    etree.SubElement(parent, name).text = text


def _uid(number: int, chapter: Chapter) -> int:
    """Give a chapter an identifier that is the same in every run: 63 bits, never 0."""
    seed = f"{number} {chapter.start} {chapter.title}".encode()
    return int.from_bytes(hashlib.sha256(seed).digest()[:8], "big") >> 1 or 1
