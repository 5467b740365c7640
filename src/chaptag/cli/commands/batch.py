"""``chaptag batch``: a folder, manifest or feed of episodes."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from chaptag.batch import review
from chaptag.batch.carried import as_words
from chaptag.batch.job import BAD, UNSURE, Job, Problem, Record
from chaptag.batch.options import BatchOptions
from chaptag.batch.prepare import journal_path, prepare, read_source
from chaptag.batch.run import Summary, run_batch
from chaptag.cli.command import Command
from chaptag.cli.configured import configured
from chaptag.cli.interrupts import Interrupts
from chaptag.cli.lines import Lines
from chaptag.cli.options import (
    WholeNumber,
    output_options,
    raw_options,
    read_options,
    rule_options,
    store_options,
    write_options,
)
from chaptag.cli.paths import PathType
from chaptag.cli.progress import Progress
from chaptag.cli.render.attention import Attention
from chaptag.containers.registry import CONTAINERS
from chaptag.model.errors import UsageError
from chaptag.model.text import call, count, visible
from chaptag.storage.paths import typed
from chaptag.workflow.misnamed import refuse_url

if TYPE_CHECKING:
    from chaptag.cli.console import Console
    from chaptag.workflow.settings import StoreOptions

__all__ = ["command"]

_EXAMPLES = """\b
Examples:
  chaptag batch episodes/                       each with notes called like it
  chaptag batch manifest.csv --dry-run          audio and notes, row by row
  chaptag batch feed.xml --audio-dir episodes/  each item with its enclosure
  chaptag batch episodes/ --report run.jsonl    and keep what was done to each
  chaptag batch run.jsonl --restore             back to the chapters before it
