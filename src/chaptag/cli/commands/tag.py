"""``chaptag tag``: write the chapters of notes into an audio file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chaptag.cli.command import Command
from chaptag.cli.configured import configured
from chaptag.cli.options import (
    Several,
    output_options,
    read_options,
    rule_options,
    say_unused,
    store_options,
    write_options,
)
from chaptag.cli.render.tables import count_chapters, render_difference, render_span, render_table
from chaptag.cli.target import TargetType
from chaptag.model.text import visible
from chaptag.workflow.sources import from_pipe
from chaptag.workflow.tag import TagResult, tag

if TYPE_CHECKING:
    from chaptag.cli.console import Console
    from chaptag.model.options import WriteOptions
    from chaptag.workflow.settings import ReadOptions, RuleSettings, StoreOptions

__all__ = ["command"]

_ROWS = 30
_EXAMPLES = """\b
Examples:
  chaptag tag episode.mp3 show-notes.txt
  chaptag tag episode.mp3 show-notes.txt -o tagged.mp3
  chaptag tag episode.mp3 feed.xml --item 42
  chaptag tag episode.mp3 notes.md --offset +35s --intro "Sponsor"
  pbpaste | chaptag tag episode.mp3 - --dry-run
"""


@click.command("tag", cls=Command, epilog=_EXAMPLES)
@click.argument("audio", help="The audio file (its kind is found by content).")
@click.argument("notes", required=False, help="Show notes, a feed or a chapter file; - reads standard input.")
@click.option("-o", "--output", type=TargetType(), metavar="OUT", help="Write a copy here and leave AUDIO as it is.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--sidecar", cls=Several, metavar="FORMATS", help="Write chapter files beside it, too: json, psc, …")
@click.option("--replace", is_flag=True, help="Drop links, images and hidden marks of the chapters in the file.")
@click.option("--deep", is_flag=True, help="Measure the audio frame by frame even where its header is proven.")
@configured
@read_options
@write_options
@store_options
@rule_options
@output_options("json")
def command(
    *,
    audio: str,
    notes: str | None,
    output: str | None,
    dry_run: bool,
    sidecar: tuple[str, ...],
    replace: bool,
    deep: bool,
    reading: ReadOptions,
    writing: WriteOptions,
    storing: StoreOptions,
    rules: RuleSettings,
    console: Console,
) -> int:
    """Write the chapters of NOTES into AUDIO.

    Without NOTES the file beside the audio is taken that is called like it (episode.md, episode.txt …). Every time
    is checked against the true duration of the audio. Chapters that are there are replaced; nothing else in the file
    changes, and if anything goes wrong it stays as it was.
    """
    result = tag(
        audio,
        None if notes is None else from_pipe(notes),
        output=output,
        reading=reading,
        writing=writing,
        storing=storing,
        rules=rules,
        sidecars=sidecar,
        replace=replace,
        deep=deep,
        dry_run=dry_run,
    )
    if console.machine:
        from chaptag.cli.render.results import tag_object

        console.object(tag_object(result))
        return int(rules.failed(result.findings))
    if notes is None and result.notes is not None:
        console.note(f"notes: {visible(result.notes)}")
    say_unused(console, reading)
    console.findings(result.findings)
    if result.dry_run:
        for row in render_difference(result.before.visible, result.chapters.visible):
            console.result(row)
    elif console.terminal and console.verbosity >= 0:
        for row in render_table(result.chapters.chapters, limit=_ROWS):
            console.result(row)
    for path in result.sidecars:
        done = "would be written" if result.dry_run else "written"
        console.note(f"{visible(path)}: {'unchanged' if path in result.sidecars_unchanged else done}")
    console.summary(_summary(result))
    return int(rules.failed(result.findings))


def _summary(result: TagResult) -> str:
    span = f"{count_chapters(result.chapters)}, {render_span(result.chapters.visible)}"
    notes = f"; notes: {visible(result.notes)}" if result.notes is not None else ""
    name = visible(result.output)
    if result.outcome == "unchanged":
        return f"{name}: unchanged; it already holds {span}{notes}"
    replaced = f" (instead of {len(result.before.visible)})" if result.before.visible else ""
    sound = "audio unchanged"
    if result.dry_run:
        sound = f"{result.bytes_kept:,} bytes kept, {result.bytes_put:,} new; nothing written"
    return f"{name}: {span}{replaced}; {sound}{notes}"
