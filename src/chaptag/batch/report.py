"""Reports: one record a job as it ends, as JSON Lines, CSV or JUnit XML."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol
from xml.sax.saxutils import escape, quoteattr

from chaptag.batch.job import DONE, Record
from chaptag.model.errors import StorageError, UsageError
from chaptag.model.finding import Place
from chaptag.model.text import visible
from chaptag.model.timestamp import format_time
from chaptag.storage.paths import reason, typed

__all__ = ["Report", "check_report", "open_report", "plain_cell", "record_object"]

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
    def begin(self, file: IO[str]) -> None: ...
    def add(self, file: IO[str], record: Record) -> None: ...
    def end(self, file: IO[str]) -> None: ...


class Report:
    """A report that grows record by record; it is complete when closed, and readable before."""

    def __init__(self, path: Path, writer: _Writer, *, overwrite: bool) -> None:
        self.path = path
        self._writer = writer
        mode = "w" if overwrite else "x"
        try:
            self._file = path.open(mode, encoding="utf-8", errors="backslashreplace", newline="")
        except OSError as error:
            raise StorageError(
                f"the report cannot be written: {reason(error)}; nothing was started", place=Place(str(path))
            ) from error
        self._told(lambda: writer.begin(self._file))

    def __enter__(self) -> Report:  # noqa: PYI034 (Self is not in Python 3.10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._told(lambda: self._writer.end(self._file))
        else:
            # What went wrong is told already; the report ends well where it can.
            with suppress(OSError):
                self._writer.end(self._file)
        with suppress(OSError):
            self._file.close()

    def add(self, record: Record) -> None:
        """Write one record."""
        self._told(lambda: self._writer.add(self._file, record))

    def _told(self, write: Callable[[], None]) -> None:
        try:
            write()
            self._file.flush()
        except OSError as error:
            raise StorageError(
                f"the report cannot be written: {reason(error)}; what was tagged so far stays",
                hint="Make room; the same command with another --report goes on from there.",
                place=Place(str(self.path)),
            ) from error


class _Jsonl:
    def begin(self, file: IO[str]) -> None:
        pass

    def add(self, file: IO[str], record: Record) -> None:
        file.write(json.dumps(record_object(record)) + "\n")

    def end(self, file: IO[str]) -> None:
        pass


_CSV_COLUMNS = ("outcome", "audio", "notes", "output", "chapters", "duration", "message", "hint", "origin")


class _Csv:
    def begin(self, file: IO[str]) -> None:
        csv.writer(file).writerow(_CSV_COLUMNS)

    def add(self, file: IO[str], record: Record) -> None:
        job = record.job
        duration = "" if record.duration_ms is None else format_time(record.duration_ms)
        row = (record.outcome, job.audio, job.notes or "", job.target, len(record.chapters_after), duration)
        csv.writer(file).writerow([plain_cell(cell) for cell in (*row, record.message, record.hint, job.origin)])

    def end(self, file: IO[str]) -> None:
        pass


class _Junit:
    """One test case a job. Cases are streamed; what the suite counts is filled in at the end, into room left for it."""

    def __init__(self) -> None:
        self._counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
        self._room = 0

    def begin(self, file: IO[str]) -> None:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name="chaptag batch"')
        self._room = file.tell() if file.seekable() else 0
        file.write(f"{'':{_ROOM}}>\n")

    def add(self, file: IO[str], record: Record) -> None:
        name = quoteattr(_xml(record.job.audio))
        opening = f'<testcase classname="chaptag.batch" name={name} time="{record.seconds:.3f}"'
        self._counts["tests"] += 1
        if record.outcome in DONE:
            file.write(f"{opening}/>\n")
            return
        kind = "skipped" if record.outcome in {"no-chapters", "needs-review"} else "failure"
        self._counts["skipped" if kind == "skipped" else "failures"] += 1
        message = quoteattr(_xml(f"{record.outcome}: {record.message}"))
        file.write(f"{opening}><{kind} message={message}>{escape(_xml(record.hint))}</{kind}></testcase>\n")

    def end(self, file: IO[str]) -> None:
        file.write("</testsuite>\n</testsuites>\n")
        if self._room:
            counts = "".join(f' {name}="{number}"' for name, number in self._counts.items())
            file.seek(self._room)
            file.write(f"{counts:{_ROOM}}")
            file.seek(0, os.SEEK_END)


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
