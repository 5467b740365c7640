"""Titles: what a listener reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote, visible
from chaptag.model.timestamp import format_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaptag.checks.subject import Subject
    from chaptag.model.chapter import Chapter

__all__ = ["check_titles"]

_LONG = 100
_SHOUTED = 8  # letters in capitals that are no acronym any more
# UTF-8 read as cp1252: a lead byte of two, three or four, then what its successors look like; and U+FFFD.
_FOLLOWING = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = f"[ÂÃ][{_FOLLOWING}]|[âã][{_FOLLOWING}]{{2}}|ðŸ|\ufffd"
_SEPARATORS = ("-", "–", "—", ":", ";", ",", "|", "•", "/", "~", "=", "→")


def check_titles(subject: Subject) -> Iterator[Finding]:
    """A visible chapter needs a title that can be read; a list without any is one finding."""
    numbered = [(number, chapter) for number, chapter in enumerate(subject.chapters, 1) if not chapter.hidden]
    empty = [(number, chapter) for number, chapter in numbered if not chapter.title.strip()]
    if len(empty) == len(numbered) > 0:
        count = "the chapter has no title" if len(empty) == 1 else f"none of the {len(empty)} chapters has a title"
        yield finding("no-titles", count, place=empty[0][1].origin)
        return
    for number, chapter in empty:
        yield finding(
            "empty-title",
            f"chapter {number} at {format_time(chapter.start)} has no title",
            place=chapter.origin,
            chapter=number,
        )
    for number, chapter in numbered:
        yield from _check_text(number, chapter)


def _check_text(number: int, chapter: Chapter) -> Iterator[Finding]:
    title = chapter.title.strip()
    letters = [char for char in title if char.isalpha()]
    for rule, wrong, what in (
        ("control-characters", visible(title) != title, "has characters that cannot be seen"),
        ("mojibake", not title.isascii() and bool(re.search(_MOJIBAKE, title)), "was read in the wrong encoding"),
        ("long-title", len(title) > _LONG, f"has {len(title)} characters"),
        ("shouting", len(letters) >= _SHOUTED and title.upper() == title != title.lower(), "is all capitals"),
        ("trailing-separator", len(title) > 1 and title.endswith(_SEPARATORS), "ends in a separator"),
    ):
        if wrong:
            yield finding(rule, f"{quote(title)} {what}", place=chapter.origin, chapter=number)
