"""What the times of a run mean: minutes and seconds, or hours and minutes, by their order and the duration."""

from __future__ import annotations

from dataclasses import dataclass

from chaptag.notes.assembly.entry import Entry

__all__ = ["Values", "values_of"]

_HOUR = 3_600_000
_CLOSE = 15_000


@dataclass(frozen=True, slots=True)
class Values:
    """The starts of a run's entries in ms.

    `way` says how they were read: ``plain`` as written, ``hours`` with two parts as hours and minutes throughout,
    ``wrap`` the same from the entry `since` on, ``small`` with three parts as minutes, seconds and hundredths.
    `supported` says that order or duration leave no other; `rival` is the other reading where two are plausible.
    """

    starts: tuple[int, ...]
    way: str = "plain"
    since: int = 0
    supported: bool = True
    rival: Values | None = None


def descents(starts: tuple[int, ...]) -> int:
    """Count the neighbours that fall."""
    return sum(b < a for a, b in zip(starts, starts[1:], strict=False))


def values_of(entries: list[Entry], duration: int | None) -> Values:
    """Choose the reading of a run's times; `duration` is that of the audio in ms, where it is known."""
    plain = Values(tuple(entry.ms for entry in entries))
    wrapped = _wrapped(entries)
    if wrapped is not None and descents(plain.starts):
        fits = duration is None or wrapped.starts[-1] <= duration
        return wrapped if fits else plain
    others = [value for value in (_hours(entries), _small(entries)) if value is not None]
    if descents(plain.starts) or not others:
        return plain
    return _by_length(plain, others[0], duration)


def _wrapped(entries: list[Entry]) -> Values | None:
    """After ``59:30`` comes ``1:05``: from there on two parts are hours and minutes."""
    starts = [entry.ms for entry in entries]
    fall = next((at for at in range(1, len(starts)) if starts[at] < starts[at - 1]), None)
    if fall is None or fall < 2 or starts[fall - 1] < 30 * 60_000:
        return None
    for at in range(fall, len(entries)):
        token = entries[at].token
        value = token.as_hours if len(token.parts) == 2 else token.ms
        if value is None or value < starts[at - 1] or value - starts[at - 1] > _HOUR:
            return None
        starts[at] = value
    return Values(tuple(starts), "wrap", fall)


def _hours(entries: list[Entry]) -> Values | None:
    values = [entry.token.as_hours for entry in entries]
    starts = tuple(value for value in values if value is not None)
    return Values(starts, "hours") if len(starts) == len(entries) else None


def _small(entries: list[Entry]) -> Values | None:
    if any(len(entry.token.parts) != 3 or entry.token.fraction for entry in entries):
        return None
    return Values(tuple((a * 60 + b) * 1000 + c * 10 for a, b, c in (entry.token.parts for entry in entries)), "small")


def _by_length(plain: Values, other: Values, duration: int | None) -> Values:
    """Two readings rise: the length of the list decides, with or without the audio's."""
    count = len(plain.starts)
    first, last = plain.starts[0], plain.starts[-1]
    if duration is not None:
        fits, other_fits = last <= duration, other.starts[-1] <= duration
        if other_fits and (not fits or (other.way == "hours" and last * 20 < duration and last < count * 60_000)):
            return other
        return plain
    if other.way == "hours":
        tight = count > 2 and last - first < (count - 1) * _CLOSE
    else:
        tight = last > 24 * _HOUR or (count > 2 and last - first > (count - 1) * 90 * 60_000)
    if tight and other.starts[-1] <= 24 * _HOUR:
        return Values(plain.starts, "plain", 0, False, other)
    return plain
