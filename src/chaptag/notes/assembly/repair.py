"""One mistyped time: what it was meant to be, where order and duration leave only one answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chaptag.notes.grammar.token import TimeToken

__all__ = ["Repair", "lacking", "repaired"]

_HOUR = 3_600_000
_ENOUGH = 4
_SHORT = len("1:40")


@dataclass(frozen=True, slots=True)
class Repair:
    """The time number `index` (from 0) was mended to `start` in ms."""

    index: int
    start: int


def repaired(tokens: Sequence[TimeToken], starts: Sequence[int], duration: int | None) -> Repair | None:
    """Find the one time whose mending makes the list rise within the duration; None where there is not just one."""
    if len(starts) < _ENOUGH:
        return None
    found: dict[int, set[int]] = {}
    suspects = list(_suspects(tokens, starts, duration))
    if len(suspects) == 2:
        return None  # neighbours may as well stand in the wrong order
    for index in suspects:
        low = starts[index - 1] if index else -1
        high = starts[index + 1] if index + 1 < len(starts) else (duration if duration is not None else low + _HOUR)
        for value in _meanings(tokens[index]):
            if low < value < high:
                found.setdefault(index, set()).add(value)
    answers = [(index, value) for index, values in found.items() for value in values]
    if len(answers) != 1:
        return None
    return Repair(*answers[0])


def _suspects(tokens: Sequence[TimeToken], starts: Sequence[int], duration: int | None) -> Iterator[int]:
    """Find the times without which all others rise, start within the duration and can be."""
    falls = [index for index, (a, b) in enumerate(pairwise(starts)) if b < a]
    odd = [index for index, token in enumerate(tokens) if token.odd]
    beyond = [index for index, start in enumerate(starts) if duration is not None and start > duration]
    suspects = {index for fall in falls[:2] for index in (fall, fall + 1)} | set(odd[:2]) | set(beyond[:2])
    for index in sorted(suspects):
        others = [start for at, start in enumerate(starts) if at != index]
        rising = all(a <= b for a, b in pairwise(others))
        if rising and set(odd) <= {index} and set(beyond) <= {index}:
            yield index


def lacking(token: TimeToken) -> set[int]:
    """List what ``1:40`` may have been meant to be if a digit is missing before the colon: ``11:40``, ``15:40``."""
    if len(token.parts) != 2 or token.stop - token.start != _SHORT or token.odd:
        return set()
    minute, seconds = token.parts
    minutes = {digit * 10 + minute for digit in range(1, 6)} | {minute * 10 + digit for digit in range(10)}
    return {(each * 60 + seconds) * 1000 for each in minutes if 10 <= each < 60}


def _meanings(token: TimeToken) -> set[int]:
    """List what may have been meant: another hour, swapped neighbouring digits, a digit more, another colon."""
    meant = lacking(token)
    seconds = token.ms // 1000
    if len(token.parts) < 2:
        return meant
    if not token.odd:
        within = seconds % 3600
        meant.update((hour * 3600 + within) * 1000 for hour in range(24))
    digits = [f"{part:02d}" for part in token.parts]
    joined = "".join(digits)
    for at in range(len(joined) - 1):
        swapped = joined[:at] + joined[at + 1] + joined[at] + joined[at + 2 :]
        parts = [int(swapped[begin : begin + 2]) for begin in range(0, len(swapped), 2)]
        if all(len(digit) == 2 for digit in digits) and all(part < 60 for part in parts[1:]):
            whole = 0
            for part in parts:
                whole = whole * 60 + part
            meant.add(whole * 1000)
    if token.as_hours is not None:
        meant.add(token.as_hours)
    if len(token.parts) == 3 and not token.parts[2]:
        meant.add((token.parts[0] * 60 + token.parts[1]) * 1000)
    return meant
