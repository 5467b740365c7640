"""Opening a file: ranges are exact, and everything that is no readable regular file is refused at once."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.model.errors import InputError
from chaptag.storage.local import open_source
from chaptag.storage.system import System
from tests.support.faults import BARE

User = Callable[[], AbstractContextManager[None]]


def test_ranges(audio: Path, system: System) -> None:
    data = audio.read_bytes()
    with open_source(audio) as source:
        assert source.size == len(data)
        assert source.read(0, source.size) == data
        assert source.read(590_000, 99_999) == data[590_000:]
        assert source.read(len(data), 1) == b""
        assert source.read(len(data) + 5, 10) == b""
        assert source.read(7, 0) == b""


@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 400), st.booleans())
def test_any_range_is_that_slice(data: bytes, offset: int, length: int, bare: bool) -> None:
    path = Path(os.environ.get("TMPDIR", "/tmp"), f"chaptag-range-{os.getpid()}")
    path.write_bytes(data)
    try:
        with open_source(path, system=System(BARE if bare else None)) as source:
            assert source.read(offset, length) == data[offset : offset + length]
    finally:
        path.unlink()


def test_names(audio: Path) -> None:
    with open_source(audio) as source:
        assert source.name == str(audio)
        assert source.path == str(audio)
    with open_source(audio, name="Episode 7") as source:
        assert source.name == "Episode 7"


def test_symbolic_links_are_followed(audio: Path) -> None:
    link = audio.with_name("link.mp3")
    link.symlink_to(audio.name)
    with open_source(link) as source:
        assert source.path == str(link)
        assert source.target == os.path.realpath(audio)
        assert source.stat.st_ino == audio.stat().st_ino


def test_closing_twice(audio: Path) -> None:
    source = open_source(audio)
    source.close()
    source.close()
    with pytest.raises(InputError, match="closed"):
        source.read(0, 1)


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.mp3").touch()
    with open_source(tmp_path / "empty.mp3") as source:
        assert (source.size, source.read(0, 10)) == (0, b"")


def test_beyond_four_gigabytes(tmp_path: Path, system: System) -> None:
    path, far = tmp_path / "long.mp3", (1 << 32) + 12_345
    with path.open("wb") as file:
        file.seek(far)
        file.write(b"the end")
    with open_source(path) as source:
        assert source.size == far + 7
        assert source.read(far - 2, 100) == b"\0\0the end"


@pytest.mark.parametrize("kind", ["folder", "fifo", "socket", "device", "link to a fifo"])
def test_what_is_no_file_is_refused_without_waiting(kind: str, user_folder: Path, system: System) -> None:
    path = user_folder / "it"
    listener = None
    if kind == "folder":
        path.mkdir()
    elif kind == "socket":
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(path))
    elif kind == "device":
        path = Path("/dev/zero")
    else:
        os.mkfifo(user_folder / "fifo")
        path.symlink_to("fifo")
    answers: list[BaseException] = []

    def attempt() -> None:
        try:
            open_source(path).close()
        except InputError as error:
            answers.append(error)

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(10)
    if listener:
        listener.close()
    assert not thread.is_alive(), "it waits"
    (error,) = answers
    assert isinstance(error, InputError)
    assert {"folder": "a folder", "socket": "a socket", "device": "a device"}.get(kind, "a pipe") in error.message
    assert error.hint


def test_missing(tmp_path: Path, system: System) -> None:
    with pytest.raises(InputError, match="does not exist"):
        open_source(tmp_path / "no.mp3")


def test_below_a_file(audio: Path) -> None:
    with pytest.raises(InputError, match="does not exist: a part of the path is a file"):
        open_source(audio / "ep.mp3")


def test_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(InputError, match="leads back to itself"):
        open_source(tmp_path / "a")


def test_a_dangling_link(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("nowhere")
    with pytest.raises(InputError, match="does not exist"):
        open_source(tmp_path / "a")


def test_nul_and_length(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a path"):
        open_source("a\0b")
    with pytest.raises(InputError, match="too long"):
        open_source(tmp_path / ("x" * 5000))


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_no_permission(user_folder: Path, as_user: User) -> None:
    path = user_folder / "ep.mp3"
    path.write_bytes(b"x")
    path.chmod(0)
    with as_user(), pytest.raises(InputError, match="may not be read") as caught:
        open_source(path)
    assert caught.value.hint.endswith(f"chmod u+r {path}")


def test_cut_short_while_it_is_read(audio: Path, system: System) -> None:
    with open_source(audio) as source:
        os.truncate(audio, 1000)
        assert len(source.read(0, 1000)) == 1000
        with pytest.raises(InputError, match=r"became shorter .* 600000 bytes at first, now 1000"):
            source.read(500, 1000)


def test_one_message_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_source(os.fsencode(tmp_path).decode() + "/a\nb\x1b[31m\udcff.mp3")
    assert "\n" not in caught.value.message
    assert "\x1b" not in caught.value.message
    caught.value.message.encode()


def test_the_first_descriptor_is_one_like_any_other(audio: Path) -> None:
    """It is what a file gets where standard input is closed."""
    kept = os.dup(0)
    os.close(0)
    try:
        source = open_source(audio)
        assert source.fd == 0
        assert source.read(10, 20) == audio.read_bytes()[10:30]
        source.close()
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(0)
        source.close()
    finally:
        os.dup2(kept, 0)
        os.close(kept)
    with pytest.raises(InputError, match="is closed"):
        source.read(0, 1)


@pytest.mark.parametrize("failing", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
def test_a_file_that_cannot_be_looked_at_is_closed_again(audio: Path, failing: BaseException) -> None:
    class Unsteady(System):
        closed = 0

        def fstat(self, fd: int) -> os.stat_result:
            raise failing

        def close(self, fd: int) -> None:
            self.closed += 1
            super().close(fd)

    system = Unsteady()
    with pytest.raises((InputError, KeyboardInterrupt)) as caught:
        open_source(audio, system=system)
    assert system.closed == 1
    if isinstance(failing, OSError):
        assert str(caught.value).endswith("ep.mp3: cannot be opened: Input/output error")
        assert getattr(caught.value, "hint", "") == "Check the disk."
