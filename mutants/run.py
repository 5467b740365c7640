"""Change the code in small ways, one at a time, and see whether the tests notice.

    python -m mutants.run GROUP [--part K/N] [--only WORD] --out FILE
    python -m mutants.run GROUP --survivors FILE --slowest 10 --out FILE2
    python -m mutants.run --summary FILE FILE2

A group is some files and the tests that speak for them (`GROUPS`). The tests are collected once and run once with each
line's tests written down; then a process is forked for each mutant, in which the tests that run its line are run, the
quickest first, until one fails. What runs a command in a process of its own cannot see a mutant and does not count.

A mutant is *killed* (a test failed, or took many times its time) or *survived*; *unreached* ones are in lines that no
test of the group runs, and count as survivors. FILE gets one JSON object a mutant. Tests that take long are left out at
first, and a mutant that was put to tests for `--patience` seconds has survived; `--survivors` tries those once more.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TextIO

import coverage
import pytest
from _pytest.runner import runtestprotocol

from mutants.operators import mutants_of
from mutants.patch import Living

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
_NOTES = (
    "notes/assembly",
    *(f"notes/test_{name}.py" for name in ("golden", "grammar", "grades", "lists", "lost", "said", "styles")),
)
_ANY_CONTAINER = ("containers/test_mp3.py", "containers/test_contract.py")
GROUPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "grammar": (("notes/grammar",), _NOTES),
    "assembly": (("notes/assembly",), _NOTES),
    "splice": (("containers/id3", "containers/mp3.py"), ("containers/id3", *_ANY_CONTAINER)),
    "walk": (("containers/mpeg",), ("containers/mpeg", *_ANY_CONTAINER)),
    "layout": (("containers/mp4",), ("containers/mp4", *_ANY_CONTAINER)),
    "storage": (("storage",), ("storage",)),
}
_MEMORY = 4 << 30
_ALIVE = {"survived", "unreached", "broken"}
_KILLED, _SURVIVED, _TIMED_OUT, _BROKEN = 10, 0, 11, 12


class _TooSlow(BaseException):
    """A test that would take too long for every mutant."""


class Run:
    """The plugin that takes pytest's place once everything is collected."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.wanted = _survivors(arguments.survivors) if arguments.survivors else None
        self.seconds: dict[str, float] = {}
        self.reached: dict[str, dict[int, list[str]]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Let a property fail with the first example that it fails with."""
        from hypothesis import HealthCheck, Phase, settings

        settings.register_profile(
            "mutants", deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn which test runs which line, then try every mutant."""
        items = {item.nodeid: item for item in session.items}
        files = sorted(_files(GROUPS[self.arguments.group][0]))
        self._learn(items, files)
        living = {path: Living(importlib.import_module(_module_name(path)), path.read_text("utf-8")) for path in files}
        gc.collect()
        gc.freeze()
        self._control(items)
        with self.arguments.out.open("w", encoding="utf-8") as out:
            for path in files:
                self._try_file(path, living[path], items, out)
        return True

    def _learn(self, items: dict[str, pytest.Item], files: list[Path]) -> None:
        """Run all tests in a child, so that this process stays as it is after collecting."""
        data = self.arguments.out.with_suffix(".lines")
        child = os.fork()
        if not child:
            _measure(items, files, data, self.arguments.slowest)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0, "the tests cannot be run once"
        learnt = json.loads(data.read_text("utf-8"))
        for test, reason in learnt["unfit"].items():
            print(f"left out, {reason}: {test}")
        self.seconds = learnt["seconds"]
        for path, lines in learnt["lines"].items():
            self.reached[path] = {int(line): tests for line, tests in lines.items()}
        print(f"{len(items)} tests, {sum(self.seconds.values()):.0f} s", flush=True)

    def _control(self, items: dict[str, pytest.Item]) -> None:
        """Put the code as it is to all tests that judge: what fails here would kill every mutant."""
        tests = sorted({test for lines in self.reached.values() for found in lines.values() for test in found})
        while True:
            outcome, killer = self._try_one(None, tests, items)
            if outcome == "survived":
                return
            print(f"left out, fails without any change: {killer}", flush=True)
            tests = tests[tests.index(killer) + 1 :]
            for lines in self.reached.values():
                for found in lines.values():
                    if killer in found:
                        found.remove(killer)

    def _try_file(self, path: Path, living: Living, items: dict[str, pytest.Item], out: TextIO) -> None:
        lines = self.reached.get(str(path), {})
        everything = sorted({test for tests in lines.values() for test in tests})
        outcomes: Counter[str] = Counter()
        killers: Counter[str] = Counter()  # what has killed one mutant of a file is the first to try on the next
        for number, mutant in enumerate(mutants_of(str(path.relative_to(SOURCE / "chaptag")), living.source)):
            part, parts = self.arguments.part
            if number % parts != part or (self.arguments.only and self.arguments.only not in str(mutant)):
                continue
            if self.wanted is not None and mutant.key not in self.wanted:
                continue
            tests = lines.get(mutant.line, []) if mutant.function else everything
            tests = sorted(tests, key=lambda test: (-killers[test], self.seconds[test]))
            change = partial(living.become, mutant)
            outcome, killer = self._try_one(change, tests, items) if tests else ("unreached", "")
            if outcome == "broken" and not mutant.function:
                outcome = "killed"  # a value of the module that cannot even be made
            outcomes[outcome] += 1
            killers[killer] += outcome == "killed"
            record = {"key": mutant.key, "mutant": str(mutant), "outcome": outcome, "tests": len(tests), "by": killer}
            print(json.dumps(record, ensure_ascii=False), file=out, flush=True)
        print(f"{_module_name(path)}: {dict(outcomes)}", flush=True)

    def _try_one(
        self, change: Callable[[], None] | None, tests: list[str], items: dict[str, pytest.Item]
    ) -> tuple[str, str]:
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            devnull = os.open(os.devnull, os.O_RDWR)
            for fd in (0, 1, 2):
                os.dup2(devnull, fd)
            os._exit(self._live(change, tests, items, writer))
        os.close(writer)
        with os.fdopen(reader, encoding="utf-8") as pipe:
            last = pipe.read().splitlines()[-1:]
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        name = {_SURVIVED: "survived", _KILLED: "killed", _TIMED_OUT: "timed out", _BROKEN: "broken"}.get(code, "died")
        return name, last[0] if last and name != "survived" else ""

    def _live(
        self, change: Callable[[], None] | None, tests: list[str], items: dict[str, pytest.Item], writer: int
    ) -> int:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        signal.signal(signal.SIGPROF, lambda *_: os._exit(_TIMED_OUT))
        signal.signal(signal.SIGALRM, lambda *_: os._exit(_TIMED_OUT))
        try:
            if change is not None:
                change()
        except BaseException as error:  # noqa: BLE001 (whatever a value is made of may be changed)
            os.write(writer, f"{type(error).__name__} while the module is run\n".encode())
            return _BROKEN
        until = time.process_time() + self.arguments.patience
        for test in tests:
            if time.process_time() > until:
                break
            os.write(writer, f"{test}\n".encode())
            signal.setitimer(signal.ITIMER_PROF, 2 + 10 * self.seconds[test])
            signal.setitimer(signal.ITIMER_REAL, 20 + 30 * self.seconds[test])
            if _failed(items[test]):
                return _KILLED
        return _SURVIVED


def _failed(item: pytest.Item) -> bool:
    try:
        return any(report.failed for report in runtestprotocol(item, nextitem=None, log=False))
    except BaseException:  # noqa: BLE001 (whatever a mutant does to pytest itself has been noticed)
        return True


def _measure(items: dict[str, pytest.Item], files: list[Path], data: Path, slowest: float) -> None:
    counter = coverage.Coverage(data_file=None, config_file=False, include=[str(path) for path in files])
    seconds: dict[str, float] = {}
    unfit: dict[str, str] = {}

    def stop(*_: object) -> None:
        raise _TooSlow

    signal.signal(signal.SIGPROF, stop)
    counter.start()
    for test, item in items.items():
        counter.switch_context(test)
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, slowest)
        failing = _failed(item)
        signal.setitimer(signal.ITIMER_PROF, 0)
        seconds[test] = time.process_time() - started
        if seconds[test] >= 0.9 * slowest:
            unfit[test] = "too slow"
        elif failing:
            unfit[test] = "fails where each line is counted"
    counter.stop()
    found = counter.get_data()
    lines: dict[str, dict[int, list[str]]] = defaultdict(dict)
    for path in found.measured_files():
        for line, tests in found.contexts_by_lineno(path).items():
            lines[path][line] = [test for test in tests if test and test not in unfit]
    data.write_text(json.dumps({"seconds": seconds, "unfit": unfit, "lines": lines}), "utf-8")


