"""Times as people write them: milliseconds to ``1:02:03`` and back from an option's text."""

from __future__ import annotations

import re

__all__ = ["Milliseconds", "format_seconds", "format_span", "format_time", "parse_time"]

# Compiled when an option first needs them (re keeps them): most calls read no time from their options.
_CLOCK = r"(?:(\d{1,4}):)?(\d{1,4}):(\d{2})(?:[.,](\d{1,3}))?"
_SECONDS = r"(\d{1,9})(?:[.,](\d{1,3}))?\s*s?"
_UNITS = r"(?=\d)(?:(\d{1,4})h ?)?(?:(\d{1,6})m(?:in)? ?)?(?:(\d{1,9})(?:[.,](\d{1,3}))?s)?"


class Milliseconds(int):
    """A time that has been read already; a plain number in an option is seconds, as `parse_time` reads it."""

    __slots__ = ()


def format_time(ms: int, *, hours: bool | None = None) -> str:
    """Write milliseconds as ``mm:ss``, or ``h:mm:ss`` from one hour on; thousandths only where there are any.

    `hours` forces the form, so that the times of one list agree.
    """
    sign, ms = ("-", -ms) if ms < 0 else ("", ms)
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    tail = f".{thousandths:03d}" if thousandths else ""
    if hours or (hours is None and minutes >= 60):
        return f"{sign}{minutes // 60}:{minutes % 60:02d}:{seconds:02d}{tail}"
    return f"{sign}{minutes:02d}:{seconds:02d}{tail}"


def format_span(ms: int) -> str:
    """Write a distance in time as one says it: ``0.25 s``, ``35 s``, ``1:02:03``."""
    sign, size = ("-", -ms) if ms < 0 else ("", ms)
    if size < 60_000:
        return f"{sign}{size / 1000:g} s"
    return format_time(ms)


def format_seconds(ms: int) -> str:
    """Write a time as an option takes it and a spreadsheet leaves it: ``35s``, ``-1.5s``."""
    seconds, thousandths = divmod(abs(ms), 1000)
    tail = f".{thousandths:03d}".rstrip("0") if thousandths else ""
    return f"{'-' if ms < 0 else ''}{seconds}{tail}s"


def parse_time(text: str) -> int:
    """Read a time as the options take it: ``35``, ``35s``, ``5m``, ``1h2m3s``, ``1:02.5``, ``h:mm:ss.mmm``, signed.

    Returns milliseconds; raises ValueError for anything else.
    """
    text = text.strip()
    sign = -1 if text.startswith("-") else 1
    body = text[1:] if text[:1] in {"+", "-"} else text
    if match := re.fullmatch(_CLOCK, body, re.ASCII):
        hours, minutes, seconds, fraction = match.groups()
        if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
            msg = f"{text!r} is not a time: minutes after hours, and seconds after minutes, end at 59"
            raise ValueError(msg)
        whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    elif match := re.fullmatch(_SECONDS, body, re.ASCII):
        seconds, fraction = match.groups()
        whole = int(seconds)
    elif match := re.fullmatch(_UNITS, body, re.ASCII):
        hours, minutes, seconds, fraction = match.groups()
        whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    else:
        msg = f"{text!r} is not a time: write 35s, 5m, 1:02.5 or 1:02:03.500"
        raise ValueError(msg)
    return sign * (whole * 1000 + int((fraction or "0").ljust(3, "0")))