"""

# What is no run has options of its own; any other one would be ignored, so it is refused.
_ALWAYS = frozenset({"source", "state", "quiet", "verbose"})
_MODES = {
    "restore": _ALWAYS | {"dry_run", "keep_mtime", "backup", "root", "json", "output_format"},
    "status": _ALWAYS | {"shard"},
    "write_manifest": _ALWAYS | {"recursive", "notes_dir", "audio_dir", "output_dir"},
}


# Options of one episode, and what to do instead.
_OF_ONE = {
    "item": "A feed's items find their files by themselves. For one of them: chaptag tag AUDIO FEED --item …",
    "pick": "Write it into the column pick of a manifest; --write-review FILE makes one of the doubts.",
    "duration": "The audio tells its own duration: leave --duration out.",
}


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


class _Source(PathType):
    """A path; a URL is refused before its two slashes become one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Give the path."""
        refuse_url(os.fsdecode(value))
        return super().convert(value, param, ctx)


_FOLDER = PathType(exists=True, file_okay=False, path_type=Path)
_NEW_FOLDER = PathType(file_okay=False, path_type=Path)
_FILE = PathType(dir_okay=False, path_type=Path)


@click.command("batch", cls=Command, epilog=_EXAMPLES)
@click.argument("source", type=_Source(path_type=Path), help="A folder, a manifest (.csv, .jsonl) or a feed.")
@click.option("--jobs", type=WholeNumber(1), metavar="N", help="Processes at work (default: one for each core).")
@click.option("-n", "--dry-run", is_flag=True, help="Do everything but write.")
@click.option("-r", "--recursive", is_flag=True, help="Look into the folder's folders, too.")
@click.option("--notes-dir", type=_FOLDER, metavar="DIR", help="Look for notes here instead of beside the audio.")
@click.option("--audio-dir", type=_FOLDER, metavar="DIR", help="The folder of audio that a feed's items are about.")
@click.option("--output-dir", type=_NEW_FOLDER, metavar="DIR", help="Write copies here and leave the audio as it is.")
@click.option("--sidecar", multiple=True, metavar="FORMATS", help="Write chapter files beside each, too: json, psc, …")
@click.option("--replace", is_flag=True, help="Drop links, images and hidden marks of the chapters in the files.")
@click.option("--deep", is_flag=True, help="Measure each audio frame by frame even where its header is proven.")
@click.option("--root", type=_FOLDER, metavar="DIR", help="Refuse paths that lead out of this folder.")
@click.option("--report", type=_FILE, metavar="FILE", help="One record a job: a new .jsonl, .csv or .xml (JUnit).")
@click.option(
    "--hash", "hashes", is_flag=True, help="Put SHA-256 of each file, and of its sound alone, into the report."
)
@click.option("--state", type=_FILE, metavar="PATH", help="Where the journal lies (default: your state folder).")
@click.option("--shard", type=_Shard(), metavar="I/N", help="Do only the Ith of N parts, for several machines.")
@click.option("--fresh", is_flag=True, help="Ignore what earlier runs have done.")
@click.option("--retry-failed", is_flag=True, help="Try again what was refused with these same inputs.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first failure; only what is being written then is ended.")
@click.option(
    "--require-chapters",
    is_flag=True,
    help="Exit with 1 for episodes without notes or chapters or in doubt, too.",
)
@click.option(
    "--write-manifest",
    type=_FILE,
    metavar="FILE",
    help="Write a manifest (.csv, .jsonl) of the jobs to look over; do none.",
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
@output_options("json", "jsonl")
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
    storing: StoreOptions = options["storing"]
    for gathered in ("reading", "writing", "storing", "rules", "sidecar", "replace", "deep"):
        options.pop(gathered)
    _refuse_for_all(said)
    _refuse_meaningless({"restore": restore, "status": status, "write_manifest": write_manifest is not None})
    if console.machine:
        console = console._replace(form="jsonl")  # one object a line, however many there are
    settings = BatchOptions(
        jobs=jobs or os.cpu_count() or 1,
        said=said,
        review=write_review,
        **options,
    )
    if restore:
        return _restore(source, settings, storing, console)
    if status:
        return _status(source, settings, console)
    if write_manifest is not None:
        return _manifest(source, write_manifest, settings, console)
    batch = prepare(source, settings)
    _warn(batch.warnings, console)
    if not batch.total and settings.shard is None:
        batch.close()
        looked = _looked_for(source, settings.audio_dir, batch.warnings)
        raise UsageError(f"{source}: there is nothing to tag", hint=looked)
    counted = BAD | UNSURE if require_chapters else BAD
    kept: list[Record] = []
    attention = Attention(verbose=console.verbosity > 0, review=write_review is not None)
    lines = Lines(console)
    progress = Progress(batch.total, shown=console.verbosity >= 0 and not console.machine)

    def on_record(record: Record) -> None:
        attention.add(record)
        if record.candidates and write_review is not None:
            kept.append(record)
        lines.add(record)
        progress.add(record.job.audio, failed=record.outcome in counted)

    with Interrupts(console) as interrupts:
        try:
            summary = run_batch(batch, on_record=on_record, stop=lambda: interrupts.asked)
        finally:  # a report that finds no room is no reason to keep quiet about the episodes
            progress.clear()
            _print(attention, counted, console)
    bad = sum(summary.outcomes.get(outcome, 0) for outcome in counted)
    _sum_up(source, summary, console, dry_run=settings.dry_run)
    if write_review is not None:
        _review(write_review, kept, settings, console)
    lines.end()
    return 130 if interrupts.asked else int(bad > 0)


def _refuse_for_all(said: dict[str, object]) -> None:
    """Raise UsageError for options that are about one episode: for all, they would write one's chapters into each."""
    for name, instead in _OF_ONE.items():
        if name in said:
            raise UsageError(f"--{name} is about one episode; a batch has many", hint=instead)


def _refuse_meaningless(modes: dict[str, bool]) -> None:
    """Raise UsageError for options that would be ignored in what was asked for instead of a run."""
    context = click.get_current_context()
    asked = [mode for mode, on in modes.items() if on]
    if not asked:
        return
    for param in context.command.params:
        name = param.name or ""
        called = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if called and name != asked[0] and name not in _MODES[asked[0]]:
            mode, other = f"--{asked[0].replace('_', '-')}", max(param.opts, key=len)
            raise UsageError(f"{mode} and {other} make no sense together", hint=f"Leave {other} out.")


def _looked_for(source: Path, audio_dir: Path | None, warnings: tuple[Problem, ...]) -> str:
    suffixes = ", ".join(suffix for kind in CONTAINERS for suffix in kind.suffixes)
    if audio_dir is not None and not source.is_dir():
        return f"Looked in {audio_dir} for audio ({suffixes}) that is called like an enclosure of the feed."
    if warnings or not source.is_dir():
        return "chaptag batch --help shows what a source can be."
    return f"Looked for audio ({suffixes}) in this folder; -r looks into its folders, too."


