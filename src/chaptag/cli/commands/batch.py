"""``chaptag batch``: a folder, manifest or feed of episodes."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chaptag.batch.job import Job, Record
from chaptag.batch.report import record_object, write_manifest, write_review
from chaptag.batch.run import BatchOptions, Summary, journal_path, prepare, read_source, run_batch
from chaptag.cli.configured import configured
from chaptag.cli.options import output_options, raw_options, read_options, rule_options, store_options, write_options
from chaptag.cli.progress import Progress
from chaptag.cli.render.tables import count
from chaptag.model.errors import UsageError
from chaptag.model.text import visible

if TYPE_CHECKING:
    from types import FrameType

    from chaptag.cli.console import Console

__all__ = ["command"]

_EXAMPLES = """\b
Examples:
  chaptag batch episodes/                       each audio file with the notes called like it
  chaptag batch manifest.csv --dry-run          audio, notes, output and options, one episode a row
  chaptag batch feed.xml --audio-dir episodes/  each item with the file of its enclosure
  chaptag batch episodes/ --report run.jsonl    what was done, and the chapters before and after
"""

_SHOWN_FAILURES = 5


class _Shard(click.ParamType[tuple[int, int]]):
    name = "I/N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Read ``2/8``."""
        if isinstance(value, tuple):
            return value
        part, _, parts = str(value).partition("/")
        if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
            self.fail(f"{value!r} is not a shard: write 2/8 for the second of eight", param, ctx)
        return int(part), int(parts)


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("batch", epilog=_EXAMPLES)
@click.argument("source", type=click.Path(path_type=Path), help="A folder, a manifest (.csv, .jsonl) or a feed.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes at work (default: one for each core).")
@click.option("-n", "--dry-run", is_flag=True, help="Do everything but write.")
@click.option("-r", "--recursive", is_flag=True, help="Look into the folder's folders, too.")
@click.option("--notes-dir", type=_FOLDER, metavar="DIR", help="Look for notes here instead of beside the audio.")
@click.option("--audio-dir", type=_FOLDER, metavar="DIR", help="The folder of audio that a feed's items are about.")
@click.option("--output-dir", type=_FOLDER, metavar="DIR", help="Write copies here and leave the audio as it is.")
@click.option("--sidecar", multiple=True, metavar="FORMATS", help="Write chapter files beside each, too: json, psc, …")
@click.option("--replace", is_flag=True, help="Drop links, images and hidden marks of the chapters in the files.")
@click.option("--deep", is_flag=True, help="Measure each audio frame by frame even where its header is proven.")
@click.option("--root", type=_FOLDER, metavar="DIR", help="Refuse paths that lead out of this folder.")
@click.option("--report", type=_FILE, metavar="FILE", help="One record a job: .jsonl, .csv or .xml (JUnit).")
@click.option(
    "--hash", "hashes", is_flag=True, help="Put SHA-256 of each file, and of its sound alone, into the report."
)
@click.option("--state", type=_FILE, metavar="PATH", help="Where the journal lies (default: your state folder).")
@click.option("--shard", type=_Shard(), metavar="I/N", help="Do only the Ith of N parts, for several machines.")
@click.option("--fresh", is_flag=True, help="Ignore what earlier runs have done.")
@click.option("--retry-failed", is_flag=True, help="Try jobs again that failed with these same inputs.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first failure.")
@click.option("--require-chapters", is_flag=True, help="Exit with 1 for episodes without chapters or in doubt, too.")
@click.option(
    "--write-manifest", type=_FILE, metavar="FILE", help="Write a manifest of the jobs to look over; do none."
)
@click.option("--write-review", type=_FILE, metavar="FILE", help="Write the doubts as a manifest to fill in.")
@click.option("--restore", is_flag=True, help="SOURCE is a report (.jsonl): put back the chapters that were there.")
@click.option("--status", is_flag=True, help="Say what earlier runs have done; do nothing.")
@configured
@raw_options
@read_options
@write_options
@store_options
@rule_options
@output_options("jsonl")
def command(
    *,
    source: Path,
    jobs: int | None,
    require_chapters: bool,
    write_manifest: Path | None,
    write_review: Path | None,
    restore: bool,
    status: bool,
    said: dict[str, object],
    console: Console,
    **options: Any,
) -> int:
    """Tag every episode of SOURCE.

    The whole source is checked before anything starts. The same command again goes on where the last run ended;
    every file is at any time the old one or the new one, whole.
    """
    for gathered in ("reading", "writing", "storing", "rules", "sidecar", "replace", "deep"):
        options.pop(gathered)
    settings = BatchOptions(jobs=jobs or os.cpu_count() or 1, said=said, **options)
    if restore:
        return _restore(source, console)
    if status:
        return _status(source, settings, console)
    if write_manifest is not None:
        return _manifest(source, write_manifest, settings, console)
    batch = prepare(source, settings)
    for problem in batch.warnings:
        console.note(f"{visible(problem.origin)}: {visible(problem.message)}")
    if not batch.total and settings.shard is None:
        raise UsageError(f"{source}: there is nothing to tag", hint="chaptag batch --help shows what a source can be.")
    kept: list[Record] = []
    failures: list[Record] = []
    progress = Progress(batch.total, shown=console.verbosity >= 0 and not console.machine)

    def on_record(record: Record) -> None:
        if record.outcome in {"failed", "refused"} and len(failures) < _SHOWN_FAILURES:
            failures.append(record)
        if record.outcome == "needs-review" and write_review is not None:
            kept.append(record)
        if console.machine:
            console.object(record_object(record))
        progress.add(record.job.audio, failed=record.outcome == "failed")

    with _Interrupts(console) as interrupts:
        summary = run_batch(batch, on_record=on_record, stop=lambda: interrupts.asked)
    progress.clear()
    if write_review is not None:
        _review(write_review, kept, console)
    _print(source, summary, failures, console, dry_run=settings.dry_run)
    return 130 if interrupts.asked else _exit_code(summary, require_chapters=require_chapters)


