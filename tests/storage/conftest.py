"""What the tests of storage may ask for: an episode to write to, an ordinary user, every way the system can be."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chaptag.storage.system import System, using
from tests.support.faults import BARE

_NOBODY = 65534


@pytest.fixture(params=["all-features", "least-features"])
def system(request: pytest.FixtureRequest) -> Iterator[System]:
    """The system as it is, and once more as little of it as there is on Windows."""
    with using(System(None if request.param == "all-features" else BARE)) as used:
        yield used


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    """A file of 600 kB, which is more than two blocks."""
    path = tmp_path / "ep.mp3"
    path.write_bytes(os.urandom(1000) * 600)
    path.chmod(0o640)
    return path


@pytest.fixture
def user_folder() -> Iterator[Path]:
    """A folder that an ordinary user may write to, wherever the test's own folder is."""
    folder = Path(tempfile.mkdtemp(prefix="chaptag-test-"))
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


@contextmanager
def _ordinary_user() -> Iterator[None]:
    if sys.platform == "win32" or os.geteuid() != 0:
        yield
        return
    os.setegid(_NOBODY)
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def as_user() -> object:
    """A context manager under which the process has no more rights than an ordinary user."""
    return _ordinary_user
