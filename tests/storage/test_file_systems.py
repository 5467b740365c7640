"""Real file systems, mounted for the test: one that is full, and those that share blocks instead of copying them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chaptag.model.edit import Edit, Keep, Put, Span
from chaptag.model.errors import StorageError
from chaptag.storage.local import open_source
from chaptag.storage.system import System
from chaptag.storage.write import Written, create_file, replace_file
from tests.support.tools import absent, require_tool

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts file systems of Linux")


def _mount(*arguments: str | Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root mounts file systems")
    require_tool("mount", "umount")
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        absent(f"mount {' '.join(map(str, arguments))}: {done.stderr.strip()}")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB."""
    place = tmp_path / "small"
    place.mkdir()
    _mount("-t", "tmpfs", "-o", "size=4m", "tmpfs", place)
    yield place
    subprocess.run(["umount", place], check=True)


class Optimist(System):
    """A system that does not say how much room there is, as with quotas."""

    def free_space(self, folder: str) -> None:
        return None


@pytest.mark.parametrize("system", [System(), Optimist()], ids=["seen before", "while writing"])
def test_a_full_disk(small: Path, system: System) -> None:
    path = small / "ep.mp3"
    data = os.urandom(3_000_000)
    path.write_bytes(data)
    with open_source(path, system=system) as source:
        edit = Edit((Put(b"tag" * 2000), Keep(0, source.size)), source.size, (Span(0, source.size),))
        with pytest.raises(StorageError, match="is full") as caught:
            replace_file(source, edit, backup=".bak")
        assert "Free 4 MB" in caught.value.hint
        assert path.read_bytes() == data
        assert os.listdir(small) == ["ep.mp3"]
        create_file(source, edit, small.parent / "out.mp3")
    assert (small.parent / "out.mp3").read_bytes() == b"tag" * 2000 + data


@pytest.mark.parametrize("backup", [None, ".bak"])
def test_a_file_in_a_lower_layer(tmp_path: Path, backup: str | None) -> None:
    """In a container that is where files of the image are: touching one makes it another file."""
    lower, upper, work, place = (tmp_path / name for name in ("lower", "upper", "work", "place"))
    for folder in (lower, upper, work, place):
        folder.mkdir()
    data = os.urandom(500_000)
    (lower / "ep.mp3").write_bytes(data)
    _mount("-t", "overlay", "-o", f"lowerdir={lower},upperdir={upper},workdir={work}", "overlay", place)
    try:
        assert not _tag(place / "ep.mp3", b"tag", backup=backup).findings
        assert (place / "ep.mp3").read_bytes() == b"tag" + data
        assert sorted(os.listdir(place)) == ["ep.mp3", "ep.mp3.bak"][: 2 if backup else 1]
        assert (lower / "ep.mp3").read_bytes() == data
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.fixture(params=["xfs", "btrfs"])
def sharing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A file system whose files can share blocks."""
    maker = f"mkfs.{request.param}"
    if os.geteuid() != 0:
        pytest.skip("only root mounts file systems")
    if shutil.which(maker) is None:
        absent(f"{maker} is not installed")
    image, place = tmp_path / "image", tmp_path / "sharing"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(320 << 20)
    subprocess.run([maker, "-q", image], check=True, capture_output=True)
    _mount("-o", "loop", image, place)
    yield place
    subprocess.run(["umount", place], check=True)


def _tag(path: Path, head: bytes, backup: str | None = ".bak") -> Written:
    with open_source(path) as source:
        edit = Edit((Put(head), Keep(0, source.size)), source.size, (Span(0, source.size),))
        return replace_file(source, edit, backup=backup)


def _used(folder: Path) -> int:
    os.sync()
    time.sleep(0.1)
    found = os.statvfs(folder)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def test_whole_blocks_are_shared_and_others_copied(sharing: Path) -> None:
    path, data = sharing / "ep.mp3", os.urandom(1 << 20) * 20 + b"an odd end"
    path.write_bytes(data)
    before = _used(sharing)
    _tag(path, b"h" * 8192)
    assert path.read_bytes() == b"h" * 8192 + data
    assert _used(sharing) - before < 2 << 20, "the backup and the new file share the sound"
    (sharing / "ep.mp3.bak").unlink()
    _tag(path, b"i" * 5000)
    assert path.read_bytes() == b"i" * 5000 + b"h" * 8192 + data


def test_a_range_in_the_middle_is_shared(sharing: Path) -> None:
    path, data = sharing / "ep.mp3", os.urandom(1 << 20) * 8
    path.write_bytes(data)
    with open_source(path) as source:
        pieces = (Keep(0, 1000), Put(b"x" * 4096), Keep(1000, 5_000_001), Put(b"y" * 77), Keep(5_000_001, source.size))
        replace_file(source, Edit(pieces, source.size))
    assert path.read_bytes() == data[:1000] + b"x" * 4096 + data[1000:5_000_001] + b"y" * 77 + data[5_000_001:]
