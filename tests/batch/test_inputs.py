"""What makes a job another one: each thing that its result depends on, changed alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import chaptag
from chaptag.batch.fingerprint import fingerprint, look, settings_key
from chaptag.batch.job import Job
from chaptag.workflow.optionset import build_settings
from tests.support.cli import Answer
from tests.support.mp3 import mp3

Batch = Callable[..., Answer]


def manifest(path: Path, *rows: str) -> None:
    path.write_text("audio,notes,output\n" + "".join(f"{row}\n" for row in rows))


def test_a_new_export_of_the_audio_behind_a_copy(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    call = ("episodes", "--jobs", 1, "--output-dir", "out", "--overwrite")
    assert batch(*call).out == "episodes: 6 tagged\n"
    assert batch(*call).out == "episodes: 6 unchanged (6 done before)\n"
    (episodes / "ep3.mp3").write_bytes(mp3(seconds=60))
    assert "5 done before" in batch(*call).out
    contents = chaptag.read(tmp_path / "out" / "ep3.mp3")
    assert isinstance(contents, chaptag.AudioContents)
    assert contents.duration is not None
    assert contents.duration.ms > 50_000


def test_another_audio_in_the_same_row(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    (episodes / "ep2.mp3").write_bytes(mp3(seconds=60))
    manifest(tmp_path / "m.csv", "episodes/ep1.mp3,episodes/ep1.md,o.mp3")
    batch("m.csv", "--jobs", 1)
    manifest(tmp_path / "m.csv", "episodes/ep2.mp3,episodes/ep1.md,o.mp3")
    assert batch("m.csv", "--jobs", 1, "--overwrite").out == "m.csv: 1 tagged\n"
    assert (tmp_path / "o.mp3").stat().st_size > (episodes / "ep1.mp3").stat().st_size * 1.5


def test_notes_that_a_row_does_not_name(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    manifest(tmp_path / "m.csv", "episodes/ep1.mp3,,")
    assert batch("m.csv", "--jobs", 1).out == "m.csv: 1 tagged\n"
    (episodes / "ep1.md").write_text("00:00 New\n00:15 List\n")
    assert batch("m.csv", "--jobs", 1).out == "m.csv: 1 tagged\n"
    assert [chapter.title for chapter in chaptag.read(episodes / "ep1.mp3").chapters] == ["New", "List"]


def test_a_sidecar_that_is_gone(episodes: Path, batch: Batch) -> None:
    call = ("episodes", "--jobs", 1, "--sidecar", "json,psc")
    assert batch(*call).code == 0
    assert batch(*call).out == "episodes: 6 unchanged (6 done before)\n"
    (episodes / "ep2.chapters.psc").unlink()
    assert batch(*call).out == "episodes: 6 unchanged (5 done before)\n"
    assert (episodes / "ep2.chapters.psc").exists()


def test_sets_are_the_same_in_each_process() -> None:
    code = (
        "from chaptag.batch.fingerprint import settings_key\nfrom chaptag.workflow.optionset import build_settings\n"
        "print(settings_key(build_settings({'ignore': 'too-short,near-end,negative-start,equal-starts'})))"
    )
    keys = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in range(6)
    }
    assert len(keys) == 1


def test_the_field_belongs_to_the_value() -> None:
    assert settings_key(build_settings({"ignore": "too-short"})) != settings_key(
        build_settings({"select": "too-short"})
    )
    assert settings_key(build_settings({"offset": "2s"})) != settings_key(build_settings({"snap": "2s"}))


def test_notes_saved_while_the_job_ran(episodes: Path) -> None:
    job = Job(1, str(episodes / "ep1.mp3"), str(episodes / "ep1.md"))
    seen = look(job)
    (episodes / "ep1.md").write_text("00:00 Saved\n00:10 Meanwhile\n")
    settings = build_settings({})
    assert fingerprint(job, settings, seen) != fingerprint(job, settings, look(job))


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_what_the_inputs_did_not_cause_is_tried_again(episodes: Path, batch: Batch) -> None:
    (episodes / "ep2.mp3").chmod(0o444)
    answer = batch("episodes", "--jobs", 1)
    assert (answer.code, answer.out) == (1, "episodes: 1 failed, 5 tagged\n")
    assert "read-only" in answer.err
    (episodes / "ep2.mp3").chmod(0o644)
    assert batch("episodes", "--jobs", 1).out == "episodes: 1 tagged, 5 unchanged (5 done before)\n"


def test_what_the_inputs_caused_says_that_it_is_old(episodes: Path, batch: Batch) -> None:
    (episodes / "ep3.md").write_text("00:00 Intro\n12:10 Interview\n45:40 Outro\n")
    assert "From an earlier run" not in batch("episodes", "--jobs", 1).err
    answer = batch("episodes", "--jobs", 1)
    assert answer.out == "episodes: 1 refused, 5 unchanged (6 done before)\n"
    assert "(From an earlier run: --retry-failed tries again.)" in answer.err
