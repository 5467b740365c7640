"""``chaptag verify``: notes, audio, or one against the other."""

from __future__ import annotations

import click

from chaptag.cli.configured import configured
from chaptag.cli.console import Console
from chaptag.cli.options import TimeType, output_options, read_options, rule_options, write_options
from chaptag.cli.render.tables import count, render_span
from chaptag.model.options import WriteOptions
from chaptag.model.text import visible
from chaptag.workflow.settings import ReadOptions, RuleSettings
from chaptag.workflow.verify import Verified, verify

__all__ = ["command"]

_EXAMPLES = """\b
Examples:
  chaptag verify tagged.mp3 show-notes.txt      does the file hold what the notes say?
  chaptag verify tagged.mp3                     are the chapters in it sound?
  chaptag verify show-notes.txt                 are the notes?
  chaptag verify episodes/*.mp3                 each against the notes beside it
"""


@click.command("verify", epilog=_EXAMPLES)
@click.argument("files", nargs=-1, required=True, help="Audio, notes, or one of each.")
@click.option(
    "--tolerance",
    type=TimeType(signed=False),
    metavar="TIME",
    help="Starts may differ by this much (default: the notes' own unit).",
)
@click.option("--expect-audio", metavar="HASH", help="The SHA-256 that the sound alone must have (see show --hash).")
@click.option("--deep", is_flag=True, help="Measure the audio frame by frame even where its header is proven.")
@configured
@read_options
@write_options
@rule_options
@output_options("json", "jsonl")
def command(
    *,
    files: tuple[str, ...],
    tolerance: int | None,
    expect_audio: str | None,
    deep: bool,
    reading: ReadOptions,
    writing: WriteOptions,
    rules: RuleSettings,
    console: Console,
) -> int:
    """Check FILES without writing anything.

    One audio and one notes file are compared. Several audio files are each compared with the notes beside them, or
    checked alone where there are none. The exit code is 1 where something is wrong.
    """
    results = verify(
        *files, reading=reading, writing=writing, rules=rules, tolerance=tolerance, deep=deep, expect_audio=expect_audio
    )
    if len(results) > 1 and console.form == "json":
        console = Console("jsonl", console.verbosity)
    code = 0
    for result in results:
        if result.error is not None and len(results) == 1:
            raise result.error
        code = max(code, result.exit_code)
        if console.machine:
            from chaptag.cli.render.results import verify_object

            console.object(verify_object(result))
        elif result.error is not None:
            console.error(result.error)
        else:
            console.findings(result.findings)
            console.summary(_summary(result))
    return code


def _summary(result: Verified) -> str:
    chapters = result.chapters.visible
    found = f"{count(len(chapters))}, {render_span(chapters)}" if chapters else "no chapters"
    against = f"; compared with {visible(result.notes)}" if result.audio and result.notes else ""
    verdict = "ok" if result.passed else "failed"
    worse = [each for each in result.findings if each.severity.label != "info"]
    findings = f", {count(len(worse), 'finding')}" if worse else ""
    return f"{visible(result.name)}: {verdict}{findings}; {found}{against}"
