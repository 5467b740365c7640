"""Records of a batch for programs: one object a line, as long as somebody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.batch.report import record_object
from chaptag.cli.console import CannotPrint

if TYPE_CHECKING:
    from chaptag.batch.job import Record
    from chaptag.cli.console import Console

__all__ = ["Lines"]


class Lines:
    """Records for programs, one a line. Where they can no longer be printed, the work goes on, and `end` tells."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._error: CannotPrint | BrokenPipeError | None = None

    def add(self, record: Record) -> None:
        """Print a record, if a program reads."""
        if not self._console.machine or self._error is not None:
            return
        try:
            self._console.object(record_object(record))
        except (CannotPrint, BrokenPipeError) as error:
            self._error = error

    def end(self) -> None:
        """Raise CannotPrint, or BrokenPipeError with a word, if records are missing."""
        done = "the episodes were done all the same: --report FILE.jsonl keeps the result in a file"
        if isinstance(self._error, BrokenPipeError):
            self._console.alarm(f"the records were not read to their end; {done}")
            raise self._error
        if self._error is not None:
            raise CannotPrint(f"{self._error}; {done}") from self._error
