"""Write the pages that are made from the code: docs/rules.md and docs/cli.md. A test holds them to it."""

from __future__ import annotations

import re
from pathlib import Path

import click

from chaptag.cli.main import COMMANDS, cli
from chaptag.model.rules import FAMILIES

__all__ = ["pages"]

DOCS = Path(__file__).resolve().parent

HELP = ["-h", "--help"]

_FAMILY_TITLES = {
    "notes": "Reading notes",
    "feed": "Reading feeds and encodings",
    "formats": "Reading and writing chapter files",
    "lists": "Chapter lists",
    "sound": "Re-timing and pauses",
    "audio": "The sound",
    "id3": "ID3 tags",
    "mp4": "MP4 files",
    "hulls": "WAV, AIFF, AAC, FLAC and Ogg files",
    "comparison": "A file against its notes",
    "platforms": "Platforms and players",
    "files": "Files on disk",
}

_RULES_HEAD = """\
# Rules

Every finding carries the name of a rule. Names are stable: `--ignore NAME` silences one, `--severity NAME=LEVEL` sets
how bad it is, `chaptag.toml` does both for a show. An *error* stops `tag` before anything is written; a *warning* is
printed; an *info* is shown with `-v`. `chaptag verify --list-rules` prints this list.
"""

_CLI_HEAD = """\
# Command line

What `--help` says, command by command. Exit codes: 0 done (warnings may be printed); 1 findings at or above
`--fail-on`, no chapters, a doubt, or a comparison that does not match; 2 a call or configuration that makes no sense;
3 an input that cannot be read; 4 a file that could not be written (it is as it was), or a result that could not be
printed; 70 a defect of chaptag or of its installation; 130 interrupted; 141 whoever read the output has closed it
(`chaptag show … | head`), as of any tool that SIGPIPE ends; 143 ended by SIGTERM. Of several files the worst code
counts. A batch exits with 1 for episodes that were refused or could not be written, since the others went on; for
those in doubt, without chapters or without notes only with `--require-chapters`; and with 4 where its report or
journal could not be written. SIGTERM interrupts it as Ctrl-C does, with 130.

Standard output carries the result, standard error everything else. `--json` prints one object (one a line for several
sources) whose schema is in `chaptag/schemas/`; errors are objects, too. Objects, chapter files and reports are UTF-8
in a pipe or a file, whatever the locale. Where a closed pipe stops `--json` of a batch, the episodes are done all the
same.
"""


def rules_page() -> str:
    """The catalogue, family by family."""
    parts = [_RULES_HEAD]
    for family, rules in FAMILIES:
        if not rules:
            continue
        parts.append(f"## {_FAMILY_TITLES.get(family, family)}\n")
        parts += [f"### {rule.name}\n\n*{rule.severity}.* {rule.reason}\n\nWhat to do: {rule.fix}\n" for rule in rules]
    return "\n".join(parts)


def cli_page() -> str:
    """The help of every command."""
    parts = [_CLI_HEAD]
    context = click.Context(cli, info_name="chaptag", terminal_width=88, max_content_width=88, help_option_names=HELP)
    parts.append(f"## chaptag\n\n```text\n{_help(cli, context)}\n```\n")
    for name in COMMANDS:
        command = cli.get_command(context, name)
        if command is not None:
            own = click.Context(
                command, info_name=name, parent=context, terminal_width=88, max_content_width=88, help_option_names=HELP
            )
            parts.append(f"## chaptag {name}\n\n```text\n{_help(command, own)}\n```\n")
    return "\n".join(parts)


def _help(command: click.Command, context: click.Context) -> str:
    return "\n".join(line.rstrip() for line in re.sub("\x1b\\[[0-9;]*m", "", command.get_help(context)).splitlines())


def pages() -> dict[Path, str]:
    """Every page that is generated, with what it should say."""
    return {DOCS / "rules.md": rules_page(), DOCS / "cli.md": cli_page()}


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, "utf-8")
