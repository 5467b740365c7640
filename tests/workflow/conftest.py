"""An episode of a minute, with notes, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.mp3 import mp3


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    """A minute of MP3 without a tag."""
    path = tmp_path / "ep.mp3"
    path.write_bytes(mp3(seconds=60))
    return path


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Three chapters for it."""
    path = tmp_path / "ep.txt"
    path.write_text("Welcome.\n\n00:00 Intro\n00:10 Interview\n00:40 Outro\n")
    return path
