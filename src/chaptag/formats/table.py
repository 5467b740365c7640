"""Tables in text files: CSV and TSV rows with their line numbers, columns found by their heading."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chaptag.formats.textfile import Line, TextFile
from chaptag.model.errors import NotesError
from chaptag.model.finding import Place

__all__ = ["Row", "Table", "heading", "read_table"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` is the one on which it ends."""

    cells: tuple[str, ...]
    line: Line

    def get(self, column: int | None) -> str:
        """Take a cell; empty where the row is too short, or there is no such column."""
        return self.cells[column].strip() if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, normalised to lower case, and the rows below it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, *names: str) -> int | None:
        """Find the first column that has one of these names, in the order of the names."""
        return next((self.columns.index(name) for name in names if name in self.columns), None)


def heading(line: str, delimiter: str) -> tuple[str, ...]:
    """Cut a heading into names: lower case, underscores as spaces, without quotation marks."""
    return tuple(cell.strip().strip('"').strip().lower().replace("_", " ") for cell in line.split(delimiter))


def read_table(source: TextFile, delimiter: str) -> Table:
    """Read a table whose first line is its heading; blank rows are skipped.

    Raises NotesError with the line where the quoting is broken.
    """
    lines = list(source.lines())
    first = next((line.number for line in lines if line.text.strip()), 1)
    columns = heading(lines[first - 1].text, delimiter)
    rows = [row for row in _rows(source.name, lines[first:], delimiter) if any(cell.strip() for cell in row.cells)]
    return Table(columns, tuple(rows))


def _rows(name: str, lines: list[Line], delimiter: str) -> Iterator[Row]:
    texts: Iterable[str] = (line.text + "\n" for line in lines)
    reader = csv.reader(texts, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            line = lines[max(reader.line_num, 1) - 1]
            hint = "Close the quotation mark, or export the table again."
            raise NotesError(f"the table is broken: {error}", hint=hint, place=Place(name, line.number, 1)) from error
        if cells is None:
            return
        yield Row(tuple(cell.rstrip("\n") for cell in cells), lines[reader.line_num - 1])
