"""The backup, where the new file does not get its name after all; and what a dry or idle run does to the folder."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from chaptag.model.edit import Edit, Put
from chaptag.model.errors import StorageError
from chaptag.storage.local import open_source
from chaptag.storage.system import System
from chaptag.storage.write import create_file, leave, replace_file


class Unnaming(System):
    """The file never gets its new content."""

    links = True

    def link(self, path: str, new: str) -> None:
        if not self.links:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        super().link(path, new)

    def replace(self, path: str, new: str) -> None:
        raise OSError(errno.EIO, "Input/output error")


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    path = tmp_path / "ep.mp3"
    path.write_bytes(b"the only copy")
    return path


def _write(audio: Path, system: System) -> None:
    edit = Edit((Put(b"new"),), len(b"the only copy"))
    with open_source(audio, system=system) as source, pytest.raises(StorageError, match="Input/output error"):
        replace_file(source, edit, backup=".bak")
    assert audio.read_bytes() == b"the only copy"


@pytest.mark.parametrize("links", [True, False])
def test_a_backup_goes_where_the_new_file_gets_no_name(audio: Path, links: bool) -> None:
    system = Unnaming()
    system.links = links
    _write(audio, system)
    assert os.listdir(audio.parent) == ["ep.mp3"]


def test_a_backup_of_a_run_that_was_killed_stays(audio: Path) -> None:
    """It is a link to the file; this run has not made it, so it is not this run's to remove."""
    os.link(audio, audio.with_name("ep.mp3.bak"))
    _write(audio, Unnaming())
    assert sorted(os.listdir(audio.parent)) == ["ep.mp3", "ep.mp3.bak"]


def test_a_backup_is_looked_for_before_anything_is_written(audio: Path) -> None:
    class Watched(System):
        def create(self, path: str, mode: int) -> int:
            raise AssertionError(path)

    audio.with_name("ep.mp3.bak").write_bytes(b"an older one")
    edit = Edit((Put(b"new"),), len(b"the only copy"))
    with open_source(audio, system=Watched()) as source, pytest.raises(StorageError, match="already there"):
        replace_file(source, edit, backup=".bak")


def test_a_name_that_another_writer_takes_meanwhile_is_left_to_it(audio: Path) -> None:
    out = audio.with_name("copy.mp3")

    class Late(System):
        def link(self, path: str, new: str) -> None:
            out.write_bytes(b"another's")
            super().link(path, new)

    edit = Edit((Put(b"new"),), len(b"the only copy"))
    with open_source(audio, system=Late()) as source, pytest.raises(StorageError, match="is already there"):
        create_file(source, edit, out)
    assert out.read_bytes() == b"another's"
    assert sorted(os.listdir(audio.parent)) == ["copy.mp3", "ep.mp3"]


def test_a_file_that_needs_no_change_is_left_and_the_rest_of_a_dead_run_goes(audio: Path) -> None:
    dead = audio.with_name(".ep.mp3.chaptag-0123456789abcdef")
    dead.write_bytes(b"half")
    leave(audio)
    assert audio.read_bytes() == b"the only copy"
    assert not dead.exists()
