"""Messages broken between words for a terminal; what is pasted, and what a caret points at, stays in one piece."""

from __future__ import annotations

import re

from chaptag.cli.main import COMMANDS

__all__ = ["wrap"]

_STYLE = re.compile("\x1b\\[[0-9;]*m")
# A line of the notes with its number, or the caret under it.
_EXCERPT = re.compile(r" *\d* *\| ")
# From here on it is a command: a line break in it would be pasted, too. What chaptag knows is none.
_CALL = re.compile(
    r"(?:^|(?<=[ (]))(?:chaptag (?:--?\w|(?:" + "|".join(COMMANDS) + r")\b)|(?:chmod|curl|ffmpeg|flac|pip) \S)"
)
_LEAST = 30
_MORE = 4


def wrap(text: str, columns: int) -> str:
    """Break the lines of `text` that are longer than `columns`; what follows is indented to where a text began."""
    if columns < _LEAST:
        return text
    return "\n".join(part for line in text.split("\n") for part in _broken(line, columns))


def _broken(line: str, columns: int) -> list[str]:
    if _width(line) <= columns or _EXCERPT.match(line):
        return [line]
    indent = len(line) - len(line.lstrip())
    label = line[indent:].partition(" ")[0]
    hanging = indent + len(label) + 1 if indent and label in {"help:", "why:"} else indent + _MORE
    lines, length = [line[:indent]], indent
    for word in _words(line[indent:]):
        width = _width(word)
        if length + width > columns and lines[-1].strip() not in {"", label}:
            lines.append(" " * hanging)
            length = hanging
        lines[-1] += word + " "
        length += width + 1
    return [each.rstrip() for each in lines]


def _words(text: str) -> list[str]:
    call = _CALL.search(text)
    if call is None:
        return text.split(" ")
    *before, last = text[: call.start()].split(" ")
    return [*before, last + text[call.start() :]]


def _width(text: str) -> int:
    text = _STYLE.sub("", text)
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)
