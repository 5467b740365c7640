"""A batch that is told to stop, or dies: what ran is recorded, and nothing of it stays behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import chaptag
from chaptag.cli.console import Console
from chaptag.cli.interrupts import Interrupts
from tests.support.mp3 import mp3

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals on Windows")

EPISODES = 60
WAIT = 60.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Many small episodes in ``episodes/``."""
    place = tmp_path / "episodes"
    place.mkdir()
    sound = mp3(seconds=30)
    for number in range(EPISODES):
        (place / f"{number:02d}.mp3").write_bytes(sound)
        (place / f"{number:02d}.md").write_text("00:00 Intro\n00:10 Interview\n00:20 Outro\n")
    return place


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a batch in a process group of its own."""
    started: list[subprocess.Popen[str]] = []

    def call(*more: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "chaptag", "batch", "episodes", "--state", "state", "--report", "r.jsonl", *more]
        pipe = subprocess.PIPE
        started.append(
            subprocess.Popen(words, cwd=folder.parent, stdout=pipe, stderr=pipe, text=True, start_new_session=True)
        )
        return started[-1]

    yield call
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def lines(folder: Path) -> list[dict[str, object]]:
    path = folder.parent / "r.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines(keepends=True) if line.endswith("\n")]


def tagged(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.mp3") if chaptag.read(path).chapters}


def reported(folder: Path) -> set[str]:
    return {Path(str(line["audio"])).name for line in lines(folder) if line["outcome"] == "tagged"}


def gone(group: int) -> bool:
    """Whether no process of the group is left; those that only wait to be reaped do not count."""
    if not Path("/proc/self/stat").exists():
        return True
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, of_group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            if int(of_group) == group and state != "Z":
                return False
    return True


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_batch_that_is_told_to_stop(
    folder: Path, start: Callable[..., subprocess.Popen[str]], number: signal.Signals, jobs: str
) -> None:
    process = start("--jobs", jobs)
    until(lambda: (folder.parent / "r.jsonl").exists() and len(lines(folder)) > 2)
    process.send_signal(number)
    _, err = process.communicate(timeout=WAIT)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    until(lambda: gone(process.pid))
    assert 2 < len(tagged(folder)) < EPISODES
    assert reported(folder) == tagged(folder)


def test_twice_to_all_of_them_as_a_terminal_does(folder: Path, start: Callable[..., subprocess.Popen[str]]) -> None:
    process = start("--jobs", "2")
    until(lambda: (folder.parent / "r.jsonl").exists() and len(lines(folder)) > 2)
    for _ in (1, 2):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.02)
    _, err = process.communicate(timeout=WAIT)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert reported(folder) == tagged(folder)


@pytest.mark.parametrize("after", [0.0, 0.05, 0.2])
def test_while_the_workers_start(folder: Path, start: Callable[..., subprocess.Popen[str]], after: float) -> None:
    process = start("--jobs", "2")
    until((folder.parent / "r.jsonl").exists)
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=WAIT)
    assert process.returncode == 130, (out, err)
    assert "Traceback" not in err


def test_workers_do_not_outlive_a_driver_that_is_killed(
    folder: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    process = start("--jobs", "2")
    until(lambda: (folder.parent / "r.jsonl").exists() and len(lines(folder)) > 2)
    process.kill()
    process.communicate(timeout=WAIT)  # which ends when nobody holds the pipes any more
    until(lambda: gone(process.pid))
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_the_third_one_is_raised() -> None:
    with Interrupts(Console()) as interrupts:
        for _ in (1, 2):
            os.kill(os.getpid(), signal.SIGINT)
            assert interrupts.asked
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)


def stop_reading(process: subprocess.Popen[str]) -> str:
    """Close the pipe after one record; the exit code says so. Answers what is said about it."""
    assert process.stdout is not None
    assert process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=WAIT)
    assert process.returncode == 141, err
    return err


def test_a_reader_that_goes_away_stops_nothing(folder: Path, start: Callable[..., subprocess.Popen[str]]) -> None:
    process = start("--jobs", "2", "--json")
    err = stop_reading(process)
    assert "the records were not read to their end; the episodes were done all the same" in err
    assert len(tagged(folder)) == len(lines(folder)) == EPISODES


def test_nor_does_it_stop_the_way_back(folder: Path, start: Callable[..., subprocess.Popen[str]]) -> None:
    assert start("--jobs", "2").wait(WAIT) == 0
    words = [sys.executable, "-m", "chaptag", "batch", "r.jsonl", "--restore", "--json"]
    process = subprocess.Popen(words, cwd=folder.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    stop_reading(process)
    assert not tagged(folder)
