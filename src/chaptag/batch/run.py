"""Running a batch: jobs that are not done are run, each record goes to journal and report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace

from chaptag.batch.fingerprint import fingerprint, look
from chaptag.batch.job import BAD, DONE, Job, Problem, Record
from chaptag.batch.prepare import Batch
from chaptag.batch.report import open_report
from chaptag.batch.runner import MakeExecutor, process_pool, run
from chaptag.batch.work import Task
from chaptag.workflow.optionset import Settings

__all__ = ["Summary", "run_batch"]


@dataclass(frozen=True, slots=True)
class Summary:
    """How a batch ended: records by outcome, how many were done before, and whether it was stopped."""

    outcomes: Mapping[str, int]
    resumed: int
    total: int
    stopped: bool
    warnings: tuple[Problem, ...] = ()


def run_batch(
    batch: Batch,
    *,
    on_record: Callable[[Record], None],
    stop: Callable[[], bool],
    make: MakeExecutor = process_pool,
) -> Summary:
    """Run what is not done yet, and close the batch; `on_record` sees every record, those of earlier runs, too.

    Raises StorageError where the journal or the report can no longer be written; what was done until then stays done.
    """
    options = batch.options
    outcomes: dict[str, int] = {}
    resumed = failed = 0

    def halted() -> bool:
        return stop() or (options.fail_fast and failed > 0)

    with ExitStack() as stack:
        stack.callback(batch.close)
        report = None
        if options.report is not None:
            report = stack.enter_context(open_report(options.report, overwrite=options.overwrite_report))

        def ended(record: Record) -> None:
            outcomes[record.outcome] = outcomes.get(record.outcome, 0) + 1
            if report is not None:
                report.add(record)
            on_record(record)

        def waiting() -> Iterator[Task]:
            nonlocal resumed
            for job in batch.queue.jobs():
                if halted():
                    return
                settings = batch.settings(job)
                record = None if options.fresh else _done_before(batch, job, settings)
                if record is None:
                    yield Task(job, settings, options.dry_run, options.hashes)
                else:
                    resumed += 1
                    ended(record)

        for record in run(waiting(), options.jobs, stop=halted, make=make):
            if not options.dry_run:
                batch.journal.add(record)
            failed += record.outcome in BAD
            ended(record)
    total = sum(outcomes.values())
    return Summary(outcomes, resumed, batch.total, stopped=total < batch.total, warnings=batch.warnings)


def _done_before(batch: Batch, job: Job, settings: Settings) -> Record | None:
    mark = fingerprint(job, settings, look(job))
    record = None if mark is None else batch.journal.result(job, mark)
    if record is None or (batch.options.retry_failed and record.outcome not in DONE):
        return None
    record = replace(record, dry_run=batch.options.dry_run)
    # A file that is as the last run left it holds its chapters; saying so is all there is to do.
    return replace(record, outcome="unchanged") if record.outcome == "tagged" else record
