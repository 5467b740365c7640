"""The batch itself: a source becomes jobs, jobs that are not done are run, each record goes to journal and report."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from zlib import crc32

from chaptag.batch.job import DONE, Job, Problem, Record
from chaptag.batch.journal import Journal, fingerprint, state_path
from chaptag.batch.report import open_report
from chaptag.batch.runner import MakeExecutor, process_pool, run
from chaptag.batch.sources.feed import read_feed
from chaptag.batch.sources.folder import read_folder
from chaptag.batch.sources.manifest import read_manifest
from chaptag.batch.work import Task
from chaptag.model.errors import ConfigError, InputError, UsageError
from chaptag.model.finding import Place
from chaptag.notes.feed.prolog import looks_like_feed
from chaptag.workflow.config import Config, find_config
from chaptag.workflow.optionset import OPTIONS, Settings, build_settings

__all__ = ["Batch", "BatchOptions", "Summary", "journal_path", "prepare", "read_source", "run_batch"]

_SHOWN_PROBLEMS = 50
_FEED_LIMIT = 64 << 20


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How to run a batch. `said` are options by name that the call or the environment gave: they win over all else.

    `shard` is (I, N): of all jobs only those whose target hashes to I of N. `root` confines every path. `hashes` adds
    SHA-256 of the file and of its sound to each record.
    """

    jobs: int = 1
    dry_run: bool = False
    fresh: bool = False
    retry_failed: bool = False
    fail_fast: bool = False
    hashes: bool = False
    recursive: bool = False
    notes_dir: Path | None = None
    audio_dir: Path | None = None
    output_dir: Path | None = None
    root: Path | None = None
    report: Path | None = None
    state: Path | None = None
    shard: tuple[int, int] | None = None
    said: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """How a batch ended: records by outcome, how many were done before, and whether it was stopped."""

    outcomes: Mapping[str, int]
    resumed: int
    total: int
    stopped: bool
    warnings: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Batch:
    """A validated batch, ready to run: its jobs wait in the journal."""

    journal: Journal
    options: BatchOptions
    total: int
    warnings: tuple[Problem, ...]
    configs: dict[Path, Config | None] = field(default_factory=dict)

    def settings(self, job: Job) -> Settings:
        """What shapes a job: the call, the environment, its row, its show, the configuration, the defaults."""
        audio = Path(job.audio)
        if audio.parent not in self.configs:
            self.configs[audio.parent] = find_config(audio.parent, lambda: {*OPTIONS, "jobs", "sidecar"})
        config = self.configs[audio.parent]
        values: dict[str, object] = {}
        if config is not None:
            known = config.values_for(audio)
            values = {name: value.value for name, value in known.items() if name in OPTIONS}
        return build_settings({**values, **dict(job.options), **self.options.said}, job.origin)


def read_source(source: Path, options: BatchOptions) -> Iterator[Job | Problem]:
    """Yield the jobs of a folder, a manifest or a feed, and what is wrong with it."""
    if source.is_dir():
        found = read_folder(source, notes_dir=options.notes_dir, recursive=options.recursive)
    elif not source.exists():
        raise InputError("does not exist", place=Place(str(source)))
    else:
        found = _read_file(source, options)
    for each in found:
        if isinstance(each, Job) and options.output_dir is not None and each.output is None:
            yield replace(each, output=str(options.output_dir / Path(each.audio).name))
        else:
            yield each


def _read_file(source: Path, options: BatchOptions) -> Iterator[Job | Problem]:
    with source.open("rb") as file:
        head = file.read(1 << 16)
    if looks_like_feed(head):
        if options.audio_dir is None:
            raise UsageError(
                f"{source} is a feed", hint=f"Name the folder of audio: chaptag batch {source} --audio-dir DIR"
            )
        if source.stat().st_size > _FEED_LIMIT:
            raise InputError(f"is larger than {_FEED_LIMIT >> 20} MiB", place=Place(str(source)))
        return read_feed(source.read_bytes(), source, options.audio_dir)
    if source.suffix.lower() in {".csv", ".tsv", ".jsonl", ".ndjson"}:
        return read_manifest(source)
    raise UsageError(
        f"{source} is neither a folder, a manifest (.csv, .jsonl) nor a feed",
        hint="To tag one file: chaptag tag AUDIO NOTES",
    )


