"""What tagging changes: the list in the file beside the list that would replace it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from chaptag.model.chapter import Chapter, ChapterList

__all__ = ["Paired", "changes"]

_NEAR_MS = 1000  # the tolerance with which links and images are carried over


@dataclass(frozen=True, slots=True)
class Paired:
    """One chapter before and after; None where it is not there. At least one is."""

    before: Chapter | None
    after: Chapter | None

    @property
    def what(self) -> str:
        """One of ``added``, ``removed``, ``same``, ``moved``, ``renamed`` and ``moved and renamed``."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        words = ["moved"] if self.before.start != self.after.start else []
        words += ["renamed"] if self.before.title != self.after.title else []
        return " and ".join(words) or "same"


def changes(before: ChapterList, after: ChapterList) -> tuple[Paired, ...]:
    """Pair the chapters of two lists: same start and title, then same title, then a start within a second.

    In the order of time, each chapter exactly once.
    """
    old, new = (sorted(chapters, key=lambda c: c.start) for chapters in (before, after))
    pairs: list[Paired] = []
    old, new = _pair(old, new, pairs, lambda c: (c.hidden, c.start, c.title))
    old, new = _pair(old, new, pairs, lambda c: (c.hidden, c.title) if c.title else object())
    for hidden in (False, True):
        _pair_near([c for c in old if c.hidden == hidden], [c for c in new if c.hidden == hidden], pairs)
    return tuple(sorted(pairs, key=_time))


def _pair(
    old: list[Chapter], new: list[Chapter], pairs: list[Paired], key: Callable[[Chapter], Hashable]
) -> tuple[list[Chapter], list[Chapter]]:
    """Pair what has the same key; give back what is left of both."""
    waiting: defaultdict[Hashable, deque[Chapter]] = defaultdict(deque)
    for chapter in new:
        waiting[key(chapter)].append(chapter)
    left: list[Chapter] = []
    for chapter in old:
        same = waiting.get(key(chapter))
        if same:
            pairs.append(Paired(chapter, same.popleft()))
        else:
            left.append(chapter)
    return left, sorted((c for queue in waiting.values() for c in queue), key=lambda c: c.start)


def _pair_near(old: list[Chapter], new: list[Chapter], pairs: list[Paired]) -> None:
    """Pair what starts within a second, in the order of time; the rest was removed or added."""
    coming = deque(new)
    for chapter in old:
        while coming and coming[0].start < chapter.start - _NEAR_MS:
            pairs.append(Paired(None, coming.popleft()))
        near = bool(coming) and coming[0].start <= chapter.start + _NEAR_MS
        pairs.append(Paired(chapter, coming.popleft() if near else None))
    pairs.extend(Paired(None, chapter) for chapter in coming)


def _time(change: Paired) -> int:
    chapter = change.after or change.before
    return 0 if chapter is None else chapter.start
