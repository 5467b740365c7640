"""Many writers: no update is lost unnoticed, no file is broken, and whoever loses is told so."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chaptag.model.edit import Edit, Put
from chaptag.model.errors import ChangedMeanwhile, StorageError
from chaptag.storage.local import open_source
from chaptag.storage.system import System
from chaptag.storage.write import replace_file

_WRITERS = 8

# Each writer adds its letter to a file that begins with a list of letters and ends in sound.
_WORKER = """
import os, sys, time
from chaptag.model.edit import Edit, Keep, Put, Span
from chaptag.model.errors import ChaptagError
from chaptag.storage.local import open_source
from chaptag.storage.write import create_file, replace_file
path, letter, gate, how = sys.argv[1:]
while not os.path.exists(gate):
    time.sleep(0.001)
try:
    with open_source(path) as source:
        head = source.read(0, source.read(0, 100).index(b"|"))
        edit = Edit((Put(head + letter.encode()), Keep(len(head), source.size)), source.size,
                    (Span(len(head) + 1, source.size),))
        if how == "replace":
            replace_file(source, edit)
        else:
            create_file(source, edit, os.path.join(os.path.dirname(path), "out"), overwrite=how == "overwrite")
except ChaptagError as error:
    print(type(error).__name__, error.message, error.hint, sep=": ")
    sys.exit(error.exit_code)
"""


def race(folder: Path, targets: list[Path], how: str = "replace") -> list[subprocess.CompletedProcess[str]]:
    gate = folder.parent / "gate"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _WORKER, str(path), chr(ord("a") + number), str(gate), how],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number, path in enumerate(targets)
    ]
    gate.touch()
    return [
        subprocess.CompletedProcess(each.args, each.returncode, *output)
        for each in running
        for output in [each.communicate(timeout=60)]
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shows").mkdir()
    return tmp_path / "shows"


def test_eight_writers_of_one_file(folder: Path) -> None:
    path, sound = folder / "ep.mp3", b"|" + os.urandom(700_000)
    path.write_bytes(sound)
    results = race(folder, [path] * _WRITERS)
    won = {chr(ord("a") + number) for number, each in enumerate(results) if each.returncode == 0}
    head, rest = path.read_bytes().split(b"|", 1)
    assert b"|" + rest == sound
    assert sorted(head.decode()) == sorted(won), "what was reported as written is there, and nothing else"
    assert won
    for each in results:
        assert each.stderr == ""
        if each.returncode:
            assert each.returncode == 4
            assert each.stdout.startswith(("ChangedMeanwhile: ", "StorageError: "))
            assert "again" in each.stdout
    assert os.listdir(folder) == ["ep.mp3"]


def test_eight_writers_of_eight_files(folder: Path) -> None:
    paths = [folder / f"{number}.mp3" for number in range(_WRITERS)]
    for path in paths:
        path.write_bytes(b"|" + path.name.encode() * 50_000)
    results = race(folder, paths)
    assert [each.returncode for each in results] == [0] * _WRITERS, results
    for number, path in enumerate(paths):
        assert path.read_bytes() == chr(ord("a") + number).encode() + b"|" + path.name.encode() * 50_000
    assert sorted(os.listdir(folder)) == [path.name for path in paths]


@pytest.mark.parametrize("how", ["create", "overwrite"])
def test_eight_writers_of_one_new_file(folder: Path, how: str) -> None:
    paths = [folder / f"{number}.mp3" for number in range(_WRITERS)]
    for path in paths:
        path.write_bytes(b"|" + path.name.encode() * 50_000)
    results = race(folder, paths, how)
    content = (folder / "out").read_bytes()
    written = [number for number, each in enumerate(results) if each.returncode == 0]
    assert content in [chr(ord("a") + number).encode() + paths[number].read_bytes() for number in written]
    if how == "create":
        assert len(written) == 1
    assert {each.returncode for each in results} <= {0, 4}
    assert sorted(os.listdir(folder)) == sorted([*(path.name for path in paths), "out"])


def test_the_wait_is_bounded(audio: Path) -> None:
    old = audio.read_bytes()
    with open_source(audio) as source, audio.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(StorageError, match=r"being written by another program, for 0.1 s") as caught:
            replace_file(source, Edit((Put(b"x"),), source.size), wait=0.1)
    assert not isinstance(caught.value, ChangedMeanwhile)
    assert audio.read_bytes() == old


def test_the_wait_ends_when_the_other_lets_go(audio: Path) -> None:
    with open_source(audio) as source, audio.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        class Patient(System):
            def sleep(self, seconds: float) -> None:
                fcntl.flock(other, fcntl.LOCK_UN)

        source.system = Patient()
        replace_file(source, Edit((Put(b"x"),), source.size))
    assert audio.read_bytes() == b"x"


def test_a_file_that_was_replaced_during_the_wait(audio: Path) -> None:
    """The lock is on the old file then, which is no longer the one of that name."""
    with open_source(audio) as source, audio.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        class Late(System):
            def sleep(self, seconds: float) -> None:
                audio.with_name("new").write_bytes(b"theirs")
                audio.with_name("new").replace(audio)
                fcntl.flock(other, fcntl.LOCK_UN)

        source.system = Late()
        with pytest.raises(ChangedMeanwhile):
            replace_file(source, Edit((Put(b"x"),), source.size))
    assert audio.read_bytes() == b"theirs"
