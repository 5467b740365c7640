"""The text of a feed's field as markup: escaped twice, plain text, and tags without line breaks are put right."""

from __future__ import annotations

import html
import re

__all__ = ["as_markup"]

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>]*)?/?>")
_BLOCK = re.compile(
    r"<(?:p|br|div|ul|ol|li|h[1-6]|table|tr|td|th|dl|dt|dd|pre|blockquote|section|article|hr)\b", re.IGNORECASE
)
_ESCAPED_TAG = re.compile(r"&(?:lt|#60|#x3c);/?(?:p|br|div|ul|ol|li|h[1-6]|a|b|strong|em|i|span)\b", re.IGNORECASE)
_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)")


def as_markup(text: str) -> tuple[str, bool]:
    """Turn a field's text into markup that keeps its lines; also says whether it was escaped once too often.

    Text without any tag is plain text: its line ends are line breaks and its angle brackets are literal. So are the
    line ends of text that has only inline tags (links, bold), as hosts make it from what is typed into a form.
    """
    twice = not _TAG.search(text) and _ESCAPED_TAG.search(text) is not None
    if twice:
        text = html.unescape(text)
    if not _TAG.search(text):
        text = _BARE_AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
        return _with_breaks(text), twice
    if not _BLOCK.search(text):
        # The odd parts are tags; a line end inside one stays as it is.
        parts = re.split(r"(<[^<>]*>)", text)
        parts[::2] = [_with_breaks(part) for part in parts[::2]]
        return "".join(parts), twice
    return text, twice


def _with_breaks(text: str) -> str:
    return text.replace("\n", "<br>\n")
