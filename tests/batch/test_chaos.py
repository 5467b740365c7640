"""A batch whose driver and workers are killed again and again: in the end every file is whole, tagged once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import chaptag
from tests.support.memory import PEAK_BYTES
from tests.support.mp3 import mp3

# CHAPTAG_CHAOS raises both for a longer run by hand.
EPISODES = int(os.environ.get("CHAPTAG_CHAOS", "60"))
KILLS = int(os.environ.get("CHAPTAG_CHAOS_KILLS", "8"))
TITLES = ["Intro", "Interview", "Outro"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")


def make(folder: Path) -> dict[str, str]:
    """Episodes with notes; gives the payload hash of each."""
    hashes = {}
    for number in range(EPISODES):
        audio = folder / f"{number:03d}.mp3"
        audio.write_bytes(mp3(seconds=30, seed=number))
        audio.with_suffix(".md").write_text("".join(f"00:{n}0 {title}\n" for n, title in enumerate(TITLES)))
        contents = chaptag.read(audio, hash_audio=True)
        assert isinstance(contents, chaptag.AudioContents)
        hashes[audio.name] = contents.audio_hash or ""
    return hashes


def start(tmp_path: Path) -> subprocess.Popen[bytes]:
    call = [
        sys.executable,
        "-m",
        "chaptag",
        "batch",
        "episodes",
        "--jobs",
        "2",
        "--state",
        "state",
        "--report",
        "r.jsonl",
        "--overwrite",
    ]
    return subprocess.Popen(
        call, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def workers(driver: int) -> list[int]:
    """The processes below the driver that are no server of processes (Linux)."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
                group = os.getpgid(int(entry.name))
            except OSError:
                continue
            if group == driver and int(entry.name) != driver and b"resource_tracker" not in command:
                found.append(int(entry.name))
    return found


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_again_and_again(tmp_path: Path) -> None:
    folder = tmp_path / "episodes"
    folder.mkdir()
    hashes = make(folder)
    dice = random.Random(7)
    for _ in range(KILLS):
        process = start(tmp_path)
        time.sleep(dice.uniform(0.1, 1.2))
        victims = workers(process.pid) if dice.random() < 0.5 and Path("/proc").is_dir() else []
        if victims:
            os.kill(dice.choice(victims), signal.SIGKILL)
            time.sleep(dice.uniform(0, 0.3))
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
        finally:
            process.wait()
    assert start(tmp_path).wait(timeout=300) == 0
    records = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert {record["outcome"] for record in records} <= {"tagged", "unchanged"}
    assert len(records) == EPISODES
    assert sorted(path.name for path in folder.iterdir()) == sorted([*hashes, *(f"{n[:3]}.md" for n in hashes)])
    for name, payload in hashes.items():
        contents = chaptag.read(folder / name, hash_audio=True)
        assert isinstance(contents, chaptag.AudioContents)
        assert [chapter.title for chapter in contents.chapters] == TITLES
        assert contents.audio_hash == payload
        assert contents.findings == ()


@pytest.mark.slow
def test_interrupted_and_run_again(tmp_path: Path) -> None:
    folder = tmp_path / "episodes"
    folder.mkdir()
    make(folder)
    process = start(tmp_path)
    time.sleep(0.8)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=120) in {130, 0}  # 0 where it was done already
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]
    assert start(tmp_path).wait(timeout=120) == 0
    assert all(len(chaptag.read(path).chapters) == 3 for path in folder.glob("*.mp3"))


MEASURE = """
import sys
from pathlib import Path
from chaptag.batch.options import BatchOptions
from chaptag.batch.prepare import prepare
from chaptag.batch.run import run_batch
from chaptag.batch.fingerprint import fingerprint, look
from chaptag.batch.job import Record
from chaptag.batch import run

def instead(tasks, workers, **_):
    for task in tasks:
        yield Record(task.job, "tagged", mark=fingerprint(task.job, task.settings, look(task.job)))

run.run = instead
options = BatchOptions(state=Path(sys.argv[2]), report=Path(sys.argv[3]), said={"overwrite": True})
for again in (1, 2):
    batch = prepare(Path(sys.argv[1]), options)
    run_batch(batch, on_record=lambda record: None, stop=lambda: False)
print(peak_bytes())
"""


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_memory_of_the_driver_is_flat(tmp_path: Path) -> None:
    """The driver alone: a manifest read, queued, run (by nobody) and run again from the journal."""
    (tmp_path / "a.mp3").write_bytes(mp3(seconds=1))
    peaks = []
    for rows in (1_000, 20_000):
        (tmp_path / "a.md").touch()
        manifest = tmp_path / f"{rows}.csv"
        manifest.write_text("audio,output\n" + "".join(f"a.mp3,out/{n}.mp3\n" for n in range(rows)))
        call = [
            sys.executable,
            "-c",
            PEAK_BYTES + MEASURE,
            str(manifest),
            str(tmp_path / f"{rows}.db"),
            str(tmp_path / "r.jsonl"),
        ]
        peaks.append(int(subprocess.run(call, check=True, capture_output=True, text=True).stdout))
    assert peaks[1] <= peaks[0] * 1.3, peaks
