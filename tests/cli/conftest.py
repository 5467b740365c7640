"""A folder with a short episode and its notes, in which a test stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.mp3 import mp3

NOTES = "Welcome to the show.\n\n00:00 Intro\n00:10 Interview\n00:40 Outro\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the working directory, with ``ep.mp3`` (a minute) and ``notes.txt`` in it."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "ep.mp3").write_bytes(mp3(seconds=60))
    (tmp_path / "notes.txt").write_text(NOTES)
    return tmp_path
