"""The pool of processes: warm ones, which signals do not reach and which do not outlive whoever started them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from concurrent.futures import Executor
from concurrent.futures.process import ProcessPoolExecutor
from multiprocessing import active_children, get_all_start_methods, get_context, parent_process

from chaptag.batch.job import Record
from chaptag.batch.work import Task, do

__all__ = ["do_in_worker", "kill_workers", "process_pool"]

_RECYCLE = 1600  # jobs after which a worker is renewed
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_at_work = threading.Lock()


def process_pool(workers: int) -> Executor:
    """Make a pool of warm processes: forked from a server that has loaded the code, else started anew."""
    methods = get_all_start_methods()
    context = get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["chaptag.batch.work"])
        _start_server()
    if sys.version_info >= (3, 11):
        return ProcessPoolExecutor(workers, context, _begin, max_tasks_per_child=_RECYCLE)
    return ProcessPoolExecutor(workers, context, _begin)


def _start_server() -> None:
    """Start the server with the signals blocked, which it and its children inherit.

    A Ctrl-C reaches every process of the terminal; one that is still loading its code would print a traceback.
    """
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()  # first, as it unblocks them
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Signals are for the driver, workers finish what they write; and they end when the driver is gone."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_driver, daemon=True).start()


def _end_with_driver() -> None:
    driver = parent_process()
    if driver is not None:
        driver.join()
        with _at_work:
            os._exit(1)


def do_in_worker(task: Task) -> Record:
    """Do a task in a worker, which does not end meanwhile."""
    with _at_work:
        return do(task)


def kill_workers() -> None:
    """Kill every worker at once; each file is the old one or the new one, whole."""
    for child in active_children():
        child.kill()
