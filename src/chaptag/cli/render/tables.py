"""Chapters as a table, differences as rows, and the lines that sum up; aligned for wide characters, never raw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.model.text import count, visible
from chaptag.model.timestamp import format_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chaptag.model.chapter import Chapter, ChapterList
    from chaptag.model.layout import Layout
    from chaptag.model.reading import Explained, Reading

__all__ = [
    "count_chapters",
    "render_candidates",
    "render_difference",
    "render_explained",
    "render_span",
    "render_stores",
    "render_table",
]

_CANDIDATE_ROWS = 4


def count_chapters(chapters: ChapterList) -> str:
    """``3 chapters``, ``3 chapters and 1 hidden``, ``no chapters``: what players list, and what they do not."""
    seen = count(len(chapters.visible), "chapter") if chapters.visible else "no chapters"
    return f"{seen} and {len(chapters.hidden)} hidden" if chapters.hidden else seen


def render_span(chapters: Sequence[Chapter]) -> str:
    """From the first start to the last end, in whole seconds: ``00:00 to 58:12``."""
    if not chapters:
        return ""
    last = max(chapter.end if chapter.end is not None else chapter.start for chapter in chapters)
    first = min(chapter.start for chapter in chapters)
    return f"{format_time(first // 1000 * 1000)} to {format_time(last // 1000 * 1000)}"


def render_table(chapters: Sequence[Chapter], *, limit: int | None = None, indent: str = "  ") -> list[str]:
    """One row a chapter: start, title, and marks for what else it has; at most `limit` rows, then how many more."""
    shown = chapters if limit is None or len(chapters) <= limit else chapters[: limit - 1]
    hours = any(chapter.start >= 3_600_000 for chapter in chapters)
    times = [format_time(chapter.start, hours=hours) for chapter in shown]
    width = max((len(time) for time in times), default=0)
    rows = [
        f"{indent}{time:>{width}}  {visible(chapter.title)}{_marks(chapter)}"
        for time, chapter in zip(times, shown, strict=True)
    ]
    if len(shown) < len(chapters):
        rows.append(f"{indent}{'…':>{width}}  and {len(chapters) - len(shown)} more")
    return rows


def _marks(chapter: Chapter) -> str:
    marks = []
    if chapter.hidden:
        marks.append("hidden")
    if chapter.image is not None:
        marks.append("image")
    if chapter.url:
        marks.append(visible(chapter.url))
    return f"  ({', '.join(marks)})" if marks else ""


def render_difference(before: Sequence[Chapter], after: Sequence[Chapter]) -> list[str]:
    """What changes, row by row: ``+`` new, ``-`` gone, ``~`` moved or renamed, two spaces for what stays."""
    from chaptag.checks.comparison import align

    rows = []
    for change in align(before, after, tolerance=5000):
        old, new = change.before, change.after
        if old is None and new is not None:
            rows.append(f"+ {format_time(new.start)} {visible(new.title)}")
        elif new is None and old is not None:
            rows.append(f"- {format_time(old.start)} {visible(old.title)}")
        elif old is not None and new is not None:
            if change.same:
                rows.append(f"  {format_time(new.start)} {visible(new.title)}")
                continue
            time = format_time(old.start) + (f" → {format_time(new.start)}" if old.start != new.start else "")
            title = visible(old.title) + (f" → {visible(new.title)}" if old.title != new.title else "")
            rows.append(f"~ {time} {title}")
    return rows


def render_candidates(reading: Reading) -> list[str]:
    """The lists of a doubtful text, each with its number, the reason for it and its first chapters."""
    lines = []
    for number, candidate in enumerate(reading.candidates, 1):
        lines.append(f"  --pick {number}: {count(len(candidate.chapters), 'chapter')}; {visible(candidate.why)}")
        lines += render_table(candidate.chapters.chapters, limit=_CANDIDATE_ROWS, indent="      ")
    return lines


def render_explained(lines: Sequence[Explained]) -> list[str]:
    """Every line with a time, and why it is or is not a chapter."""
    rows = []
    for line in lines:
        mark = "chapter" if line.taken else "no"
        text = visible((line.place.text or "").strip())
        shown = text if len(text) <= 72 else text[:71] + "…"
        rows.append(f"  {line.place.line or '-':>5}  {mark:<7}  {shown}")
        rows.append(f"         {'':<7}  {visible(line.why)}")
    return rows


def render_stores(layout: Layout) -> list[str]:
    """The chapters of an audio file: once where its stores agree, else store by store."""
    stores = [store for store in layout.stores if store.chapters]
    if not stores:
        return []
    lists = [[(chapter.start, chapter.title) for chapter in store.chapters] for store in stores]
    if all(each == lists[0] for each in lists):
        label = " and ".join(store.label for store in stores)
        return [f"{label}:", *render_table(stores[0].chapters.chapters)]
    rows = []
    for store in stores:
        rows += [f"{store.label}, {count_chapters(store.chapters)}:", *render_table(store.chapters.chapters)]
    return rows
