"""Snapping: each chapter starts where sound sets in again after the longest pause nearby."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from chaptag.audio.decode import windows
from chaptag.audio.pauses import STEP_MS, Pause, find_pauses
from chaptag.audio.samples import levels
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote
from chaptag.model.timestamp import format_span, format_time

__all__ = ["LONGEST_WINDOW_MS", "snap"]

LONGEST_WINDOW_MS = 30_000
"""A start that is further off than this is wrong, and no pause makes it right."""

_CONTEXT_MS = 1500  # heard around the window: how loud it is there, and where pauses at its edges begin and end
_APART_MS = 1000  # no move brings two starts nearer to each other than this
_CLOSE_MS = 60  # a start this near to the end of the pause is there already
_NAMED = 12  # so many chapters that stayed are named


def snap(
    chapters: ChapterList, path: str | Path, window_ms: int, duration_ms: int
) -> tuple[ChapterList, tuple[Finding, ...]]:
    """Move each start to the end of the longest pause within `window_ms` before or after it.

    A start at 0 stays, and so does one at or beyond `duration_ms`, and one without a pause nearby. No start passes
    another one of its list (visible and hidden chapters are two) or comes nearer to it than a second. An end that was
    the start of another chapter moves with it. Each move is a finding with both times; what stayed is one more. The
    order of the list is kept. Only the windows are decoded.

    Raises ValueError for a window that is not above 0 and at most `LONGEST_WINDOW_MS`, MissingExtra without a decoder,
    AudioError where the file cannot be decoded.
    """
    if not 0 < window_ms <= LONGEST_WINDOW_MS:
        msg = f"a window of {format_span(window_ms)} is of no use: it takes 1 ms to {format_span(LONGEST_WINDOW_MS)}"
        raise ValueError(msg)
    heard = _listen({c.start for c in chapters if 0 < c.start < duration_ms}, path, window_ms, duration_ms)
    visible = _targets(chapters.visible, heard, window_ms, {})
    hidden = _targets(chapters.hidden, heard, window_ms, visible)
    moved: list[Chapter] = []
    found: list[Finding] = []
    stayed: list[int] = []
    for number, chapter in enumerate(chapters, 1):
        targets = hidden if chapter.hidden else visible
        pause = targets[chapter.start]
        end = None if chapter.end is None else _moved(chapter.end, targets)
        moved.append(replace(chapter, start=_moved(chapter.start, targets), end=end))
        if pause is None and chapter.start in heard:
            stayed.append(number)
        elif pause is not None and pause.end != chapter.start:
            found.append(_move_finding(number, chapter, pause))
    if stayed:
        found.append(_stay_finding(stayed, window_ms))
    return ChapterList.of(moved), tuple(found)


def _listen(starts: set[int], path: str | Path, window_ms: int, duration_ms: int) -> dict[int, list[Pause]]:
    """Find the pauses around each start, in ms from the beginning of the audio."""
    if not starts:
        return {}
    reach = window_ms + _CONTEXT_MS
    ordered = sorted(starts)
    spans = [(max(0, start - reach), min(duration_ms, start + reach)) for start in ordered]
    return {
        start: [Pause(begin + p.start, begin + p.end) for p in find_pauses(levels(sound, STEP_MS))]
        for start, (begin, _), sound in zip(ordered, spans, windows(path, spans), strict=True)
    }


def _targets(
    chapters: Sequence[Chapter],
    heard: dict[int, list[Pause]],
    window_ms: int,
    settled: dict[int, Pause | None],
) -> dict[int, Pause | None]:
    """Choose for each start the pause at whose end it shall be, None to stay; what `settled` decides is decided."""
    starts = sorted({chapter.start for chapter in chapters})
    targets = {start: settled[start] for start in starts if start in settled}
    for index, start in enumerate(starts):
        if start in targets:
            continue
        earliest, latest = start - window_ms, start + window_ms
        if index:
            before = starts[index - 1]
            earliest = max(earliest, _moved(before, targets) + min(_APART_MS, start - before))
        for after in (*starts[index + 1 : index + 2], *_ends(chapters, start)):
            latest = min(latest, _moved(after, targets) - min(_APART_MS, after - start))
        near = [pause for pause in heard.get(start, ()) if earliest <= pause.end <= latest]
        pause = max(near, key=lambda p: (p.length, -abs(p.end - start)), default=None)
        if pause is not None and abs(pause.end - start) <= _CLOSE_MS:
            pause = Pause(min(pause.start, start), start)
        targets[start] = pause
    return targets


def _ends(chapters: Sequence[Chapter], start: int) -> list[int]:
    return [c.end for c in chapters if c.start == start and c.end is not None and c.end > start]


def _moved(time: int, targets: dict[int, Pause | None]) -> int:
    pause = targets.get(time)
    return time if pause is None else pause.end


def _move_finding(number: int, chapter: Chapter, pause: Pause) -> Finding:
    distance = pause.end - chapter.start
    return finding(
        "snapped",
        f"{quote(chapter.title)} moves from {format_time(chapter.start)} to {format_time(pause.end)}, "
        f"{format_span(abs(distance))} {'later' if distance > 0 else 'earlier'}, "
        f"to the end of a pause of {format_span(pause.length)}",
        place=chapter.origin,
        chapter=number,
    )


def _stay_finding(stayed: list[int], window_ms: int) -> Finding:
    names = ", ".join(map(str, stayed[:_NAMED])) + (" …" if len(stayed) > _NAMED else "")
    return finding(
        "no-pause",
        f"no pause within {format_span(window_ms)}: {'chapter' if len(stayed) == 1 else 'chapters'} {names} "
        f"{'stays' if len(stayed) == 1 else 'stay'} as noted",
    )
