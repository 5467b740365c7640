"""Ctrl-C in a batch: once to end well, twice to end at once."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

    from chaptag.cli.console import Console

__all__ = ["Interrupts"]


class Interrupts:
    """The first Ctrl-C ends the batch after the writes under way, the second one at once."""

    def __init__(self, console: Console) -> None:
        self.asked = False
        self._console = console
        self._before: Any = None

    def __enter__(self) -> Interrupts:  # noqa: PYI034 (Self is not in Python 3.10)
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        self._console.note("\nfinishing what is being written; the same command goes on from there")
