"""What a call said, written out again: into the columns of a manifest that is made of its jobs, and beside its name."""

from __future__ import annotations

from collections.abc import Mapping

from chaptag.model.retime import Cut, Insertion
from chaptag.model.timestamp import Milliseconds, format_seconds
from chaptag.workflow.optionset import ROW_OPTIONS

__all__ = ["as_columns", "as_words"]


def as_columns(said: Mapping[str, object]) -> dict[str, str]:
    """The options that a row can say, as text that is read as the same value."""
    return {name: _text(value) for name, value in said.items() if name in ROW_OPTIONS and value not in (None, "")}


def as_words(said: Mapping[str, object]) -> list[str]:
    """The options for which a manifest has no column, as the words of a call."""
    words: list[str] = []
    for name, value in said.items():
        if name in ROW_OPTIONS or not value:
            continue
        words += [f"--{name}"] if value is True else [f"--{name}", _text(value)]
    return words


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ",".join(map(_text, value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Milliseconds):
        return format_seconds(value)
    if isinstance(value, Insertion | Cut):
        return value.written(format_seconds)
    return str(value)