def _module_name(path: Path) -> str:
    return str(path.relative_to(SOURCE).with_suffix("")).replace("/", ".").removesuffix(".__init__")


def _files(places: tuple[str, ...]) -> Iterator[Path]:
    for place in places:
        path = SOURCE / "chaptag" / place
        yield from path.rglob("*.py") if path.is_dir() else [path]


def _survivors(file: Path) -> set[str]:
    records = map(json.loads, file.read_text("utf-8").splitlines())
    return {record["key"] for record in records if record["outcome"] in _ALIVE}


def summary(files: list[Path]) -> None:
    """Print how many were killed in each file of the package, and all that survived; later files have the last word."""
    records = {}
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            record = json.loads(line)
            records[record["key"]] = record
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records.values():
        outcomes[record["mutant"].partition(":")[0]][record["outcome"]] += 1
        if record["outcome"] in _ALIVE:
            print(f"{record['outcome']:9} {record['mutant']}")
    total: Counter[str] = sum(outcomes.values(), Counter())
    for path, counts in (*sorted(outcomes.items()), ("all", total)):
        alive = sum(counts[outcome] for outcome in _ALIVE)
        print(f"{1 - alive / counts.total():7.1%} of {counts.total():5} {path} {dict(counts)}")


def _part(text: str) -> tuple[int, int]:
    part, _, parts = text.partition("/")
    return int(part) - 1, int(parts)


