"""Reports: one record a job as it ends, as JSON Lines, CSV or JUnit XML; and manifests made of jobs and doubts."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol
from xml.sax.saxutils import escape, quoteattr

from chaptag.batch.job import Job, Record
from chaptag.batch.sources.manifest import COLUMNS
from chaptag.model.errors import StorageError, UsageError
from chaptag.model.finding import Place
from chaptag.model.text import visible
from chaptag.model.timestamp import format_time

__all__ = ["Report", "open_report", "record_object", "write_manifest", "write_review"]


def record_object(record: Record) -> dict[str, Any]:
    """A record as the object of reports: public API, ``chaptag/batch/1``."""
    job = record.job
    return {
        "schema": "chaptag/batch/1",
        "outcome": record.outcome,
        "audio": job.audio,
        "notes": job.notes,
        "output": job.target,
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

    def __init__(self, path: Path, writer: _Writer) -> None:
        self.path = path
        self._writer = writer
        try:
            self._file = path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
        except OSError as error:
            raise StorageError(f"the report cannot be written: {error.strerror}", place=Place(str(path))) from error
        writer.begin(self._file)

    def __enter__(self) -> Report:  # noqa: PYI034 (Self is not in Python 3.10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.end(self._file)
        self._file.close()

    def add(self, record: Record) -> None:
        """Write one record."""
        self._writer.add(self._file, record)
        self._file.flush()


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
        csv.writer(file).writerow([_cell(cell) for cell in (*row, record.message, record.hint, job.origin)])

    def end(self, file: IO[str]) -> None:
        pass


class _Junit:
    """One test case a job. Cases are streamed, so the suite does not count them; readers count for themselves."""

    def begin(self, file: IO[str]) -> None:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name="chaptag batch">\n')

    def add(self, file: IO[str], record: Record) -> None:
        name = quoteattr(visible(record.job.audio))
        opening = f'<testcase classname="chaptag.batch" name={name} time="{record.seconds:.3f}"'
        if record.outcome in {"tagged", "unchanged"}:
            file.write(f"{opening}/>\n")
            return
        kind = "skipped" if record.outcome in {"no-chapters", "needs-review"} else "failure"
        message = quoteattr(visible(f"{record.outcome}: {record.message}"))
        file.write(f"{opening}><{kind} message={message}>{escape(visible(record.hint))}</{kind}></testcase>\n")

    def end(self, file: IO[str]) -> None:
        file.write("</testsuite>\n</testsuites>\n")


_WRITERS: dict[str, type[_Writer]] = {".jsonl": _Jsonl, ".csv": _Csv, ".xml": _Junit}


def open_report(path: Path) -> Report:
    """Open a report in the format of its suffix; raises UsageError for another one."""
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UsageError(f"{path}: a report ends in {', '.join(_WRITERS)}", hint="chaptag batch … --report run.jsonl")
    return Report(path, writer())


def write_manifest(path: Path, jobs: Iterable[Job]) -> int:
    """Write jobs as a manifest to look over; paths become relative to it where they can. Returns their number."""
    count = 0
    with _csv_file(path) as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for job in jobs:
            writer.writerow(_row(job, path))
            count += 1
    return count


def write_review(path: Path, records: Iterable[Record]) -> int:
    """Write the jobs in doubt as a manifest with an empty ``pick`` column and the lists to choose from."""
    count = 0
    with _csv_file(path) as file:
        writer = csv.writer(file)
        writer.writerow((*COLUMNS, "outcome", "message", "candidates"))
        for record in records:
            count += 1
            lists = "; ".join(
                f"{each['pick']}: {each['why']} ({_first_chapters(each['chapters'])})" for each in record.candidates
            )
            writer.writerow((*_row(record.job, path), record.outcome, _cell(record.message), _cell(lists)))
    return count


def _first_chapters(chapters: object) -> str:
    listed = [chapter for chapter in chapters if isinstance(chapter, dict)] if isinstance(chapters, list) else []
    shown = [f"{format_time(round(c['startTime'] * 1000))} {c['title']}" for c in listed[:3]]
    return ", ".join(shown) + (f" … {len(listed)} in all" if len(listed) > 3 else "")


def _row(job: Job, manifest: Path) -> list[str]:
    options = dict(job.options)
    paths = [_relative(path, manifest) for path in (job.audio, job.notes or "", job.output or "")]
    return [*paths, *(options.get(name, "") for name in COLUMNS[3:])]


def _relative(path: str, manifest: Path) -> str:
    try:
        return str(Path(path).absolute().relative_to(manifest.absolute().parent)) if path else ""
    except ValueError:
        return str(Path(path).absolute())


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _csv_file(path: Path) -> IO[str]:
    try:
        return path.open("x", encoding="utf-8-sig", errors="backslashreplace", newline="")
    except FileExistsError:
        raise UsageError(f"{path} exists", hint="Delete it, or choose another name.") from None
    except OSError as error:
        raise StorageError(f"cannot be written: {error.strerror}", place=Place(str(path))) from error
