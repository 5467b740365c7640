"""Ctrl-C and SIGTERM in a batch: once to end well, again and again to end at once."""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from chaptag.cli.console import CannotPrint

if TYPE_CHECKING:
    from types import FrameType

    from chaptag.cli.console import Console

__all__ = ["Interrupts"]

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_PATIENCE = 2


class Interrupts:
    """The first one ends the batch after the writes under way, which are recorded; the third one at once."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._number = 0
        self._before: dict[signal.Signals, Any] = {}

    @property
    def asked(self) -> bool:
        """Whether the batch is to end."""
        return self._number > 0

    def __enter__(self) -> Interrupts:  # noqa: PYI034 (Self is not in Python 3.10)
        self._before = {number: signal.signal(number, self._interrupt) for number in _SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self._number += 1
        if self._number > _PATIENCE:
            raise KeyboardInterrupt
        with suppress(RuntimeError, OSError, CannotPrint):  # RuntimeError: in the middle of another line
            self._console.note(
                "\nfinishing what is being written; the same command goes on from there"
                if self._number < _PATIENCE
                else "still finishing what is being written, for the report and the journal; once more ends at once"
            )
