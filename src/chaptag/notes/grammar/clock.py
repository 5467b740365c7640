"""Times with colons: ``m:ss``, ``h:mm:ss``, with thousandths, and editors' timecodes with frames."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chaptag.notes.grammar.token import Family, TimeToken

__all__ = ["clock_times"]

_CLOCK = re.compile(
    r"(?<![0-9_$€£¥])(?<![0-9:]:)(?<![0-9][.,])(?<![A-Za-z0-9]\+)"
    r"(\d{1,3}):(\d{2}|\d(?=:\d{2}))(?::(\d{2})(?:[:;](\d{2})(?![\d:])|[.,](\d{1,3})(?!\d))?"
    r"|[.,](\d{1,3})(?![\d:]))?(?![0-9])(?!:\d)(?!:[\dOo]{2}(?!\w))"
)

# Units after the time, as in “12:30 min”; after three numbers “h” is no time of day any more;
# apart from the time a large letter is more likely a title.
_ATTACHED = re.compile(r"h(?:rs?)?\b(?=\W{0,6}\w)")
_CLOSED = r"(?=\s*(?:$|[-–—:|)\]},;.]))"
_MINUTES = re.compile(rf"[^\S\t]?(?:min(?:s|utes?|uten|utos?|uti)?\b\.?|(?i:mins?|mn|minuten?)\b\.?{_CLOSED})")
_HOURS = re.compile(
    rf"(?:(?i:h|hrs?|std|hours)|[^\S\t](?:h|hrs?|[Ss]td|hours)|[^\S\t]?(?i:mins?|minuten?))\b\.?{_CLOSED}"
)


def clock_times(text: str) -> Iterator[TimeToken]:
    """Find them in a folded line."""
    if ":" not in text:
        return
    for found in _CLOCK.finditer(text):
        first, second, third, frames, small, tiny = found.groups()
        parts = tuple(int(part) for part in (first, second, third) if part is not None)
        if third is None and (attached := _ATTACHED.match(text, found.end())):  # ``1:02h`` is hours and minutes
            yield TimeToken(found.start(), attached.end(), Family.CLOCK, (*parts, 0))
            continue
        fraction = int((small or tiny or "0").ljust(3, "0"))
        tail = (_MINUTES if third is None else _HOURS).match(text, found.end())
        yield TimeToken(
            found.start(),
            tail.end() if tail else found.end(),
            Family.CLOCK,
            parts,
            fraction,
            None if frames is None else int(frames),
        )
