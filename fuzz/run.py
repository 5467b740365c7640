"""Fuzz one target for a while.

    python -m fuzz.run TARGET --seconds 3600 --seed 1 --corpus FOLDER [--log FILE]

With atheris, new inputs are kept in FOLDER where they reach new code; without it the seeds are mutated blindly. The
last line says how many inputs were tried in how many minutes of the clock and of the processor, and when the last of
them reached a branch that none had reached before. What breaks an invariant is kept in FOLDER/TARGET-found.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import os
import pkgutil
import random
import re
import resource
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from types import ModuleType

from fuzz.mutate import mutate

__all__ = ["run_blind"]


def _atheris() -> ModuleType | None:
    try:
        return importlib.import_module("atheris")
    except ImportError:
        return None


def _import_all(atheris: ModuleType) -> None:
    """Load every module that reads a stranger's bytes, each line of it counted."""
    with atheris.instrument_imports(include=["chaptag"]):
        for package in ("model", "containers", "notes", "formats", "checks", "batch"):
            base = importlib.import_module(f"chaptag.{package}")
            for module in pkgutil.walk_packages(base.__path__, f"{base.__name__}."):
                importlib.import_module(module.name)


class Harness:
    """Tries inputs, counts them, and keeps those that break something: one of each kind."""

    def __init__(self, target: str, corpus: Path) -> None:
        from fuzz.targets import TARGETS

        self.target = TARGETS[target]
        self.found = corpus / f"{target}-found"
        self.executions = 0
        self.kinds: set[str] = set()

    def __call__(self, data: bytes) -> None:
        """Try one input; a failure is written down, and the run goes on."""
        self.executions += 1
        try:
            self.target(bytes(data))
        except Exception as error:  # noqa: BLE001 (that is what is looked for)
            frames = traceback.extract_tb(error.__traceback__)
            kind = f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}"
            if kind not in self.kinds:
                self.kinds.add(kind)
                self.found.mkdir(parents=True, exist_ok=True)
                name = hashlib.sha256(data).hexdigest()[:12]
                (self.found / name).write_bytes(data)
                (self.found / f"{name}.txt").write_text(f"{kind}\n{''.join(traceback.format_exception(error))}")
                print(f"FOUND {kind}: {str(error)[:200]}", flush=True)


def run_blind(harness: Harness, seconds: float, seed: int) -> None:
    """Mutate the seeds blindly."""
    chance = random.Random(seed)
    seeds, stop = harness.target.seeds(), time.monotonic() + seconds
    while time.monotonic() < stop:
        harness(mutate(chance.choice(seeds), seeds, harness.target.words, chance))


def _run_atheris(atheris: ModuleType, harness: Harness, corpus: Path, *, seconds: int, seed: int) -> None:
    folder = corpus / harness.target.name
    folder.mkdir(parents=True, exist_ok=True)
    seeds = harness.target.seeds()
    for data in seeds:
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    words = corpus / f"{harness.target.name}.dict"
    words.write_text("".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in harness.target.words))
    chance = random.Random(seed)

    def custom(data: bytes, max_size: int, _seed: int) -> bytes:
        if chance.random() < 0.4:
            return bytes(atheris.Mutate(data, max_size))
        return mutate(data, seeds, harness.target.words, chance)[:max_size]

    stop = time.monotonic() + seconds

    def attempt(data: bytes) -> None:
        harness(data)
        if time.monotonic() > stop:  # libFuzzer leaves the process when its own time is over: nothing can be said then
            print(f"{_ENDED} {harness.executions} {len(harness.kinds)}", flush=True)
            os._exit(0)

    arguments = [sys.argv[0], str(folder), f"-seed={seed}", f"-dict={words}", "-max_len=65536", "-timeout=60"]
    atheris.Setup([*arguments, "-rss_limit_mb=2048", "-verbosity=1"], attempt, custom_mutator=custom)
    atheris.Fuzz()


@dataclass
class Run:
    """What a run came to; `grown` is when coverage last grew, in minutes of the clock, None where nobody counts it."""

    executions: int = 0
    findings: int = 0
    branches: int = 0
    grown: float | None = None


def _watch(arguments: argparse.Namespace) -> Run:
    """Run libFuzzer in a process of its own and read along when it reaches new branches."""
    command = [sys.executable, "-m", "fuzz.run", *sys.argv[1:], "--child"]
    run, started = Run(), time.monotonic()
    with (
        (arguments.corpus / f"{arguments.target}.log").open("a", encoding="utf-8") as log,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="backslashreplace"
        ) as child,
    ):
        assert child.stdout is not None
        for line in child.stdout:
            minutes = (time.monotonic() - started) / 60
            log.write(f"{minutes:.2f} {line}")
            if found := re.search(r" cov: (\d+) ", line):
                if int(found[1]) > run.branches:
                    run.branches, run.grown = int(found[1]), minutes
            elif line.startswith(_ENDED):
                run.executions, run.findings = map(int, line.split()[1:])
            elif line.startswith("FOUND"):
                print(line, end="", flush=True)
    if child.returncode:
        sys.exit(f"libFuzzer ended with {child.returncode}: see {log.name}")
    return run


_ENDED = "ENDED"


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, default=Path(".fuzz"))
    parser.add_argument("--log", type=Path, help="append a line about this run to FILE")
    parser.add_argument("--blind", action="store_true", help="do without atheris")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    arguments.corpus.mkdir(parents=True, exist_ok=True)
    atheris = None if arguments.blind else _atheris()
    if atheris is not None and arguments.child:
        _import_all(atheris)
        harness = Harness(arguments.target, arguments.corpus)
        _run_atheris(atheris, harness, arguments.corpus, seconds=arguments.seconds, seed=arguments.seed)
    started = time.monotonic()
    if atheris is not None:
        run = _watch(arguments)
    else:
        harness = Harness(arguments.target, arguments.corpus)
        run_blind(harness, arguments.seconds, arguments.seed)
        run = Run(harness.executions, len(harness.kinds))
    minutes = (time.monotonic() - started) / 60
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(each.ru_utime + each.ru_stime for each in used) / 60
    line = (
        f"{datetime.now(timezone.utc).isoformat(timespec='seconds')} {arguments.target} "
        f"{'blind' if atheris is None else 'atheris'} seed {arguments.seed}: {run.executions} executions in "
        f"{minutes:.1f} minutes ({processor:.1f} of processor time), {run.findings} findings"
    )
    if run.grown is not None:
        line += f"; {run.branches} branches reached, the last new one after {run.grown:.1f} minutes"
    print(line, flush=True)
    if arguments.log:
        with arguments.log.open("a", encoding="utf-8") as log:
            log.write(line + "\n")


if __name__ == "__main__":
    _main()
