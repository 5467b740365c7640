"""Workers that die, drivers that stop."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import chaptag
from chaptag.batch.job import Job, Record
from chaptag.batch.runner import run
from chaptag.batch.work import Task
from chaptag.workflow.optionset import Settings
from tests.support.mp3 import mp3


def tasks(folder: Path, count: int) -> Iterator[Task]:
    for number in range(1, count + 1):
        audio, notes = folder / f"{number}.mp3", folder / f"{number}.md"
        audio.write_bytes(mp3(seconds=30))
        notes.write_text("00:00 One\n00:10 Two\n00:20 Three\n")
        yield Task(Job(number, str(audio), str(notes)), Settings())


def never() -> bool:
    return False


def test_order_and_number_do_not_matter(tmp_path: Path) -> None:
    records = list(run(tasks(tmp_path, 30), 2, stop=never))
    assert sorted(record.job.number for record in records) == list(range(1, 31))
    assert {record.outcome for record in records} == {"tagged"}


class _Killer(Task):
    """A task that kills whoever unpickles it."""

    def __reduce__(self) -> tuple[object, ...]:
        return (_die, (os.getpid(),))


def _die(parent: int) -> None:
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_that_dies_takes_only_its_job_with_it(tmp_path: Path) -> None:
    work = list(tasks(tmp_path, 20))
    work[7] = _Killer(work[7].job, work[7].settings)
    records = list(run(work, 2, stop=never))
    assert len(records) == 20
    failed = [record for record in records if record.outcome == "failed"]
    assert [record.job.number for record in failed] == [8]
    assert "died" in failed[0].message


class _LateKiller(Task):
    """A task that kills the worker when its file is written."""

    def __reduce__(self) -> tuple[object, ...]:
        return (_tag_and_die, (os.getpid(), self.job.audio, self.job.notes))


def _tag_and_die(parent: int, audio: str, notes: str) -> None:
    if os.getpid() != parent:
        chaptag.tag(audio, notes)
        os.kill(os.getpid(), signal.SIGKILL)


def test_what_is_said_of_a_file_holds_wherever_its_worker_died(tmp_path: Path) -> None:
    (task,) = tasks(tmp_path, 1)
    before = Path(task.job.audio).read_bytes()
    (record,) = run([_LateKiller(task.job, task.settings)], 2, stop=never)
    assert Path(task.job.audio).read_bytes() != before
    assert record.message == "the process that worked on it died twice; the file is the old one or the new one, whole"


def test_stopping_ends_what_is_under_way(tmp_path: Path) -> None:
    seen: list[Record] = []
    seen.extend(_noting(run(tasks(tmp_path, 200), 2, stop=lambda: len(noted) > 0)))
    assert 0 < len(seen) < 200
    assert {record.outcome for record in seen} == {"tagged"}


def test_nothing_else_begins_after_a_stop(tmp_path: Path) -> None:
    for spare in (0, 1):
        seen = sum(1 for _ in _noting(run(tasks(tmp_path, 60), 2, stop=lambda: len(noted) > 0, spare=spare)))
        assert 0 < seen <= 2 + spare


def test_closing_kills_the_workers(tmp_path: Path) -> None:
    records = run(tasks(tmp_path, 60), 2, stop=never)
    next(records)
    records.close()
    assert not [child for child in active_children() if child.is_alive()]


noted: list[Record] = []


def _noting(records: Iterator[Record]) -> Iterator[Record]:
    noted.clear()
    for record in records:
        noted.append(record)
        yield record
