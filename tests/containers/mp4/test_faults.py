"""Storage under faults, with the edits of MP4 files: old or new and whole, at every call that fails or dies."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from chaptag.containers import mp4
from chaptag.model.options import WriteOptions
from chaptag.storage.local import open_source
from chaptag.storage.write import replace_file
from tests.containers.mp4.tagging import NO_CHAPTERS, chapters, tagged
from tests.containers.mp4.tagging import removed as without
from tests.support.faults import BARE, Scenario, fault_points, survive
from tests.support.mp4 import plain
from tests.support.mp4_layouts import LAYOUTS

NEW = [(0, "One"), (20_000, "Two"), (40_000, "Three ✂")]
FILES: dict[str, Callable[[], bytes]] = {
    "last": plain,
    "first": partial(plain, fast=True),
    "auphonic": LAYOUTS["auphonic"],
    "taglib": LAYOUTS["taglib"],
}


def prepare(folder: Path, *, data: bytes) -> None:
    path = folder / "ep.m4a"
    path.write_bytes(data)
    path.chmod(0o640)


def write(folder: Path, *, remove: bool) -> None:
    with open_source(folder / "ep.m4a") as source:
        wanted = NO_CHAPTERS if remove else chapters(NEW, mp4.measure(source).duration.ms)
        edit = mp4.edit(source, wanted, WriteOptions())
        replace_file(source, edit, verify=mp4.inspect, wait=0)


@pytest.mark.parametrize("features", [None, BARE], ids=["all-calls", "least-calls"])
@pytest.mark.parametrize(("name", "remove"), [*((name, False) for name in FILES), ("taglib", True)])
def test_faults_at_every_call(name: str, remove: bool, features: frozenset[str] | None, tmp_path: Path) -> None:
    """Every eighth fault, each test beginning with another; all of them where CHAPTAG_THOROUGH is set (minutes)."""
    first, step = ([*FILES].index(name) * 2 + remove, 8) if not os.environ.get("CHAPTAG_THOROUGH") else (0, 1)
    data = FILES[name]()
    new = without(data) if remove else tagged(data, NEW)
    scenario = Scenario(
        partial(prepare, data=data), partial(write, remove=remove), "ep.m4a", lambda _: new, frozenset({"ep.m4a"})
    )
    ended: Counter[str] = Counter()
    for number, fault in enumerate(fault_points(scenario, tmp_path / "trace", features)[first::step]):
        ended[survive(scenario, tmp_path / str(number), fault, features)] += 1
    assert min(ended["done"], ended["refused"], ended["killed"]) > 0
