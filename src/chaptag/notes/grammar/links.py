"""Times in links to a spot of a recording: ``?t=145``, ``&t=2m5s``, ``#t=1h2m3s``."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Aim", "aim_of"]

_LONGEST = 500
_AIM = re.compile(
    r"[?&#](?:t|time_continue)="
    r"(?:(?:(?P<h>\d{1,2})h)?(?:(?P<m>\d{1,3})m)?(?:(?P<s>\d{1,6})s?)?|(?P<clock>(?:\d{1,2}:)?\d{1,3}:\d{2}))(?=[&#]|$)"
)


class Aim(NamedTuple):
    """A link's recording, which is its URL without the time, and the second that it points to."""

    url: str
    seconds: int


def aim_of(url: str) -> Aim | None:
    """Read where a link points; None where it has no time."""
    found = _AIM.search(url) if len(url) <= _LONGEST else None
    if found is None or found[0][-1] == "=":
        return None
    parts = found["clock"].split(":") if found["clock"] else [found["h"] or 0, found["m"] or 0, found["s"] or 0]
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return Aim(url[: found.start()] + url[found.end() :], seconds)
