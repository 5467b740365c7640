"""Whole folders and manifests that were made to hurt, through the command itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.hostile.driver import MIB, attack


@pytest.mark.parametrize("kind", ["pipe", "device", "huge"])
def test_notes_that_never_end(folder: Path, kind: str) -> None:
    notes = folder / "ep.txt"
    if kind == "pipe":
        os.mkfifo(notes)
    elif kind == "device":
        notes.symlink_to("/dev/zero")
    else:
        with notes.open("wb") as file:
            file.truncate(3000 * MIB)
    (folder / "other.mp3").write_bytes((folder / "ep.mp3").read_bytes())
    (folder / "other.txt").write_text("0:00 One\n0:05 Two\n")
    answer = attack(folder, "batch", ".", "--jobs", "1", "--state", "../state", codes=(1,), writes=True)
    assert answer.out == ".: 1 failed, 1 tagged\n"


@pytest.mark.parametrize("name", ["m.csv", "m.jsonl"])
def test_a_manifest_that_is_a_pipe(folder: Path, name: str) -> None:
    os.mkfifo(folder / name)
    answer = attack(folder, "batch", name, "--state", "../state", codes=(3,), seconds=10)
    assert "is not a regular file" in answer.err


def test_a_pipe_in_a_sidecars_place(folder: Path) -> None:
    os.mkfifo(folder / "ep.chapters.json")
    (folder / "ep.txt").write_text("0:00 One\n0:05 Two\n")
    answer = attack(folder, "tag", "ep.mp3", "--sidecar", "json", "--overwrite", codes=(4,), seconds=10)
    assert "not a regular file" in answer.err


def test_a_link_beside_the_audio_leads_nobody_elsewhere(folder: Path) -> None:
    precious = folder.parent / "precious.conf"
    precious.write_text("precious")
    (folder / "ep.chapters.json").symlink_to(precious)
    (folder / "ep.txt").write_text("0:00 One\n0:05 Two\n")
    (folder / "chaptag.toml").write_text('sidecar = ["json"]\noverwrite = true\n')
    attack(folder, "tag", "ep.mp3", codes=(4,))
    attack(folder, "batch", ".", "--jobs", "1", "--state", "../state", codes=(1,))
    attack(folder, "batch", ".", "--jobs", "1", "--state", "../state", "--root", ".", codes=(2,))
    assert precious.read_text() == "precious"
