"""Scratch files of dead runs go, those of living ones stay, and other files are none of our business."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from chaptag.model.edit import Edit, Keep, Put
from chaptag.model.errors import StorageError
from chaptag.storage.local import open_source
from chaptag.storage.scratch import Scratch, scratch_prefix
from chaptag.storage.system import System
from chaptag.storage.write import Written, create_file, replace_file, write_new
from tests.support.faults import BARE, Tapped

User = Callable[[], AbstractContextManager[None]]
RANDOM = "0123456789abcdef"


def tag(path: Path, system: System | None = None) -> Written:
    with open_source(path, system=system) as source:
        return replace_file(source, Edit((Put(b"new"), Keep(0, source.size)), source.size))


def test_what_a_dead_run_left_goes(audio: Path) -> None:
    audio.with_name(f".ep.mp3.chaptag-{RANDOM}").write_bytes(b"half")
    audio.with_name(f".ep.mp3.chaptag-{RANDOM[::-1]}").touch(mode=0o400)
    assert not tag(audio).findings
    assert os.listdir(audio.parent) == ["ep.mp3"]


def test_what_a_living_run_holds_stays(audio: Path) -> None:
    held = audio.with_name(f".ep.mp3.chaptag-{RANDOM}")
    with held.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        tag(audio)
        assert held.exists()
    tag(audio)
    assert not held.exists()


@pytest.mark.parametrize(
    "name",
    [
        f".other.mp3.chaptag-{RANDOM}",
        f".ep.mp3.chaptag-{RANDOM[1:]}",
        f".ep.mp3.chaptag-{RANDOM}0",
        f".ep.mp3.chaptag-{RANDOM.upper()}",
        f"ep.mp3.chaptag-{RANDOM}",
        ".ep.mp3.chaptag-notes",
    ],
)
def test_other_files_stay(audio: Path, name: str) -> None:
    audio.with_name(name).touch()
    tag(audio)
    assert sorted(os.listdir(audio.parent)) == sorted([name, "ep.mp3"])


def test_links_and_folders_with_such_a_name_stay(audio: Path) -> None:
    victim = audio.with_name("victim")
    victim.write_bytes(b"precious")
    audio.with_name(f".ep.mp3.chaptag-{RANDOM}").symlink_to(victim)
    audio.with_name(f".ep.mp3.chaptag-{RANDOM[::-1]}").mkdir()
    tag(audio)
    assert victim.read_bytes() == b"precious"
    assert len(os.listdir(audio.parent)) == 4


def test_without_locks_only_old_ones_go(audio: Path) -> None:
    young = audio.with_name(f".ep.mp3.chaptag-{RANDOM}")
    old = audio.with_name(f".ep.mp3.chaptag-{RANDOM[::-1]}")
    young.touch()
    old.touch()
    os.utime(old, (time.time() - 90_000,) * 2)
    tag(audio, System(BARE))
    assert young.exists()
    assert not old.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes what a user cannot remove")
def test_one_that_cannot_be_removed_is_said(user_folder: Path, as_user: User) -> None:
    user_folder.chmod(0o1777)
    path = user_folder / "ep.mp3"
    (user_folder / f".ep.mp3.chaptag-{RANDOM}").touch(mode=0o666)
    (user_folder / f".ep.mp3.chaptag-{RANDOM}").chmod(0o666)
    with as_user():
        path.write_bytes(b"x")
        written = tag(path)
    assert [each.rule for each in written.findings] == ["scratch-left"]
    assert path.read_bytes() == b"newx"


def test_a_name_of_full_length_has_its_own_scratch_files(tmp_path: Path) -> None:
    system = System()
    limit = system.name_max(str(tmp_path))
    names = [letter * limit for letter in "ab"]
    prefixes = [scratch_prefix(system, str(tmp_path / name)) for name in names]
    assert prefixes[0] != prefixes[1]
    assert all(len(os.fsencode(prefix)) + 16 <= limit for prefix in prefixes)
    for name, prefix in zip(names, prefixes, strict=True):
        (tmp_path / name).write_bytes(b"x")
        (tmp_path / (prefix + RANDOM)).touch()
    tag(tmp_path / names[0])
    assert sorted(os.listdir(tmp_path)) == sorted([*names, prefixes[1] + RANDOM])


def test_a_name_that_is_taken_or_removed_is_tried_again(tmp_path: Path) -> None:
    digits = iter(["1" * 16, "2" * 16, "3" * 16])

    class Unlucky(System):
        def random_name(self) -> str:
            return next(digits)

        def try_lock(self, fd: int) -> bool:
            (tmp_path / (".ep.chaptag-" + "2" * 16)).unlink(missing_ok=True)  # as a cleaner would, just before
            return super().try_lock(fd)

    (tmp_path / (".ep.chaptag-" + "1" * 16)).write_bytes(b"somebody's")
    with Scratch(Unlucky(), str(tmp_path / "ep"), 0o600) as scratch:
        assert scratch.path.endswith("3" * 16)
    assert os.listdir(tmp_path) == [".ep.chaptag-" + "1" * 16]


def test_a_folder_where_no_scratch_file_stays(audio: Path) -> None:
    class Cleaner(System):
        def try_lock(self, fd: int) -> bool:
            if len(os.listdir(audio.parent)) > 1:
                for path in audio.parent.glob(".*"):
                    path.unlink()
            return super().try_lock(fd)

    with open_source(audio, system=Cleaner()) as source, pytest.raises(StorageError, match="another program removes"):
        replace_file(source, Edit((Put(b"x"),), source.size))


def test_a_scratch_file_that_another_run_has_locked(audio: Path) -> None:
    class Unlucky(System):
        def try_lock(self, fd: int) -> bool:
            return self.fstat(fd).st_size > 0  # every new file

    with open_source(audio, system=Unlucky()) as source, pytest.raises(StorageError, match="another program removes"):
        replace_file(source, Edit((Put(b"x"),), source.size))
    assert os.listdir(audio.parent) == ["ep.mp3"]


def test_a_refusal_cleans_up_after_a_dead_run_too(audio: Path) -> None:
    """A run that dies right after its new file has got its name leaves a link to it."""
    os.link(audio, audio.with_name(f".ep.mp3.chaptag-{RANDOM}"))
    with pytest.raises(StorageError, match="already there"):
        write_new(audio, b"x")
    assert os.listdir(audio.parent) == ["ep.mp3"]


def test_a_run_that_has_nothing_to_write_cleans_up_too(audio: Path) -> None:
    audio.with_name(f".ep.mp3.chaptag-{RANDOM}").touch()
    with open_source(audio) as source:
        replace_file(source, Edit.nothing(source.size))
    assert os.listdir(audio.parent) == ["ep.mp3"]


def test_one_that_goes_by_itself(audio: Path) -> None:
    class Late(System):
        def names(self, folder: str) -> list[str]:
            return [*super().names(folder), f".ep.mp3.chaptag-{RANDOM}"]

    assert not tag(audio, Late()).findings


@pytest.mark.skipif(os.geteuid() != 0, reason="makes files as another user")
def test_one_that_has_the_permissions_of_a_read_only_file(user_folder: Path, as_user: User) -> None:
    with as_user():
        path = user_folder / "ep.mp3"
        path.write_bytes(b"x")
        (user_folder / f".ep.mp3.chaptag-{RANDOM}").touch(mode=0o444)
        assert not tag(path).findings
    assert os.listdir(user_folder) == ["ep.mp3"]


def test_all_reaches_the_disk_before_the_name_does(audio: Path) -> None:
    """No power cut is simulated, so the order of the calls has to prove it."""
    system = Tapped()
    with open_source(audio, system=system) as source:
        edit = Edit((Put(b"new"), Keep(0, source.size)), source.size)
        replace_file(source, edit, keep_mtime=True)
        _check_order([call.name for call in system.calls], "replace")
        system.calls.clear()
    with open_source(audio, system=system) as source:
        create_file(source, Edit.nothing(source.size), audio.with_name("out.mp3"))
        _check_order([call.name for call in system.calls], "link")


def _check_order(calls: list[str], naming: str) -> None:
    named = calls.index(naming)
    flushed = calls.index("fsync")
    touching = {"write", "chmod", "chown", "set_times", "set_attribute", "remove_attribute"}
    last_touch = max(number for number, name in enumerate(calls) if name in touching)
    assert last_touch < flushed < named < calls.index("fsync_folder")
    looked = max(number for number in range(named) if calls[number] == "lstat")
    assert flushed < looked, "the target is looked at once more when all is ready"
