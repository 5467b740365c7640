"""Manifests that chaptag makes: of jobs to look over, and of doubts to decide."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO

from chaptag.batch.carried import as_columns
from chaptag.batch.job import Job, Record
from chaptag.batch.report import no_folder, plain_cell
from chaptag.batch.sources.manifest import COLUMNS, LINES, TABLES
from chaptag.model.errors import StorageError, UsageError
from chaptag.model.finding import Place
from chaptag.model.timestamp import format_time
from chaptag.storage.paths import reason

__all__ = ["check_review", "fits", "is_decided", "write_manifest", "write_review"]

_ELSEWHERE = "Choose another name, or make room there."
_REVIEW = (*COLUMNS, "outcome", "message", "candidates")


def fits(job: Job, path: Path) -> bool:
    """Whether a manifest at `path` can name the job's files: JSON can name any.

    CSV is text in UTF-8, and reading takes away a space at the end.
    """
    if path.suffix.lower() in LINES:
        return True
    try:
        return all(path.encode() and path == path.rstrip() for path in (job.audio, job.notes, job.output) if path)
    except UnicodeEncodeError:
        return False


def write_manifest(path: Path, jobs: Iterable[Job]) -> int:
    """Write jobs that fit as a manifest to look over, with relative paths where they can be; gives their number."""
    _check_suffix(path, TABLES | LINES)
    number = 0
    with _new_file(path) as file:
        writer = csv.writer(file)
        if path.suffix.lower() in TABLES:
            writer.writerow(COLUMNS)
        for number, job in enumerate((job for job in jobs if fits(job, path)), 1):  # noqa: B007
            row = _row(job, path)
            if path.suffix.lower() in TABLES:
                writer.writerow(row)
            else:
                cells = {name: cell for name, cell in zip(COLUMNS, row, strict=True) if cell}
                file.write(json.dumps(cells) + "\n")
    return number


def write_review(path: Path, records: Iterable[Record], *, said: Mapping[str, object] | None = None) -> int:
    """Write the jobs in doubt that fit as a manifest with an empty ``pick`` column and the lists to choose from.

    What the call `said` wins over the jobs' own options, as it did in the run.
    """
    columns = as_columns(said or {})
    count = 0
    with _new_file(path, overwrite=_picks(path) == 0) as file:
        writer = csv.writer(file)
        writer.writerow(_REVIEW)
        for record in (record for record in records if fits(record.job, path)):
            count += 1
            lists = "; ".join(
                f"{each['pick']}: {each['why']} ({_first_chapters(each['chapters'])})" for each in record.candidates
            )
            job = replace(record.job, options=tuple({**dict(record.job.options), **columns}.items()))
            writer.writerow((*_row(job, path), record.outcome, plain_cell(record.message), plain_cell(lists)))
    return count


def check_review(path: Path) -> None:
    """Raise what would keep a review from being written: another suffix, no such folder, a file that is no review."""
    _check_suffix(path, TABLES)
    try:
        os.lstat(path)
    except FileNotFoundError:
        if not os.path.isdir(path.parent):
            raise no_folder(path) from None
        return
    except OSError as error:
        raise StorageError(
            f"cannot be written: {reason(error)}; nothing was started", hint=_ELSEWHERE, place=Place(str(path))
        ) from error
    if _picks(path) is None:
        raise UsageError(f"{path} exists and is no review; nothing was started", hint="Choose another name.")


def is_decided(path: Path) -> bool:
    """Whether the file is a review with a decision of somebody in it, which is not written over."""
    return bool(_picks(path))


def _picks(path: Path) -> int | None:
    """How many picks are filled in; None for what is no review as chaptag wrote it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if tuple(rows.fieldnames or ()) != _REVIEW:
                return None
            return sum(bool(row["pick"]) for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error):
        return None


def _first_chapters(chapters: object) -> str:
    listed = [chapter for chapter in chapters if isinstance(chapter, dict)] if isinstance(chapters, list) else []
    shown = [f"{format_time(round(c['startTime'] * 1000))} {c['title']}" for c in listed[:3]]
    return ", ".join(shown) + (f" … {len(listed)} in all" if len(listed) > 3 else "")


def _row(job: Job, manifest: Path) -> list[str]:
    options = dict(job.options)
    paths = [_relative(path, manifest) for path in (job.audio, job.notes or "", job.output or "")]
    return [*paths, *(options.get(name, "") for name in COLUMNS[3:])]


def _relative(path: str, manifest: Path) -> str:
    if not path:
        return ""
    try:
        name = str(Path(path).absolute().relative_to(manifest.absolute().parent))
    except ValueError:
        name = str(Path(path).absolute())
    # Neither a formula for a spreadsheet, nor a space that reading would take away; it is the same path.
    return f".{os.sep}{name}" if name[:1].isspace() or plain_cell(name) != name else name


def _check_suffix(path: Path, suffixes: frozenset[str]) -> None:
    """Raise UsageError for a name under which it could not be run."""
    if path.suffix.lower() not in suffixes:
        raise UsageError(f"{path}: the name ends in none of {', '.join(sorted(suffixes))}", hint="Choose such a name.")


def _new_file(path: Path, *, overwrite: bool = False) -> IO[str]:
    encoding = "utf-8" if path.suffix.lower() in LINES else "utf-8-sig"
    try:
        return path.open("w" if overwrite else "x", encoding=encoding, errors="backslashreplace", newline="")
    except FileExistsError:
        raise UsageError(f"{path} exists", hint="Delete it, or choose another name.") from None
    except OSError as error:
        raise StorageError(f"cannot be written: {reason(error)}", hint=_ELSEWHERE, place=Place(str(path))) from error
