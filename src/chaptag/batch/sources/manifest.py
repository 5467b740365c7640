"""A manifest, CSV or JSON Lines: one episode a row, with what is to be done about it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import IO

from chaptag.batch.job import Job, Problem
from chaptag.model.errors import ConfigError, UsageError
from chaptag.model.finding import Place
from chaptag.storage.paths import reason
from chaptag.workflow.misnamed import refuse_url
from chaptag.workflow.optionset import ROW_OPTIONS, build_settings

__all__ = ["COLUMNS", "LINES", "TABLES", "read_manifest"]

TABLES = frozenset({".csv", ".tsv"})
LINES = frozenset({".jsonl", ".ndjson"})
COLUMNS: tuple[str, ...] = ("audio", "notes", "output", *ROW_OPTIONS)
# Columns of our own reports and review files that mean nothing to a run.
_OURS = frozenset({"origin", "outcome", "message", "line", "candidates", "title", "guid"})
_FIELD_LIMIT = 1 << 20
_EXCEL_TIME = re.compile(r"\d{1,2}:\d{2}:00")


def read_manifest(path: Path) -> Iterator[Job | Problem]:
    """Yield a job for each row, and a problem for whatever is wrong with one; paths are relative to the manifest.

    CSV may be as spreadsheets save it: with a byte order mark, in UTF-8 or cp1252, with commas, semicolons or tabs.
    Raises ConfigError where there is no header, or where the file cannot be read.
    """
    try:
        if path.suffix.lower() in LINES:
            yield from _read_jsonl(path)
        else:
            yield from _read_csv(path)
    except OSError as error:
        raise ConfigError(
            f"cannot be read: {reason(error)}", hint="Check the permissions of the file.", place=Place(str(path))
        ) from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    """Open in the encoding of its bytes: what UTF-8 cannot read is a spreadsheet's cp1252."""
    with path.open("rb") as probe:
        start = probe.read(4)
        encoding = "utf-16" if start[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        if encoding == "utf-8-sig" and not _is_utf8(path):
            encoding = "cp1252"
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        yield file


def _is_utf8(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _read_csv(path: Path) -> Iterator[Job | Problem]:
    csv.field_size_limit(_FIELD_LIMIT)
    with _opened(path) as file:
        header = file.readline(_FIELD_LIMIT)
        file.seek(0)
        delimiter = max(",;\t", key=header.count)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        columns: list[str] | None = None
        number = 0
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                yield Problem(f"{path}:{reader.line_num}", f"is not CSV: {error}", "Close the quotation mark.")
                return
            if row is None:
                break
            if columns is None:
                columns = [cell.strip().lower() for cell in row]
                yield from _header_problems(columns, path)
                continue
            if not any(cell.strip() for cell in row):
                continue
            number += 1
            origin = f"{path}:{reader.line_num}"
            if len(row) > len(columns):
                yield Problem(
                    origin, f"has {len(row)} cells, the header {len(columns)}", "Quote cells that hold commas."
                )
                continue
            yield from _job(dict(zip(columns, (cell.strip() for cell in row), strict=False)), number, origin, path)
        if columns is None:
            yield Problem(str(path), "is empty", f"The first row names the columns: {', '.join(COLUMNS[:3])}, …")


def _header_problems(columns: list[str], path: Path) -> Iterator[Problem]:
    origin = f"{path}:1"
    if "audio" not in columns:
        yield Problem(origin, "no column is called audio", f"The columns are: {', '.join(COLUMNS)}.")
    for column in columns:
        if column not in COLUMNS and column not in _OURS and column:
            near = get_close_matches(column, COLUMNS, n=1)
            yield Problem(
                origin,
                f"there is no column {column!r}",
                f"Did you mean {near[0]}?" if near else f"The columns are: {', '.join(COLUMNS)}.",
            )


def _read_jsonl(path: Path) -> Iterator[Job | Problem]:
    number = 0
    with _opened(path) as file:
        for line_number, line in enumerate(iter(lambda: file.readline(_FIELD_LIMIT), ""), 1):
            if not line.strip():
                continue
            origin = f"{path}:{line_number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Problem(origin, f"is not JSON: {error}", "One object a line.")
                continue
            if not isinstance(row, dict):
                yield Problem(origin, "is not an object", 'Write {"audio": "ep.mp3", "notes": "ep.md"}.')
                continue
            unknown = [key for key in row if key not in COLUMNS and key not in _OURS]
            for key in unknown:
                near = get_close_matches(key, COLUMNS, n=1)
                yield Problem(origin, f"there is no field {key!r}", f"Did you mean {near[0]}?" if near else "")
            if unknown:
                continue
            number += 1
            cells = {key: "" if value is None else _cell(value) for key, value in row.items()}
            yield from _job(cells, number, origin, path)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ",".join(str(part) for part in value)
    return str(value)


def _job(row: Mapping[str, str], number: int, origin: str, path: Path) -> Iterator[Job | Problem]:
    if not row.get("audio"):
        yield Problem(origin, "names no audio")
        return
    options = tuple((name, row[name]) for name in ROW_OPTIONS if row.get(name))
    try:
        for name in ("audio", "notes", "output"):
            refuse_url(row.get(name, ""))
        build_settings(dict(options))
    except UsageError as error:
        yield Problem(origin, str(error), error.hint)
        return
    for name, text in options:
        if name == "offset" and _EXCEL_TIME.fullmatch(text):
            yield Problem(
                origin,
                f"{name} {text} is hours and minutes; a spreadsheet turns 0:35 into 00:35:00",
                "If seconds are meant, write 35s.",
                fatal=False,
            )
    folder = path.parent
    yield Job(
        number,
        str(folder / row["audio"]),
        str(folder / row["notes"]) if row.get("notes") else None,
        str(folder / row["output"]) if row.get("output") else None,
        options,
        origin,
    )
