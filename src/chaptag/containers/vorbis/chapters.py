"""Chapters among comments: ``CHAPTER001=hh:mm:ss.mmm``, ``CHAPTER001NAME=title``, ``CHAPTER001URL=link``.

Source: Xiph.org wiki, "Chapter Extension"; the order in which ffmpeg and AntennaPod need them, start, name, link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.layout import Store
from chaptag.model.normalise import Normalised
from chaptag.model.text import quote

__all__ = ["Listing", "Plan", "plan_chapters", "read_chapters", "replace_chapters", "store_of"]

_KEY = re.compile(rb"CHAPTER(\d{1,3})(NAME|URL)?=", re.IGNORECASE)
_TIME = re.compile(r"\s*(\d{1,3}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?\s*", re.ASCII)
_MOST = 999
_SHOWN = 99  # AntennaPod goes by the last two digits
_HARMLESS = frozenset(("vorbis-many",))
_LONGEST = 100 * 3_600_000  # ms: hours have two digits in ffmpeg


class Listing(NamedTuple):
    """The chapters among comments, in the order of the file, and what is wrong with them."""

    chapters: tuple[Chapter, ...]
    findings: tuple[Finding, ...]

    def holds(self, plan: Plan) -> bool:
        """Whether these are the planned chapters already, as every reader wants them."""
        return self.chapters == plan.chapters and {each.rule for each in self.findings} <= _HARMLESS


class Plan(NamedTuple):
    """The comments to write, `chapters` as a reader will decode them, what cannot be said in them."""

    items: tuple[bytes, ...]
    chapters: tuple[Chapter, ...]
    findings: tuple[Finding, ...]


def read_chapters(items: Iterable[bytes], place: Place) -> Listing | None:
    """Read the chapters among comments; None where there are none."""
    starts: dict[int, int] = {}
    texts: dict[tuple[int, bytes], str] = {}
    wrong: dict[str, str] = {}
    found = False
    for item in items:
        match = _KEY.match(item)
        if match is None:
            continue
        found = True
        number, what = int(match[1]), (match[2] or b"").upper()
        text = item[match.end() :].decode("utf-8", "replace")
        name = quote(item[: match.end() - 1].decode("ascii"))
        if len(match[1]) != 3 or (number in starts if not what else (number, what) in texts):
            wrong.setdefault("vorbis-number", f"{name} has no three digits, or comes twice")
        if what:
            texts.setdefault((number, what), text)
            if number not in starts:
                wrong.setdefault("vorbis-name-first", f"{name} stands without a start before it")
        elif (start := _parse(text)) is None:
            wrong.setdefault("vorbis-time", f"{name} is {quote(text)}")
        else:
            starts.setdefault(number, start)
    if not found:
        return None
    chapters = tuple(
        Chapter(start, texts.get((number, b"NAME"), ""), url=texts.get((number, b"URL")) or None)
        for number, start in starts.items()
    )
    if any(b.start < a.start for a, b in zip(chapters, chapters[1:], strict=False)):
        wrong["vorbis-unordered"] = "chapters with an earlier start than the one before in the file"
    if len(chapters) > _SHOWN:
        wrong["vorbis-many"] = f"there are {len(chapters)} chapters, more than {_SHOWN}"
    return Listing(chapters, tuple(finding(rule, message, place=place) for rule, message in wrong.items()))


def store_of(items: Iterable[bytes], place: Place) -> Store | None:
    """Make the store of a file's comments; None where there are no chapters among them."""
    read = read_chapters(items, place)
    if read is None:
        return None
    return Store("vorbis", "Vorbis comments", ChapterList(read.chapters), place.offset or 0, read.findings)


def plan_chapters(wanted: Normalised) -> Plan:
    """Write chapters as comments, numbered from 001; a finding for each kind of loss.

    Raises UnsupportedAudio for more than three digits can count, or over 99 hours.
    """
    chapters = wanted.visible
    if len(chapters) > _MOST:
        msg = f"{len(chapters):,} chapters; Vorbis comments number them with three digits"
        raise UnsupportedAudio(msg, hint=f"Use at most {_MOST} chapters.")
    if chapters and chapters[-1].start >= _LONGEST:
        raise UnsupportedAudio("times over 99 hours do not fit into Vorbis comments", hint="Use earlier times.")
    items: list[bytes] = []
    for number, chapter in enumerate(chapters, 1):
        key = b"CHAPTER%03d" % number
        items.append(key + b"=" + _clock(chapter.start))
        if chapter.title:
            items.append(key + b"NAME=" + chapter.title.encode("utf-8", "replace"))
        if chapter.url:
            items.append(key + b"URL=" + chapter.url.replace("\0", "").encode("utf-8", "replace"))
    read = read_chapters(items, Place())
    expected = read.chapters if read is not None else ()
    return Plan(tuple(items), expected, tuple(_losses(wanted)))


def replace_chapters(items: Sequence[bytes], plan: Plan) -> list[bytes]:
    """Put the planned chapters where the first of the old ones was, else at the end; all else keeps its place."""
    result: list[bytes] = []
    where = None
    for item in items:
        if _KEY.match(item) is None:
            result.append(item)
        elif where is None:
            where = len(result)
    where = len(result) if where is None else where
    return result[:where] + list(plan.items) + result[where:]


def _losses(wanted: Normalised) -> Iterable[Finding]:
    chapters = wanted.visible
    if len(chapters) > _SHOWN:
        yield finding("vorbis-many", f"{len(chapters)} chapters are written, more than {_SHOWN}")
    if wanted.hidden:
        yield finding("vorbis-hidden-left-out", f"{_many(len(wanted.hidden), 'hidden chapter')} left out")
    images = sum(chapter.image is not None for chapter in chapters)
    if images:
        yield finding("vorbis-images-left-out", f"{_many(images, 'image')} left out")
    following = [*(chapter.start for chapter in chapters[1:]), wanted.duration]
    gaps = sum(chapter.end != start for chapter, start in zip(chapters, following, strict=False))
    if gaps:
        yield finding(
            "vorbis-ends-left-out", f"the {'end' if gaps == 1 else 'ends'} of {_many(gaps, 'chapter')} left out"
        )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun} is" if count == 1 else f"{count} {noun}s are"


def _clock(ms: int) -> bytes:
    seconds, thousandths = divmod(ms, 1000)
    return b"%02d:%02d:%02d.%03d" % (seconds // 3600, seconds // 60 % 60, seconds % 60, thousandths)


def _parse(text: str) -> int | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = (int(part) for part in match.group(1, 2, 3))
    fraction = (match[4] or "")[:3].ljust(3, "0")
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(fraction)
