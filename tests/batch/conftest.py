"""A folder of episodes with notes, and a journal of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.cli import Answer, chaptag
from tests.support.mp3 import mp3

NOTES = "00:00 Intro\n00:10 Interview\n00:20 Outro\n"


@pytest.fixture
def episodes(tmp_path: Path) -> Path:
    """Six episodes of half a minute with their notes, in ``episodes/``."""
    folder = tmp_path / "episodes"
    folder.mkdir()
    for number in range(1, 7):
        (folder / f"ep{number}.mp3").write_bytes(mp3(seconds=30))
        (folder / f"ep{number}.md").write_text(f"{NOTES}00:25 Number {number}\n")
    return folder


@pytest.fixture
def batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """``chaptag batch`` in this process, with its journal in the test's folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Answer:
        return chaptag("batch", *arguments, "--state", tmp_path / "state.sqlite3")

    return call
