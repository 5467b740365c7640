"""The CHAP and CTOC frames that are to be written, before it is known into which tag."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chaptag.containers.id3.chap import NO_OFFSET, SUBFRAME_LIMIT, Chap, chapter_of, encode_chap, encode_toc, read_chap
from chaptag.containers.id3.frame import HEADER
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.finding import Finding, finding
from chaptag.model.text import cut_utf8, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chaptag.model.chapter import Chapter
    from chaptag.model.options import WriteOptions

__all__ = ["Plan", "plan_chapters"]

_TITLE_LIMIT = SUBFRAME_LIMIT - 2  # an encoding byte before it, a NUL after it
_TABLE_LIMIT = 255
_MOST = 65_536


@dataclass(frozen=True, slots=True)
class Plan:
    """`frames` ready to write, `chapters` as readers will decode them, `long` where a sub-frame is over the limit."""

    frames: bytes
    chapters: tuple[Chapter, ...]
    long: bool
    findings: tuple[Finding, ...]


def plan_chapters(chapters: Sequence[Chapter], version: int, options: WriteOptions) -> Plan:
    """Encode chapters, which come in the order of time, with their table or tables before them.

    Raises UnsupportedAudio for more chapters than any player would take, or for one that is too large.
    """
    if len(chapters) > _MOST:
        msg = f"{len(chapters):,} chapters; an ID3 tag gets {_MOST:,} at most"
        raise UnsupportedAudio(msg, hint="Use fewer chapters.")
    if chapters and max(chapter.end or chapter.start for chapter in chapters) >= NO_OFFSET:
        raise UnsupportedAudio("times over 49 days do not fit into an ID3 chapter", hint="Use earlier times.")
    found: list[Finding] = []
    parts: list[bytes] = []
    expected: list[Chapter] = []
    shown: list[bytes] = []
    long = False
    for number, chapter in enumerate(chapters, 1):
        name = b"chp%d" % (number - 1)
        fitting = _fit_title(chapter, number, found) if version >= 4 and not options.long_titles else chapter
        encoded = encode_chap(name, fitting, version)
        chap = read_chap(encoded[HEADER:], version, 0)
        if chap is not None:  # what was just encoded is one
            expected.append(chapter_of(chap, hidden=chapter.hidden))
            long |= _report_long(chap, chapter, number, version, found)
        parts.append(encoded)
        if not chapter.hidden:
            shown.append(name)
    if not chapters:
        return Plan(b"", (), long, ())
    hidden = len(chapters) - len(shown)
    if hidden:
        found.append(
            finding("chapter-hidden", f"{hidden} {'chapter is' if hidden == 1 else 'chapters are'} written as hidden")
        )
    tables = _tables(shown, version)
    if len(tables) > 1:
        found.append(finding("toc-chained", f"{len(shown)} chapters need {len(tables)} tables, one inside the other"))
    return Plan(b"".join(tables + parts), tuple(expected), long, tuple(found))


def _fit_title(chapter: Chapter, number: int, found: list[Finding]) -> Chapter:
    title = cut_utf8(chapter.title, _TITLE_LIMIT)
    if title == chapter.title:
        return chapter
    found.append(
        finding(
            "title-cut",
            f"the title of chapter {number} has {len(chapter.title.encode('utf-8', 'replace'))} bytes, "
            f"a chapter in an ID3v2.4 tag takes {_TITLE_LIMIT}; it is cut to {quote(title, 130)}",
            place=chapter.origin,
            chapter=number,
        )
    )
    return replace(chapter, title=title)


def _report_long(chap: Chap, chapter: Chapter, number: int, version: int, found: list[Finding]) -> bool:
    names = {"TIT2": "title", "WXXX": "link", "APIC": "image"}
    long = [names[sub.name] for sub in chap.subframes if sub.size > SUBFRAME_LIMIT] if version >= 4 else []
    if long:
        found.append(
            finding(
                "subframe-too-long",
                f"the {' and the '.join(long)} of chapter {number} {quote(chapter.title)} "
                f"{'is' if len(long) == 1 else 'are'} over {SUBFRAME_LIMIT} bytes in an ID3v2.4 tag",
                place=chapter.origin,
                chapter=number,
            )
        )
    return bool(long)


def _tables(names: list[bytes], version: int) -> list[bytes]:
    """Write the table, or as many as it takes, each but the last one ending in the name of the next."""
    tables: list[bytes] = []
    name = b"toc"
    while len(names) > _TABLE_LIMIT:
        following = b"toc%d" % (len(tables) + 2)
        entries, names = names[: _TABLE_LIMIT - 1], names[_TABLE_LIMIT - 1 :]
        tables.append(encode_toc(name, [*entries, following], version, top_level=not tables))
        name = following
    tables.append(encode_toc(name, names, version, top_level=not tables))
    return tables
