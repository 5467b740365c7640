"""The harnesses of `fuzz/`: everything that ever broke something, and a short run with a seed that never changes."""

from __future__ import annotations

import lzma
import random
import zlib
from pathlib import Path

import pytest

from fuzz.mutate import mutate
from fuzz.targets import TARGETS

_REGRESSIONS = sorted(path for path in (Path(__file__).parents[1] / "regressions").glob("*/*") if path.is_file())
_INPUTS = 500
_LARGEST = 20_000  # bytes of an input that the short run can afford


@pytest.mark.parametrize("path", _REGRESSIONS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_once_stays_mended(path: Path) -> None:
    data = path.read_bytes()
    TARGETS[path.parent.name](lzma.decompress(data) if path.suffix == ".xz" else data)


@pytest.mark.parametrize("target", TARGETS)
def test_its_own_seeds_hold(target: str) -> None:
    for data in TARGETS[target].seeds():
        TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
def test_a_short_run(target: str) -> None:
    chance = random.Random(zlib.crc32(target.encode()))
    seeds = [data[:_LARGEST] for data in TARGETS[target].seeds()]
    for _ in range(_INPUTS):
        TARGETS[target](mutate(chance.choice(seeds), seeds, TARGETS[target].words, chance))
