"""``chaptag verify``: notes, audio, or one against the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chaptag.checks.profiles import PROFILES
from chaptag.cli.command import Command
from chaptag.cli.configured import configured
from chaptag.cli.console import Console
from chaptag.cli.options import Several, TimeType, output_options, read_options, rule_options, say_unused, write_options
from chaptag.cli.render.tables import count_chapters, render_span
from chaptag.model.chapter import ChapterList
from chaptag.model.errors import ChaptagError, UsageError
from chaptag.model.rules import FAMILIES, RULES
from chaptag.model.text import count, visible
from chaptag.workflow.verify import Verified, verify

if TYPE_CHECKING:
    from chaptag.model.options import WriteOptions
    from chaptag.workflow.settings import ReadOptions, RuleSettings

__all__ = ["command"]

_EXAMPLES = """\b
Examples:
  chaptag verify ep.mp3 notes.txt  does the file hold what the notes say?
  chaptag verify ep.mp3            are the chapters in it sound?
  chaptag verify notes.txt         are the notes?
  chaptag verify episodes/*.mp3    each against the notes beside it
"""


@click.command("verify", cls=Command, epilog=_EXAMPLES)
@click.argument("files", nargs=-1, help="Audio, notes, or one of each.")
@click.option(
    "--tolerance",
    type=TimeType(signed=False),
    metavar="TIME",
    help="Starts may differ by this much (default: the notes' own unit).",
)
@click.option("--expect-audio", metavar="HASH", help="The SHA-256 that the sound alone must have (see show --hash).")
@click.option("--deep", is_flag=True, help="Measure the audio frame by frame even where its header is proven.")
@click.option(
    "--for",
    "platforms",
    cls=Several,
    metavar="NAMES",
    help=f"Check what these ask for: {', '.join(profile.name for profile in PROFILES)}.",
)
@click.option(
    "--with",
    "readers",
    cls=Several,
    metavar="NAMES",
    help="Compare with what these programs read: ffprobe, libav, mpv, mutagen, mediainfo.",
)
@click.option("--list-rules", is_flag=True, help="List every rule with its severity and reason.")
@configured
@read_options
@write_options
@rule_options
@output_options("json", "jsonl", "junit", "github")
def command(
    *,
    files: tuple[str, ...],
    tolerance: int | None,
    expect_audio: str | None,
    deep: bool,
    platforms: tuple[str, ...],
    readers: tuple[str, ...],
    list_rules: bool,
    reading: ReadOptions,
    writing: WriteOptions,
    rules: RuleSettings,
    console: Console,
) -> int:
    """Check FILES without writing anything.

    One audio and one notes file are compared. Several audio files are each compared with the notes beside them, or
    checked alone where there are none. The exit code is 1 where something is wrong.
    """
    if list_rules:
        _print_rules(console)
        return 0
    if not files:
        raise UsageError("FILES are missing", hint="chaptag verify AUDIO NOTES")
    try:
        results = verify(
            *files,
            reading=reading,
            writing=writing,
            rules=rules,
            tolerance=tolerance,
            deep=deep,
            expect_audio=expect_audio,
            platforms=platforms,
            readers=readers,
        )
    except ChaptagError as error:
        if console.form not in {"junit", "github"}:
            raise
        # A report that CI servers read is a report whatever happens.
        results = (Verified(None, ", ".join(files), False, ChapterList(), None, error.findings, error),)
    if len(results) == 1 and results[0].error is not None and console.form not in {"junit", "github"}:
        raise results[0].error
    if console.form == "text" and any(result.audio is not None for result in results):
        say_unused(console, reading)
    _print_results(results, console, rules, _asked(platforms, readers))
    return max(result.exit_code for result in results)


def _asked(platforms: tuple[str, ...], readers: tuple[str, ...]) -> str:
    """What else was looked at, for the line that sums up: that it was, even where nothing is wrong."""
    seen = f"; as {', '.join(readers)} read it" if readers else ""
    return seen + (f"; for {', '.join(platforms)}" if platforms else "")


def _print_results(results: tuple[Verified, ...], console: Console, rules: RuleSettings, asked: str) -> None:
    if console.form == "junit":
        from chaptag.cli.render.junit import junit_xml

        console.document(junit_xml(results, rules.fail_on))
    elif console.form == "github":
        from chaptag.cli.render.github import github_annotations

        for line in github_annotations(results):
            console.document(line)
    elif console.machine:
        from chaptag.cli.render.results import verify_object

        several = Console("jsonl", console.verbosity) if len(results) > 1 else console
        for result in results:
            several.object(verify_object(result))
    else:
        for result in results:
            if result.error is not None:
                console.error(result.error)
                continue
            console.findings(result.findings)
            console.summary(_summary(result, asked))


def _print_rules(console: Console) -> None:
    if console.machine:
        from chaptag.cli.render.results import rules_object

        console.object(rules_object())
        return
    width = max(map(len, RULES))
    for family, rules in FAMILIES:
        for rule in rules:
            console.result(f"{rule.name:<{width}}  {rule.severity:<7}  {family:<10}  {rule.reason}")


def _summary(result: Verified, asked: str) -> str:
    chapters = result.chapters.visible
    found = count_chapters(result.chapters) + (f", {render_span(chapters)}" if chapters else "")
    against = f"; compared with {visible(result.notes)}" if result.audio and result.notes else ""
    verdict = "ok" if result.passed else "failed"
    worse = [each for each in result.findings if each.severity.label != "info"]
    findings = f", {count(len(worse), 'finding')}" if worse else ""
    # Nothing to correct, and what whoever asked wants to know: this player shows none of it.
    unseen = ", ".join(each.message for each in result.findings if each.rule == "platform-none")
    return f"{visible(result.name)}: {verdict}{findings}; {found}{against}{asked}{f': {unseen}' if unseen else ''}"
