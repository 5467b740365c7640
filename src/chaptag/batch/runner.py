"""Running jobs: one after the other, or in processes behind `concurrent.futures`; a dead worker is replaced."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_all_start_methods, get_context

from chaptag.batch.job import Record
from chaptag.batch.work import Task, do

__all__ = ["MakeExecutor", "process_pool", "run"]

# Jobs that travel to a worker together, chunks waiting for each worker, and chunks after which a worker is renewed.
_CHUNK = 8
_WINDOW = 3
_RECYCLE = 200

MakeExecutor = Callable[[int], Executor]
"""Makes an executor with so many workers: the seam where a cluster's executor fits in."""


def process_pool(workers: int) -> Executor:
    """Make a pool of warm processes: forked from a server that has loaded the code, else started anew."""
    methods = get_all_start_methods()
    context = get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["chaptag.batch.work"])
    if sys.version_info >= (3, 11):
        return ProcessPoolExecutor(workers, context, _ignore_interrupts, max_tasks_per_child=_RECYCLE)
    return ProcessPoolExecutor(workers, context, _ignore_interrupts)


def _ignore_interrupts() -> None:
    """Ctrl-C is for the driver: workers finish what they write."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def run(
    tasks: Iterable[Task], workers: int, *, stop: Callable[[], bool], make: MakeExecutor = process_pool
) -> Iterator[Record]:
    """Do the tasks and yield their records as they end; after `stop` answers True only what is under way is ended.

    One worker means this process. Where a worker dies, the jobs that it could have had are done again, once, one at a
    time; one that dies then is recorded as failed.
    """
    if workers <= 1:
        for task in tasks:
            if stop():
                return
            yield do(task)
        return
    source = iter(tasks)
    while True:
        broken: list[Task] = []
        yield from _run_pool(source, workers, stop, make, broken)
        if not broken:
            return
        yield from _one_by_one(broken, stop, make)


def _run_pool(
    source: Iterator[Task], workers: int, stop: Callable[[], bool], make: MakeExecutor, broken: list[Task]
) -> Iterator[Record]:
    """Run until the tasks end or the pool breaks; then `broken` gets every task whose end is not known."""
    waiting: dict[Future[list[Record]], list[Task]] = {}
    with make(workers) as pool:
        try:
            while True:
                while len(waiting) < workers * _WINDOW and not stop() and (chunk := list(islice(source, _CHUNK))):
                    broken.extend(chunk)
                    waiting[pool.submit(_do_all, chunk)] = chunk
                    del broken[-len(chunk) :]
                if not waiting:
                    return
                done, _ = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
                for future in done:
                    records = future.result()
                    del waiting[future]
                    yield from records
                if stop():
                    for future in [each for each in waiting if each.cancel()]:
                        del waiting[future]
        except BrokenProcessPool:
            for future, chunk in waiting.items():
                if future.done() and not future.cancelled() and future.exception() is None:
                    yield from future.result()
                else:
                    broken.extend(chunk)


def _do_all(tasks: list[Task]) -> list[Record]:
    return [do(task) for task in tasks]


def _one_by_one(tasks: list[Task], stop: Callable[[], bool], make: MakeExecutor) -> Iterator[Record]:
    """Do each task with nothing beside it: the one in whose company the process dies again is the one to blame."""
    waiting = iter(tasks)
    while True:
        with make(1) as pool:
            for task in waiting:
                if stop():
                    return
                try:
                    yield pool.submit(do, task).result()
                except BrokenProcessPool:
                    yield Record(
                        task.job,
                        "failed",
                        "the process that worked on it died twice; the file is as it was",
                        "Run this one alone: chaptag tag, and report what it says.",
                    )
                    break
            else:
                return
