"""Times as chapter files write them, exact to the millisecond: no floating point on the way."""

from __future__ import annotations

import re
from decimal import Context, Decimal

__all__ = ["MAX_TIME", "clock", "from_ticks", "parse_clock", "parse_seconds", "seconds", "to_ms", "to_ticks"]

MAX_TIME = 1000 * 3_600_000
"""A thousand hours, in ms: what lies beyond is not a time in an episode."""

_CLOCK = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,5}):)?(\d{1,9})(?:[.,](\d{1,12})\d{0,60})?", re.ASCII)


def parse_clock(text: str) -> int | None:
    """Read ``h:mm:ss.fff``, ``mm:ss.fff`` or ``ss.fff`` (point or comma) to ms; None where it is nothing of the kind.

    This is the normal play time of RFC 2326 and what most writers of chapter files use. Further digits are rounded.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, whole, fraction = match.groups()
    if (minutes is not None and int(whole) > 59) or (hours is not None and int(minutes) > 59):
        return None
    total = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(whole)
    return total * 1000 + _fraction(fraction or "0")


def parse_seconds(text: str) -> int | None:
    """Read decimal seconds (``1.5``, ``-0.25``) to ms; None for anything else."""
    text = text.strip()
    sign = -1 if text.startswith("-") else 1
    body = text[1:] if text[:1] in {"+", "-"} else text
    if ":" in body:
        return None
    value = parse_clock(body)
    return None if value is None else sign * value


def to_ms(number: Decimal, per_second: int = 1) -> int | None:
    """Turn a count of which `per_second` make a second into ms, rounded half up; None where it is beyond all bounds.

    The precision is bounded too, so that a number of a million digits costs nothing.
    """
    if not number.is_finite() or number.adjusted() > 18:
        return None
    billionths = int(number.quantize(Decimal("1e-9"), context=Context(prec=40)).scaleb(9, context=Context(prec=40)))
    return from_ticks(billionths, per_second * 1_000_000_000)


def from_ticks(count: int, per_second: int, base: int = 1) -> int:
    """Turn ticks of `base` / `per_second` seconds into ms, rounded half up."""
    return (2000 * count * base + per_second) // (2 * per_second)


def to_ticks(ms: int, per_second: int) -> int:
    """Turn ms into the nearest tick of 1 / `per_second` seconds."""
    return (2 * ms * per_second + 1000) // 2000


def clock(ms: int, *, mark: str = ".", digits: int = 3) -> str:
    """Write ``hh:mm:ss.mmm``; more digits are filled with zeros."""
    seconds_, thousandths = divmod(ms, 1000)
    minutes, seconds_ = divmod(seconds_, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds_:02d}{mark}{thousandths:03d}" + "0" * (digits - 3)


def seconds(ms: int, digits: int = 3) -> str:
    """Write decimal seconds, ``83.250``; more digits are filled with zeros."""
    return f"{ms // 1000}.{ms % 1000:03d}" + "0" * (digits - 3)


def _fraction(digits: str) -> int:
    return (int(digits.ljust(12, "0")) + 500_000_000) // 1_000_000_000