def _manifest(source: Path, path: Path, options: BatchOptions, console: Console) -> int:
    found = list(read_source(source, options))
    for each in found:
        if not isinstance(each, Job):
            console.note(f"{visible(each.origin)}: {visible(each.message)}")
    number = write_manifest(path, (each for each in found if isinstance(each, Job)))
    console.summary(f"{path}: {count(number, 'episode')}; look it over, then: chaptag batch {path}")
    return 0


def _restore(report: Path, console: Console) -> int:
    from chaptag.batch.restore import restore

    outcomes: dict[str, int] = {}
    for record in restore(report):
        outcomes[record.outcome] = outcomes.get(record.outcome, 0) + 1
        if record.outcome in {"failed", "refused"}:
            console.note(f"{visible(record.job.audio)}: {record.outcome}: {visible(record.message)}")
    back = outcomes.get("tagged", 0) + outcomes.get("unchanged", 0)
    left = sum(outcomes.values()) - back
    console.summary(f"{report}: {count(back, 'file')} as before the batch" + (f", {left} left alone" if left else ""))
    return int(left > 0)


def _status(source: Path, options: BatchOptions, console: Console) -> int:
    from chaptag.batch.journal import Journal

    journal = Journal(journal_path(source, options))
    outcomes = journal.outcomes()
    journal.close()
    said = ", ".join(f"{number} {outcome}" for outcome, number in outcomes.items())
    console.result(f"{visible(str(source))}: {said or 'no run yet'} ({visible(str(journal.path))})")
    return 0


def _review(path: Path, records: list[Record], console: Console) -> None:
    number = write_review(path, records)
    console.note(f"{path}: {count(number, 'doubt')}; fill in the column pick, then: chaptag batch {path}")


def _exit_code(summary: Summary, *, require_chapters: bool) -> int:
    counted = {"failed", "refused"} | ({"no-chapters", "needs-review"} if require_chapters else set())
    return int(any(summary.outcomes.get(outcome) for outcome in counted))


def _print(source: Path, summary: Summary, failures: list[Record], console: Console, *, dry_run: bool) -> None:
    for record in failures:
        console.note(f"{visible(record.job.audio)}: {record.outcome}: {visible(record.message)}")
        for found in record.findings[:3]:
            console.note(f"  {found['severity']}: {visible(str(found['message']))} [{found['rule']}]")
        if record.hint:
            console.note(f"  help: {visible(record.hint)}")
    failed = sum(summary.outcomes.get(outcome, 0) for outcome in ("failed", "refused"))
    if failed > len(failures):
        console.note(f"… and {failed - len(failures)} more that failed; --report FILE.jsonl holds them all")
    outcomes = ", ".join(f"{number} {outcome}" for outcome, number in sorted(summary.outcomes.items()))
    resumed = f" ({summary.resumed} done before)" if summary.resumed else ""
    stopped = f"; stopped, {summary.total - sum(summary.outcomes.values())} to go" if summary.stopped else ""
    nothing = "; nothing written" if dry_run else ""
    if not console.machine:
        done = outcomes or ("nothing done" if summary.total else "nothing to do")
        console.summary(f"{visible(str(source))}: {done}{resumed}{stopped}{nothing}")


class _Interrupts:
    """The first Ctrl-C ends the batch after the writes under way, the second one at once."""

    def __init__(self, console: Console) -> None:
        self.asked = False
        self._console = console
        self._before: Any = None

    def __enter__(self) -> _Interrupts:  # noqa: PYI034 (Self is not in Python 3.10)
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        self._console.note("\nfinishing what is being written; the same command goes on from there")
