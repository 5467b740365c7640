"""The journal: what was done to which bytes. A cache that makes a second run quick, never the truth."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from chaptag.batch.job import CACHED, Job, Record
from chaptag.batch.queue import storable
from chaptag.model.errors import StorageError, UsageError
from chaptag.model.finding import Place
from chaptag.storage.paths import reason, typed

__all__ = ["Journal", "state_path"]

_COMMIT_EVERY = 64
_WAIT = 3.0  # seconds for another process that writes
_LISTS = ("findings", "chapters_before", "chapters_after", "candidates")

# How a file says what it is: SQLite's own words, and at byte 68 the number of the program that it belongs to
# (https://www.sqlite.org/fileformat2.html#the_database_header).
_MAGIC = b"SQLite format 3\0"
_APPLICATION = 0x63686170  # "chap"
_AT = 68

_TABLE = "CREATE TABLE IF NOT EXISTS results (target TEXT PRIMARY KEY, fingerprint TEXT, outcome TEXT, record TEXT)"


def state_path(source: Path, shard: str) -> Path:
    """Where the journal of a batch lies: in the user's state folder, one file for each source and shard."""
    from platformdirs import user_state_path

    name = sha256(f"{os.path.realpath(source)}\\0{shard}".encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return user_state_path("chaptag", appauthor=False) / "batch" / f"{name}.sqlite3"


class Journal:
    """One SQLite file, for one batch at a time.

    With `read_only` nothing is made or changed, and others may write: for dry runs, and to ask what was done. With
    `fresh` one that is damaged is begun anew.
    """

    def __init__(self, path: Path, *, read_only: bool = False, fresh: bool = False) -> None:
        self.path = path
        self._read_only = read_only
        self._pending = 0
        there = _is_ours(path)
        with self._told():
            if read_only:
                # Where there is none yet, an empty one that is gone when closed.
                name = f"file:{quote(os.fsencode(path))}?mode=ro" if there else ""
                self._db = sqlite3.connect(name, timeout=_WAIT, uri=there, isolation_level=None)
                if not there:
                    self._db.execute(_TABLE)
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            if fresh and there and _is_damaged(path):
                path.unlink()
            self._db = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
            try:
                # No write-ahead log: it does not work on network shares, and the journal can be lost without harm.
                self._db.execute("PRAGMA journal_mode = TRUNCATE")
                self._db.execute("PRAGMA synchronous = OFF")
                self._db.execute("BEGIN IMMEDIATE")
                self._db.execute(f"PRAGMA application_id = {_APPLICATION}")
                self._db.execute(_TABLE)
                self._commit()
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Write what is pending and close; a failure loses a bit of the cache alone, and is told."""
        with self._told():
            try:
                if self._db.in_transaction:
                    self._db.execute("COMMIT")
            finally:
                self._db.close()

    def result(self, job: Job, mark: str) -> Record | None:
        """The record of an earlier run with the same fingerprint."""
        with self._told():
            row = self._db.execute(
                "SELECT record FROM results WHERE target = ? AND fingerprint = ?", (_target(job), mark)
            ).fetchone()
        if row is None:
            return None
        fields: dict[str, Any] = json.loads(row[0])
        fields |= {name: tuple(fields[name]) for name in _LISTS}
        return Record(**{**fields, "job": job, "resumed": True})

    def add(self, record: Record) -> None:
        """Note what became of a job. Failures are counted and not remembered: their cause may be gone tomorrow."""
        fields = asdict(record)
        del fields["job"]
        mark = record.mark if record.outcome in CACHED else None
        with self._told():
            self._db.execute(
                "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)",
                (_target(record.job), mark, record.outcome, json.dumps(fields, separators=(",", ":"))),
            )
            self._pending += 1
            if self._pending >= _COMMIT_EVERY:
                self._commit()

    def _commit(self) -> None:
        """Commit, and hold the right to write on: a second batch with this journal is told at its start."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")
        self._pending = 0

    def outcomes(self) -> dict[str, int]:
        """How many results there are of each outcome."""
        query = "SELECT outcome, count(*) FROM results GROUP BY outcome ORDER BY outcome"
        with self._told():
            rows = self._db.execute(query).fetchall()
        return {str(outcome): int(number) for outcome, number in rows}

    @contextmanager
    def _told(self) -> Iterator[None]:
        place = Place(str(self.path))
        try:
            yield
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise StorageError(
                    "another batch is at work with this journal",
                    hint="Wait until it has ended. For parts of one source at a time: --shard 1/2 and --shard 2/2.",
                    place=place,
                ) from error
            raise StorageError(
                f"the journal cannot be used: {error}; what was tagged so far stays",
                hint="Begin it anew with --fresh; it is a cache, and nothing but time is lost.",
                place=place,
            ) from error
        except OSError as error:
            raise StorageError(
                f"the journal cannot be used: {reason(error)}",
                hint="Choose another place with --state PATH.",
                place=place,
            ) from error


def _is_ours(path: Path) -> bool:
    """Whether a journal is there; raises UsageError for a file that is something else. An empty file is none yet."""
    try:
        with path.open("rb") as file:
            head = file.read(_AT + 4)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StorageError(
            f"the journal cannot be read: {reason(error)}",
            hint="Choose another place with --state PATH.",
            place=Place(str(path)),
        ) from error
    if not head:
        return False
    if head[: len(_MAGIC)] != _MAGIC or head[_AT:] != _APPLICATION.to_bytes(4, "big"):
        raise UsageError(
            "is no journal of a batch; it is left alone",
            hint=f"Choose another name: --state {typed(str(path))}.sqlite3",
            place=Place(str(path)),
        )
    return True


def _is_damaged(path: Path) -> bool:
    """Whether SQLite finds it damaged; not where another batch is at work with it."""
    try:
        database = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        try:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
        finally:
            database.close()
    except sqlite3.OperationalError as error:
        return "locked" not in str(error)
    except sqlite3.DatabaseError:
        return True


def _target(job: Job) -> str:
    return storable(os.path.realpath(job.target))
