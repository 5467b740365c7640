"""Running another program on a file that nobody vouches for: no shell, no input, bounded time and output."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from chaptag.model.errors import AudioError, MissingExtra
from chaptag.model.text import quote, visible

__all__ = ["LIMIT", "TIMEOUT", "answer", "program", "unreadable"]

TIMEOUT = 60.0  # seconds; the slowest reader needs one for three hours of audio
LIMIT = 64 << 20  # bytes; a million chapters fit
_ERRORS = 16 << 10  # bytes of complaints that are kept
_PATIENCE = 2.0  # seconds for the rest of the output after the program's end


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
    process = subprocess.Popen(  # noqa: S603 - a list of words, no shell
        command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, bufsize=0
    )
    said, complained = _Intake(process.stdout, limit, process.kill), _Intake(process.stderr, _ERRORS)
    try:
        code = process.wait(timeout)
    except subprocess.TimeoutExpired:
        raise unreadable(reader, path, f"no answer within {timeout:g} seconds") from None
    finally:
        process.kill()  # one that has ended is left alone
        process.wait()
        output, errors = said.taken(), complained.taken()
    if said.overflowed:
        raise unreadable(reader, path, f"its answer is longer than {limit} bytes")
    if code != 0:
        lines = errors.decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        raise unreadable(reader, path, f"exit code {code}" + (f", {quote(last, 200)}" if last else ""))
    return output


class _Intake:
    """Reads a pipe to its end in a thread, keeps at most `limit` bytes and calls `overflow` once where there are more.

    The thread owns the pipe and closes it: a grandchild may hold the other end open for longer than we care to wait.
    """

    def __init__(self, pipe: IO[bytes] | None, limit: int, overflow: Callable[[], None] = lambda: None) -> None:
        self.overflowed = False
        self._parts: list[bytes] = []
        self._thread = threading.Thread(target=self._drain, args=(pipe, limit, overflow), daemon=True)
        self._thread.start()

    def _drain(self, pipe: IO[bytes], limit: int, overflow: Callable[[], None]) -> None:
        room = limit
        with pipe:
            while part := pipe.read(1 << 16):
                if room:
                    self._parts.append(part[:room])
                room -= len(part)
                if room < 0:
                    room = 0
                    if not self.overflowed:
                        self.overflowed = True
                        overflow()

    def taken(self) -> bytes:
        """Wait for the end of the pipe, though not for long, and return what came."""
        self._thread.join(_PATIENCE)
        return b"".join(self._parts)
