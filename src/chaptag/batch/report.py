"""Reports: one record a job as it ends, as JSON Lines, CSV or JUnit XML."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol
from xml.sax.saxutils import escape, quoteattr

from chaptag.batch.job import DONE, UNSURE, Record
from chaptag.model.errors import StorageError, UsageError
from chaptag.model.finding import Place
from chaptag.model.text import visible
from chaptag.model.timestamp import format_time
from chaptag.storage.paths import reason, typed

__all__ = ["Report", "check_report", "no_folder", "open_report", "plain_cell", "record_object"]

_ROOM = 96  # characters for what a suite of JUnit counts
# What XML 1.0 forbids and `visible` leaves: noncharacters.
_FORBIDDEN = re.compile("[\ufffe\uffff]")


def record_object(record: Record) -> dict[str, Any]:
    """A record as the object of reports: public API, ``chaptag/batch/1``.

    `audio`, `notes` and `output` are as they were given; `path` is the file written, wherever the report is read.
    """
    job = record.job
    return {
        "schema": "chaptag/batch/1",
        "outcome": record.outcome,
        "audio": job.audio,
        "notes": job.notes,
        "output": job.target,
        "path": os.path.abspath(job.target),
        "copy": record.copy,
        "dryRun": record.dry_run,
        "origin": job.origin,
        "options": dict(job.options),
        "message": record.message,
        "hint": record.hint,
        "resumed": record.resumed,
        "seconds": record.seconds,
        "notesSha256": record.notes_sha256,
        "sha256": record.sha256,
        "audioSha256": record.audio_sha256,
        "sizeBefore": record.size_before,
        "sizeAfter": record.size_after,
        "durationMs": record.duration_ms,
        "before": list(record.chapters_before),
        "chapters": list(record.chapters_after),
        "candidates": list(record.candidates),
        "findings": list(record.findings),
    }


class _Writer(Protocol):
    def begin(self) -> str: ...
    def add(self, record: Record) -> str: ...
    def end(self) -> str: ...


class Report:
    """A report that grows record by record; it is complete when closed, and readable before.

    Where a record finds no room, none of it stays: what is there can be read, and restored from.
    """

    def __init__(self, path: Path, writer: _Writer, *, overwrite: bool) -> None:
        self.path = path
        self._writer = writer
        self._whole = 0
        mode = "w" if overwrite else "x"
        try:
            self._file = path.open(f"{mode}b", buffering=0)
        except OSError as error:
            raise StorageError(
                f"the report cannot be written: {reason(error)}; nothing was started",
                hint="Name another one: --report PATH.",
                place=Place(str(path)),
            ) from error
        self._write(writer.begin())

    def __enter__(self) -> Report:  # noqa: PYI034 (Self is not in Python 3.10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._write(self._writer.end())
            self._begin_again()
        except StorageError:
            if error is None:  # else what went wrong is told already
                raise
        finally:
            with suppress(OSError):
                self._file.close()

    def add(self, record: Record) -> None:
        """Write one record."""
        self._write(self._writer.add(record))

    def _begin_again(self) -> None:
        """Write the beginning once more, where it counts what has come after it; it has the same length."""
        beginning = self._writer.begin()
        if beginning and self._file.seekable():
            with suppress(OSError):
                self._file.seek(0)
                self._file.write(beginning.encode())

    def _write(self, text: str) -> None:
        data = memoryview(text.encode("utf-8", "backslashreplace"))
        size = len(data)
        try:
            while data:
                data = data[self._file.write(data) or 0 :]
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(self._whole)
                self._file.seek(self._whole)
            raise StorageError(
                f"the report cannot be written: {reason(error)}; what was tagged so far stays",
                hint="Make room; the same command with another --report goes on from there.",
                place=Place(str(self.path)),
            ) from error
        self._whole += size


class _Jsonl:
    def begin(self) -> str:
        return ""

    def add(self, record: Record) -> str:
        return json.dumps(record_object(record)) + "\n"

    def end(self) -> str:
        return ""


_CSV_COLUMNS = ("outcome", "audio", "notes", "output", "chapters", "duration", "message", "hint", "origin")


class _Csv:
    def begin(self) -> str:
        return _csv_row(_CSV_COLUMNS)

    def add(self, record: Record) -> str:
        job = record.job
        duration = "" if record.duration_ms is None else format_time(record.duration_ms)
        row = (record.outcome, job.audio, job.notes or "", job.target, len(record.chapters_after), duration)
        return _csv_row([plain_cell(cell) for cell in (*row, record.message, record.hint, job.origin)])

    def end(self) -> str:
        return ""


def _csv_row(cells: Sequence[str]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerow(cells)
    return file.getvalue()


class _Junit:
    """One test case a job. Cases are streamed; what the suite counts is filled in at the end, into room left for it."""

    def __init__(self) -> None:
        self._counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
        self._ended = False

    def begin(self) -> str:
        counts = "".join(f' {name}="{number}"' for name, number in self._counts.items()) if self._ended else ""
        opening = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name="chaptag batch"'
        return f"{opening}{counts:{_ROOM}}>\n"

    def add(self, record: Record) -> str:
        name = quoteattr(_xml(record.job.audio))
        opening = f'<testcase classname="chaptag.batch" name={name} time="{record.seconds:.3f}"'
        self._counts["tests"] += 1
        if record.outcome in DONE:
            return f"{opening}/>\n"
        kind = "skipped" if record.outcome in UNSURE else "failure"
        self._counts["skipped" if kind == "skipped" else "failures"] += 1
        message = quoteattr(_xml(f"{record.outcome}: {record.message}"))
        return f"{opening}><{kind} message={message}>{escape(_xml(record.hint))}</{kind}></testcase>\n"

    def end(self) -> str:
        self._ended = True
        return "</testsuite>\n</testsuites>\n"


def _xml(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", visible(text))


_WRITERS: dict[str, type[_Writer]] = {".jsonl": _Jsonl, ".csv": _Csv, ".xml": _Junit}


def check_report(path: Path, *, overwrite: bool) -> None:
    """Raise UsageError for a suffix that is no report's, and for a file that is there: it may be a way back."""
    if path.suffix.lower() not in _WRITERS:
        raise UsageError(f"{path}: a report ends in {', '.join(_WRITERS)}", hint="chaptag batch … --report run.jsonl")
    if os.path.lexists(path) and not overwrite:
        raise UsageError(
            f"the report {path} exists; nothing was started",
            hint=f"Name another one: --report {typed(_other(path))}, or replace it with --overwrite.",
        )
    if not os.path.isdir(path.parent):
        raise no_folder(path)


def no_folder(path: Path) -> StorageError:
    """The error for a file to write in a folder that is not there."""
    return StorageError(
        f"the folder {path.parent} does not exist; nothing was started",
        hint=f"Make it first: mkdir -p {typed(str(path.parent))}",
        place=Place(str(path)),
    )


def _other(path: Path) -> str:
    return str(path.with_name(f"{path.stem}-2{path.suffix}"))


def open_report(path: Path, *, overwrite: bool = False) -> Report:
    """Open a report in the format of its suffix; raises UsageError and StorageError."""
    check_report(path, overwrite=overwrite)
    return Report(path, _WRITERS[path.suffix.lower()](), overwrite=overwrite)


def plain_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
