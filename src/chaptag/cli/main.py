"""The command `chaptag`: the table of commands, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple, cast

import click

from chaptag._version import __version__
from chaptag.cli.command import PrintedHelp, print_help
from chaptag.cli.console import CannotPrint, Console, columns_of, prepare_streams
from chaptag.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["COMMANDS", "cli", "main"]

INTERRUPTED = 130
NOBODY_READS = 141
DEFECT = 70
CANNOT_PRINT = 4
CLICKS_LEAST = 52


class CommandEntry(NamedTuple):
    """A command's module and its line in the list of commands; the module is imported when it is called."""

    module: str
    summary: str


COMMANDS: dict[str, CommandEntry] = {
    "tag": CommandEntry("tag", "Write the chapters of your notes into an audio file."),
    "show": CommandEntry("show", "Show the chapters in notes, feeds, chapter files and audio."),
    "verify": CommandEntry("verify", "Check notes, audio, or one against the other."),
    "remove": CommandEntry("remove", "Take the chapters out of audio files."),
    "convert": CommandEntry("convert", "Turn notes, chapter files or audio into any chapter format."),
    "preview": CommandEntry("preview", "Make a page to look, listen and correct before publishing."),
    "batch": CommandEntry("batch", "Tag a whole folder, manifest or feed of episodes."),
    "completion": CommandEntry("completion", "Print the script that completes commands in your shell."),
}

# What other programs call it.
_MEANT = {
    "add": "tag",
    "check": "verify",
    "clear": "remove",
    "delete": "remove",
    "embed": "tag",
    "export": "convert",
    "extract": "convert",
    "info": "show",
    "list": "show",
    "ls": "show",
    "print": "show",
    "read": "show",
    "rm": "remove",
    "set": "tag",
    "strip": "remove",
    "test": "verify",
    "validate": "verify",
    "version": "--version",
    "view": "show",
    "write": "tag",
}

_EXAMPLES = """\b
Examples:
  chaptag tag ep.mp3 notes.txt             write the chapters into ep.mp3
  chaptag tag ep.mp3 notes.txt -o new.mp3  into a copy
  chaptag tag ep.mp3                       the notes are ep.md, ep.txt …
  chaptag show ep.mp3                      what is in it
  chaptag verify ep.mp3 notes.txt          does it hold what they say?
"""


class LazyGroup(PrintedHelp, click.Group):
    """A group that imports a command's module when the command is called, not for listing it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click decides the signature)
        """Give the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click decides the signature)
        """Import the command."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        return cast("click.Command", import_module(f"chaptag.cli.commands.{entry.module}").command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 (click decides the signature)
        """List the commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Name the right call where an option of a command stands before it, or has one dash."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            from chaptag.cli.command import refuse_single_dash
            from chaptag.model.errors import UsageError

            refuse_single_dash(self, ctx, given)
            if given == ["-v"]:
                raise UsageError("-v goes with a command", hint="chaptag -V tells the version.") from error
            at = next((index for index, word in enumerate(given) if word in COMMANDS), None)
            if at is None:
                raise
            hint = _call([*given[at:], *given[:at]])
            raise UsageError(f"{error.option_name} stands before the command", hint=hint) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the right call where a file stands in the command's place, or the name is another."""
        if args[0] == "help":
            if len(args) == 1:
                print_help(ctx)
            args = [args[1], "--help"]
        if args[0] not in COMMANDS:
            from difflib import get_close_matches

            from chaptag.cli.command import refuse_typeset_dash
            from chaptag.model.errors import UsageError

            refuse_typeset_dash(self, ctx, args)
            meant = _MEANT.get(args[0]) or "".join(get_close_matches(args[0], COMMANDS, n=1))
            if os.path.splitext(args[0])[1] or os.path.exists(args[0]):
                raise UsageError(f"{args[0]!r} is a file, not a command", hint=_call(["tag", *args]))
            hint = _call([meant, *args[1:]]) if meant else "chaptag --help lists them all."
            raise UsageError(f"there is no command {args[0]!r}", hint=hint)
        return super().resolve_command(ctx, args)


