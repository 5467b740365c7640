"""One command over several files: what is wrong with one does not stop the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.cli.console import Console
from chaptag.model.errors import ChaptagError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["for_each"]


def for_each(names: Sequence[str], console: Console, do: Callable[[str, Console], int]) -> int:
    """Call `do` for each name and return the worst exit code; results of many for programs stand one a line.

    The error of a single name is raised; those of several are printed as they come.
    """
    if len(names) == 1:
        return do(names[0], console)
    if console.form == "json":
        console = Console("jsonl", console.verbosity)
    code = 0
    for name in names:
        try:
            code = max(code, do(name, console))
        except ChaptagError as error:
            console.error(error)
            code = max(code, error.exit_code)
    return code
