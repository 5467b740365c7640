"""``chaptag show``: what chaptag reads in notes, feeds, chapter files and audio."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chaptag.cli.command import Command
from chaptag.cli.configured import configured
from chaptag.cli.options import output_options, read_options, rule_options
from chaptag.cli.render.tables import count_chapters, render_candidates, render_explained, render_stores, render_table
from chaptag.cli.several import for_each
from chaptag.model.text import visible
from chaptag.model.timestamp import format_time
from chaptag.workflow.read import AudioContents, NotesContents, read
from chaptag.workflow.sources import from_pipe

if TYPE_CHECKING:
    from chaptag.cli.console import Console
    from chaptag.workflow.settings import ReadOptions, RuleSettings

__all__ = ["command"]

_EXAMPLES = """\b
Examples:
  chaptag show episode.mp3
  chaptag show show-notes.txt --explain
  chaptag show feed.xml --item 42 --json
"""


@click.command("show", cls=Command, epilog=_EXAMPLES)
@click.argument("sources", nargs=-1, required=True, help="Audio, notes, feeds or chapter files; - is standard input.")
@click.option("--explain", is_flag=True, help="Say for every line with a time why it is or is not a chapter.")
@click.option("--deep", is_flag=True, help="Measure the audio's duration frame by frame.")
@click.option("--hash", "hash_audio", is_flag=True, help="Print the SHA-256 of the sound alone.")
@configured
@read_options
@rule_options
@output_options("json", "jsonl")
def command(
    *,
    sources: tuple[str, ...],
    explain: bool,
    deep: bool,
    hash_audio: bool,
    reading: ReadOptions,
    rules: RuleSettings,
    console: Console,
) -> int:
    """Show the chapters in SOURCES as chaptag understands them.

    Of audio every place is shown where chapters live, with what is wrong there. Of notes the chapters are shown as
    they would be written. Notes without chapters, or in doubt, make the exit code 1.
    """

    def do(source: str, console: Console) -> int:
        contents = read(from_pipe(source), reading=reading, rules=rules, deep=deep, hash_audio=hash_audio)
        if console.machine:
            from chaptag.cli.render.results import contents_object

            console.object(contents_object(contents, explain=explain))
        elif isinstance(contents, AudioContents):
            _show_audio(contents, console)
            unused = [f"--{name}" for name in ("item", "pick", "duration", "strict", "fps") if getattr(reading, name)]
            if unused or explain:
                meant = ", ".join([*unused, *(["--explain"] if explain else [])])
                console.note(f"{visible(contents.name)} is audio: nothing for {meant} to do")
        else:
            _show_notes(contents, console, explain=explain)
        return _exit_code(contents, rules)

    return for_each(sources, console, do)


def _exit_code(contents: AudioContents | NotesContents, rules: RuleSettings) -> int:
    if isinstance(contents, NotesContents) and not contents.chapters:
        return 1
    return int(isinstance(contents, NotesContents) and rules.failed(contents.findings))


def _show_audio(contents: AudioContents, console: Console) -> None:
    duration = ""
    if contents.duration is not None:
        duration = f", {format_time(contents.duration.ms)}"
        # Why it is sure is for those who ask.
        if console.verbosity > 0 or not contents.duration.exact:
            duration += f" ({contents.duration.because})"
    chapters = count_chapters(contents.chapters)
    console.result(f"{visible(contents.name)}: {contents.layout.label}{duration}; {chapters}")
    if contents.audio_hash:
        console.result(f"sha256 of the sound: {contents.audio_hash}")
    for row in render_stores(contents.layout):
        console.result(row)
    if console.verbosity > 0:
        for key, value in contents.layout.details:
            console.result(f"  {visible(key)}: {visible(value)}")
    console.findings(contents.findings)


def _show_notes(contents: NotesContents, console: Console, *, explain: bool) -> None:
    from chaptag.model.reading import Grade

    reading = contents.reading
    if reading.grade is Grade.DOUBT:
        console.result(f"{visible(contents.name)}: {reading.format}, in doubt: nothing would be written")
        for row in render_candidates(reading):
            console.result(row)
    else:
        grade = "" if reading.grade is Grade.SURE else f", {reading.grade.value}"
        chapters = count_chapters(contents.chapters)
        console.result(f"{visible(contents.name)}: {reading.format}; {chapters}{grade}")
        for row in render_table(contents.chapters.chapters):
            console.result(row)
    if explain:
        for row in render_explained(reading.explained):
            console.result(row)
    console.findings(contents.findings)
