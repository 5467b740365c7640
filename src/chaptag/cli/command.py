"""The class of every command: options in sections, and an answer to what beginners type instead of a call."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import click

from chaptag.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Command", "refuse_single_dash"]

_FIRST = "Options"
# What is named in no section comes first, under "Options": what a beginner needs, and what only one command has.
_SECTIONS = {
    "Reading notes and audio": (
        *("item", "pick", "insert", "cut", "snap", "intro", "depth", "duration", "notes_format", "fps"),
        *("strict", "fetch", "deep", "hash_audio"),
    ),
    "Writing files": ("sidecar", "replace", "id3_version", "long_titles", "keep_mtime", "backup", "root", "hashes"),
    "The run": ("jobs", "shard", "state", "fresh", "retry_failed", "fail_fast", "require_chapters"),
    "Instead of a run": ("write_manifest", "restore", "status"),
    "Findings": ("ignore", "select", "fail_on", "severity", "list_rules"),
    "Output and configuration": ("json", "output_format", "quiet", "show_config"),
}
_SECTION_OF = {name: section for section, names in _SECTIONS.items() for name in names}
_ONE = {"tag": "one audio file and its notes", "batch": "one folder"}
_MOST_WORDS = 12


class Command(click.Command):
    """A command of chaptag."""

    # What is left over is answered here, with the call that was meant.
    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; raises UsageError with the call that was meant, where one can be told."""
        given = list(args)
        if not ctx.resilient_parsing:
            refuse_single_dash(self, ctx, given)
        try:
            rest = super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise _no_such_option(self, ctx, error.option_name) from error
        if rest and not ctx.resilient_parsing:
            raise _too_many(self, ctx, given, rest)
        return rest

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options in sections, those that a beginner needs first."""
        sections: dict[str, list[tuple[str, str]]] = {section: [] for section in (_FIRST, *_SECTIONS)}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None and not isinstance(param, click.Argument):
                sections[_SECTION_OF.get(param.name or "", _FIRST)].append(record)
        width = max(len(name) for rows in sections.values() for name, _ in rows)
        for section, rows in sections.items():
            if rows:
                with formatter.section(section):
                    formatter.write_dl([(name.ljust(min(width, 28)), text) for name, text in rows])


def refuse_single_dash(command: click.Command, ctx: click.Context, args: Sequence[str]) -> None:
    """Raise UsageError for a long option with one dash, which would be read as short ones: -offset as -o ffset."""
    long = {name for param in command.get_params(ctx) for name in param.opts if name.startswith("--")}
    for index, arg in enumerate(args):
        if arg == "--" or (not arg.startswith("-") and isinstance(command, click.Group)):
            return
        if f"-{arg.partition('=')[0]}" in long:
            raise UsageError(
                f"{arg.partition('=')[0]}: an option of more than one letter takes two dashes",
                hint=_call(ctx, [*args[:index], f"-{arg}", *args[index + 1 :]]),
            )


def _no_such_option(command: click.Command, ctx: click.Context, name: str) -> UsageError:
    from difflib import get_close_matches

    word = name.lstrip("-")
    message = f"there is no option {name!r}"
    if any(word == param.name for param in command.params if isinstance(param, click.Argument)):
        return UsageError(message, hint=f"{word.upper()} stands alone: {_usage(ctx)}")
    long = {
        each.removeprefix("--"): each for param in command.get_params(ctx) for each in param.opts if each[:2] == "--"
    }
    # The dashes would make all names alike.
    near = get_close_matches(word, long, n=1)
    asked = f"Did you mean {long[near[0]]}? " if near else ""
    return UsageError(message, hint=f"{asked}{ctx.command_path} --help shows them all.")


def _too_many(command: click.Command, ctx: click.Context, given: list[str], rest: list[str]) -> UsageError:
    """What to say where words are left over: files by the dozen, a name with spaces, or simply too much."""
    message = f"too much is given: {' '.join(rest)}"
    if joined := _joined(given):
        return UsageError(message, hint=f"Names with spaces need quotation marks: {_call(ctx, joined)}")
    names = [param.name or "" for param in command.params if isinstance(param, click.Argument)]
    files = [*(os.fspath(ctx.params[name]) for name in names if ctx.params.get(name) is not None), *rest]
    if ctx.info_name in _ONE and any(map(_sounds, rest)):
        from chaptag.model.text import call
        from chaptag.storage.paths import folder_of

        folders = {folder_of(name) for name in files}
        folder = folders.pop() if len(folders) == 1 else "FOLDER"
        return UsageError(
            f"{len(files)} files are given; chaptag {ctx.info_name} takes {_ONE[ctx.info_name]}",
            hint=f"To tag all audio of a folder, each with the notes called like it: {call('batch', folder)}",
        )
    return UsageError(message, hint=_usage(ctx))


def _joined(words: list[str]) -> list[str]:
    """The words with those put together that are the name of a file in pieces; nothing where none are."""
    for start in range(min(len(words), _MOST_WORDS)):
        for stop in range(start + 2, min(len(words), _MOST_WORDS) + 1):
            name = " ".join(words[start:stop])
            if os.path.isfile(name):
                return [*words[:start], name, *words[stop:]]
    return []


def _sounds(name: str) -> bool:
    from chaptag.containers.registry import CONTAINERS

    return name.lower().endswith(tuple(suffix for kind in CONTAINERS for suffix in kind.suffixes))


def _usage(ctx: click.Context) -> str:
    return re.sub(r"\s+", " ", ctx.get_usage().removeprefix("Usage: "))


def _call(ctx: click.Context, words: list[str]) -> str:
    from chaptag.model.text import call

    return call(*ctx.command_path.split()[1:], *words)
