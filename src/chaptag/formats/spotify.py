"""Chapters as a Spotify episode description: one line each, ``MM:SS`` or ``HH:MM:SS`` and a title in plain text.

Source: Spotify for Creators help, "Creating and managing chapters": first at 0, at least three, ascending, in Latin
script; its advice: titles under 40 characters, chapters of at least 30 s, no emoji.
"""

from __future__ import annotations

import unicodedata

from chaptag.formats.base import Dumped
from chaptag.formats.description import adapted, clocks, joined, numbers_where, told
from chaptag.formats.outgoing import plural
from chaptag.formats.registry import kind
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.finding import finding
from chaptag.model.timestamp import format_span

__all__ = ["dumps"]

_READABLE = 40
_ADVISED = 30_000


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write the lines; what Spotify would refuse or advises against is a finding."""
    out = adapted(joined(chapters, kind("spotify"), duration), "Spotify")
    entries = out.chapters
    findings = [*out.findings, *told(entries, "Spotify", shortest=1, duration=duration)]
    foreign = numbers_where(entries, lambda c: not _latin(c.title))
    if foreign:
        message = f"Spotify takes Latin script only: {plural(len(foreign), 'title')} in another one"
        findings.append(finding("platform-refuses", message, chapter=foreign[0]))
    long = numbers_where(entries, lambda c: len(c.title) >= _READABLE)
    if long:
        message = f"Spotify advises titles under {_READABLE} characters: {plural(len(long), 'longer title')}"
        findings.append(finding("platform-advice", message, chapter=long[0]))
    signs = numbers_where(entries, _decorated)
    if signs:
        message = f"Spotify advises against emoji and HTML: {plural(len(signs), 'title')} with such"
        findings.append(finding("platform-advice", message, chapter=signs[0]))
    starts = [c.start for c in entries] + ([duration] if duration is not None else [])
    short = [n for n, (a, b) in enumerate(zip(starts, starts[1:], strict=False), 1) if b - a < _ADVISED]
    if short:
        message = (
            f"Spotify advises chapters of at least {format_span(_ADVISED)}: {plural(len(short), 'chapter')} shorter"
        )
        findings.append(finding("platform-advice", message, chapter=short[0]))
    text = "".join(f"{time} {c.title}\n" for time, c in zip(clocks(entries), entries, strict=True))
    return Dumped(text, tuple(findings))


def _latin(title: str) -> bool:
    letters = (mark for mark in title if mark.isalpha())
    return all(unicodedata.name(mark, "").startswith(("LATIN", "FEMININE", "MASCULINE")) for mark in letters)


def _decorated(chapter: Chapter) -> bool:
    return any(unicodedata.category(mark) in {"So", "Sk"} and ord(mark) > 0x2000 for mark in chapter.title) or (
        "<" in chapter.title and ">" in chapter.title
    )
