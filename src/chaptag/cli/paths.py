"""Paths on the command line: an empty one is refused, which Python takes for the current folder."""

from __future__ import annotations

from typing import Any

import click

from chaptag.model.errors import UsageError

__all__ = ["PathType"]


class PathType(click.Path):
    """A path that has a name; ``"$FOLDER"`` is empty where the variable is not set."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse an empty text."""
        if not value:
            name = max(param.opts, key=len) if isinstance(param, click.Option) else "SOURCE"
            raise UsageError(
                f"{name} is given an empty name",
                hint="Name it (. is this folder); a variable of the shell may be empty.",
            )
        return super().convert(value, param, ctx)
