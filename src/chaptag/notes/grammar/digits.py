"""Numerals and punctuation of all scripts as ASCII, character for character, so that positions stay."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["folded"]

_DIGIT = re.compile(r"(?![0-9])\d")
_MARKS = {
    ord(char): plain
    for plain, chars in {
        ":": "：∶꞉︰﹕",
        ".": "．｡",
        ",": "，、٫",
        " ": "\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
        "'": "’‘′＇´ʼ",
        '"': "”“″＂〃",
        "-": "‐‑‒–—―−－﹣",
        "/": "／⁄∕",
        "|": "｜│┃∣¦‖",
        "~": "～〜∼",
        "@": "＠",
        ">": "＞",
    }.items()
    for char in chars
}


def _digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match[0]))


def folded(text: str) -> str:
    """Rewrite a line for the grammar; the result has the same length."""
    if text.isascii():
        return text
    return _DIGIT.sub(_digit, text.translate(_MARKS))
