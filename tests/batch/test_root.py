"""``--root`` confines every path of a batch, those that nobody named, too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import chaptag
from tests.support.cli import Answer

Batch = Callable[..., Answer]


@pytest.fixture
def outside(episodes: Path) -> Path:
    """A folder beside the episodes, with notes and a file that matters."""
    folder = episodes.parent / "outside"
    folder.mkdir()
    (folder / "secret.txt").write_text("00:00 Secret\n00:10 List\n")
    (folder / "precious").write_text("precious")
    return folder


def refused(episodes: Path, batch: Batch, source: str, *more: object) -> str:
    answer = batch(source, "--jobs", 1, "--root", "episodes", *more)
    assert answer.code == 2, answer
    assert all(not chaptag.read(path).chapters for path in episodes.glob("*.mp3"))
    return answer.err


def test_notes_that_were_found(episodes: Path, outside: Path, batch: Batch) -> None:
    (episodes / "ep1.md").unlink()
    (episodes / "ep1.txt").symlink_to(outside / "secret.txt")
    (episodes / "m.csv").write_text("audio\nep1.mp3\nep2.mp3\n")
    assert "ep1.txt lies outside episodes" in refused(episodes, batch, "episodes/m.csv")
    (episodes / "m.csv").unlink()
    assert "ep1.txt lies outside episodes" in refused(episodes, batch, "episodes")


@pytest.mark.parametrize("name", ["precious", "nothing"])
def test_sidecars(episodes: Path, outside: Path, batch: Batch, name: str) -> None:
    (episodes / "ep1.chapters.json").symlink_to(outside / name)
    (episodes / "chaptag.toml").write_text('sidecar = ["json"]\noverwrite = true\n')
    assert "ep1.chapters.json lies outside episodes" in refused(episodes, batch, "episodes")
    assert (outside / "precious").read_text() == "precious"
    assert not (outside / "nothing").exists()


def test_a_link_in_a_sidecars_place_fails_its_job_alone(episodes: Path, outside: Path, batch: Batch) -> None:
    (episodes / "ep1.chapters.json").symlink_to(outside / "precious")
    answer = batch("episodes", "--jobs", 1, "--sidecar", "json", "--overwrite")
    assert (answer.code, answer.out) == (1, "episodes: 1 failed, 5 tagged\n")
    assert "ep1.chapters.json is a symbolic link" in answer.err
    assert not chaptag.read(episodes / "ep1.mp3").chapters
    assert (outside / "precious").read_text() == "precious"


def test_the_backup_of_a_link_lies_beside_what_it_leads_to(episodes: Path, outside: Path, batch: Batch) -> None:
    inner = episodes / "inner"
    inner.mkdir()
    (episodes / "ep1.mp3").rename(inner / "real.mp3")
    (episodes / "ep1.mp3").symlink_to("inner/real.mp3")
    (inner / "real.mp3.bak").symlink_to(outside / "nothing")
    answer = batch("episodes", "--jobs", 1, "--root", "episodes", "--backup", ".bak")
    assert (answer.code, answer.out) == (1, "episodes: 1 failed, 5 tagged\n")
    assert not (outside / "nothing").exists()


def test_a_link_to_itself(episodes: Path, batch: Batch) -> None:
    (episodes / "ep1.chapters.json").symlink_to("ep1.chapters.json")
    answer = batch("episodes", "--jobs", 1, "--root", "episodes", "--sidecar", "json")
    assert (answer.code, answer.out) == (1, "episodes: 1 failed, 5 tagged\n")
