"""Faults in a real process: strace fails a chosen system call of it, or kills it there."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.tools import absent, require_tool

__all__ = ["ERRORS", "INTERRUPT", "KILL", "Command", "Syscall", "points_of", "require_strace", "survive", "traced"]

KILL = "signal=SIGKILL"
INTERRUPT = "signal=SIGINT"
ERRORS = ("EIO", "ENOSPC", "EINTR", "EACCES")
_WATCHED = "%file,%desc"
_LINE = re.compile(r"^\d+ +(?:<\.\.\. )?(\w+)\(")
_LASTING = {"fchmod", "fsync", "link", "openat", "pwrite64", "rename", "unlink", "utimensat"}
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


@dataclass(frozen=True, slots=True)
class Command:
    """A command line that writes `target` in a folder that `prepare` fills; `again` is the next one on that target.

    `new` is the target's content afterwards, `left` what the folder then holds. The first system call that counts is
    the first one that names `begins`.
    """

    arguments: list[str]
    again: list[str]
    prepare: Callable[[Path], None]
    target: str
    new: bytes
    left: frozenset[str]
    begins: str


def require_strace(folder: Path) -> None:
    """Go on only where strace may watch a process."""
    require_tool("strace")
    done = _strace(["true"], folder, "-e", "trace=none")
    if done.returncode:
        absent(f"strace may not watch processes here: {done.stderr.strip()}")


def traced(command: Command, folder: Path) -> list[Syscall]:
    """Run a command in a fresh folder under strace; list the calls on files that it makes from `begins` on."""
    warm = folder.with_name("warm")
    for each in (warm, folder):
        each.mkdir()
        command.prepare(each)
    # Compiled modules of its own, made now: all later runs then begin with the same calls.
    ready = {key: value for key, value in _environment(warm).items() if key != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command.arguments, cwd=warm, env=ready, check=True, capture_output=True)
    log = folder.parent / f"{folder.name}.trace"
    done = _strace(command.arguments, folder, "-o", str(log), "-e", f"trace={_WATCHED}")
    assert done.returncode == 0, done.stderr
    counts: Counter[str] = Counter()
    calls: list[Syscall] = []
    for line in log.read_text("utf-8", "replace").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        counts[match[1]] += 1
        if (calls or command.begins in line) and match[1] not in _PASSED_OVER:
            calls.append(Syscall(match[1], counts[match[1]], line))
    assert calls, f"no call with {command.begins!r} in {log}"
    return calls


def points_of(
    calls: list[Syscall], *errors: str, every: bool = False, lasting: bool = False
) -> list[tuple[Syscall, str]]:
    """List the faults of each call: death, and of the errors one in turn, or all of them and an interrupt.

    `lasting` leaves out calls that change nothing on the disk: death there is death before the next one that does.
    """
    if every:
        return [(call, action) for call in calls for action in (KILL, INTERRUPT, *(f"error={e}" for e in ERRORS))]
    points = [(call, KILL) for call in calls if not lasting or call.name in _LASTING]
    if errors:
        points += [(call, f"error={errors[number % len(errors)]}") for number, call in enumerate(calls)]
    return points


def survive(command: Command, folder: Path, call: Syscall, action: str) -> tuple[int, list[str]]:
    """Run a command in a fresh folder under one fault; answer its exit code, and what is wrong with what is left."""
    folder.mkdir()
    command.prepare(folder)
    target = folder / command.target
    before = _state(target)
    code, said = _injected(command.arguments, folder, call, action)
    after = _state(target)
    old, now = before and before[0], after and after[0]
    allowed = {0: (command.new,), 3: (old,), 4: (old,), 130: (command.new, old), -9: (command.new, old)}.get(code, ())
    problems = []
    if code == 70 and "a part of the program cannot be loaded" in said:
        allowed = (command.new, old)  # it was a module of Python's own that could not be read
    if now not in allowed:
        problems.append(f"exit code {code}, {'new' if now == command.new else 'old' if now == old else 'broken'}")
    if before and after and before[1] != after[1]:
        problems.append(f"permissions {after[1]:o}")
    if code == 130 and now == old and any(".chaptag-" in path.name for path in folder.iterdir()):
        problems.append("an interrupt leaves a scratch file")
    again = subprocess.run(command.again, cwd=folder, env=_environment(folder), capture_output=True, check=False)
    left = {path.name for path in folder.iterdir()}
    if again.returncode or target.read_bytes() != command.new or left != command.left:
        problems.append(f"the next run ends with {again.returncode} and leaves {sorted(left)}: {again.stderr!r}")
    return code, problems


def survive_all(
    command: Command, folder: Path, points: Sequence[tuple[Syscall, str]]
) -> tuple[Counter[int], dict[str, list[str]]]:
    """Run a command once under each fault; answer how often it ended with which code, and what was wrong where."""
    ended: Counter[int] = Counter()
    wrong = {}
    for number, (call, action) in enumerate(points):
        code, problems = survive(command, folder / str(number), call, action)
        ended[code] += 1
        if problems:
            wrong[f"{call} {action}"] = problems
    return ended, wrong


def _state(path: Path) -> tuple[bytes, int] | None:
    return (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) if path.exists() else None


def _injected(arguments: list[str], folder: Path, call: Syscall, action: str) -> tuple[int, str]:
    log = folder.parent / f"{folder.name}.trace"
    options = ["-o", str(log), "-e", f"trace={call.name}", "-e", f"inject={call.name}:{action}:when={call.count}"]
    done = _strace(arguments, folder, *options)
    text = log.read_text("utf-8", "replace")
    reached = {KILL: "killed by SIGKILL", INTERRUPT: "--- SIGINT"}.get(action, "(INJECTED)")
    assert reached in text, f"{call} was never reached"
    assert "Traceback" not in done.stderr or done.returncode == 130, done.stderr
    return done.returncode, done.stderr


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder.parent),
        "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
        "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled"),
        **_ENVIRONMENT,
    }


def _strace(arguments: list[str], folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["strace", "-f", "-qq", *options, *arguments],
        cwd=folder,
        env=_environment(folder),
        capture_output=True,
        text=True,
        errors="replace",
        timeout=60,
        check=False,
    )
