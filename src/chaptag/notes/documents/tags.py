"""Tags, comments and entities of HTML in a text, found in linear time whatever the text is."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

__all__ = ["Tag", "TagScanner", "attribute", "unescape"]

# Never crosses another "<" or ">": each character is looked at a bounded number of times.
_PLAIN = re.compile(r"""<(/?)([A-Za-z][^\s<>/"']{0,60})([^<>"']*(?:"[^"<>]*"[^<>"']*|'[^'<>]*'[^<>"']*)*)>""")
# The same with "<" and ">" inside quotes: it may look far, so it gets a window and may fail only so many times.
_QUOTED = re.compile(r"""<(/?)([A-Za-z][^\s<>/"']{0,60})([^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*)>""")
_START = re.compile(r"</?([A-Za-z][^\s<>/\"']{0,60})|<[!?]")
_ATTRIBUTE = re.compile(r"""(?:^|[\s"'/])([A-Za-z][\w:-]{0,60})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_WINDOW = 4096
_PATIENCE = 400


class Tag(NamedTuple):
    """A tag, or what is to be skipped like one (`name` empty); the text goes on at `end`."""

    name: str
    closing: bool
    attributes: str
    end: int


class TagScanner:
    """Finds tags in one text, at positions asked for in ascending order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._patience = _PATIENCE
        self._missing: set[str] = set()

    @property
    def exhausted(self) -> bool:
        """Whether it is known that no tag ends from here on."""
        return ">" in self._missing

    def match(self, at: int) -> Tag | None:
        """Read the tag, comment, declaration or instruction that starts at the "<" at `at`; None for a mere "<"."""
        found = _PLAIN.match(self._text, at)
        if found is None:
            begun = _START.match(self._text, at)
            if begun is None:
                return None
            if begun[1] is None:
                return Tag("", False, "", self._declaration(at))
            found = self._quoted(at)
            if found is None:
                end = self._after(">", at)
                return None if end is None else Tag(begun[1].lower(), self._text[at + 1] == "/", "", end)
        return Tag(found[2].lower(), bool(found[1]), found[3], found.end())

    def _quoted(self, at: int) -> re.Match[str] | None:
        if not self._patience:
            return None
        found = _QUOTED.match(self._text, at, min(len(self._text), at + _WINDOW))
        if found is None:
            self._patience -= 1
        return found

    def _declaration(self, at: int) -> int:
        if self._text.startswith("<!--", at):
            # A comment that is never closed ends at the next line, for it would hide all the rest.
            end = self._after("-->", at + 2)
            return end if end is not None else self._line_end(at)
        if self._text.startswith("<![CDATA[", at):
            return at + 9
        end = self._after(">", at)
        return end if end is not None else self._line_end(at)

    def _line_end(self, at: int) -> int:
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end

    def _after(self, mark: str, at: int) -> int | None:
        """Find where the next `mark` ends; that there is none is remembered, not looked for again."""
        if mark in self._missing:
            return None
        found = self._text.find(mark, at)
        if found < 0:
            self._missing.add(mark)
            return None
        return found + len(mark)

    def raw_end(self, name: str, at: int) -> int:
        """Find where the raw content of script, style and the like ends: before its closing tag, or at the end."""
        mark = f"</{name}"
        if mark in self._missing:
            return len(self._text)
        found = re.compile(re.escape(mark), re.IGNORECASE).search(self._text, at)
        if found is None:
            self._missing.add(mark)
            return len(self._text)
        return found.start()


def attribute(attributes: str, name: str) -> str:
    """Read one attribute of a tag; empty where it is not there."""
    for found in _ATTRIBUTE.finditer(attributes):
        if found[1].lower() == name:
            return html.unescape(found[2] or found[3] or found[4] or "")
    return ""


def unescape(text: str, at: int) -> tuple[str, int] | None:
    """Read the character reference at `at`: what it stands for and where it ends; None for a mere "&"."""
    found = _ENTITY.match(text, at)
    if found is None:
        return None
    shown = html.unescape(found[0])
    return None if shown == found[0] else (shown, found.end())
