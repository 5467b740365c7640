"""Fuzz one target for a while.

    python -m fuzz.run TARGET --seconds 3600 --seed 1 --corpus FOLDER [--log FILE]

With atheris, new inputs are kept in FOLDER where they reach new code; without it the seeds are mutated blindly. The
last line says how many inputs were tried in how many minutes. What breaks an invariant is kept in FOLDER/TARGET-found.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import os
import pkgutil
import random
import sys
import time
import traceback
from collections.abc import Callable
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


def _run_atheris(
    atheris: ModuleType, harness: Harness, corpus: Path, *, seconds: int, seed: int, report: Callable[[], None]
) -> None:
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
            report()
            os._exit(0)

    arguments = [sys.argv[0], str(folder), f"-seed={seed}", f"-dict={words}", "-max_len=65536", "-timeout=60"]
    atheris.Setup([*arguments, "-rss_limit_mb=2048", "-verbosity=1"], attempt, custom_mutator=custom)
    atheris.Fuzz()


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, default=Path(".fuzz"))
    parser.add_argument("--log", type=Path, help="append a line about this run to FILE")
    parser.add_argument("--blind", action="store_true", help="do without atheris")
    arguments = parser.parse_args()
    arguments.corpus.mkdir(parents=True, exist_ok=True)
    atheris = None if arguments.blind else _atheris()
    if atheris is not None:
        _import_all(atheris)
    harness = Harness(arguments.target, arguments.corpus)
    started = time.monotonic()

    def report() -> None:
        minutes = (time.monotonic() - started) / 60
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        kind = "atheris" if atheris is not None else "blind"
        line = (
            f"{now} {arguments.target} {kind} seed {arguments.seed}: {harness.executions} executions in "
            f"{minutes:.1f} minutes, {len(harness.kinds)} findings"
        )
        print(line, flush=True)
        if arguments.log:
            with arguments.log.open("a", encoding="utf-8") as log:
                log.write(line + "\n")

    if atheris is not None:
        _run_atheris(atheris, harness, arguments.corpus, seconds=arguments.seconds, seed=arguments.seed, report=report)
    else:
        run_blind(harness, arguments.seconds, arguments.seed)
        report()


if __name__ == "__main__":
    _main()
