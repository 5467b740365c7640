"""``chaptag preview``: a page to look at, listen to and correct before publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chaptag.cli.command import Command
from chaptag.cli.configured import configured
from chaptag.cli.options import output_options, read_options, rule_options, say_unused
from chaptag.cli.render.tables import count_chapters, render_span
from chaptag.cli.target import TargetType
from chaptag.model.text import visible
from chaptag.workflow.preview.preview import preview

if TYPE_CHECKING:
    from chaptag.cli.console import Console
    from chaptag.workflow.settings import ReadOptions, RuleSettings

__all__ = ["command"]

_EXAMPLES = """\b
Examples:
  chaptag preview episode.mp3 show-notes.txt --open
  chaptag preview episode.mp3 -o page.html --embed-audio
  chaptag preview tagged.mp3
"""


@click.command("preview", cls=Command, epilog=_EXAMPLES)
@click.argument("audio", help="The audio file.")
@click.argument("notes", required=False, help="Show notes, a feed or a chapter file; - reads standard input.")
@click.option(
    "-o", "--output", type=TargetType(), metavar="PAGE", help="Write the page here instead of STEM.preview.html."
)
@click.option("--title", metavar="TEXT", help="The page's title, instead of the one in the audio's tag.")
@click.option("--open", "opening", is_flag=True, help="Open the page in the browser.")
@click.option("--embed-audio", is_flag=True, help="Put the audio into the page, so that it is one file (up to 20 MB).")
@click.option("--overwrite", is_flag=True, help="Let -o replace a file that is no page of chaptag's.")
@configured
@read_options
@rule_options
@output_options("json")
def command(
    *,
    audio: str,
    notes: str | None,
    output: str | None,
    title: str | None,
    opening: bool,
    embed_audio: bool,
    overwrite: bool,
    reading: ReadOptions,
    rules: RuleSettings,
    console: Console,
) -> int:
    """Make a page of AUDIO and the chapters of NOTES, to look at, listen to and correct.

    Nothing is written into the audio. The page works from disk, loads nothing from the network, and says with which
    command corrections are applied. Without notes it shows the chapters that the audio holds.
    """
    result = preview(
        audio,
        notes,
        output=output,
        title=title,
        embed_audio=embed_audio,
        overwrite=overwrite,
        reading=reading,
        rules=rules,
    )
    if console.machine:
        from chaptag.cli.render.results import preview_object

        console.object(preview_object(result))
    else:
        if notes is None and result.notes is not None:
            console.note(f"notes: {visible(result.notes)}")
        say_unused(console, reading)
        console.findings(result.findings)
        if result.waveform:
            console.note(f"no waveform: {visible(result.waveform)}")
        span = f"{count_chapters(result.chapters)}, {render_span(result.chapters.visible)}"
        console.summary(f"{visible(result.output)}: {span}; {result.size // 1000:,} kB")
    if opening:
        import webbrowser
        from pathlib import Path

        webbrowser.open(Path(result.output).absolute().as_uri())
    return int(rules.failed(result.findings))
