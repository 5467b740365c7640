"""What the times of a run mean: minutes and seconds, or hours and minutes, by their order and the duration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from chaptag.notes.assembly.entry import Entry
from chaptag.notes.assembly.repair import Repair, repaired
from chaptag.notes.grammar.token import TimeToken

__all__ = ["Values", "descents", "values_of", "wraps"]

_MINUTE = 60_000
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_CLOSE = 30_000
_LONG_AGO = 30 * _MINUTE


@dataclass(frozen=True, slots=True)
class Values:
    """The starts of a run's entries in ms.

    `way` says how they were read: ``plain`` as written, ``hours`` with two parts as hours and minutes throughout,
    ``wrap`` the same from the entry `since` on, ``small`` with three parts as minutes, seconds and hundredths.
    `repair` is a mistyped time that was mended, `rival` the other reading where both are plausible.
    """

    starts: tuple[int, ...]
    way: str = "plain"
    since: int = 0
    repair: Repair | None = None
    rival: Values | None = None

    def end(self, entry: Entry, start: int) -> int | None:
        """Read the stated end of an entry in the same way; None where it states none that can be."""
        other = entry.token.end
        if other is None:
            return None
        end = _read(other, self.way, past=self.way == "wrap" and start != entry.ms)
        return end if end is not None and end > start else None


def descents(starts: Sequence[int]) -> int:
    """Count the neighbours that fall."""
    return sum(b < a for a, b in pairwise(starts))


def _read(token: TimeToken, way: str, *, past: bool = False) -> int | None:
    if way == "hours" or past:
        return token.as_hours if len(token.parts) == 2 else token.ms
    if way == "small":
        return token.as_small
    return token.ms


def wraps(entries: Sequence[Entry], duration: int | None) -> bool:
    """Whether the times rise if two parts mean hours and minutes from some entry on."""
    return _wrapped(entries, [entry.ms for entry in entries], duration) is not None


def values_of(
    entries: Sequence[Entry], duration: int | None, hint: int | None = None, fps: float | None = None
) -> Values:
    """Choose the reading of a run's times.

    `duration` is that of the audio in ms, where it is known; `hint` is one that the notes state, which only settles
    what is open without it.
    """
    starts = tuple(entry.ms + _frames(entry.token, fps) for entry in entries)
    plain = Values(starts)
    odd = any(entry.token.odd for entry in entries)
    if descents(starts) or odd:
        wrapped = _wrapped(entries, starts, duration)
        if wrapped is not None and (duration is None or wrapped.starts[-1] <= duration):
            return wrapped
        return _mended(entries, plain, duration)
    others = [value for value in (_hours(entries), _small(entries)) if value is not None]
    if others:
        return _by_length(entries, plain, others[0], duration if duration is not None else hint)
    if duration is not None and starts[-1] > duration:
        return _mended(entries, plain, duration)
    return plain


def _frames(token: TimeToken, fps: float | None) -> int:
    if token.frames is None or not fps:
        return 0
    return int(token.frames * 1000 / fps) if token.frames < fps else 0


def _mended(entries: Sequence[Entry], plain: Values, duration: int | None) -> Values:
    repair = repaired([entry.token for entry in entries], plain.starts, duration)
    if repair is None:
        return plain
    starts = (*plain.starts[: repair.index], repair.start, *plain.starts[repair.index + 1 :])
    return Values(starts, repair=repair)


def _wrapped(entries: Sequence[Entry], plain: Sequence[int], duration: int | None) -> Values | None:
    """After ``59:30`` comes ``1:05``: from there on two parts are hours and minutes.

    What comes before must be long ago, or the list fill the audio.
    """
    starts = list(plain)
    fall = next((at for at in range(1, len(starts)) if starts[at] < starts[at - 1]), None)
    if fall is None:
        return None
    for at in range(fall, len(entries)):
        value = _read(entries[at].token, "hours")
        if value is None or value < starts[at - 1] or value - starts[at - 1] > _HOUR:
            return None
        starts[at] = value
    fills = duration is not None and duration < 2 * starts[-1] < 2 * duration
    late = fall > 1 and starts[fall - 1] >= _LONG_AGO
    return Values(tuple(starts), "wrap", fall) if late or fills else None


def _hours(entries: Sequence[Entry]) -> Values | None:
    starts = [entry.token.as_hours for entry in entries]
    known = tuple(value for value in starts if value is not None)
    return Values(known, "hours") if len(known) == len(entries) else None


def _small(entries: Sequence[Entry]) -> Values | None:
    starts = [entry.token.as_small for entry in entries]
    known = tuple(value for value in starts if value is not None)
    return Values(known, "small") if len(known) == len(entries) else None


def _by_length(entries: Sequence[Entry], plain: Values, other: Values, duration: int | None) -> Values:
    """Two readings rise: the length of the list decides, with or without the audio's."""
    steps = max(len(plain.starts) - 1, 1)
    first, last = plain.starts[0], plain.starts[-1]
    tight = steps > 1 and (last - first < steps * _CLOSE if other.way == "hours" else last - first > steps * _HOUR)
    if duration is None:
        if other.way == "small" and last >= _DAY:
            return other
        return Values(plain.starts, rival=other) if tight and other.starts[-1] < _DAY else plain
    short = other.way == "hours" and last * 20 < duration
    if other.starts[-1] < duration and (last > duration or short):
        return other
    if short and other.starts[-1] < duration + _MINUTE:
        return Values(plain.starts, rival=other)  # hours and minutes are rounded, and may just pass the end
    return plain if last <= duration else _mended(entries, plain, duration)
