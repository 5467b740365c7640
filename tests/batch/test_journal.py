"""The journal as others find it: locked, not ours, damaged, in the way of nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import chaptag
from chaptag.batch import runner
from chaptag.batch.job import Job, Record
from chaptag.batch.journal import Journal, state_path
from chaptag.model.errors import StorageError
from tests.support.cli import Answer
from tests.support.cli import chaptag as chaptag_batch

Batch = Callable[..., Answer]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chaptag.batch.journal._WAIT", 0.05)


def test_a_second_batch_is_told_before_it_starts(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    first = Journal(tmp_path / "state.sqlite3")
    for number in range(70):  # past a commit
        first.add(Record(Job(number, f"{number}.mp3"), "failed"))
    answer = batch("episodes", "--jobs", 1)
    assert answer.code == 4
    assert "another batch is at work with this journal" in answer.err
    assert not any(chaptag.read(path).chapters for path in episodes.glob("*.mp3"))
    assert batch("episodes", "--status").code == 0
    assert batch("episodes", "--jobs", 1, "-n").code == 0
    first.close()
    assert batch("episodes", "--jobs", 1).code == 0


def test_what_is_no_journal_is_left_alone(episodes: Path, tmp_path: Path) -> None:
    (tmp_path / "other.mp3").write_bytes((episodes / "ep1.mp3").read_bytes())
    for name in ("foreign.sqlite3", "other.mp3"):
        path = tmp_path / name
        if name == "foreign.sqlite3":
            database = sqlite3.connect(path)
            database.execute("CREATE TABLE results (target TEXT)")
            database.close()
        before = path.read_bytes()
        for more in ((), ("-n",), ("--status",)):
            answer = chaptag_batch("batch", episodes, *more, "--state", path)
            assert answer.code == 2, answer
            assert "is no journal of a batch" in answer.err
            assert "elete" not in answer.err
            assert path.read_bytes() == before


def test_asking_makes_no_journal(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    assert batch("nowhere", "--status").code == 0
    batch("episodes", "--status")
    batch("episodes", "--jobs", 1, "-n")
    batch("nowhere")
    assert not (tmp_path / "state.sqlite3").exists()


def test_an_empty_file_becomes_one(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "state.sqlite3").touch()
    assert batch("episodes", "--jobs", 1).code == 0
    assert batch("episodes", "--jobs", 1).out == "episodes: 6 unchanged (6 done before)\n"


def test_a_damaged_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "state"
    journal = Journal(path)
    journal.add(Record(Job(1, "a.mp3"), "failed"))
    journal.close()
    data = bytearray(path.read_bytes())
    data[100:] = b"\xff" * (len(data) - 100)
    path.write_bytes(data)
    with pytest.raises(StorageError, match="cannot be used"):
        Journal(path).outcomes()


def test_a_run_that_ends_badly_keeps_what_was_done(
    episodes: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = runner.run

    def breaking(*arguments: object, **options: object) -> object:
        for number, record in enumerate(real(*arguments, **options)):  # type: ignore[arg-type]
            if number == 3:
                raise StorageError("the roof fell in")
            yield record

    monkeypatch.setattr("chaptag.batch.run.run", breaking)
    assert batch("episodes", "--jobs", 1).code == 4
    monkeypatch.undo()
    monkeypatch.chdir(episodes.parent)
    assert "(3 done before)" in batch("episodes", "--jobs", 1).out


@pytest.mark.parametrize("kept", [100, 4096, 5000])
def test_a_damaged_one_is_begun_anew_where_that_is_asked_for(
    episodes: Path, batch: Batch, tmp_path: Path, kept: int
) -> None:
    path = tmp_path / "state.sqlite3"
    assert batch("episodes", "--jobs", 1).code == 0
    data = path.read_bytes()
    path.write_bytes(data[:kept] + b"\xff" * (len(data) - kept))
    for more in ((), ("--status",)):
        answer = batch("episodes", *more)
        assert (answer.code, "--fresh" in answer.err) == (4, True)
    assert batch("episodes", "--jobs", 1, "--fresh", "-n").code == 0
    assert batch("episodes", "--jobs", 1, "--fresh").out == "episodes: 6 unchanged\n"
    assert batch("episodes", "--jobs", 1).out == "episodes: 6 unchanged (6 done before)\n"


def test_one_source_has_one_journal(episodes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(episodes.parent)
    (episodes.parent / "link").symlink_to("episodes")
    names = ["episodes", "./episodes/../episodes", str(episodes), "link"]
    assert len({state_path(Path(name), "") for name in names}) == 1
