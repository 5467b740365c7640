"""An entry of a report, read back: nothing in it is believed before it is looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chaptag.model.errors import ConfigError, InputError
from chaptag.model.finding import Place
from chaptag.storage.paths import reason

__all__ = ["CutOff", "Entry", "read_entries"]

_BEGINNING = '{"schema": "chaptag/batch/1"'
_LINE_LIMIT = 64 << 20
_MADE = "A report is made by: chaptag batch SOURCE --report FILE.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """What restoring needs of a line: which file was written, what was in it before, and what then."""

    number: int
    origin: str
    outcome: str
    audio: str
    path: str
    copy: bool
    resumed: bool
    dry_run: bool
    size_after: int | None
    before: tuple[dict[str, Any], ...]
    chapters: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CutOff:
    """A last line of which only the beginning is there: the disk was full, or the power went."""

    number: int
    origin: str


def read_entries(report: Path) -> Iterator[Entry | CutOff]:
    """Read a JSON Lines report line by line; raises InputError for the file and ConfigError, with the line."""
    try:
        with report.open(encoding="utf-8") as file:
            for number, line in enumerate(iter(lambda: file.readline(_LINE_LIMIT), ""), 1):
                yield _entry(line, number, Place(str(report), number))
    except OSError as error:
        raise InputError(f"cannot be read: {reason(error)}", hint=_MADE, place=Place(str(report))) from error
    except UnicodeDecodeError as error:
        raise ConfigError("is no report: not UTF-8", hint=_MADE, place=Place(str(report))) from error


def _entry(line: str, number: int, place: Place) -> Entry | CutOff:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        if not line.endswith("\n") and line.startswith(_BEGINNING[: len(line)]):
            return CutOff(number, str(place))
        raise ConfigError(f"is not JSON: {error}", hint=_MADE, place=place) from error
    if not isinstance(fields, dict) or fields.get("schema") != "chaptag/batch/1":
        raise ConfigError("is no record of a batch", hint=_MADE, place=place)

    def get(name: str, *kinds: type) -> Any:
        value = fields.get(name)
        if type(value) not in kinds:
            raise ConfigError(f"is no record of a batch: {name!r} is {_named(value)}", hint=_MADE, place=place)
        return value

    def chapters(name: str) -> tuple[dict[str, Any], ...]:
        listed = get(name, list)
        if not all(isinstance(each, dict) for each in listed):
            raise ConfigError(f"is no record of a batch: {name!r} holds no chapters", hint=_MADE, place=place)
        return tuple(listed)

    return Entry(
        number=number,
        origin=str(place),
        outcome=get("outcome", str),
        audio=get("audio", str),
        path=_path(get("path", str), place),
        copy=get("copy", bool),
        resumed=get("resumed", bool),
        dry_run=get("dryRun", bool),
        size_after=get("sizeAfter", int, type(None)),
        before=chapters("before"),
        chapters=chapters("chapters"),
    )


def _path(path: str, place: Place) -> str:
    if not path or "\0" in path:
        raise ConfigError("is no record of a batch: 'path' names no file", hint=_MADE, place=place)
    return path


def _named(value: object) -> str:
    return "missing" if value is None else f"a {type(value).__name__}"
