"""Every call of every kind of write fails in turn, and the process dies at each; nothing may ever be lost by it."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from chaptag.model.edit import Edit, Keep, Put, Span
from chaptag.storage.local import open_source
from chaptag.storage.pieces import BLOCK
from chaptag.storage.write import create_file, replace_file, write_new
from tests.support.faults import BARE, Scenario, fault_points, survive_all

OLD = bytes(range(251)) * (BLOCK // 200)  # more than one block, and not a whole number of them
HEAD = b"a new head" * 40


def new_of(old: bytes | None) -> bytes:
    return HEAD + (old or OLD)[100:]


def edit_of(data: bytes, size: int) -> Edit:
    if data.startswith(HEAD):
        return Edit.nothing(size)
    return Edit((Put(HEAD), Keep(100, size)), size, (Span(500, size - 5),))


def prepare(folder: Path, name: str = "ep.mp3") -> None:
    path = folder / name
    path.write_bytes(OLD)
    path.chmod(0o640)
    if hasattr(os, "setxattr"):
        os.setxattr(path, "user.note", b"mine")


def replace(folder: Path, *, name: str = "ep.mp3", backup: str | None = None, keep_mtime: bool = False) -> None:
    with open_source(folder / name) as source:
        edit = edit_of(source.read(0, source.size), source.size)
        replace_file(source, edit, backup=backup, keep_mtime=keep_mtime, verify=lambda new: new.read(0, 50), wait=0)


def create(folder: Path, *, overwrite: bool = False) -> None:
    with open_source(folder / "ep.mp3") as source:
        create_file(source, edit_of(source.read(0, source.size), source.size), folder / "out.mp3", overwrite=overwrite)


def sidecar(folder: Path, *, overwrite: bool = False) -> None:
    write_new(folder / "ep.chapters.json", HEAD, overwrite=overwrite)


def nothing(folder: Path) -> None:
    assert not list(folder.iterdir())


SCENARIOS = {
    "replace": Scenario(prepare, replace, "ep.mp3", new_of, frozenset({"ep.mp3"})),
    "replace-with-backup": Scenario(
        prepare,
        partial(replace, backup=".bak", keep_mtime=True),
        "ep.mp3",
        new_of,
        frozenset({"ep.mp3", "ep.mp3.bak"}),
    ),
    "create": Scenario(
        prepare,
        create,
        "out.mp3",
        new_of,
        frozenset({"ep.mp3", "out.mp3"}),
        partial(create, overwrite=True),
    ),
    "sidecar": Scenario(
        nothing,
        sidecar,
        "ep.chapters.json",
        lambda _: HEAD,
        frozenset({"ep.chapters.json"}),
        partial(sidecar, overwrite=True),
    ),
}


@pytest.mark.parametrize("features", [None, BARE], ids=["all-calls", "least-calls"])
@pytest.mark.parametrize("kind", SCENARIOS)
def test_every_fault_at_every_call(kind: str, features: frozenset[str] | None, tmp_path: Path) -> None:
    scenario = SCENARIOS[kind]
    points = fault_points(scenario, tmp_path / "trace", features)
    ended, wrong = survive_all(scenario, tmp_path, points, features)
    print(f"{kind}: {len(points)} fault points, {dict(ended)}")
    assert not wrong
    assert min(ended["done"], ended["refused"], ended["killed"]) > 0
