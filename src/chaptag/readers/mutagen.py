"""mutagen: what most tagging programs in Python see."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from chaptag.readers.chapter import ForeignChapter
from chaptag.readers.child import ask

__all__ = ["available", "read"]


def available() -> bool:
    """Say whether mutagen is installed; chaptag depends on it."""
    return importlib.util.find_spec("mutagen") is not None


def read(path: Path, *, container: str) -> tuple[ForeignChapter, ...]:
    """Ask mutagen for the ``CHAP`` frames of a tag, in file order, ``chpl`` of an MP4, or Vorbis comments by number.

    See `registry.Reader`.
    """
    return tuple(ForeignChapter(*row) for row in ask("mutagen", path, container))
