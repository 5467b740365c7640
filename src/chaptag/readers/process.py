"""Running another program on a file that nobody vouches for: no shell, no input, bounded time and output."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from chaptag.model.errors import AudioError, MissingExtra
from chaptag.model.text import quote, visible

__all__ = ["LIMIT", "TIMEOUT", "answer", "program", "unreadable"]

TIMEOUT = 60.0  # seconds; the slowest reader needs one for three hours of audio
LIMIT = 64 << 20  # bytes; a million chapters fit
_ERRORS = 16 << 10  # bytes of complaints that are kept


def program(name: str, package: str) -> str:
    """Find a program; raises MissingExtra, naming the `package` that has it, where there is none."""
    found = shutil.which(name)
    if found is None:
        msg = f"{name} is not installed"
        raise MissingExtra(msg, hint=f"Install {package}, or ask another reader.")
    return found


def unreadable(reader: str, path: Path, why: str) -> AudioError:
    """Make the error for a reader that did not get through a file."""
    return AudioError(f"{reader} cannot read {visible(str(path))}: {why}")


def answer(
    reader: str, command: Sequence[str | Path], path: Path, *, timeout: float = TIMEOUT, limit: int = LIMIT
) -> bytes:
    """Run a program and return what it prints.

    Raises AudioError, about `path`, where it fails, takes longer than `timeout` seconds or prints more than `limit`
    bytes; it is killed then.
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 - a list of words, no shell
        command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, bufsize=0
    ) as process:
        said, complained = _Intake(process, process.stdout, limit), _Intake(None, process.stderr, _ERRORS)
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise unreadable(reader, path, f"no answer within {timeout:g} seconds") from None
        finally:
            process.kill()  # a process that has ended is left alone
            process.wait()
            output, errors = said.join(), complained.join()
    if said.overflowed:
        raise unreadable(reader, path, f"its answer is longer than {limit} bytes")
    if code != 0:
        lines = errors.decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        raise unreadable(reader, path, f"exit code {code}" + (f", {quote(last, 200)}" if last else ""))
    return output


class _Intake(threading.Thread):
    """Reads a pipe to its end and keeps at most `limit` bytes; what overflows ends `process`, where there is one."""

    def __init__(self, process: subprocess.Popen[bytes] | None, pipe: IO[bytes] | None, limit: int) -> None:
        super().__init__(daemon=True)
        self._process, self._pipe, self._limit = process, pipe, limit
        self._parts: list[bytes] = []
        self.overflowed = False
        self.start()

    def run(self) -> None:
        size = 0
        while self._pipe is not None and (part := self._pipe.read(1 << 16)):
            if size < self._limit:
                self._parts.append(part[: self._limit - size])
            size += len(part)
            if size > self._limit and not self.overflowed:
                self.overflowed = True
                if self._process is not None:
                    self._process.kill()

    def join(self, timeout: float | None = 2) -> bytes:  # type: ignore[override]
        """Wait for the end of the pipe, briefly where a grandchild holds it open, and return what came."""
        super().join(timeout)
        return b"".join(self._parts)
