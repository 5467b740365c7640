"""Where the configuration lies, and what it may say. Apart from reading it, since most calls find none."""

from __future__ import annotations

import os
from os import PathLike

from chaptag.model.errors import ConfigError
from chaptag.model.finding import Place

__all__ = ["CONFIGURABLE", "PYPROJECT", "PathLikeStr", "find_config_file", "read_bounded"]

PathLikeStr = str | bytes | PathLike[str]

PYPROJECT = "pyproject.toml"

CONFIGURABLE = frozenset(
    {
        "backup",
        "cut",
        "deep",
        "depth",
        "embed-audio",
        "fail-fast",
        "fail-on",
        "for",
        "fps",
        "id3",
        "ignore",
        "insert",
        "intro",
        "jobs",
        "keep-mtime",
        "long-titles",
        "notes-format",
        "offset",
        "output-format",
        "overwrite",
        "quiet",
        "recursive",
        "replace",
        "require-chapters",
        "select",
        "severity",
        "sidecar",
        "snap",
        "strict",
        "tolerance",
        "verbose",
        "with",
    }
)
"""The options that a file or the environment may set, for every command that has them.

What names a file, asks the network, or makes of a command another one belongs to the call.
"""

_FILE = "chaptag.toml"
_SIZE_LIMIT = 1 << 20


def find_config_file(folder: str | PathLike[str]) -> str | None:
    """Find ``chaptag.toml``, or a ``pyproject.toml`` with a table of ours, in `folder` or the nearest one above it."""
    place = os.path.abspath(folder)
    while True:
        path = os.path.join(place, _FILE)
        if os.path.isfile(path):
            return path
        path = os.path.join(place, PYPROJECT)
        if os.path.isfile(path) and b"[tool.chaptag" in read_bounded(path):
            return path
        above = os.path.dirname(place)
        if above == place:
            return None
        place = above


def read_bounded(path: str | PathLike[str]) -> bytes:
    """Read a configuration file of at most 1 MiB; raises ConfigError."""
    name = os.fspath(path)
    try:
        with open(name, "rb") as file:
            data = file.read(_SIZE_LIMIT + 1)
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", place=Place(name)) from error
    if len(data) > _SIZE_LIMIT:
        raise ConfigError(f"is larger than {_SIZE_LIMIT >> 20} MiB", place=Place(name))
    return data
