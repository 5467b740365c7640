"""A chapter file as JSON: parsed within bounds, walked by JSON paths."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from chaptag.formats.clock import to_ms
from chaptag.formats.textfile import MAX_BYTES, MEND, TextFile
from chaptag.model.errors import NotesError
from chaptag.model.finding import Place

__all__ = ["Node", "dump_json", "parse_json"]

_MAX_VALUES = 1_000_000
"""What a list of chapters may hold before memory is spent on it; a picture's data URI has one comma."""
_OTHER = "Check that it is the chapter file that you meant."
_BROKEN = "Export the file again, or mend it at that place; it may be cut off, or lack a comma or a quotation mark."


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a JSON file and its path; a wrong type ends in a NotesError that names the path."""

    value: Any
    path: str
    name: str

    @property
    def place(self) -> Place:
        """Where it is, for a finding."""
        return Place(self.name, path=self.path)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def get(self, key: str) -> Node:
        """Go to a member of an object; a missing one has the value None."""
        if not isinstance(self.value, dict):
            self.fail("an object")
        return Node(self.value.get(key), f"{self.path}.{key}", self.name)

    def items(self) -> list[Node]:
        """Go to the items of an array."""
        if not isinstance(self.value, list):
            self.fail("an array")
        return [Node(value, f"{self.path}[{index}]", self.name) for index, value in enumerate(self.value)]

    def text(self, default: str = "") -> str:
        """Take a string, or a number as it would be written; `default` for null or a missing one."""
        if self.value is None:
            return default
        if isinstance(self.value, Decimal):
            return format(self.value, "f") if abs(self.value.adjusted()) < 40 else str(self.value)
        return self.value if isinstance(self.value, str) else self.fail("a string")

    def number(self) -> Decimal:
        """Take a number, or a string that holds one."""
        if isinstance(self.value, Decimal):
            return self.value
        if isinstance(self.value, str) and len(self.value) < 40:
            with suppress(ArithmeticError):
                return Decimal(self.value.strip())
        return self.fail("a number")

    def ms(self, per_second: int = 1) -> int | None:
        """Take a time, a number of which `per_second` make a second, in ms; None for null or beyond all bounds."""
        return None if self.value is None else to_ms(self.number(), per_second)

    def fail(self, wanted: str) -> NoReturn:
        """Give up: the value is not what was wanted."""
        kinds = {dict: "an object", list: "an array", str: "a string", Decimal: "a number", bool: "a boolean"}
        is_ = kinds.get(type(self.value), "null or missing")
        raise NotesError(f"{self.path} should be {wanted}; it is {is_}", hint=MEND, place=self.place)


def parse_json(data: bytes, name: str) -> Node:
    """Parse a JSON file (RFC 8259); every number is a Decimal, so that no time loses a digit.

    Raises NotesError with line and column for what is not JSON, and for nesting without end.
    """
    source = TextFile.decode(data, name, limit=MAX_BYTES)
    if sum(map(source.text.count, "[{,")) > _MAX_VALUES:
        raise NotesError(f"more than {_MAX_VALUES:,} values are no chapter list", place=Place(name, 1, 1))
    try:
        value = json.loads(source.text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        raise NotesError(f"this is not JSON: {error.msg}", hint=_BROKEN, place=place) from error
    except (ArithmeticError, ValueError) as error:
        raise NotesError(f"this is not JSON: {error}", hint=_BROKEN, place=Place(name, 1, 1)) from error
    except RecursionError as error:
        raise NotesError("the JSON is nested too deeply", hint=_OTHER, place=Place(name, 1, 1)) from error
    return Node(value, "$", name)


def dump_json(value: object) -> str:
    """Write JSON for people and programs: two spaces, letters as they are, a line break at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number")
