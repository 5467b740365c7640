"""The queue: the jobs of a run, and which files they read and write. In a temporary file, so that memory stays flat."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from chaptag.batch.job import Job, Problem, Record

__all__ = ["Queue", "file_key", "storable"]

_PAGE = 500

_TABLES = """
CREATE TABLE jobs (number INTEGER PRIMARY KEY, spec TEXT);
CREATE TABLE reads (key TEXT, number INTEGER, origin TEXT, PRIMARY KEY (key, number));
CREATE TABLE writes (key TEXT PRIMARY KEY, number INTEGER, origin TEXT);
"""
_OWN_OUTPUT = "Give it an output of its own."


class Queue:
    """Jobs in their order; no file is written twice, and none is read by one job and written by another."""

    def __init__(self) -> None:
        # An empty name is SQLite's for a database of this process alone, on disk where it grows, gone when closed.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def close(self) -> None:
        """Forget the jobs."""
        self._db.close()

    def add(self, job: Job, record: Record | None = None) -> None:
        """Queue a job; with a `record` it is one whose end is known: there is nothing to do for it."""
        known = [] if record is None else [record.outcome, record.message, record.hint]
        spec = json.dumps({**asdict(job), "known": known}, separators=(",", ":"))
        self._db.execute("INSERT INTO jobs VALUES (?, ?)", (job.number, spec))

    def claim(self, number: int, origin: str, *, reads: Iterable[str], writes: Iterable[str]) -> Problem | None:
        """Note the files of job `number`; where they clash with another job's, note nothing and say so.

        `number` may be any that is not another's. Files that a job both reads and writes are its own affair.
        """
        keys = {file_key(path): path for path in writes}
        for key, path in keys.items():
            other = self._origin("SELECT origin FROM writes WHERE key = ?", key)
            if other is not None:
                return Problem(origin, f"writes {path}, like {other}", "Each file can be written once.")
            other = self._origin("SELECT origin FROM reads WHERE key = ? AND number <> ? LIMIT 1", key, number)
            if other is not None:
                return Problem(origin, f"writes {path}, which {other} reads", _OWN_OUTPUT)
        read = {file_key(path): path for path in reads}
        for key, path in read.items():
            other = self._origin("SELECT origin FROM writes WHERE key = ?", key)
            if other is not None:
                return Problem(origin, f"reads {path}, which {other} writes", _OWN_OUTPUT)
        said = storable(origin)
        self._db.executemany("INSERT INTO writes VALUES (?, ?, ?)", [(key, number, said) for key in keys])
        self._db.executemany("INSERT INTO reads VALUES (?, ?, ?)", [(key, number, said) for key in read])
        return None

    def _origin(self, query: str, *values: object) -> str | None:
        row = self._db.execute(query, values).fetchone()
        return None if row is None else str(row[0])

    def count(self) -> int:
        """How many jobs are queued."""
        return int(self._db.execute("SELECT count(*) FROM jobs").fetchone()[0])

    def jobs(self) -> Iterator[Job | Record]:
        """The queued jobs in their order, read in pages; for one whose end is known, its record."""
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
                known = fields.pop("known")
                yield Record(Job(**fields), *known) if known else Job(**fields)


def file_key(path: str) -> str:
    """What is the same for every name of a file: where it lies on which disk; for one that is not there yet, its place.

    Systems whose disks ignore case and normal form by custom get the name without either.
    """
    try:
        there = os.stat(path)
    except OSError:
        there = None
    if there is not None and there.st_ino:
        return f"{there.st_dev}:{there.st_ino}"
    place = os.path.realpath(path)
    if sys.platform in {"darwin", "win32"}:
        place = unicodedata.normalize("NFC", place).casefold()
    return storable(place)


def storable(path: str) -> str:
    """SQLite takes no lone surrogates, which is how Python spells bytes of a name that are not UTF-8."""
    return path.encode("utf-8", "surrogatepass").decode("utf-8", "backslashreplace")
