"""The faults of storage's own suite, put to whole commands: every way of writing, in every container."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from chaptag.cli.main import run
from tests.support.faults import BARE, Scenario, fault_points, survive_all

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

_EXHAUSTIVE = bool(os.environ.get("CHAPTAG_EXHAUSTIVE"))
_NOTES = "00:00 Hello\n00:02 In the middle\n00:05 Good bye\n"

# The command line of each way of writing, of the next command on the same target, what it writes, what it leaves.
_WAYS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "tag": ("tag EP ep.txt", "tag EP ep.txt", "EP", ()),
    "tag-backup": ("tag EP ep.txt --backup .bak --keep-mtime",) * 2 + ("EP", ("EP.bak",)),
    "tag-out": ("tag EP ep.txt -o out.bin", "tag EP ep.txt -o out.bin --overwrite", "out.bin", ("out.bin",)),
    "tag-sidecar": ("tag EP ep.txt --sidecar json",) * 2 + ("ep.chapters.json", ("ep.chapters.json",)),
    "batch": ("batch . --jobs 1 --state ../journal --fresh",) * 2 + ("EP", ()),
    "preview": ("preview EP ep.txt",) * 2 + ("ep.preview.html", ("ep.preview.html",)),
    "remove": ("remove EP",) * 2 + ("EP", ()),
    "convert": ("convert EP -o EP.json", "convert EP -o EP.json --overwrite", "EP.json", ("EP.json",)),
}


def _prepare(name: str, data: bytes, folder: Path) -> None:
    (folder / name).write_bytes(data)
    (folder / name).chmod(0o640)
    (folder / "ep.txt").write_text(_NOTES)


def _run(arguments: list[str], folder: Path) -> int:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return run([*arguments, "--quiet"])
    finally:
        os.chdir(before)


def _scenario(way: str, suffix: str, data: bytes, folder: Path) -> Scenario:
    """Carry the command out once, without faults, to know what it writes."""
    name = f"ep{suffix}"
    first, again, target, left = _WAYS[way]
    commands = [[part.replace("EP", name) for part in text.split()] for text in (first, again)]
    target = target.replace("EP", name)
    folder.mkdir()
    _prepare(name, data, folder)
    assert _run(commands[0], folder) == 0
    new = (folder / target).read_bytes()
    assert new != data
    return Scenario(
        partial(_prepare, name, data),
        partial(_run, commands[0]),
        target,
        lambda _: new,
        frozenset({name, "ep.txt", *(each.replace("EP", name) for each in left)}),
        partial(_again, commands[1], target if way == "tag-sidecar" else ""),
    )


def _again(arguments: list[str], forget: str, folder: Path) -> int:
    """Run the next command; a sidecar that is there already is not written again, so it is forgotten first."""
    if forget:
        (folder / forget).unlink(missing_ok=True)
    return _run(arguments, folder)


@pytest.mark.parametrize("features", [None, BARE], ids=["all-calls", "least-calls"])
@pytest.mark.parametrize("way", _WAYS)
def test_every_command_survives_every_fault(
    way: str,
    features: frozenset[str] | None,
    episode_bytes: tuple[str, bytes],
    tmp_path: Path,
) -> None:
    _judge(way, features, episode_bytes, tmp_path)


@pytest.mark.containers
@pytest.mark.parametrize("way", ["tag", "remove"])
def test_every_container_survives_every_fault(way: str, episode_bytes: tuple[str, bytes], tmp_path: Path) -> None:
    _judge(way, None, episode_bytes, tmp_path)


def _judge(way: str, features: frozenset[str] | None, episode: tuple[str, bytes], folder: Path) -> None:
    scenario = _scenario(way, *episode, folder / "reference")
    points = fault_points(scenario, folder / "trace", features, thin=not _EXHAUSTIVE)
    ended, wrong = survive_all(scenario, folder, points, features)
    print(f"{way} of {episode[0]}: {len(points)} fault points, {dict(ended)}")
    assert not wrong
    assert min(ended["done"], ended["refused"], ended["killed"], ended["interrupted"]) > 0
