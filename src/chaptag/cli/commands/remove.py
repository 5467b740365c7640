"""``chaptag remove``: take the chapters out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chaptag.cli.command import Command, forgotten_output
from chaptag.cli.configured import configured
from chaptag.cli.options import output_options, rule_options, store_options
from chaptag.cli.render.tables import count_chapters
from chaptag.cli.several import for_each
from chaptag.cli.target import TargetType
from chaptag.model.errors import UsageError
from chaptag.model.text import call, visible
from chaptag.workflow.remove import RemoveResult, remove
from chaptag.workflow.sources import open_audio

if TYPE_CHECKING:
    from chaptag.cli.console import Console
    from chaptag.workflow.settings import RuleSettings, StoreOptions

__all__ = ["command"]

_EXAMPLES = """\b
Examples:
  chaptag remove tagged.mp3
  chaptag remove tagged.mp3 -o plain.mp3
  chaptag remove *.m4a --dry-run
"""


@click.command("remove", cls=Command, epilog=_EXAMPLES)
@click.argument("audio", nargs=-1, required=True, help="The audio files.")
@click.option(
    "-o",
    "--output",
    type=TargetType(),
    metavar="OUT",
    help="Write a copy here and leave AUDIO as it is (one file only).",
)
@click.option("-n", "--dry-run", is_flag=True, help="Say what would go; write nothing.")
@configured
@store_options
@rule_options
@output_options("json", "jsonl")
def command(
    *,
    audio: tuple[str, ...],
    output: str | None,
    dry_run: bool,
    storing: StoreOptions,
    rules: RuleSettings,
    console: Console,
) -> int:
    """Take the chapters out of AUDIO; nothing else in the files changes."""
    if output is not None and len(audio) > 1:
        raise UsageError("-o takes one audio file", hint="Leave -o out, or call chaptag once for each file.")

    def do(name: str, console: Console) -> int:
        result = remove(name, output=output, storing=storing, rules=rules, dry_run=dry_run)
        if console.machine:
            from chaptag.cli.render.results import remove_object

            console.object(remove_object(result))
        else:
            console.findings(result.findings)
            console.summary(_summary(result))
        return int(rules.failed(result.findings))

    return _refused(audio, console) or for_each(audio, console, do)


def _refused(names: tuple[str, ...], console: Console) -> int:
    """Look at every file before the first is written: among them may be a mistyped option, or a forgotten -o."""

    def look(name: str, console: Console) -> int:  # noqa: ARG001 (one signature for all)
        with open_audio(name):
            return 0

    if len(names) == 2 and forgotten_output(names[1]):
        raise UsageError(
            f"{names[1]} does not exist; nothing was written",
            hint=f"Check the spelling; to write a copy of that name: {call('remove', names[0], '-o', names[1])}",
        )
    code = for_each(names, console, look) if len(names) > 1 else 0
    if code:
        console.note("nothing was written: not every file can be read as audio")
    return code


def _summary(result: RemoveResult) -> str:
    name = visible(result.output)
    if result.outcome == "unchanged":
        if result.output != result.audio and not result.dry_run:
            return f"{name}: a copy; there were no chapters to remove"
        return f"{name}: unchanged; there were no chapters"
    said = "would be removed; nothing written" if result.dry_run else "removed; audio unchanged"
    return f"{name}: {count_chapters(result.before)} {said}"
