"""What every test may ask for: the sample, as paths and as a copy to write to, and the corpus of show notes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support import sample
from tests.support.tools import shared_folder

# Examples are the same in every run of CI; elsewhere they are new each time. Nothing is timed: machines differ.
_PROFILE = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("default", _PROFILE)
settings.register_profile("ci", _PROFILE, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

_COUNTED = {"model", "notes", "formats", "checks", "containers", "storage"}
"""The packages whose branches `.ci/branches.py` counts, and the folders of their tests."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Count no branches in the tests of other packages: where they are counted, a test takes twice as long."""
    if config.pluginmanager.hasplugin("_cov"):
        for item in items:
            if item.path.relative_to(Path(__file__).parent).parts[0] not in _COUNTED:
                item.add_marker("no_cover")


@pytest.fixture
def show_notes() -> Path:
    """The sample's show notes; not to be written to."""
    return sample.NOTES


@pytest.fixture
def episode(tmp_path: Path) -> Path:
    """A copy of the sample episode, without chapters, to write to."""
    return Path(shutil.copy(sample.EPISODE, tmp_path / "episode.mp3"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder that ``CHAPTAG_SHARED`` names; the test is skipped without it."""
    return shared_folder()
