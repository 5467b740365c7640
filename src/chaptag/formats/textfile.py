"""A chapter file as text: decoded, cut into lines, able to say where something stands."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from chaptag.model.errors import NotesError
from chaptag.model.finding import Finding, Place, finding

__all__ = ["MAX_BYTES", "MAX_LINES", "MAX_TEXT", "MEND", "Line", "TextFile", "check_size", "head_text", "wide"]

MAX_BYTES = 64 * 1024 * 1024
"""More than any chapter file with its pictures as data URIs; a larger file is something else."""

MAX_TEXT = 8 * 1024 * 1024
"""More than any chapter file without pictures."""

MAX_LINES = 400_000

MEND = "Correct it there, or export the file again."
"""What to do about a chapter file that is not what it should be, where no more can be said."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end; `number` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class TextFile:
    """The text of the file called `name`, and what there is to say about its decoding."""

    name: str
    text: str
    findings: tuple[Finding, ...] = ()

    @classmethod
    def decode(cls, data: bytes, name: str, *, legacy: bool = False, limit: int = MAX_TEXT) -> TextFile:
        """Decode by byte order mark, else as UTF-16 where every other byte is zero, else as UTF-8.

        `legacy` allows Windows-1252 for formats whose writers knew nothing else, with a finding. Raises NotesError
        with line and column where the bytes are no text, and for more than `limit` bytes.
        """
        check_size(data, name, limit)
        for bom, encoding in _BOMS:
            if data.startswith(bom):
                return cls(name, _decoded(data[len(bom) :], encoding, name))
        if (guess := wide(data)) is not None:
            return cls(name, _decoded(data, guess, name))
        if not legacy:
            return cls(name, _decoded(data, "utf-8", name))
        try:
            return cls(name, data.decode("utf-8"))
        except UnicodeDecodeError as error:
            text = _decoded(data, "cp1252", name)
            message = f"byte 0x{data[error.start]:02x} is not UTF-8; the file is read as Windows-1252"
            place = _place(name, data[: error.start].decode("utf-8"))
            return cls(name, text, (finding("encoding-guessed", message, place=place),))

    def lines(self) -> Iterator[Line]:
        """Walk the lines, ended by LF, CR LF or CR. Raises NotesError beyond `MAX_LINES`."""
        start, number = 0, 1
        for match in _LINE_END.finditer(self.text):
            yield Line(number, self.text[start : match.start()])
            start, number = match.end(), number + 1
            if number > MAX_LINES:
                self.fail(f"more than {MAX_LINES:,} lines are no chapter list", Line(number, ""))
        yield Line(number, self.text[start:])

    def place(self, line: Line, column: int = 1, end_column: int | None = None) -> Place:
        """Say where in the file, for a finding or an error."""
        return Place(self.name, line.number, column, end_column, line.text[:500])

    def fail(self, message: str, line: Line | None = None, column: int = 1, *, hint: str = MEND) -> NoReturn:
        """Give up, saying where."""
        raise NotesError(message, hint=hint, place=self.place(line, column) if line else Place(self.name, 1, 1))


def head_text(data: bytes) -> str:
    """Decode the start of a file leniently, to look at."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    return data.decode(wide(data) or "utf-8", "replace")


def check_size(data: bytes, name: str, limit: int = MAX_BYTES) -> None:
    """Raise NotesError for a file too large to be a chapter file."""
    if len(data) > limit:
        message = f"{len(data):,} bytes are too many for a chapter file; the limit is {limit // 2**20} MiB"
        raise NotesError(message, hint="Check that it is the file you meant.", place=Place(name, 1, 1))


def wide(data: bytes) -> str | None:
    """Recognise UTF-16 without a byte order mark: mostly Latin letters, so mostly zeros in every other byte."""
    head = data[:256]
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if half < 2 or 2 * max(even, odd) < half or 8 * min(even, odd) > half:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"byte 0x{data[error.start]:02x} at {error.start} is not {encoding.upper()}"
        before = data[: error.start].decode(encoding, "replace")
        raise NotesError(message, hint="Save the file as UTF-8.", place=_place(name, before)) from error


def _place(name: str, before: str) -> Place:
    lines = _LINE_END.split(before)
    return Place(name, len(lines), len(lines[-1]) + 1)
