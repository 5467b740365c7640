"""Preparing a batch: the whole source is read, and every job checked against all others, before anything starts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from zlib import crc32

from chaptag.batch.job import Job, Problem, Record
from chaptag.batch.journal import Journal, state_path
from chaptag.batch.options import BatchOptions, JobSettings
from chaptag.batch.queue import Queue
from chaptag.batch.report import check_report
from chaptag.batch.review import check_review
from chaptag.batch.sources.feed import read_feed
from chaptag.batch.sources.folder import read_folder
from chaptag.batch.sources.manifest import LINES, TABLES, read_manifest
from chaptag.model.errors import ConfigError, InputError, UsageError
from chaptag.model.finding import Place
from chaptag.model.text import call, count
from chaptag.notes.feed.prolog import looks_like_feed
from chaptag.storage.paths import reason, typed
from chaptag.workflow.misnamed import nearest
from chaptag.workflow.pairing import FolderIndex, looked_for
from chaptag.workflow.sidecars import sidecar_paths
from chaptag.workflow.sources import is_audio

__all__ = ["Batch", "inside", "journal_path", "prepare", "read_source"]

_SHOWN_PROBLEMS = 50
_FEED_LIMIT = 64 << 20
_FOLDERS = 16  # folders whose names are kept at a time

_SOURCES = "A source is a folder, a manifest (.csv, .jsonl) or a feed."
_START = "Paths start at the folder of the manifest."
# What is no manifest and holds one.
_EXPORTS = {
    ".json": "A manifest has one object a line: jq -c '.[]' {0} > {1}.jsonl",
    ".xls": "A table becomes a manifest when it is saved as CSV.",
    ".xlsx": "A table becomes a manifest when it is saved as CSV.",
    ".ods": "A table becomes a manifest when it is saved as CSV.",
}

# Numbers of what is no job, in the queue's table of files.
_SOURCE, _STATE, _REPORT, _REVIEW = -1, -2, -3, -4


@dataclass(slots=True)
class Batch:
    """A validated batch, ready to run: its jobs wait in the queue."""

    journal: Journal
    queue: Queue
    options: BatchOptions
    settings: JobSettings
    total: int
    warnings: tuple[Problem, ...]

    def close(self) -> None:
        """Let go of journal and queue; whoever prepared a batch and does not run it calls this."""
        self.queue.close()
        self.journal.close()


def read_source(source: Path, options: BatchOptions) -> Iterator[Job | Problem]:
    """Yield the jobs of a folder, a manifest or a feed, and what is wrong with it."""
    folder = options.output_dir
    if folder is not None and not os.path.isdir(folder):
        hint = f"Make it first: mkdir -p {typed(str(folder))}"
        raise UsageError(f"--output-dir: the folder {folder} does not exist", hint=hint)
    # Not by the methods of Path, which raise for a name that is too long.
    if os.path.isdir(source):
        found = read_folder(source, notes_dir=options.notes_dir, recursive=options.recursive)
    elif not os.path.exists(source):
        raise InputError("does not exist", hint=_nearest(source, _SOURCES), place=Place(str(source)))
    elif not os.path.isfile(source):
        raise InputError("is not a regular file", hint="Save it as a file first.", place=Place(str(source)))
    else:
        found = _read_file(source, options)
    for each in found:
        if isinstance(each, Job) and options.output_dir is not None and each.output is None:
            yield replace(each, output=str(options.output_dir / Path(each.audio).name))
        else:
            yield each


def _nearest(path: Path, otherwise: str) -> str:
    near = nearest(str(path))
    return f"Did you mean {typed(near)}?" if near else otherwise


def _read_file(source: Path, options: BatchOptions) -> Iterator[Job | Problem]:
    try:
        with source.open("rb") as file:
            head = file.read(1 << 16)
    except OSError as error:
        raise InputError(
            f"cannot be read: {reason(error)}", hint="Check the permissions of the file.", place=Place(str(source))
        ) from error
    if looks_like_feed(head):
        if options.audio_dir is None:
            hint = f"Name the folder of audio: {call('batch', str(source), '--audio-dir', 'DIR')}"
            raise UsageError(f"{source} is a feed", hint=hint)
        if source.stat().st_size > _FEED_LIMIT:
            hint = "Write a manifest of the episodes: a .csv or .jsonl with audio and notes."
            raise InputError(f"is larger than {_FEED_LIMIT >> 20} MiB", hint=hint, place=Place(str(source)))
        return read_feed(source.read_bytes(), source, options.audio_dir)
    if source.suffix.lower() in TABLES | LINES:
        return read_manifest(source)
    sound = is_audio(source)
    one = f"To tag one file: {call('tag', str(source)) if sound else call('tag', 'AUDIO', str(source))}"
    export = _EXPORTS.get(source.suffix.lower(), "").format(typed(str(source)), typed(str(source.with_suffix(""))))
    raise UsageError(
        f"{source} is neither a folder, a manifest (.csv, .jsonl) nor a feed",
        hint=export or one,
    )


def journal_path(source: Path, options: BatchOptions) -> Path:
    """Where the journal of this batch, or of this shard of it, lies."""
    shard = "" if options.shard is None else f"{options.shard[0]}/{options.shard[1]}"
    return options.state or state_path(source, shard)


def prepare(source: Path, options: BatchOptions) -> Batch:
    """Read and validate the whole source, every job's settings with it, before anything starts.

    Raises ConfigError with every problem that forbids the run, at once; UsageError for a report or a review in the
    way; StorageError where another batch is at work with the journal.
    """
    if options.report is not None:
        check_report(options.report, overwrite=options.overwrite_report)
    if options.review is not None:
        check_review(options.review)
    with ExitStack() as stack:
        queue = Queue()
        stack.callback(queue.close)
        checks = _Checks(queue, options, JobSettings(options))
        state = journal_path(source, options)
        checks.claim_own(source, state)
        for each in read_source(source, options):
            checks.add(each)
        checks.raise_fatal(source)
        journal = Journal(state, read_only=options.dry_run, fresh=options.fresh)
        stack.pop_all()
    return Batch(journal, queue, options, checks.settings, queue.count(), checks.all_warnings(source))


@dataclass(slots=True)
class _Checks:
    """What was found wrong so far; jobs in which nothing is go to the queue."""

    queue: Queue
    options: BatchOptions
    settings: JobSettings
    warnings: list[Problem] = field(default_factory=list)
    fatal: list[Problem] = field(default_factory=list)
    number: int = 0
    mild: int = 0
    told: set[str] = field(default_factory=set)
    indices: dict[Path, FolderIndex] = field(default_factory=dict)

    def claim_own(self, source: Path, state: Path) -> None:
        """Note the files of the batch itself: no job writes the source, and no report is written over a job's file."""
        if os.path.isfile(source):
            self._note(self.queue.claim(_SOURCE, str(source), reads=[str(source)], writes=[]))
        own = ((_STATE, "the journal", state), (_REPORT, "--report", self.options.report))
        for number, name, path in (*own, (_REVIEW, "--write-review", self.options.review)):
            if path is not None:
                self._note(self.queue.claim(number, name, reads=[], writes=[str(path)]))

    def add(self, each: Job | Problem) -> None:
        """Check what a source gave."""
        if isinstance(each, Problem) and each.job is not None:
            if self._in_shard(each.job):
                self.queue.add(each.job, Record(each.job, each.outcome, each.message, each.hint))
            return
        self._note(each if isinstance(each, Problem) else self._queued(each))

    def raise_fatal(self, source: Path) -> None:
        """Raise ConfigError where anything forbids the run."""
        if not self.number:
            return
        lines = [f"{each.origin}: {each.message}" + (f" ({each.hint})" if each.hint else "") for each in self.fatal]
        more = f"\n  … and {self.number - len(lines)} more" if self.number > len(lines) else ""
        said = "\n  ".join(lines) + more
        raise ConfigError(f"{source}: {count(self.number, 'problem')}; nothing was started\n  {said}")

    def all_warnings(self, source: Path) -> tuple[Problem, ...]:
        """Give what forbids nothing, and how much of it is not listed."""
        more = self.mild - len(self.warnings)
        unlisted = [Problem(str(source), f"{more:,} more of these", fatal=False)] if more else []
        return (*self.warnings, *unlisted)

    def _note(self, problem: Problem | None) -> None:
        if problem is None:
            return
        self.number += problem.fatal
        self.mild += not problem.fatal
        listed = self.fatal if problem.fatal else self.warnings
        if len(listed) < _SHOWN_PROBLEMS:
            listed.append(problem)

    def _queued(self, job: Job) -> Problem | None:
        problem = self._path_problem(job)
        if problem is not None:
            return problem
        if job.notes is None:
            found = self._index(Path(job.audio).parent).candidates(Path(job.audio).stem)
            if not found:
                return Problem(job.origin, f"{job.audio} has no notes", f"Looked for {looked_for(job.audio)}.")
            if len(found) > 1:
                listed = ", ".join(each.name for each in found)
                return Problem(job.origin, f"{job.audio} has several notes: {listed}", "Name one in the column notes.")
            job = replace(job, notes=str(found[0]), paired=True)
        try:
            sidecars = sidecar_paths(job.target, self.settings(job).sidecars)
        except UsageError as error:
            return self._once(job, error)
        # What the row does not name: notes that were found, and files that are called after the audio. A backup lies
        # beside the file that the audio's links lead to, which is inside.
        return self._outside(job, [job.notes or "", *sidecars]) or self._claimed(job, sidecars)

    def _claimed(self, job: Job, sidecars: Iterable[str]) -> Problem | None:
        notes = job.notes or ""
        if _same(notes, job.target):
            return Problem(job.origin, f"writes {job.target}, which are its notes", "Choose another output.")
        if os.path.isdir(job.target):
            return Problem(job.origin, f"{job.target} is a folder", "Name the file to write in it.")
        reads = [job.audio, notes]
        problem = self.queue.claim(job.number, job.origin, reads=reads, writes=[job.target, *sidecars])
        if problem is None and self._in_shard(job):
            self.queue.add(job)
        return problem

    def _index(self, folder: Path) -> FolderIndex:
        if folder not in self.indices:
            if len(self.indices) >= _FOLDERS:
                self.indices.clear()
            self.indices[folder] = FolderIndex(folder)
        return self.indices[folder]

    def _path_problem(self, job: Job) -> Problem | None:
        paths = [path for path in (job.audio, job.notes, job.output) if path is not None]
        for path in paths:
            if not _is_path(path):
                return Problem(job.origin, f"{path!r} cannot be a path", "Write the name of a file.")
        for path in paths[: 1 if job.notes is None else 2]:
            if not os.path.exists(path):
                known = len(self.fatal) < _SHOWN_PROBLEMS
                return Problem(job.origin, f"{path} does not exist", _nearest(Path(path), _START) if known else "")
        return self._outside(job, paths)

    def _outside(self, job: Job, paths: Iterable[str]) -> Problem | None:
        for path in paths:
            if self.options.root is not None and not inside(path, self.options.root):
                outside = f"{path} lies outside {self.options.root}"
                return Problem(job.origin, outside, "Paths may not lead out of --root.")
        return None

    def _once(self, job: Job, error: UsageError) -> Problem | None:
        """Say what is wrong with a configuration once, not for each file that it holds for."""
        said = str(error).removeprefix(f"{job.origin}: ")
        if said in self.told:
            return None
        self.told.add(said)
        return Problem(job.origin, said, error.hint)

    def _in_shard(self, job: Job) -> bool:
        shard = self.options.shard
        return shard is None or crc32(os.fsencode(os.path.abspath(job.target))) % shard[1] == shard[0] - 1


def _same(one: str, other: str) -> bool:
    return os.path.exists(one) and os.path.exists(other) and os.path.samefile(one, other)


def _is_path(text: str) -> bool:
    """Whether the system takes it for a path at all: JSON can spell what no name can hold."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


def inside(path: str, root: Path) -> bool:
    """Whether a path, its links followed, stays in a folder."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))
