"""Text from strangers, made safe to show, and cut where a reader would cut it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["call", "count", "cut_utf8", "did_you_mean", "quote", "split_list", "visible"]

# C0 and C1 controls, the bidirectional overrides and isolates, line and paragraph separators, lone surrogates, and
# the interlinear and tag characters that terminals use or hide.
_UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def count(number: int, noun: str) -> str:
    """``1 chapter``, ``15 chapters``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def call(*words: str) -> str:
    """Spell a call of chaptag for pasting into a shell: ``chaptag tag 'my episode.mp3' NOTES``."""
    from shlex import quote as quoted

    named = ["-" if word == "<stdin>" else word for word in words]
    return f"chaptag {' '.join(visible(quoted(word)) for word in named)}"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Ask for the known name that is most like `name`; nothing where none is."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1)
    return f"Did you mean {near[0]}?" if near else ""


def split_list(text: str) -> list[str]:
    """Part a list at its commas: ``a, b`` is ``["a", "b"]``; what is empty falls out."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 0x09:
        return " "
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible(text: str) -> str:
    """Show control characters, ANSI, bidi overrides and lone surrogates as escapes; everything else stays."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_UNSAFE, _escape, text)


def quote(text: str, limit: int = 60) -> str:
    """Put text into a message: safe, in quotation marks, shortened in the middle of nowhere but at `limit`."""
    shown = visible(text)
    if len(shown) > limit:
        shown = shown[: limit - 1].rstrip() + "…"
    return f"“{shown}”"


def cut_utf8(text: str, limit: int) -> str:
    """Cut `text` to at most `limit` bytes of UTF-8, never inside what a reader sees as one character.

    An ellipsis takes the place of what is lost, where it fits.
    """
    if len(text.encode("utf-8", "surrogatepass")) <= limit:
        return text
    ellipsis = "…"
    room = limit - len(ellipsis.encode())
    if room < 1:
        room, ellipsis = limit, ""
    used, kept = 0, []
    for grapheme in _graphemes(text[: limit + 1]):
        used += len(grapheme.encode("utf-8", "surrogatepass"))
        if used > room:
            break
        kept.append(grapheme)
    return "".join(kept).rstrip() + ellipsis


def _graphemes(text: str) -> list[str]:
    if text.isascii():
        return list(text)
    from wcwidth import iter_graphemes

    return list(iter_graphemes(text))
