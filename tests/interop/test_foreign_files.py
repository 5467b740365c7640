"""A hundred odd files of other people's making: tagged, verified, stripped, with all else in them unchanged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.interop.foreign_files import ENVIRONMENT, NPM_PACKAGES, SDISTS, foreign_files, table
from tests.interop.foreign_trial import try_all
from tests.support.tools import absent, require_tool

pytestmark = [pytest.mark.interop, pytest.mark.slow, pytest.mark.timeout(900)]

_FEWEST = {"mutagen": 80, "made": 40, "beets": 60, "audio-lena": 20}


@pytest.mark.parametrize("origin", [*SDISTS, *NPM_PACKAGES, "made"])
def test_all_else_stays_or_the_refusal_is_clear(origin: str, tmp_path: Path) -> None:
    named = os.environ.get(ENVIRONMENT)
    if not named:
        absent(f"{ENVIRONMENT} names no folder that python -m tests.interop.foreign_files has filled")
    require_tool("ffmpeg", "exiftool")
    paths = [path for path in foreign_files(Path(named)) if path.parent.name == origin]
    assert len(paths) >= _FEWEST.get(origin, 1)
    outcomes = try_all(paths, tmp_path)
    broken = [outcome for outcome in outcomes if outcome.word == "BROKEN"]
    assert not broken, table(broken)
    assert {outcome.word for outcome in outcomes} <= {"ok", "refused", "rejected"}