def _warn(problems: tuple[Problem, ...], console: Console) -> None:
    hints: set[str] = set()
    for problem in problems:
        hint = f" ({visible(problem.hint)})" if problem.hint and problem.hint not in hints else ""
        hints.add(problem.hint)  # what to do is said once
        console.note(f"{visible(problem.origin)}: {visible(problem.message)}{hint}")


def _manifest(source: Path, path: Path, options: BatchOptions, console: Console) -> int:
    found = list(read_source(source, options))
    jobs = [each for each in found if isinstance(each, Job)]
    unfit = [
        Problem(
            job.origin,
            "is left out: CSV cannot hold its name",
            "Rename it, or write the manifest as .jsonl.",
            fatal=False,
        )
        for job in jobs
        if not review.fits(job, path)
    ]
    _warn((*(each for each in found if isinstance(each, Problem)), *unfit), console)
    number = review.write_manifest(path, jobs)
    console.summary(f"{path}: {count(number, 'episode')}; look it over, then: chaptag batch {typed(str(path))}")
    return 0


def _restore(report: Path, options: BatchOptions, storing: StoreOptions, console: Console) -> int:
    from chaptag.batch.restore import restore

    outcomes: dict[str, int] = {}
    lines = Lines(console)
    attention = Attention(verbose=console.verbosity > 0)
    for record in restore(report, storing=storing, root=options.root, dry_run=options.dry_run):
        outcomes[record.outcome] = outcomes.get(record.outcome, 0) + 1
        lines.add(record)
        attention.add(record)
    _print(attention, BAD, console)
    back = outcomes.get("tagged", 0) + outcomes.get("unchanged", 0)
    left = sum(outcomes.values()) - back
    if not console.machine:
        alone = f", {outcomes['refused']} left alone" if "refused" in outcomes else ""
        alone += f", {outcomes['failed']} failed" if "failed" in outcomes else ""
        nothing = "; nothing written" if options.dry_run else ""
        console.summary(f"{report}: {count(back, 'file')} as before the batch{alone}{nothing}")
    lines.end()
    return int(left > 0)


def _status(source: Path, options: BatchOptions, console: Console) -> int:
    from chaptag.batch.journal import Journal

    journal = Journal(journal_path(source, options), read_only=True)
    outcomes = journal.outcomes()
    journal.close()
    said = ", ".join(f"{number} {outcome}" for outcome, number in outcomes.items())
    console.result(f"{visible(str(source))}: {said or 'no run yet'} ({visible(str(journal.path))})")
    return 0


def _review(path: Path, records: list[Record], settings: BatchOptions, console: Console) -> None:
    if not records and not os.path.lexists(path):
        return
    root = [] if settings.root is None else ["--root", str(settings.root)]
    again = call("batch", str(path), *as_words(settings.said), *root)
    if review.is_decided(path):
        if records:
            kept = f"holds picks and is kept; not in it: {count(len(records), 'doubt')} of this run"
            console.note(f"{visible(str(path))}: {kept}. Run it, then delete it: {again}")
        return
    number = review.write_review(path, records, said=settings.said)
    if number:
        console.note(f"{visible(str(path))}: {count(number, 'doubt')}; fill in the column pick, then: {again}")


def _print(attention: Attention, counted: Collection[str], console: Console) -> None:
    """Print what needs a person; what makes the exit code 1, `--quiet` or not: a mail about a night run has no more."""
    quiet = console.machine or console.verbosity < 0
    console = console._replace(verbosity=max(console.verbosity, 0))
    for line in attention.lines(counted if quiet else None):
        console.note(line)


def _sum_up(source: Path, summary: Summary, console: Console, *, dry_run: bool) -> None:
    if console.machine:
        return
    outcomes = ", ".join(f"{number} {outcome}" for outcome, number in sorted(summary.outcomes.items()))
    resumed = f" ({summary.resumed} done before)" if summary.resumed else ""
    stopped = f"; stopped, {summary.total - sum(summary.outcomes.values())} to go" if summary.stopped else ""
    nothing = "; nothing written" if dry_run else ""
    done = outcomes or ("nothing done" if summary.total else "nothing to do")
    console.summary(f"{visible(str(source))}: {done}{resumed}{stopped}{nothing}")
