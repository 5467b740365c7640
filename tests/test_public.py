"""The public names are the promised ones, and each of them can be had."""

from __future__ import annotations

import subprocess
import sys

import pytest

import chaptag


def test_every_public_name_resolves() -> None:
    assert [name for name in chaptag.__all__ if getattr(chaptag, name, None) is None] == []
    assert chaptag.__all__ == sorted(chaptag.__all__)
    assert dir(chaptag) == chaptag.__all__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        chaptag.nothing  # noqa: B018


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys, chaptag; print(sorted(m for m in sys.modules if m.startswith('chaptag.')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "['chaptag._version']"
