"""Run programs and measure them from outside: wall clock, processor time, peak memory, bytes written."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ["Contender", "Run", "Summary", "race", "run"]

# As a user has it: a variable that keeps Python from caching what it compiled would double every start.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


class Run(NamedTuple):
    """One run: milliseconds of wall clock and processor, peak memory in MiB, MB handed to write calls."""

    wall: float
    cpu: float
    memory: float
    written: float


class Summary(NamedTuple):
    """Medians of several runs; `fastest` and `slowest` are the limits of the wall clock."""

    wall: float
    fastest: float
    slowest: float
    cpu: float
    memory: float
    written: float


class Contender(NamedTuple):
    """A program to race: `prepare` makes its files, unmeasured, and returns the command."""

    name: str
    prepare: Callable[[], Sequence[str | Path]]


def run(command: Sequence[str | Path]) -> Run:
    """Run one command; its output goes nowhere, its complaints to our standard error.

    Peak memory has a floor, the memory of this very process, as Linux counts the moment before `exec` too. Bytes
    written are those handed to the kernel, on Linux; 0 elsewhere.
    """
    words = [str(word) for word in command]
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
    ]
    before = time.perf_counter()
    process = os.posix_spawnp(words[0], words, _ENVIRONMENT, file_actions=actions)
    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
    wall = time.perf_counter() - before
    written = _written(process)
    _, status, usage = os.wait4(process, 0)
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"exit code {code}: {' '.join(words)}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / unit, written / 1e6)


def _written(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/io").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("wchar"))


def race(contenders: Sequence[Contender], rounds: int) -> dict[str, Summary]:
    """Run every contender once per round, in turn, so that a busy moment of the machine hits them all.

    A first round, to fill caches, does not count.
    """
    for contender in contenders:
        run(contender.prepare())
    runs: dict[str, list[Run]] = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        for contender in contenders:
            print(f"\r{number + 1}/{rounds} {contender.name:<40}", end="", file=sys.stderr, flush=True)
            runs[contender.name].append(run(contender.prepare()))
    print("\r" + " " * 50 + "\r", end="", file=sys.stderr)
    return {name: _summary(each) for name, each in runs.items()}


def _summary(runs: list[Run]) -> Summary:
    walls = [run.wall for run in runs]
    middle = [statistics.median(column) for column in zip(*runs, strict=True)]
    return Summary(middle[0], min(walls), max(walls), *middle[1:])
