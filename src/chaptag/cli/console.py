"""Where output goes: results to stdout, everything else to stderr; colour and verbosity decided once."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

    from chaptag.model.errors import ChaptagError
    from chaptag.model.finding import Finding

__all__ = ["CannotPrint", "Console", "prepare_streams"]


def prepare_streams() -> None:
    """Make sure that no title can raise UnicodeEncodeError: what the terminal lacks becomes an escape.

    A standard stream that the caller has closed is opened on nothing, so that no file gets its number.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


class Console(NamedTuple):
    """How to speak to whoever called: `form` is the output format, `verbosity` −1 (quiet), 0 or 1 (verbose)."""

    form: str = "text"
    verbosity: int = 0

    @classmethod
    def for_arguments(cls, arguments: list[str]) -> Console:
        """Guess the form from raw arguments, for errors that come before they are parsed."""
        form = "text"
        for this, following in zip(arguments, [*arguments[1:], ""], strict=False):
            if this == "--":
                break
            if this == "--json" or this in {"--output-format=json", "--output-format=jsonl"}:
                form = "json"
            elif this == "--output-format" and following in {"json", "jsonl"}:
                form = following
        return cls(form, -1 if {"-q", "--quiet"} & set(arguments) else 0)

    @property
    def machine(self) -> bool:
        """Whether a program reads the output."""
        return self.form in {"json", "jsonl"}

    @property
    def terminal(self) -> bool:
        """Whether a person sees the result as it is printed."""
        return sys.stdout is not None and sys.stdout.isatty()

    def result(self, text: str) -> None:
        """Print a part of the result."""
        _write(sys.stdout, text)

    def document(self, text: str) -> None:
        """Print the text of a file: the bytes of ``-o FILE`` into a pipe or a file, harmless on a terminal."""
        if self.terminal:
            from chaptag.model.text import visible

            text = "\n".join(visible(line.removesuffix("\r")) for line in text.split("\n"))
        self._as_a_file()
        _write(sys.stdout, text)

    def object(self, value: dict[str, Any]) -> None:
        """Print a result for programs: one object, indented alone, on a line of its own in a stream of many."""
        import json

        text = json.dumps(value, indent=None if self.form == "jsonl" else 2)
        self._as_a_file()
        _write(sys.stdout, text)

    def _as_a_file(self) -> None:
        """Let standard output carry UTF-8 and line feeds, whatever the locale: what comes is read by a program."""
        if isinstance(sys.stdout, io.TextIOWrapper) and not self.terminal:
            sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass", newline="\n")

    def summary(self, text: str) -> None:
        """Print the line that sums up; ``--quiet`` leaves it out."""
        if self.verbosity >= 0:
            _say(sys.stdout, text)

    def note(self, text: str) -> None:
        """Say something that is not the result."""
        if self.verbosity >= 0:
            _say(sys.stderr, text)

    def alarm(self, text: str) -> None:
        """Say what no result can tell, quiet or not; where standard error is closed too, the exit code alone tells."""
        with suppress(CannotPrint, BrokenPipeError):
            _say(sys.stderr, text)

    def findings(self, findings: Iterable[Finding]) -> None:
        """Print findings as text; quiet shows errors alone, verbose adds infos and why each one matters."""
        from chaptag.cli.render.findings import render_findings

        columns = columns_of(sys.stderr)
        for text in render_findings(findings, self.verbosity, colour=colour(sys.stderr), columns=columns):
            _say(sys.stderr, text)

    def error(self, error: ChaptagError) -> None:
        """Print an error with what was found before it; where no object can be printed, as text."""
        from chaptag.cli.render.findings import render_error

        if self.machine:
            from chaptag.cli.render.objects import error_object

            with suppress(CannotPrint):
                self.object(error_object(error))
                return
        self.findings(error.findings)
        _say(sys.stderr, render_error(error, colour=colour(sys.stderr)))

    def usage(self, error: click.ClickException) -> None:
        """Print what click has to say about the call; where no object can be printed, as text."""
        if self.machine:
            from chaptag.cli.render.objects import usage_object

            with suppress(CannotPrint):
                self.object(usage_object(error))
                return
        from chaptag.cli.render.findings import render_usage

        _say(sys.stderr, render_usage(error, colour=colour(sys.stderr)))


def colour(stream: IO[str] | None) -> bool:
    """Whether to colour: a terminal that has not asked otherwise (NO_COLOR, FORCE_COLOR, TERM=dumb)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def columns_of(stream: IO[str] | None) -> int | None:
    """How wide the terminal behind a stream is; None for a pipe or a file, where no line is broken."""
    if stream is None or not stream.isatty():
        return None
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal():
        return int(said)
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return None


class CannotPrint(Exception):
    """Standard output or standard error takes no more: its disk is full, its device is gone."""


def _say(stream: IO[str] | None, text: str) -> None:
    """Print a message, on a terminal broken between words."""
    columns = columns_of(stream)
    if columns is not None and len(text) > columns:
        from chaptag.cli.render.wrap import wrap

        text = wrap(text, columns)
    _write(stream, text)


def _write(stream: IO[str] | None, text: str) -> None:
    if stream is None:
        return
    try:
        stream.write(text + "\n")
        stream.flush()
    except OSError as error:
        # Nothing more may be written there, nor flushed at the end.
        if stream is sys.stdout:
            sys.stdout = None
        else:
            sys.stderr = None
        if isinstance(error, BrokenPipeError):
            raise
        raise CannotPrint(error.strerror or str(error)) from error
