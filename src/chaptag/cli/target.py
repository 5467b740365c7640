"""The value of ``-o``: the name of a file to write, or what was meant as something else."""

from __future__ import annotations

from typing import Any

import click

from chaptag.model.errors import UsageError
from chaptag.model.text import visible

__all__ = ["TargetType"]


class TargetType(click.ParamType[str]):
    """A file to write; ``-`` is standard output where `stdout` says so, and a mistake elsewhere."""

    name = "file"

    def __init__(self, *, stdout: bool = False) -> None:
        self._stdout = stdout

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002 (click decides the signature)
        """Refuse what would make a file of a name that nobody wants."""
        name = str(value)
        if name.startswith("="):
            raise UsageError(f"-o{visible(name)}: no = after -o", hint=f"-o {visible(name[1:]) or 'FILE'}")
        if not name:
            raise UsageError("-o is given no name", hint="-o FILE, with the name of the file to write.")
        if name == "-" and not self._stdout:
            raise UsageError("-o -: this is not written to standard output", hint="-o FILE, with a name.")
        return name