def _main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("group", nargs="?", choices=GROUPS)
    parser.add_argument(
        "--part", type=_part, default=(0, 1), metavar="K/N", help="try each Nth mutant, from the Kth on"
    )
    parser.add_argument("--only", default="", metavar="WORD", help="try what has WORD in its line of text")
    parser.add_argument("--slowest", type=float, default=0.7, help="seconds of a test, each line counted (0.7)")
    parser.add_argument("--patience", type=float, default=30, help="seconds of tests for one mutant (30)")
    parser.add_argument("--survivors", type=Path, metavar="FILE", help="try only those that survived in FILE")
    parser.add_argument("--out", type=Path, default=Path("mutants.jsonl"))
    parser.add_argument("--summary", nargs="+", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    if arguments.summary:
        summary(arguments.summary)
        return 0
    os.chdir(ROOT)
    arguments.out = arguments.out.absolute()
    tests = [f"tests/{each}" for each in GROUPS[arguments.group][1]]
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))  # each child empties it before it begins
    options = [
        f"--basetemp={folder / 'tests'}",
        "-q",
        "-p",
        "no:cacheprovider",
        "--tb=no",
        "--timeout=0",
        "-m",
        "not slow and not interop",
    ]
    try:
        return int(pytest.main([*options, *tests], plugins=[Run(arguments)]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(_main())
