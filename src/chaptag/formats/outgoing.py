"""Writing: a chapter list cut down to what a format can hold, each loss a finding with its figures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from chaptag.formats.clock import from_ticks, to_ticks
from chaptag.formats.images import MAX_IMAGE
from chaptag.formats.intake import link_of
from chaptag.formats.registry import FormatKind
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote
from chaptag.model.timestamp import format_span, format_time

__all__ = ["Outgoing", "one_line", "outgoing", "plural", "storable"]

_BREAKS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a format will hold, in the order of time; starts and ends are exact in its own steps."""

    chapters: tuple[Chapter, ...]
    findings: tuple[Finding, ...]


class _Loss(NamedTuple):
    """Something that a format has no place for."""

    rule: str
    noun: str
    strip: Callable[[Chapter], Chapter]


_LINKS = _Loss("links-lost", "link", lambda c: replace(c, url=None) if c.url else c)
_IMAGES = _Loss("images-lost", "image", lambda c: replace(c, image=None) if c.image else c)
_LOCATIONS = _Loss("locations-lost", "location", lambda c: replace(c, location=None) if c.location else c)


def one_line(title: str) -> str:
    """Make one printable line of a title: breaks and tabs become a space, control characters vanish."""
    return _CONTROLS.sub("", _BREAKS.sub(" ", storable(title))).strip()


def outgoing(chapters: ChapterList, kind: FormatKind, duration: int | None = None) -> Outgoing:
    """Cut `chapters` down to what `kind` can hold, and say what was lost.

    Where the format needs ends, a missing one is the next start, the last one `duration` (ms); without a duration it
    is a second after the start, with a finding.
    """
    found: list[Finding] = []
    kept = _ordered(_present(chapters, kind, found), found)
    if kind.limit and len(kept) > kind.limit:
        message = f"{kind.label} holds {kind.limit:,} chapters: the last {len(kept) - kind.limit:,} are left out"
        found.append(finding("too-many-chapters", message, chapter=kind.limit + 1))
        kept = kept[: kind.limit]
    kept = _ends(kept, kind, duration, found)
    kept = _titles(_links(_images(kept, kind, found), kind, found), kind, found)
    if "locations" not in kind.holds:
        kept = _without(kept, _LOCATIONS, kind, found)
    return Outgoing(tuple(_rounded(kept, kind, found)), tuple(found))


