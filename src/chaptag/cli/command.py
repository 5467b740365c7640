"""The class of every command: options in sections, and an answer to what beginners type instead of a call."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NoReturn

import click

from chaptag.cli.console import Console
from chaptag.model.errors import UsageError
from chaptag.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Command", "PrintedHelp", "forgotten_output", "print_help", "refuse_single_dash", "refuse_typeset_dash"]

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
# What word processors and web pages make of - and --: hyphens, dashes and the minus sign.
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"


class PrintedHelp(click.Command):
    """A command whose help is printed as results are: a disk that is full is told from a defect."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give click's option with our way to print."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _help_asked
        return option


class Command(PrintedHelp):
    """A command of chaptag."""

    # What is left over is answered here, with the call that was meant.
    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; raises UsageError with the call that was meant, where one can be told."""
        given = list(args)
        if not ctx.resilient_parsing:
            refuse_typeset_dash(self, ctx, given)
            refuse_single_dash(self, ctx, given)
            _refuse_dashed_files(ctx, given)
        try:
            rest = super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise _no_such_option(self, ctx, error.option_name) from error
        except click.BadOptionUsage as error:
            error.ctx = ctx  # which click forgets, and which the help for it comes from
            raise
        except click.MissingParameter as error:
            from chaptag.workflow.sources import piped

            if ctx.info_name != "show" or not piped():
                raise
            message = "no file is named; standard input is read where - stands"
            raise UsageError(message, hint=_call(ctx, ["-", *given])) from error
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
        width = min(max(len(name) for rows in sections.values() for name, _ in rows), 28)
        # Where two columns find no room, what an option does stands under its name.
        width, column = (0, 4) if formatter.width < 2 * width else (width, 30)
        for section, rows in sections.items():
            if rows:
                with formatter.section(section):
                    formatter.write_dl([(name.ljust(width), text) for name, text in rows], column)


def print_help(ctx: click.Context) -> NoReturn:
    """Print the help of a command, and end."""
    Console().result(ctx.get_help())
    ctx.exit()


def _help_asked(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        print_help(ctx)


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


def refuse_typeset_dash(command: click.Command, ctx: click.Context, args: Sequence[str]) -> None:
    """Raise UsageError for an option that was pasted with a dash of typesetters: – or — instead of - or --."""
    names = {name for param in command.get_params(ctx) for name in param.opts}
    for index, arg in enumerate(args):
        if arg == "--" or (not arg.startswith(("-", *_DASHES)) and isinstance(command, click.Group)):
            return
        word, equals, value = arg.lstrip(f"-{_DASHES}").partition("=")
        meant = next((name for name in (f"--{word}", f"-{word}") if word and name in names), None)
        if meant is not None and arg.partition("=")[0] != meant and any(mark in _DASHES for mark in arg[:2]):
            raise UsageError(
                f"{visible(arg)} begins with a dash that is no hyphen: an option begins with - or --",
                hint=_call(ctx, [*args[:index], meant + equals + value, *args[index + 1 :]]),
            )


def forgotten_output(name: str) -> bool:
    """Whether a word that is too much is the name of audio to write, with -o forgotten before it."""
    return _sounds(name) and not name.startswith(("-", *_DASHES)) and not os.path.lexists(name)


def _refuse_dashed_files(ctx: click.Context, args: Sequence[str]) -> None:
    """Raise UsageError for a file called like an option (``*`` gives such names), and tell how to name it."""
    before = ""
    dashed = []
    for arg in args:
        if arg == "--":
            break
        # After an option it may be the value.
        named = arg.startswith("-") and not before.startswith("-") and os.path.splitext(arg)[1] != ""
        if named and os.path.isfile(arg):
            dashed.append(arg)
        else:
            before = arg
    if dashed:
        hint = _call(ctx, [f"./{arg}" if arg in dashed else arg for arg in args])
        raise UsageError(f"{visible(dashed[0])} is a file, but would be read as an option", hint=hint)


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
    if word == "o" and "output-dir" in long:
        near = ["output-dir"]  # what -o is for many files
    asked = f"Did you mean {long[near[0]]}? " if near else ""
    return UsageError(message, hint=f"{asked}{ctx.command_path} --help shows them all.")


def _too_many(command: click.Command, ctx: click.Context, given: list[str], rest: list[str]) -> UsageError:
    """What to say where words are left over: files by the dozen, a name with spaces, or simply too much."""
    message = f"too much is given: {' '.join(rest)}"
    if joined := _joined(given):
        return UsageError(message, hint=f"Names with spaces need quotation marks: {_call(ctx, joined)}")
    if ctx.info_name == "tag" and len(rest) == 1 and forgotten_output(rest[0]) and not _sounds(ctx.params["notes"]):
        at = len(given) - 1 - given[::-1].index(rest[0])
        hint = f"To write a copy of that name: {_call(ctx, [*given[:at], '-o', *given[at:]])}"
        return UsageError(f"{message}, which does not exist", hint=hint)
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
    """The words with those put together that are names of files in pieces; nothing where none are."""
    most = min(len(words), _MOST_WORDS)
    for start in range(most):
        for stop in range(start + 2, most + 1):
            name = " ".join(words[start:stop])
            if os.path.isfile(name):
                rest = words[stop:]
                return [*words[:start], name, *(_joined(rest) or rest)]
    return []


def _sounds(name: str) -> bool:
    from chaptag.workflow.naming import called_audio

    return called_audio(name)


def _usage(ctx: click.Context) -> str:
    return re.sub(r"\s+", " ", ctx.get_usage().removeprefix("Usage: "))


def _call(ctx: click.Context, words: list[str]) -> str:
    from chaptag.model.text import call

    return call(*ctx.command_path.split()[1:], *words)
