"""What a batch prints: to a person, to cron, to a program, and to a full disk."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import chaptag
from chaptag.batch.job import Job, Record
from chaptag.batch.report import open_report
from chaptag.cli.render.attention import Attention
from tests.support.cli import Answer
from tests.support.junit import check_junit

Batch = Callable[..., Answer]


def test_quiet_is_silent_unless_something_is_wrong(episodes: Path, batch: Batch) -> None:
    assert batch("episodes", "--jobs", 1, "-q") == Answer(0, "", "")
    (episodes / "ep2.mp3").write_bytes(b"no audio at all")
    answer = batch("episodes", "--jobs", 1, "-q")
    assert (answer.code, answer.out) == (1, "")
    assert "ep2.mp3: failed: is not audio" in answer.err  # the name is not said twice


def test_quiet_names_doubts_where_they_count(episodes: Path, batch: Batch) -> None:
    (episodes / "ep2.md").write_text("nothing\n")
    assert batch("episodes", "--jobs", 1, "-q").err == ""
    assert "ep2.mp3: no-chapters" in batch("episodes", "--jobs", 1, "-q", "--require-chapters").err


def doubtful(episodes: Path) -> None:
    cues = [f"00:{n:02d}.000 --> 00:{n + 1:02d}.000\nwhat was said in second {n}\n" for n in range(29)]
    (episodes / "ep1.md").write_text("\n".join(["WEBVTT\n", *cues]))
    (episodes / "ep2.md").write_text("nothing\n")
    (episodes / "ep3.md").write_text("00:00 Intro\n12:10 Interview\n45:40 Outro\n")
    (episodes / "ep4.md").write_text("00:05 Late\n00:10 Interview\n00:20 Outro\n")


def test_a_person_is_told_what_needs_one(episodes: Path, batch: Batch) -> None:
    doubtful(episodes)
    answer = batch("episodes", "--jobs", 1)
    assert answer.out == "episodes: 1 needs-review, 1 no-chapters, 1 refused, 3 tagged\n"
    said = answer.err.splitlines()
    assert [line.split(": ")[:2] for line in said] == [
        ["episodes/ep3.mp3", "refused"],
        ["episodes/ep1.mp3", "needs-review"],
        ["episodes/ep2.mp3", "no-chapters"],
        ["episodes/ep4.mp3", "warning"],
    ]
    assert "is this the right episode?" in said[0]
    assert "(To see the lists: chaptag show episodes/ep1.md) (To choose for all: --write-review FILE.csv" in said[1]
    assert "a line with a time and a title" in said[2]
    assert "[not-from-zero]" in said[3]
    again = batch("episodes", "--jobs", 1).err.splitlines()
    assert [line.split(": ")[1] for line in again] == ["refused", "needs-review", "no-chapters"]
    loud = batch("episodes", "--jobs", 1, "-v").err
    assert "ep4.mp3: warning: " in loud
    assert loud.count("why: ") >= 3


def test_many_are_counted() -> None:
    attention = Attention()
    warning: dict[str, object] = {
        "rule": "misnamed",
        "severity": "warning",
        "message": "is",
        "why": "Why.",
        "fix": "Rename the file.",
    }
    for number in range(1000):
        for outcome in ("failed", "needs-review", "no-chapters"):
            attention.add(Record(Job(number, f"{number}.mp3"), outcome, "was not to be", "Do this."))
        attention.add(Record(Job(number, f"{number}.mp3"), "tagged", findings=(warning, warning)))
    lines = list(attention.lines())
    assert len(lines) == 44
    assert "… and 990 more failed; -v prints them, --report FILE.jsonl keeps them" in lines
    assert lines[-1].startswith("… and 1,990 more warnings")
    assert sum("Do this." in line for line in lines) == 1
    assert len(list(attention.lines({"failed"}))) == 11


def test_json_is_one_object_a_line(episodes: Path, batch: Batch) -> None:
    lines = batch("episodes", "--jobs", 1, "--json").out.splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["tagged"] * 6


def test_restore_speaks_json_and_status_says_that_it_does_not(episodes: Path, batch: Batch) -> None:
    batch("episodes", "--jobs", 1, "--report", "r.jsonl")
    lines = batch("r.jsonl", "--restore", "--json").out.splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["tagged"] * 6
    assert batch("episodes", "--status", "--json").code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_behind_stdout_stops_no_work(episodes: Path, tmp_path: Path) -> None:
    call = [sys.executable, "-m", "chaptag", "batch", "episodes", "--jobs", "1", "--state", "state", "--json"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(call, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 4, done.stderr
    assert "cannot be printed: No space left on device; the episodes were done all the same" in done.stderr
    assert all(chaptag.read(path).chapters for path in episodes.glob("*.mp3"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_behind_the_report_is_told(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").symlink_to("/dev/full")
    answer = batch("episodes", "--jobs", 1, "--report", "r.jsonl", "--overwrite")
    assert (answer.code, "the report cannot be written: No space left" in answer.err) == (4, True)


class _Full(io.FileIO):
    """A file on a disk with room for so many bytes."""

    room = 3000

    def write(self, data: Any) -> int:
        taken = min(len(data), self.room - self.tell())
        if taken <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data[:taken])


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xml"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_report_that_finds_no_room_stays_whole(
    episodes: Path, batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, jobs: int
) -> None:
    real = Path.open

    def opened(path: Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        return _Full(path, "x") if mode == "xb" else real(path, mode, *arguments, **options)

    (episodes / "ep1.md").write_text("00:05 Late\n00:10 Interview\n00:20 Outro\n")
    monkeypatch.setattr(_Full, "room", {".jsonl": 3000, ".csv": 300, ".xml": 450}[suffix])
    monkeypatch.setattr(Path, "open", opened)
    answer = batch("episodes", "--jobs", jobs, "--report", f"r{suffix}")
    monkeypatch.setattr(Path, "open", real)
    assert (answer.code, "the report cannot be written: No space left" in answer.err) == (4, True)
    text = (tmp_path / f"r{suffix}").read_text()
    assert text.endswith("\n")
    tagged = {path.name for path in episodes.glob("*.mp3") if chaptag.read(path).chapters}
    written = {name for name in tagged if name in text}
    assert 0 < len(written) < len(tagged) < 6 + (jobs > 1)
    assert "ep1.mp3: warning: " in answer.err
    told = answer.err.split("changed and not in the report: ")[1].splitlines()[0]
    assert {Path(name).name for name in told.split(", ")} == tagged - written
    if suffix == ".jsonl":
        assert batch("r.jsonl", "--restore").out == f"r.jsonl: {len(written)} files as before the batch\n"
        assert {path.name for path in episodes.glob("*.mp3") if chaptag.read(path).chapters} == tagged - written


@pytest.mark.parametrize("form", ["csv", "jsonl", "xml"])
def test_a_report_gives_the_reason(episodes: Path, batch: Batch, tmp_path: Path, form: str) -> None:
    (episodes / "ep3.md").write_text("00:00 Intro\n12:10 Interview\n45:40 Outro\n")
    (episodes / "ep4.mp3").write_bytes(b"no audio at all")
    batch("episodes", "--jobs", 1, "--report", f"r.{form}")
    text = (tmp_path / f"r.{form}").read_text()
    assert "is this the right episode? [wrong-episode]" in text
    assert "Check that it is the episode" in text
    assert "because of" not in text


def test_a_report_that_xml_can_hold(tmp_path: Path) -> None:
    with open_report(tmp_path / "r.xml") as report:
        report.add(Record(Job(1, "a\ufffe\x07.mp3"), "failed", "b\uffff", "c\ufffe"))
        report.add(Record(Job(2, "b.mp3"), "tagged"))
        report.add(Record(Job(3, "c.mp3"), "no-chapters"))
    root = check_junit((tmp_path / "r.xml").read_text("utf-8"))
    assert [suite.get("skipped") for suite in root.iter("testsuite")] == ["1"]
