"""Storage under faults, with the edits of every kind of file: old or new and whole, whatever call fails or dies."""

from __future__ import annotations

import os
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import pytest

from chaptag.containers.registry import load
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from chaptag.storage.local import open_source
from chaptag.storage.write import replace_file
from tests.containers.contract import apply, list_of
from tests.containers.test_contract import PLAIN
from tests.support import riff, vorbis
from tests.support.adts import adts
from tests.support.faults import Scenario, fault_points, survive

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "aac": lambda: adts(5),
    "wav": lambda: riff.wav(before=riff.bext(), data=riff.sound(5)),
    "aiff": lambda: riff.aiff(data=riff.sound(5)),
    "flac": lambda: vorbis.flac(padding=None, seconds=5),
    "ogg": lambda: vorbis.opus(["TITLE=" + "x" * 64_950], seconds=5),  # all of its pages get new numbers
}


def prepare(folder: Path, *, data: bytes) -> None:
    path = folder / "episode"
    path.write_bytes(data)
    path.chmod(0o640)


def write(folder: Path, *, kind: str, remove: bool) -> None:
    container = load(kind)
    with open_source(folder / "episode") as source:
        edit = container.edit(source, list_of() if remove else PLAIN, WriteOptions())
        replace_file(source, edit, verify=container.inspect, wait=0)


@pytest.mark.parametrize("remove", [False, True], ids=["tag", "remove"])
@pytest.mark.parametrize("kind", FILES)
def test_faults_at_every_call(kind: str, remove: bool, tmp_path: Path) -> None:
    """Every eighth fault, each test beginning with another; all of them where CHAPTAG_THOROUGH is set."""
    first, step = ([*FILES].index(kind) * 2 + remove, 8) if not os.environ.get("CHAPTAG_THOROUGH") else (0, 1)

    def change(data: bytes, *, gone: bool) -> bytes:
        return apply(data, load(kind).edit(BytesSource(data), list_of() if gone else PLAIN, WriteOptions()))

    plain = FILES[kind]()
    data = change(plain, gone=False) if remove else plain
    new = change(data, gone=remove)
    assert new != data
    scenario = Scenario(
        partial(prepare, data=data),
        partial(write, kind=kind, remove=remove),
        "episode",
        lambda _: new,
        frozenset({"episode"}),
    )
    ended: Counter[str] = Counter()
    for number, fault in enumerate(fault_points(scenario, tmp_path / "trace", None)[first::step]):
        ended[survive(scenario, tmp_path / str(number), fault, None)] += 1
    assert min(ended["done"], ended["refused"], ended["killed"]) > 0
