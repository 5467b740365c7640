"""Running a batch: jobs that are not done are run, each record goes to journal and report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace

from chaptag.batch.fingerprint import fingerprint, look
from chaptag.batch.job import BAD, DONE, Job, Problem, Record
from chaptag.batch.journal import Journal
from chaptag.batch.pool import process_pool
from chaptag.batch.prepare import Batch
from chaptag.batch.report import Report, open_report
from chaptag.batch.runner import MakeExecutor, run
from chaptag.batch.work import Task
from chaptag.model.errors import StorageError
from chaptag.model.text import visible
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

    Where the journal or the report can no longer be written, nothing new is started, and what is under way is still
    ended and recorded wherever that goes; then raises StorageError, which names what was changed and is not in the
    report. What was done until then stays done.
    """
    options = batch.options
    resumed = failed = 0
    with ExitStack() as stack:
        stack.callback(batch.close)
        report = None
        if options.report is not None:
            report = stack.enter_context(open_report(options.report, overwrite=options.overwrite_report))
        records = _Records(batch.journal, report, on_record)

        def halted() -> bool:
            return stop() or records.error is not None or (options.fail_fast and failed > 0)

        def waiting() -> Iterator[Task]:
            nonlocal resumed
            for job in batch.queue.jobs():
                if halted():
                    return
                if isinstance(job, Record):
                    records.add(replace(job, dry_run=options.dry_run))
                    continue
                settings = batch.settings(job)
                record = None if options.fresh else _done_before(batch, job, settings)
                if record is None:
                    yield Task(job, settings, options.dry_run, options.hashes)
                else:
                    resumed += 1
                    records.add(record)

        # Of a failure that is to be the last one no other job may learn too late.
        spare = 0 if options.fail_fast else 1
        running = run(waiting(), options.jobs, stop=halted, make=make, spare=spare)
        with closing(running):
            for record in running:
                failed += record.outcome in BAD
                records.add(record)
        records.check()
    total = sum(records.outcomes.values())
    return Summary(records.outcomes, resumed, batch.total, stopped=total < batch.total, warnings=batch.warnings)


class _Records:
    """Where records go: journal, report, whoever looks on. What fails is kept for the end, and the others go on."""

    def __init__(self, journal: Journal, report: Report | None, on_record: Callable[[Record], None]) -> None:
        self.outcomes: dict[str, int] = {}
        self.error: StorageError | None = None
        self._journal = journal
        self._report = report
        self._on_record = on_record
        self._unreported: list[str] = []

    def add(self, record: Record) -> None:
        """Put a record wherever it belongs."""
        self.outcomes[record.outcome] = self.outcomes.get(record.outcome, 0) + 1
        if not (record.dry_run or record.resumed):
            try:
                self._journal.add(record)
            except StorageError as error:
                self.error = self.error or error
        if self._report is not None:
            try:
                self._report.add(record)
            except StorageError as error:
                self.error = self.error or error
                if record.outcome == "tagged" and not record.dry_run:
                    self._unreported.append(record.job.target)
        self._on_record(record)

    def check(self) -> None:
        """Raise the first StorageError there was."""
        if self.error is not None and self._unreported:
            self.error.message += f"; changed and not in the report: {', '.join(map(visible, self._unreported))}"
        if self.error is not None:
            raise self.error


def _done_before(batch: Batch, job: Job, settings: Settings) -> Record | None:
    mark = fingerprint(job, settings, look(job))
    record = None if mark is None else batch.journal.result(job, mark)
    if record is None or (batch.options.retry_failed and record.outcome not in DONE):
        return None
    if batch.options.hashes and record.outcome in DONE and record.sha256 is None:
        return None  # the earlier run was not asked for them
    record = replace(record, dry_run=batch.options.dry_run, seconds=0.0, size_before=record.size_after)
    if record.outcome != "tagged":
        return record
    # A file that is as the last run left it holds its chapters; saying so is all there is to do.
    return replace(record, outcome="unchanged", chapters_before=record.chapters_after)
