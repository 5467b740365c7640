"""A live line about a batch, on a terminal only."""

from __future__ import annotations

import sys
import time

from chaptag.model.text import visible

__all__ = ["Progress"]

_EVERY = 0.1


class Progress:
    """``312 of 1000 done, 2 failed, 145/s, 5 s left: episode-313.mp3``, rewritten in place; nothing on a pipe."""

    def __init__(self, total: int, *, shown: bool) -> None:
        self._total = total
        self._shown = shown and sys.stderr is not None and sys.stderr.isatty()
        self._begun = self._last = time.monotonic()
        self._done = self._failed = 0

    def add(self, name: str, *, failed: bool) -> None:
        """Count a job that has ended."""
        self._done += 1
        self._failed += failed
        now = time.monotonic()
        if self._shown and (now - self._last >= _EVERY or self._done == self._total):
            self._last = now
            rate = self._done / max(now - self._begun, 0.001)
            left = (self._total - self._done) / rate
            bad = f", {self._failed} failed" if self._failed else ""
            line = f"{self._done} of {self._total} done{bad}, {rate:.0f}/s, {left:.0f} s left: {visible(name)}"
            sys.stderr.write(f"\r\x1b[K{line[: _columns() - 1]}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away, for what is printed next."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _columns() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns
