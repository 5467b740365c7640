"""Paths in messages and in pieces; a path is the system's own string, whatever bytes it holds."""

from __future__ import annotations

import os

from chaptag.model.text import visible

__all__ = ["folder_of", "reason", "shown", "typed"]


def folder_of(path: str) -> str:
    """Answer the folder that holds `path`."""
    return os.path.dirname(path) or os.curdir


def shown(path: str) -> str:
    """Write a path so that a message stays one line: controls and bytes that are no text become escapes."""
    return visible(path)


def typed(path: str) -> str:
    """Write a path so that it can be typed into a shell."""
    from shlex import quote

    return quote(path)


def reason(error: OSError) -> str:
    """Say in the system's words what went wrong."""
    return error.strerror or str(error)
