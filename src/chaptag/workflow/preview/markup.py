"""Pieces of HTML: everything that comes from notes or files is escaped here, and nowhere trusted."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

from chaptag.model.text import visible
from chaptag.model.timestamp import format_time

__all__ = ["attributes", "element", "json_text", "link_of", "text", "time_element"]

_JSON_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_JSON_TABLE = str.maketrans(_JSON_ESCAPES)


def text(value: str) -> str:
    """Make text safe between tags and in attributes: markup escaped, control characters and overrides shown."""
    return escape(visible(value), quote=True)


def attributes(values: dict[str, str | bool | None]) -> str:
    """Write attributes; None and False leave one out, True writes its name alone."""
    parts = []
    for name, value in values.items():
        if value is True:
            parts.append(f" {name}")
        elif value is not None and value is not False:
            parts.append(f' {name}="{text(value)}"')
    return "".join(parts)


def element(tag: str, content: str | Iterable[str] = "", /, **values: str | bool | None) -> str:
    """Write an element around HTML that is already safe; ``class_`` and ``aria_label`` become class and aria-label."""
    inner = content if isinstance(content, str) else "".join(content)
    return f"<{tag}{_named(values)}>{inner}</{tag}>"


def json_text(document: str) -> str:
    """Make JSON safe inside a script element: no ``<`` can end it or open a comment."""
    return document.translate(_JSON_TABLE)


def link_of(url: str | None) -> str | None:
    """Give the address back if a page may link to it: http or https, with a host, without control characters."""
    if not url or visible(url) != url or any(character.isspace() for character in url.strip()):
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme.lower() in {"http", "https"} and parts.netloc else None


def time_element(ms: int, *, hours: bool) -> str:
    """Write a time, the thousandths smaller than the rest."""
    whole, dot, rest = format_time(ms, hours=hours).partition(".")
    return element("span", [whole, element("small", dot + rest) if rest else ""], class_="time")


def _named(values: dict[str, str | bool | None]) -> str:
    return attributes({name.rstrip("_").replace("_", "-"): value for name, value in values.items()})
