"""The seam to the operating system: what a platform lacks is done without, and what it has is used."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import sys
import types
from pathlib import Path

import pytest

from chaptag.storage.system import FEATURES, System, current, found, using
from tests.support.faults import BARE


def test_features_are_known_by_name() -> None:
    assert found() <= FEATURES
    assert System().features == found()
    if sys.platform == "linux":
        assert found() == FEATURES


def test_the_system_in_use() -> None:
    before, other = current(), System(BARE)
    with using(other):
        assert current() is other
    assert current() is before


def test_least_system_reads_and_writes_at_offsets(tmp_path: Path) -> None:
    system = System(BARE)
    fd = system.create(str(tmp_path / "it"), 0o600)
    assert system.write(fd, memoryview(b"hello world"), 5) == 11
    buffer = bytearray(20)
    assert system.read_into(fd, memoryview(buffer), 3) == 13
    assert bytes(buffer[:13]) == b"\0\0hello world"
    assert system.read_into(fd, memoryview(buffer), 16) == 0
    assert not system.clone(fd, 0, 10, fd, 20)
    system.start_write_out(fd, 0, 16)
    system.fsync_folder(str(tmp_path))
    assert system.try_lock(fd)
    system.close(fd)
    assert (system.free_space(str(tmp_path)) or 0) > 0


def test_a_file_system_that_does_not_say_how_much_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "statvfs", lambda _: types.SimpleNamespace(f_blocks=0, f_bavail=0, f_frsize=4096))
    assert System().free_space("/") is None


def test_names_are_as_long_as_the_folder_allows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert System().name_max(str(tmp_path)) == os.pathconf(tmp_path, "PC_NAME_MAX")
    monkeypatch.delattr(os, "pathconf")
    assert System().name_max(str(tmp_path)) == 255


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_where_files_cannot_be_locked(monkeypatch: pytest.MonkeyPatch, number: int, tmp_path: Path) -> None:
    def flock(fd: int, operation: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", flock)
    with (tmp_path / "it").open("wb") as file:
        assert System().try_lock(file.fileno())


def test_macos_flushes_the_disks_cache_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[int] = []
    plain: list[int] = []
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda fd, command: asked.append(command))
    monkeypatch.setattr(os, "fsync", plain.append)
    System().fsync(7)
    assert (asked, plain) == ([51], [])

    def refuse(fd: int, command: int) -> None:
        raise OSError(errno.ENOTSUP, "not supported")

    monkeypatch.setattr(fcntl, "fcntl", refuse)
    System().fsync(7)
    assert plain == [7]


def test_macos_copies_attributes_in_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[object, ...]] = []
    answer = 0

    class Library:
        def __init__(self, name: object, use_errno: bool) -> None:
            pass

        def fcopyfile(self, *arguments: object) -> int:
            calls.append(arguments)
            return answer

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(ctypes, "CDLL", Library)
    monkeypatch.setattr(ctypes, "get_errno", lambda: errno.EPERM)
    assert System().copy_attributes(3, 4)
    assert calls == [(3, 4, None, 5)]
    answer = -1
    with pytest.raises(PermissionError):
        System().copy_attributes(3, 4)


def test_a_folder_that_need_not_be_flushed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    number = errno.EINVAL

    def fsync(fd: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)
    System().fsync_folder(str(tmp_path))
    number = errno.EIO
    with pytest.raises(OSError, match="Input/output"):
        System().fsync_folder(str(tmp_path))
