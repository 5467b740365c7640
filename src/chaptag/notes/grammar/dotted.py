"""Times with dots, ``03.45`` and ``1.02.33``: only a whole list of them is believed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chaptag.notes.grammar.token import Family, TimeToken

__all__ = ["dotted_times"]

_DOTTED = re.compile(
    r"(?<![\w:.,/$€£¥+#-])(\d{1,3})\.(\d{2})(?:\.(\d{2}))?(?![\w%€$£°])(?!\.\s?\w)(?!,\d)(?! ?(?:€|EUR|USD))"
)


def dotted_times(text: str) -> Iterator[TimeToken]:
    """Find them in a folded line."""
    if "." not in text:
        return
    for found in _DOTTED.finditer(text):
        parts = tuple(int(part) for part in found.groups() if part is not None)
        if all(part < 60 for part in parts[1:]):
            yield TimeToken(found.start(), found.end(), Family.DOTTED, parts)
