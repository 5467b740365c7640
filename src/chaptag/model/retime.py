"""Re-timing: what an offset, a part put in (an ad) or a part cut out does to the times of a list."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote
from chaptag.model.timestamp import format_time, parse_time

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Cut", "Insertion", "cut", "insert", "parse_cut", "parse_insert", "retime", "shift"]

Retimed = tuple[ChapterList, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Insertion:
    """`length` ms of sound that were put in at `at` ms."""

    at: int
    length: int

    def written(self, time: Callable[[int], str]) -> str:
        """Write it as its option takes it; `time` writes a number of ms."""
        return f"{time(self.at)}+{time(self.length)}"


@dataclass(frozen=True, slots=True)
class Cut:
    """The sound from `start` to `stop` ms that was taken out."""

    start: int
    stop: int

    def written(self, time: Callable[[int], str]) -> str:
        """Write it as its option takes it; `time` writes a number of ms."""
        return f"{time(self.start)}-{time(self.stop)}"


def parse_insert(text: str) -> Insertion:
    """Read ``12:00+30s``: at twelve minutes, thirty seconds were put in. Raises ValueError for anything else."""
    at, plus, length = text.partition("+")
    if not plus:
        msg = f"{text!r} does not say how much was put in: write 12:00+30s"
        raise ValueError(msg)
    result = Insertion(_time(at, text), _time(length, text))
    if result.length == 0:
        msg = f"{text!r} puts nothing in: write 12:00+30s"
        raise ValueError(msg)
    return result


def parse_cut(text: str) -> Cut:
    """Read ``40:00-41:15``: what was between the two times was taken out. Raises ValueError for anything else."""
    start, dash, stop = text.replace("–", "-").partition("-")
    if not dash:
        msg = f"{text!r} does not say until when: write 40:00-41:15"
        raise ValueError(msg)
    result = Cut(_time(start, text), _time(stop, text))
    if result.stop <= result.start:
        msg = f"{text!r} ends before it begins: write the earlier time first, as in 40:00-41:15"
        raise ValueError(msg)
    return result


def shift(chapters: ChapterList, ms: int) -> Retimed:
    """Move every chapter by `ms`, later or (below 0) earlier; a start pushed below 0 is an error finding."""
    if not ms:
        return chapters, ()
    shifted = [replace(c, start=c.start + ms, end=None if c.end is None else c.end + ms) for c in chapters]
    found = [
        finding(
            "negative-start",
            f"chapter {number} {quote(old.title)} at {format_time(old.start)} would start at {format_time(new.start)}",
            place=old.origin,
            chapter=number,
        )
        for number, (old, new) in enumerate(zip(chapters, shifted, strict=True), 1)
        if new.start < 0
    ]
    return ChapterList.of(shifted), tuple(found)


def insert(chapters: ChapterList, at_ms: int, length_ms: int) -> Retimed:
    """Make room for `length_ms` of sound put in at `at_ms`: what starts there or later moves.

    A chapter that spans the spot grows. An end right at the spot moves only where another chapter starts there, so
    that the list stays without gaps. Raises ValueError for a negative time or length.
    """
    if at_ms < 0 or length_ms < 0:
        msg = f"cannot put {length_ms} ms in at {at_ms} ms: both must be 0 or more"
        raise ValueError(msg)
    contiguous = any(chapter.start == at_ms for chapter in chapters)

    def end(old: int | None) -> int | None:
        return old + length_ms if old is not None and (old > at_ms or (old == at_ms and contiguous)) else old

    return ChapterList.of(
        replace(c, start=c.start + length_ms if c.start >= at_ms else c.start, end=end(c.end)) for c in chapters
    ), ()


def cut(chapters: ChapterList, start_ms: int, stop_ms: int) -> Retimed:
    """Close the gap after the sound from `start_ms` to `stop_ms` was taken out.

    What starts after it moves; a chapter that began inside and goes on after it starts at the cut; one that lay wholly
    inside is gone. Both are findings. Raises ValueError where the two times are no span.
    """
    if not 0 <= start_ms < stop_ms:
        msg = f"{start_ms} ms to {stop_ms} ms is no part that can be taken out"
        raise ValueError(msg)
    kept: list[Chapter] = []
    found: list[Finding] = []
    starts = {hidden: sorted(c.start for c in chapters if c.hidden == hidden) for hidden in (False, True)}
    for number, chapter in enumerate(chapters, 1):
        over = _end(chapter, starts[chapter.hidden])
        if start_ms <= chapter.start < stop_ms and over is not None and over <= stop_ms:
            found.append(
                _cut_finding("cut-away", "lay wholly in the part that was cut out, and is gone", number, chapter)
            )
            continue
        if start_ms < chapter.start < stop_ms:
            what = f"began in the part that was cut out; it starts at {format_time(start_ms)}"
            found.append(_cut_finding("start-in-cut", what, number, chapter))
        end = None if chapter.end is None else _closed(chapter.end, start_ms, stop_ms)
        kept.append(replace(chapter, start=_closed(chapter.start, start_ms, stop_ms), end=end))
    return ChapterList.of(kept), tuple(found)


def retime(
    chapters: ChapterList, *, offset: int = 0, insertions: Sequence[Insertion] = (), cuts: Sequence[Cut] = ()
) -> Retimed:
    """Apply all of it: every time is one of the list as it is given, the offset comes last.

    Raises ValueError where two parts overlap: nobody knows which came first.
    """
    changes: list[tuple[int, int, int]] = sorted(
        [(each.start, each.stop, 0) for each in cuts] + [(each.at, each.at, each.length) for each in insertions]
    )
    for (first, until, _), (second, _, _) in zip(changes, changes[1:], strict=False):
        if second < until:
            msg = f"the parts at {format_time(first)} and {format_time(second)} overlap"
            raise ValueError(msg)
    found: list[Finding] = []
    for start, stop, length in reversed(changes):  # from the back, so that the times before it stay true
        chapters, more = insert(chapters, start, length) if length else cut(chapters, start, stop)
        found.extend(more)
    chapters, more = shift(chapters, offset)
    return chapters, (*found, *more)


def _time(text: str, whole: str) -> int:
    """Read a time that has no sign."""
    text = text.strip()
    if text[:1] in {"+", "-"}:
        msg = f"{whole!r} has a sign too many"
        raise ValueError(msg)
    return parse_time(text)


def _closed(time: int, start: int, stop: int) -> int:
    return time if time <= start else max(start, time - (stop - start))


def _end(chapter: Chapter, starts: Sequence[int]) -> int | None:
    """Say where a chapter ends: as stated, else where the next of its list starts; None for the last."""
    if chapter.end is not None:
        return chapter.end
    following = bisect_right(starts, chapter.start)
    return starts[following] if following < len(starts) else None


def _cut_finding(rule: str, what: str, number: int, chapter: Chapter) -> Finding:
    return finding(
        rule,
        f"chapter {number} {quote(chapter.title)} at {format_time(chapter.start)} {what}",
        place=chapter.origin,
        chapter=number,
    )
