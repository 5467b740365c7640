"""Faults in a real process: strace fails a chosen system call of it, or kills it there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.support.tools import absent, require_tool

__all__ = ["KILL", "Syscall", "injected", "require_strace", "traced"]

KILL = "signal=SIGKILL"
_WATCHED = "%file,%desc"
_LINE = re.compile(r"^\d+ +(?:<\.\.\. )?(\w+)\(")
_PASSED_OVER = {"mmap", "munmap", "execve", "fcntl"}
_ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}


@dataclass(frozen=True, slots=True)
class Syscall:
    """The `count`th call named `name` of a process, from 1; `line` is how strace wrote it down."""

    name: str
    count: int
    line: str = ""

    def __str__(self) -> str:
        return f"{self.name}#{self.count}"


def require_strace(folder: Path) -> None:
    """Go on only where strace may watch a process."""
    require_tool("strace")
    done = _strace(["true"], folder, "-e", "trace=none")
    if done.returncode:
        absent(f"strace may not watch processes here: {done.stderr.strip()}")


def traced(command: list[str], folder: Path, begins: str) -> list[Syscall]:
    """Run a command under strace; list its calls on files from the first one that holds the text `begins`."""
    log = folder.parent / f"{folder.name}.trace"
    done = _strace(command, folder, "-o", str(log), "-e", f"trace={_WATCHED}")
    assert done.returncode == 0, done.stderr
    counts: Counter[str] = Counter()
    calls: list[Syscall] = []
    begun = False
    for line in log.read_text("utf-8", "replace").splitlines():
        match = _LINE.match(line)
        if match is None or "resumed>" in line:
            continue
        counts[match[1]] += 1
        begun = begun or begins in line
        if begun and match[1] not in _PASSED_OVER:
            calls.append(Syscall(match[1], counts[match[1]], line))
    assert calls, f"no call with {begins!r} in {log}"
    return calls


def injected(command: list[str], folder: Path, call: Syscall, action: str) -> subprocess.CompletedProcess[str]:
    """Run a command and let `action` (KILL, or ``error=EIO``) happen to one of its calls."""
    log = folder.parent / f"{folder.name}.trace"
    options = ["-o", str(log), "-e", f"trace={call.name}", "-e", f"inject={call.name}:{action}:when={call.count}"]
    done = _strace(command, folder, *options)
    text = log.read_text("utf-8", "replace")
    assert "(INJECTED)" in text or "killed by SIGKILL" in text, f"{call} was never reached"
    return done


def _strace(command: list[str], folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **_ENVIRONMENT}
    environment["PYTHONPATH"] = os.pathsep.join(each for each in sys.path if each)
    return subprocess.run(
        ["strace", "-f", "-qq", *options, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=60,
        check=False,
    )
