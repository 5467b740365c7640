"""Lists of times for people and platforms to read: the same line, told apart by a platform's rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from chaptag.formats.outgoing import Outgoing, outgoing, plural
from chaptag.formats.registry import FormatKind
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote
from chaptag.model.timestamp import format_span, format_time

__all__ = ["adapted", "clocks", "joined", "numbers_where", "told"]


def joined(chapters: ChapterList, kind: FormatKind, duration: int | None) -> Outgoing:
    """Cut a list down to whole seconds, one line each: a nameless chapter gets its number, equal starts are joined."""
    out = outgoing(chapters, kind, duration)
    findings = list(out.findings)
    nameless = [number for number, chapter in enumerate(out.chapters, 1) if not chapter.title]
    if nameless:
        message = f"{plural(len(nameless), 'chapter')} without a title: the number is written"
        findings.append(finding("empty-title", message, chapter=nameless[0]))
    named = [
        replace(chapter, title=chapter.title or f"Chapter {number}") for number, chapter in enumerate(out.chapters, 1)
    ]
    kept: list[Chapter] = []
    for start, group in groupby(named, key=lambda chapter: chapter.start):
        same = list(group)
        title = " / ".join(dict.fromkeys(chapter.title for chapter in same))
        if len(same) > 1:
            message = f"{len(same)} chapters start at {format_time(start)} to the second; one line, {quote(title)}"
            findings.append(finding("equal-starts", message, chapter=len(kept) + 1))
        kept.append(replace(same[0], title=title, url=next((c.url for c in same if c.url), None)))
    return Outgoing(tuple(kept), tuple(findings))


def clocks(chapters: Sequence[Chapter]) -> list[str]:
    """Write the starts as ``mm:ss``, or all as ``hh:mm:ss`` where one needs hours."""
    hours = any(chapter.start >= 3_600_000 for chapter in chapters)
    return [format_time(c.start, hours=hours).rjust(8 if hours else 5, "0") for c in chapters]


def adapted(out: Outgoing, platform: str, title: str = "Intro") -> Outgoing:
    """Make the list start at 0, as platforms ask: a line is added where it does not."""
    if not out.chapters or out.chapters[0].start == 0:
        return out
    start = format_time(out.chapters[0].start)
    message = f"{platform} wants the first chapter at 00:00, the list starts at {start}; {quote(title)} is added"
    told_ = finding("platform-adapted", message, fix="Pass --intro TITLE to give it another title.")
    return Outgoing((Chapter(0, title), *out.chapters), (*out.findings, told_))


def numbers_where(chapters: Sequence[Chapter], test: Callable[[Chapter], bool]) -> list[int]:
    """List the numbers, from 1, of the chapters that fulfil a test."""
    return [number for number, chapter in enumerate(chapters, 1) if test(chapter)]


def told(chapters: Sequence[Chapter], platform: str, *, shortest: int, duration: int | None) -> list[Finding]:
    """Say where a platform would ignore the list: fewer than three chapters, or one shorter than `shortest` ms."""
    findings = []
    if len(chapters) < 3:
        message = f"{platform} wants at least 3 chapters, the list has {len(chapters)}"
        findings.append(finding("platform-refuses", message))
    starts = [chapter.start for chapter in chapters]
    ends = starts[1:] + ([duration] if duration is not None else [])
    short = [n for n, (start, end) in enumerate(zip(starts, ends, strict=False), 1) if end - start < shortest]
    if short:
        worst = min(ends[n - 1] - starts[n - 1] for n in short)
        message = (
            f"{platform} wants chapters of at least {format_span(shortest)}: "
            f"{plural(len(short), 'chapter')} of {format_span(worst)} and more"
        )
        findings.append(finding("platform-refuses", message, chapter=short[0]))
    return findings
