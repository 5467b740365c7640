"""Running jobs: one after the other, or in processes behind `concurrent.futures`; a dead worker is replaced."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from chaptag.batch.job import Record
from chaptag.batch.pool import do_in_worker, kill_workers, process_pool
from chaptag.batch.work import Task, do

__all__ = ["MakeExecutor", "run"]

MakeExecutor = Callable[[int], Executor]
"""Makes an executor with so many workers: the seam where a cluster's executor fits in."""


def run(
    tasks: Iterable[Task],
    workers: int,
    *,
    stop: Callable[[], bool],
    make: MakeExecutor = process_pool,
    spare: int = 1,
) -> Generator[Record, None, None]:
    """Do the tasks and yield their records as they end; after `stop` answers True only what is under way is ended.

    One worker means this process; with more, `spare` jobs lie ready for the next one that is free, and count as under
    way. Whoever takes the records takes them to the end, or what was under way stays without one; closing the
    generator kills the workers. Where a worker dies, the jobs that it could have had are done again, once, one at a
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
        with make(workers) as pool:
            yield from _run_pool(pool, source, workers + spare, stop, broken)
        if not broken:
            return
        yield from _one_by_one(broken, stop, make)


def _run_pool(
    pool: Executor, source: Iterator[Task], window: int, stop: Callable[[], bool], broken: list[Task]
) -> Iterator[Record]:
    """Run until the tasks end or the pool breaks; then `broken` gets every task whose end is not known.

    No more jobs than `window` are handed out at a time, one by one, so that a stop is a stop.
    """
    waiting: dict[Future[Record], Task] = {}
    try:
        while True:
            while len(waiting) < window and not stop() and (tasks := list(islice(source, 1))):
                broken.extend(tasks)
                waiting[pool.submit(do_in_worker, tasks[0])] = tasks[0]
                broken.pop()
            if not waiting:
                return
            done, _ = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
            for future in done:
                record = future.result()
                del waiting[future]
                yield record
    except BrokenProcessPool:
        for future, task in waiting.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                yield future.result()
            else:
                broken.append(task)
    except BaseException:
        kill_workers()  # leaving the pool would wait for them
        raise


def _one_by_one(tasks: list[Task], stop: Callable[[], bool], make: MakeExecutor) -> Iterator[Record]:
    """Do each task with nothing beside it: the one in whose company the process dies again is the one to blame."""
    waiting = iter(tasks)
    while True:
        with make(1) as pool:
            for task in waiting:
                if stop():
                    yield Record(
                        task.job,
                        "failed",
                        "the process that may have worked on it died, and the batch was stopped",
                        "The file is the old one or the new one, whole; the same command does it again.",
                    )
                    continue
                try:
                    yield pool.submit(do_in_worker, task).result()
                except BrokenProcessPool:
                    yield Record(
                        task.job,
                        "failed",
                        "the process that worked on it died twice; the file is the old one or the new one, whole",
                        "Run this one alone: chaptag tag, and report what it says.",
                    )
                    break
            else:
                return
