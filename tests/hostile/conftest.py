"""A folder with a sound episode, for hostile things to be put beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.mp3 import mp3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder with ``ep.mp3``, ten seconds."""
    place = tmp_path / "here"
    place.mkdir()
    (place / "ep.mp3").write_bytes(mp3(seconds=10))
    return place
