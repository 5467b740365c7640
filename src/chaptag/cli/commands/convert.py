"""``chaptag convert``: notes, a feed, a chapter file or audio into any chapter format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chaptag.cli.command import Command
from chaptag.cli.configured import configured
from chaptag.cli.options import output_options, read_options, rule_options, say_unused
from chaptag.cli.render.tables import count_chapters, render_span
from chaptag.cli.target import TargetType
from chaptag.model.errors import UsageError
from chaptag.model.text import visible
from chaptag.workflow.convert import convert, list_containers, list_formats

if TYPE_CHECKING:
    from chaptag.cli.console import Console
    from chaptag.workflow.settings import ReadOptions, RuleSettings

__all__ = ["command"]

_EXAMPLES = """\b
Examples:
  chaptag convert show-notes.txt --to json -o episode.chapters.json
  chaptag convert episode.mp3 --to youtube
  chaptag convert other.mp3 --to json | chaptag tag episode.mp3 -
"""


@click.command("convert", cls=Command, epilog=_EXAMPLES)
@click.argument("source", required=False, help="Notes, a feed, a chapter file or audio; - is standard input.")
@click.option("--to", "form", metavar="FORMAT", help="The format to write; --list shows them.")
@click.option(
    "-o",
    "--output",
    type=TargetType(stdout=True),
    metavar="OUT",
    help="Write to this file instead of standard output (-).",
)
@click.option(
    "--audio", metavar="FILE", help="The audio that the chapters are about: for its duration, and for --snap."
)
@click.option("--overwrite", is_flag=True, help="Let -o replace a file that exists.")
@click.option(
    "--list", "listing", is_flag=True, help="List the formats and audio files, with what each one cannot hold."
)
@configured
@read_options
@rule_options
@output_options("json")
def command(
    *,
    source: str | None,
    form: str | None,
    output: str | None,
    audio: str | None,
    overwrite: bool,
    listing: bool,
    reading: ReadOptions,
    rules: RuleSettings,
    console: Console,
) -> None:
    """Turn SOURCE into another chapter format.

    What the format cannot hold is said, never lost in silence. Without --to the suffix of OUT decides. Without -o
    the chapter file itself is what is printed; --json then holds for errors alone.
    """
    if listing:
        if console.machine:
            from chaptag.cli.render.results import formats_object

            console.object(formats_object())
            return
        for row in (*list_formats(), "", *list_containers()):
            console.result(row)
        return
    if source is None:
        raise UsageError("SOURCE is missing", hint="chaptag convert SOURCE --to FORMAT")
    if output == "-":
        output = None
    result = convert(source, to=form, output=output, audio=audio, overwrite=overwrite, reading=reading, rules=rules)
    if console.machine and output is not None:
        from chaptag.cli.render.results import convert_object

        console.object(convert_object(result, source, output))
        return
    if audio is not None:
        say_unused(console, reading)
    console.findings(result.findings)
    if output is None:
        console.document(result.text.removesuffix("\n"))
    else:
        span = f"{count_chapters(result.chapters)}, {render_span(result.chapters.visible)}"
        unchanged = "" if result.written else "; unchanged"
        console.summary(f"{visible(output)}: {result.format}; {span}{unchanged}")
