"""Times that a word before a number says to be minutes: “Minuto 11: …”, “ab Minute 8 – …”."""

from __future__ import annotations

import re

from chaptag.notes.grammar.digits import folded
from chaptag.notes.grammar.token import Family, TimeToken

__all__ = ["POINTING", "minute_mark"]

POINTING = frozenset(["at", "from", "ab", "bei", "à", "a", "al", "dal", "od", "na", "vanaf", "om", "с", "на", "з"])
"""Words before a number of minutes that say that it is a point, not a length."""
_AHEAD = 48
_BEFORE = "|".join([*sorted(POINTING), "en el", "desde el"])
_MARK = re.compile(
    rf"[^\w(\[]{{0,8}}[(\[]?(?P<mark>(?:(?:{_BEFORE}) )?"
    r"(?:min(?:ut[aeo]?|uut|utt)?|menit|phút|dakika|минут[аы]|хвилин[аи]|นาทีที่)\.? ?#?(\d{1,3}))"
    r"(?![\w%'\"])(?! ?[:.,;] ?\d)(?! ?(?:-|to|bis|a|à) ?\d)",
    re.IGNORECASE,
)


def minute_mark(text: str) -> TimeToken | None:
    """Read the minute that a line begins with; one line does not tell, the other lines of the notes do."""
    found = _MARK.match(folded(text[:_AHEAD]))
    return found and TimeToken(found.start("mark"), found.end(), Family.UNITS, (int(found[2]), 0))
