"""The journal: what was done to which bytes. A cache that makes a second run quick, never the truth."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from chaptag._version import __version__
from chaptag.batch.job import Job, Record
from chaptag.model.errors import StorageError
from chaptag.model.finding import Place

__all__ = ["Journal", "fingerprint", "state_path"]

_COMMIT_EVERY = 64
_PAGE = 500

_TABLES = """
CREATE TABLE IF NOT EXISTS results (target TEXT PRIMARY KEY, fingerprint TEXT, outcome TEXT, record TEXT);
CREATE TEMP TABLE jobs (number INTEGER PRIMARY KEY, target TEXT UNIQUE, origin TEXT, spec TEXT);
"""


def state_path(source: Path, shard: str) -> Path:
    """Where the journal of a batch lies: in the user's state folder, one file for each source and shard."""
    from platformdirs import user_state_path

    name = sha256(f"{os.fspath(source.absolute())}\\0{shard}".encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return user_state_path("chaptag", appauthor=False) / "batch" / f"{name}.sqlite3"


def fingerprint(job: Job, settings: object) -> str | None:
    """What a job's result depends on: the audio's size, time and inode, the notes' and the options' hash.

    None where the audio or the notes cannot be looked at; such a job is never taken for done.
    """
    try:
        stat = os.stat(job.target if os.path.exists(job.target) else job.audio)
        notes = sha256(Path(job.notes).read_bytes()).hexdigest() if job.notes else ""
    except OSError:
        return None
    said = sha256(f"{__version__} {job.notes} {job.options} {settings}".encode("utf-8", "surrogatepass"))
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ino} {notes} {said.hexdigest()}"


class Journal:
    """One SQLite file. Jobs of this run are in a temporary table on disk, so that memory stays flat."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pending = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=10)
            # No write-ahead log: it does not work on network shares, and the journal can be lost without harm.
            self._db.execute("PRAGMA journal_mode = TRUNCATE")
            self._db.execute("PRAGMA synchronous = OFF")
            self._db.execute("PRAGMA temp_store = FILE")
            self._db.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise StorageError(
                f"the journal cannot be used: {error}",
                hint="Delete it (nothing but time is lost), or choose another place with --state PATH.",
                place=Place(str(path)),
            ) from error

    def close(self) -> None:
        """Write what is pending and close."""
        self._db.commit()
        self._db.close()

    def add_job(self, job: Job) -> str | None:
        """Queue a job; where another job has the same target, queue nothing and give that one's origin."""
        target = os.path.abspath(job.target)
        try:
            self._db.execute(
                "INSERT INTO jobs VALUES (?, ?, ?, ?)",
                (job.number, _text(target), _text(job.origin), _dump(asdict(job))),
            )
        except sqlite3.IntegrityError:
            row = self._db.execute("SELECT origin FROM jobs WHERE target = ?", (_text(target),)).fetchone()
            return str(row[0]) if row else "another job"
        return None

    def count(self) -> int:
        """How many jobs are queued."""
        return int(self._db.execute("SELECT count(*) FROM jobs").fetchone()[0])

    def jobs(self) -> Iterator[Job]:
        """The queued jobs in their order, read in pages."""
        last = -1
        while True:
            rows = self._db.execute(
                "SELECT number, spec FROM jobs WHERE number > ? ORDER BY number LIMIT ?", (last, _PAGE)
            ).fetchall()
            if not rows:
                return
            for number, spec in rows:
                last = number
                fields = json.loads(spec)
                fields["options"] = tuple((name, text) for name, text in fields["options"])
                yield Job(**fields)

    def result(self, job: Job, mark: str) -> Record | None:
        """The record of an earlier run with the same fingerprint."""
        row = self._db.execute(
            "SELECT record FROM results WHERE target = ? AND fingerprint = ?",
            (_text(os.path.abspath(job.target)), mark),
        ).fetchone()
        if row is None:
            return None
        fields: dict[str, Any] = json.loads(row[0])
        fields["job"] = job
        for name in ("findings", "chapters_before", "chapters_after", "candidates"):
            fields[name] = tuple(fields[name])
        return Record(**{**fields, "resumed": True})

    def add_result(self, record: Record, mark: str | None) -> None:
        """Note what became of a job."""
        fields = asdict(record)
        fields.pop("job")
        self._db.execute(
            "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)",
            (_text(os.path.abspath(record.job.target)), mark, record.outcome, _dump(fields)),
        )
        self._pending += 1
        if self._pending >= _COMMIT_EVERY:
            self._db.commit()
            self._pending = 0

    def outcomes(self) -> dict[str, int]:
        """How many results there are of each outcome."""
        rows = self._db.execute("SELECT outcome, count(*) FROM results GROUP BY outcome ORDER BY outcome")
        return {str(outcome): int(number) for outcome, number in rows}


def _dump(fields: dict[str, Any]) -> str:
    return json.dumps(fields, separators=(",", ":"))


def _text(path: str) -> str:
    """SQLite takes no lone surrogates, which is how Python spells bytes of a name that are not UTF-8."""
    return path.encode("utf-8", "surrogatepass").decode("utf-8", "backslashreplace")
