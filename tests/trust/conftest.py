"""Episodes of every container, as a stranger's program makes them."""

from __future__ import annotations

import pytest

from chaptag.containers.registry import CONTAINERS
from tests.support.muxing import mux

SECONDS = 6
SUFFIXES = {kind.name: kind.suffixes[0] for kind in CONTAINERS}


@pytest.fixture(scope="session", params=list(SUFFIXES))
def episode_bytes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """The suffix of a container, and a short episode in it that has chapters already."""
    kind = request.param
    path = tmp_path_factory.mktemp("made") / f"ep{SUFFIXES[kind]}"
    mux(path, kind, [(0, 3000, "Old one"), (3000, 6000, "Old two")], seconds=SECONDS)
    return SUFFIXES[kind], path.read_bytes()
