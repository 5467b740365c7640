"""Shifts: a distance that most moved chapters share, and the option that makes the notes follow the audio."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from chaptag.model.text import quote
from chaptag.model.timestamp import format_seconds, format_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chaptag.model.chapter import Chapter

__all__ = ["common_shift", "shift_fix"]

# Fewer chapters than this that agree on a distance are no proof that the whole list was shifted.
_PROOF = 3

Pair = tuple["Chapter", "Chapter"]
"""A chapter as the audio holds it, and as the notes want it."""


def common_shift(moves: Sequence[int], tolerance: int) -> int | None:
    """The distance that at least `_PROOF` moves, and most of them, share."""
    if len(moves) < _PROOF:
        return None
    middle, _ = Counter(moves).most_common(1)[0]
    near = sum(abs(move - middle) <= tolerance for move in moves)
    return middle if near >= _PROOF and near * 2 > len(moves) else None


def shift_fix(pairs: Sequence[Pair], shift: int, tolerance: int, offset: int | None) -> str:
    """Say which option takes the notes to where the audio has their chapters, if one does.

    Chapters that stand where the notes say stay there: what comes before the first one that moved keeps its time.
    `offset` has moved the notes already; None means that they were re-timed in other ways, too.
    """
    option = None if offset is None else _option(pairs, shift, tolerance, offset)
    if option is None:
        return "If the audio is right, say with --insert and --cut where something was put in or cut out."
    return f"If the audio is right ({option[0]}), {option[1]}; if the notes are, run chaptag tag with them."


def _option(pairs: Sequence[Pair], shift: int, tolerance: int, offset: int) -> tuple[str, str] | None:
    still = [want.start for held, want in pairs if abs(held.start - want.start) <= tolerance]
    moved = [want for held, want in pairs if abs(held.start - want.start - shift) <= tolerance]
    first = min(moved, key=lambda want: want.start)
    what = "put in" if shift > 0 else "cut out"
    if not still and min(want.start for _, want in pairs) + shift >= 0:
        total = offset + shift
        pass_it = f"pass --offset {'+' if total > 0 else ''}{format_seconds(total)}" if total else "leave --offset out"
        return f"something was {what} at its beginning", pass_it
    if max(still, default=-1) >= first.start:
        return None  # it moved back again: one option does not say that
    where, at = f"something was {what} before {quote(first.title)}", first.start - offset
    if shift > 0:
        return where, f"pass --insert {format_time(at)}+{format_seconds(shift)}"
    begin = at + shift
    if begin < 0 or begin + offset <= max(still, default=-1):
        return None
    return where, f"pass --cut {format_time(begin)}-{format_time(at)}"