def _call(arguments: list[str]) -> str:
    from chaptag.model.text import call

    return call(*arguments)


def _print_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        Console().result(f"chaptag {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EXAMPLES,
)
@click.option(
    *("-V", "--version"),
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """Show notes in, chapters out.

    chaptag reads the times in your show notes, checks each one against the audio's true duration, and writes the
    chapters into the file. The sound is never touched.
    """


def main() -> None:
    """Run the command line and exit."""
    prepare_streams()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line; every outcome is an exit code (0, 1, 2, 3, 4, 70, 130 or 141), none is a traceback."""
    from chaptag.model.errors import ChaptagError

    consoles = [Console.for_arguments(arguments)]
    try:
        code = _invoke(arguments or ["--help"], consoles)
    except click.ClickException as error:
        usage = error
        return _told(lambda: consoles[-1].usage(usage), usage.exit_code)
    except ChaptagError as error:
        known = error
        return _told(lambda: consoles[-1].error(known), known.exit_code)
    except (KeyboardInterrupt, click.Abort):
        said = "interrupted; each file is the old one or the new one, whole"
        return _told(lambda: consoles[-1].note(said), INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has closed it (head, less): no word, and the code of a tool that SIGPIPE has ended.
        sys.stdout = sys.stderr = None  # nothing may be flushed there any more
        return NOBODY_READS
    except CannotPrint as error:
        # The work itself may be done.
        consoles[-1].alarm(
            f"error: the result cannot be printed: {error}\n"
            "  help: Send it to another place. What a file holds now, chaptag show tells."
        )
        return CANNOT_PRINT
    except Exception as error:
        if os.environ.get("CHAPTAG_TRACEBACK"):
            raise
        if _while_loading(error):
            consoles[-1].alarm(
                f"error: a part of the program cannot be loaded: {visible(str(error))}\n"
                "  help: Check the disk, or install chaptag anew. Each file is whole."
            )
            return DEFECT
        consoles[-1].alarm(
            f"error: chaptag has a defect: {type(error).__name__}: {visible(str(error))}\n"
            "  help: Run it again with CHAPTAG_TRACEBACK=1 and report what it prints. Each file is whole."
        )
        return DEFECT
    return code if isinstance(code, int) else 0


def _invoke(arguments: list[str], consoles: list[Console]) -> object:
    """Do what `cli.main` does, but for a closed pipe, which it would answer with the exit code of findings."""
    if "_CHAPTAG_COMPLETE" in os.environ:
        return cli.main(arguments, prog_name="chaptag", standalone_mode=False)
    try:
        with cli.make_context("chaptag", arguments, obj=consoles, terminal_width=_narrow()) as context:
            return cast("object", cli.invoke(context))
    except click.exceptions.Exit as ended:
        return ended.exit_code


def _narrow() -> int | None:
    """How wide help is on a terminal narrower than click believes in; None where click knows."""
    columns = columns_of(sys.stdout)
    return max(columns - 2, 20) if columns is not None and columns < CLICKS_LEAST else None


def _while_loading(error: Exception) -> bool:
    """Whether it was Python's own import that failed: a disk or an installation that is broken."""
    if isinstance(error, ImportError):
        return True
    if isinstance(error, AttributeError):
        # Where __init__.py cannot be looked at, Python makes an empty package of the folder, which has no file.
        package = isinstance(error.obj, ModuleType) and hasattr(error.obj, "__path__")
        return package and getattr(error.obj, "__file__", None) is None
    trace = error.__traceback__
    while trace is not None and not trace.tb_frame.f_code.co_filename.startswith("<frozen importlib"):
        trace = trace.tb_next
    return isinstance(error, OSError) and trace is not None


def _told(tell: Callable[[], None], code: int) -> int:
    """Say what is wrong, if it can be said; the exit code tells it in any case."""
    with suppress(BrokenPipeError, CannotPrint):
        tell()
    return code
