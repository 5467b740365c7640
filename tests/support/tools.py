"""Programs and data that a machine may lack: a test that needs one is skipped loudly, or fails where CI says so."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

__all__ = ["absent", "node_modules", "require_tool", "shared_folder"]


def absent(what: str) -> NoReturn:
    """Skip for want of `what`; with ``CHAPTAG_REQUIRE_TOOLS=1``, as in CI, that is a failure."""
    if os.environ.get("CHAPTAG_REQUIRE_TOOLS") == "1":
        pytest.fail(f"{what}, and CHAPTAG_REQUIRE_TOOLS=1 asks for it", pytrace=False)
    pytest.skip(what)


def require_tool(*names: str) -> None:
    """Go on only where each of these programs is on the PATH."""
    missing = [name for name in names if shutil.which(name) is None]
    if missing:
        absent(f"not installed: {', '.join(missing)}")


def node_modules(package: str) -> Path:
    """Find a package of npm below ``CHAPTAG_NODE_PREFIX``, a folder that ``npm install --prefix`` filled."""
    require_tool("node")
    prefix = os.environ.get("CHAPTAG_NODE_PREFIX")
    if not prefix:
        absent("CHAPTAG_NODE_PREFIX names no folder with npm packages")
    folder = Path(prefix).resolve() / "node_modules"
    if not (folder / package).is_dir():
        absent(f"{package} is not installed below CHAPTAG_NODE_PREFIX")
    return folder


def shared_folder() -> Path:
    """Find the folder with the corpus of show notes, which ``CHAPTAG_SHARED`` names; it is not part of the project."""
    named = os.environ.get("CHAPTAG_SHARED")
    if not named:
        pytest.skip("CHAPTAG_SHARED names no folder with the corpus of show notes")
    folder = Path(named).resolve()
    if not (folder / "corpus" / "cases").is_dir():
        pytest.fail(f"CHAPTAG_SHARED={named} holds no corpus/cases", pytrace=False)
    return folder
