"""Comparison: what a file holds against what it should hold, chapter by chapter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chaptag.checks.shifts import common_shift, shift_fix
from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote
from chaptag.model.timestamp import format_span, format_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chaptag.model.chapter import Chapter

__all__ = ["Change", "align", "compare"]


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a difference: both sides, or only one where a chapter is new or gone."""

    before: Chapter | None
    after: Chapter | None

    @property
    def same(self) -> bool:
        """Whether a listener would notice nothing."""
        return (
            self.before is not None
            and self.after is not None
            and (self.before.start, self.before.title) == (self.after.start, self.after.title)
        )


def align(before: Sequence[Chapter], after: Sequence[Chapter], *, tolerance: int = 0) -> list[Change]:
    """Pair the chapters of two lists: by start and title, by title, then by start; the rest stands alone.

    A pair may differ in start by up to `tolerance` ms and still count as paired by start. The rows come in the order
    of time. Linear in the lengths, apart from sorting.
    """
    rows: list[Change] = []
    left, right = list(before), list(after)
    for key in (lambda c: (c.start, c.title), lambda c: c.title, lambda c: c.start):
        waiting: dict[object, list[Chapter]] = {}
        for chapter in reversed(right):
            waiting.setdefault(key(chapter), []).append(chapter)
        unpaired: list[Chapter] = []
        for chapter in left:
            partners = waiting.get(key(chapter))
            if partners:
                rows.append(Change(chapter, partners.pop()))
            else:
                unpaired.append(chapter)
        taken = {id(row.after) for row in rows}
        left, right = unpaired, [chapter for chapter in right if id(chapter) not in taken]
    rows.extend(_by_nearness(left, right, tolerance))
    return sorted(rows, key=_row_order)


def _row_order(row: Change) -> tuple[int, bool]:
    chapter = row.after if row.after is not None else row.before
    return (chapter.start if chapter is not None else 0, row.after is not None)


def _by_nearness(left: list[Chapter], right: list[Chapter], tolerance: int) -> Iterator[Change]:
    right = sorted(right, key=lambda chapter: chapter.start)
    at = 0
    for chapter in sorted(left, key=lambda chapter: chapter.start):
        while at < len(right) and right[at].start < chapter.start - tolerance:
            yield Change(None, right[at])
            at += 1
        if at < len(right) and abs(right[at].start - chapter.start) <= tolerance:
            yield Change(chapter, right[at])
            at += 1
        else:
            yield Change(chapter, None)
    yield from (Change(None, chapter) for chapter in right[at:])


def compare(
    held: Sequence[Chapter], wanted: Sequence[Chapter], *, tolerance: int, store: str, offset: int | None = 0
) -> Iterator[Finding]:
    """Report every chapter of the notes (`wanted`) that the audio's `store` lacks, has elsewhere or under another name.

    Starts that differ by up to `tolerance` ms are equal. One distance shared by most moved chapters is reported once,
    with the option that makes the notes follow; `offset` is what has moved them already (None: more than that has).
    """
    rows = align(held, wanted, tolerance=tolerance)
    pairs = [(row.before, row.after) for row in rows if row.before is not None and row.after is not None]
    moves = [before.start - after.start for before, after in pairs if abs(before.start - after.start) > tolerance]
    shift = common_shift(moves, tolerance)
    if shift is not None:
        yield finding(
            "shifted",
            f"{store}: {sum(abs(move - shift) <= tolerance for move in moves)} chapters are "
            f"{format_span(abs(shift))} {'later' if shift > 0 else 'earlier'} in the audio than in the notes",
            fix=shift_fix(pairs, shift, tolerance, offset),
        )
    for row in rows:
        yield from _row_findings(row, tolerance, shift, store)


def _row_findings(row: Change, tolerance: int, shift: int | None, store: str) -> Iterator[Finding]:
    held, want = row.before, row.after
    if held is None and want is not None:
        yield finding(
            "missing-chapter",
            f"{store} has no {quote(want.title)} at {format_time(want.start)}",
            place=want.origin,
        )
    elif want is None and held is not None:
        yield finding(
            "extra-chapter", f"{store} has {quote(held.title)} at {format_time(held.start)}, the notes do not"
        )
    elif held is not None and want is not None:
        distance = held.start - want.start
        if abs(distance) > tolerance and (shift is None or abs(distance - shift) > tolerance):
            yield finding(
                "moved",
                f"{store} has {quote(want.title)} at {format_time(held.start)}, the notes say "
                f"{format_time(want.start)}: {format_span(abs(distance))} {'later' if distance > 0 else 'earlier'}",
                place=want.origin,
            )
        if held.title != want.title:
            yield finding(
                "renamed",
                f"{store} has {quote(held.title)} at {format_time(held.start)}, the notes call it {quote(want.title)}",
                place=want.origin,
            )
        yield from _attachments(held, want, store)


def _attachments(held: Chapter, want: Chapter, store: str) -> Iterator[Finding]:
    where = f"{store}: {quote(want.title)} at {format_time(want.start)}"
    if held.url != want.url:
        links = [quote(url, 200) if url else "no link" for url in (held.url, want.url)]
        yield finding("link-differs", f"{where} has {links[0]}, the notes have {links[1]}", place=want.origin)
    if held.image != want.image:
        said = "an image" if want.image is not None else "no image"
        yield finding("image-differs", f"{where} should have {said}, the audio has something else", place=want.origin)
    if held.hidden != want.hidden:
        said = "hidden" if want.hidden else "listed"
        yield finding("not-hidden", f"{where} should be {said} and is not", place=want.origin)