def plural(count: int, noun: str) -> str:
    """``1 start``, ``3 starts``."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _present(chapters: Iterable[Chapter], kind: FormatKind, found: list[Finding]) -> list[Chapter]:
    kept = []
    hidden = []
    for number, chapter in enumerate(chapters, 1):
        if chapter.start < 0:
            message = f"chapter {number} {quote(chapter.title)} starts at {format_span(chapter.start)}; it is left out"
            found.append(finding("negative-start", message, place=chapter.origin, chapter=number))
        elif chapter.hidden and "hidden" not in kind.holds:
            hidden.append(number)
        else:
            kept.append(chapter)
    if hidden:
        message = f"{plural(len(hidden), 'hidden chapter')} left out: {kind.label} would show them"
        found.append(finding("hidden-left-out", message, chapter=hidden[0]))
    return kept


def _ordered(chapters: list[Chapter], found: list[Finding]) -> list[Chapter]:
    ordered = sorted(chapters, key=lambda chapter: chapter.start)
    if ordered != chapters:
        late, early = next((a, b) for a, b in zip(chapters, chapters[1:], strict=False) if b.start < a.start)
        message = (
            f"{quote(early.title)} at {format_time(early.start)} comes after {quote(late.title)} "
            f"at {format_time(late.start)}; the chapters are sorted by time"
        )
        found.append(finding("not-ascending", message, place=early.origin))
    return ordered


def _ends(chapters: list[Chapter], kind: FormatKind, duration: int | None, found: list[Finding]) -> list[Chapter]:
    starts = [chapter.start for chapter in chapters]
    following = [starts[at] if (at := bisect_right(starts, start)) < len(starts) else duration for start in starts]
    if "ends" not in kind.holds:
        lost = [
            number
            for number, (chapter, implied) in enumerate(zip(chapters, following, strict=True), 1)
            if chapter.end is not None and chapter.end != implied
        ]
        if lost:
            message = f"{kind.label} holds no ends: {plural(len(lost), 'chapter')} would end elsewhere"
            found.append(finding("ends-lost", message, chapter=lost[0]))
        return [replace(chapter, end=None) for chapter in chapters]
    if "no-ends" in kind.holds:
        return [replace(c, end=c.end if c.end is not None and c.end > c.start else None) for c in chapters]
    filled = []
    for number, (chapter, implied) in enumerate(zip(chapters, following, strict=True), 1):
        end = chapter.end if chapter.end is not None else implied
        if end is None or end <= chapter.start:
            end = chapter.start + 1000
            message = f"nothing says when {quote(chapter.title)} ends; {format_time(end)} is written"
            found.append(finding("end-assumed", message, place=chapter.origin, chapter=number))
        filled.append(replace(chapter, end=end))
    return filled


def _links(chapters: list[Chapter], kind: FormatKind, found: list[Finding]) -> list[Chapter]:
    if "urls" not in kind.holds:
        return _without(chapters, _LINKS, kind, found)
    kept = []
    for number, chapter in enumerate(chapters, 1):
        link = link_of(chapter.url) if chapter.url else None
        if chapter.url and link is None:
            message = f"{quote(chapter.url)} of {quote(chapter.title)} is not an http(s) link; it is left out"
            found.append(finding("link-left-out", message, place=chapter.origin, chapter=number))
        kept.append(replace(chapter, url=link))
    return kept


def _images(chapters: list[Chapter], kind: FormatKind, found: list[Finding]) -> list[Chapter]:
    if "images" not in kind.holds:
        return _without(chapters, _IMAGES, kind, found)
    kept = []
    for number, chapter in enumerate(chapters, 1):
        image = chapter.image
        why = ""
        if image is not None and len(image.data) > MAX_IMAGE:
            why = f"has {len(image.data):,} bytes; the limit is {MAX_IMAGE:,}"
        elif image is not None and not image.data and link_of(image.url or "") is None:
            why = "has neither bytes nor an http(s) address"
        if why:
            message = f"the image of {quote(chapter.title)} is left out: it {why}"
            found.append(finding("image-left-out", message, place=chapter.origin, chapter=number))
        kept.append(replace(chapter, image=None) if why else chapter)
    return kept


def _without(chapters: list[Chapter], loss: _Loss, kind: FormatKind, found: list[Finding]) -> list[Chapter]:
    bare = [loss.strip(chapter) for chapter in chapters]
    lost = [number for number, (old, new) in enumerate(zip(chapters, bare, strict=True), 1) if old is not new]
    if lost:
        message = f"{kind.label} holds no {loss.noun}s: {plural(len(lost), loss.noun)} lost"
        found.append(finding(loss.rule, message, chapter=lost[0]))
    return bare


def _titles(chapters: list[Chapter], kind: FormatKind, found: list[Finding]) -> list[Chapter]:
    tidy = storable if "any-title" in kind.holds else one_line
    titles = [tidy(chapter.title) for chapter in chapters]
    changed = [n for n, (c, title) in enumerate(zip(chapters, titles, strict=True), 1) if c.title != title]
    if not changed:
        return chapters
    message = f"{plural(len(changed), 'title')} made printable on one line, the first {quote(titles[changed[0] - 1])}"
    found.append(finding("titles-changed", message, chapter=changed[0]))
    return [replace(c, title=title) for c, title in zip(chapters, titles, strict=True)]


def storable(title: str) -> str:
    """Take out what no file can hold: every reader ends a string at NUL, and no encoding holds a lone surrogate."""
    title = title.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return title.strip()


def _rounded(chapters: list[Chapter], kind: FormatKind, found: list[Finding]) -> list[Chapter]:
    if kind.ticks >= 1000:
        return chapters
    rounded = []
    off: list[tuple[int, int]] = []
    for number, chapter in enumerate(chapters, 1):
        start = from_ticks(to_ticks(chapter.start, kind.ticks), kind.ticks)
        end = None if chapter.end is None else from_ticks(to_ticks(chapter.end, kind.ticks), kind.ticks)
        if start != chapter.start:
            off.append((abs(start - chapter.start), number))
        rounded.append(replace(chapter, start=start, end=end))
    if off:
        step = "whole seconds" if kind.ticks == 1 else f"1/{kind.ticks} s"
        worst, _ = max(off)
        message = f"{kind.label} holds {step}: {plural(len(off), 'start')} rounded by up to {worst} ms"
        found.append(finding("times-rounded", message, chapter=off[0][1]))
    return rounded