def journal_path(source: Path, options: BatchOptions) -> Path:
    """Where the journal of this batch, or of this shard of it, lies."""
    shard = "" if options.shard is None else f"{options.shard[0]}/{options.shard[1]}"
    return options.state or state_path(source, shard)


def prepare(source: Path, options: BatchOptions) -> Batch:
    """Read and validate the whole source before anything starts.

    Raises ConfigError with every problem that forbids the run, at once.
    """
    journal = Journal(journal_path(source, options))
    fatal: list[Problem] = []
    warnings: list[Problem] = []
    for each in read_source(source, options):
        problem = each if isinstance(each, Problem) else _queue(each, journal, options)
        if problem is not None:
            listed = fatal if problem.fatal else warnings
            if len(listed) < _SHOWN_PROBLEMS:
                listed.append(problem)
    if fatal:
        journal.close()
        lines = [f"{each.origin}: {each.message}" + (f" ({each.hint})" if each.hint else "") for each in fatal]
        more = "\n  … and more" if len(fatal) == _SHOWN_PROBLEMS else ""
        raise ConfigError(f"{source}: {len(fatal)} problems; nothing was started\n  " + "\n  ".join(lines) + more)
    return Batch(journal, options, journal.count(), tuple(warnings))


def _queue(job: Job, journal: Journal, options: BatchOptions) -> Problem | None:
    for path in (job.audio, job.notes, job.output):
        if path is not None and not _is_path(path):
            return Problem(job.origin, f"{path!r} cannot be a path", "Write the name of a file.")
    for path in (job.audio, job.notes):
        if path is not None and not os.path.exists(path):
            return Problem(job.origin, f"{path} does not exist")
    for path in (job.audio, job.notes, job.output):
        if path is not None and options.root is not None and not _inside(path, options.root):
            return Problem(job.origin, f"{path} lies outside {options.root}", "Paths may not lead out of --root.")
    if (
        options.shard is not None
        and crc32(os.fsencode(os.path.abspath(job.target))) % options.shard[1] != options.shard[0] - 1
    ):
        return None
    other = journal.add_job(job)
    if other is not None:
        return Problem(job.origin, f"writes {job.target}, like {other}", "Each file can be written once.")
    return None


def _is_path(text: str) -> bool:
    """Whether the system takes it for a path at all: JSON can spell what no name can hold."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


def _inside(path: str, root: Path) -> bool:
    return Path(path).resolve().is_relative_to(root.resolve())


def run_batch(
    batch: Batch,
    *,
    on_record: Callable[[Record], None],
    stop: Callable[[], bool],
    make: MakeExecutor = process_pool,
) -> Summary:
    """Run what is not done yet; `on_record` sees every record, those of earlier runs, too."""
    options, journal = batch.options, batch.journal
    outcomes: dict[str, int] = {}
    resumed = failed = 0
    marks: dict[str, object] = {}

    def halted() -> bool:
        return stop() or (options.fail_fast and failed > 0)

    with ExitStack() as stack:
        report = stack.enter_context(open_report(options.report)) if options.report is not None else None

        def ended(record: Record) -> None:
            outcomes[record.outcome] = outcomes.get(record.outcome, 0) + 1
            if report is not None:
                report.add(record)
            on_record(record)

        def waiting() -> Iterator[Task]:
            nonlocal resumed
            for job in journal.jobs():
                if halted():
                    return
                settings = batch.settings(job)
                record = None if options.fresh else _done_before(journal, job, settings, options)
                if record is None:
                    marks[job.target] = settings
                    yield Task(job, settings, options.dry_run, options.hashes)
                else:
                    resumed += 1
                    ended(record)

        for record in run(waiting(), options.jobs, stop=halted, make=make):
            settings = marks.pop(record.job.target)
            if not options.dry_run:
                journal.add_result(record, fingerprint(record.job, settings))
            failed += record.outcome in {"failed", "refused"}
            ended(record)
    journal.close()
    total = sum(outcomes.values())
    return Summary(outcomes, resumed, batch.total, stopped=total < batch.total, warnings=batch.warnings)


def _done_before(journal: Journal, job: Job, settings: Settings, options: BatchOptions) -> Record | None:
    mark = fingerprint(job, settings)
    record = None if mark is None else journal.result(job, mark)
    if record is None or (options.retry_failed and record.outcome not in DONE):
        return None
    # A file that is as the last run left it holds its chapters; saying so is all there is to do.
    return replace(record, outcome="unchanged") if record.outcome == "tagged" else record
