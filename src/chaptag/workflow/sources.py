"""What a SOURCE is: audio, notes, a feed or a chapter file. Decided by content; names only break ties."""

from __future__ import annotations

import os
import re
import stat
import sys
from contextlib import contextmanager
from os import fsdecode
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from chaptag.containers.registry import CONTAINERS, load
from chaptag.containers.sniff import sniff
from chaptag.model.errors import InputError, NotesError, UnsupportedAudio, UsageError
from chaptag.model.finding import Place
from chaptag.model.source import BytesSource
from chaptag.model.text import call, visible
from chaptag.storage.local import LocalSource, open_source
from chaptag.storage.paths import folder_of, reason
from chaptag.workflow.configfile import PathLikeStr
from chaptag.workflow.misnamed import nearest, refuse_text, refuse_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaptag.containers.base import Container

__all__ = [
    "TEXT_LIMIT",
    "Audio",
    "PathLikeStr",
    "Text",
    "from_pipe",
    "is_audio",
    "open_any",
    "open_audio",
    "piped",
    "read_text",
    "refuse_swapped",
]

TEXT_LIMIT = 64 << 20
_STDIN = "-"
_EXPORT = f"Export the episode as one of: {', '.join(known.label for known in CONTAINERS)}."
_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/[0-9]{1,9}")
# What `sniff` can name and is no sound: these go to the readers of text, which say what is wrong with them.
_NO_SOUND = frozenset({"archive", "empty", "image", "office", "pdf", "rtf", "text", "zip"})


class Audio(NamedTuple):
    """An open audio file and the container that understands it."""

    source: LocalSource
    name: str
    kind: str
    container: Container


class Text(NamedTuple):
    """Notes, a feed or a chapter file: its bytes and what to call it. `path` is None for standard input."""

    data: bytes
    name: str
    path: str | None


@contextmanager
def open_any(argument: PathLikeStr | Text) -> Iterator[Audio | Text]:
    """Open a SOURCE: a path, or ``-`` for text on standard input; a text that was read already is given back.

    Raises InputError, NotesError, UnsupportedAudio or UsageError, each with the way out.
    """
    if isinstance(argument, Text):
        yield argument
        return
    name = fsdecode(argument)
    if name == _STDIN:
        yield _read_stdin()
        return
    with _open(name) as source:
        kind = sniff(source)
        if kind is not None and kind.name == "empty":
            raise InputError(
                "is an empty file", hint="The export or download may have failed; fetch it again.", place=Place(name)
            )
        if kind is None or kind.name in _NO_SOUND:
            yield _read_all(source, name)
        elif kind.name in {known.name for known in CONTAINERS}:
            yield Audio(source, name, kind.name, load(kind.name))
        else:
            raise UnsupportedAudio(
                f"is {kind.label}, whose chapters chaptag neither reads nor writes",
                hint=_EXPORT,
                place=Place(name),
            )


@contextmanager
def open_audio(argument: PathLikeStr) -> Iterator[Audio]:
    """Open a SOURCE that must be audio."""
    with open_any(argument) as found:
        if isinstance(found, Text):
            raise InputError(
                "is not audio that chaptag knows",
                hint=_EXPORT if found.path is not None else "Save the audio as a file, and name it.",
                place=Place(found.name),
            )
        yield found


def read_text(argument: PathLikeStr | Text) -> Text:
    """Read a SOURCE that must be notes, a feed or a chapter file."""
    with open_any(argument) as found:
        if isinstance(found, Audio):
            raise UsageError(
                "is audio, not notes",
                hint=f"To take its chapters: {call('convert', found.name, '--to', 'json')}",
                place=Place(found.name),
            )
        return found


def refuse_swapped(audio: PathLikeStr, notes: PathLikeStr, command: str) -> None:
    """Name the right call of `command` where notes stand before the audio, or two audio files are given.

    Raises UsageError, and InputError for files that cannot be read.
    """
    first, second = fsdecode(audio), fsdecode(notes)
    if not is_audio(second):
        return
    if is_audio(first):
        hint = f"To copy chapters: {call('convert', second, '--to', 'json')} | {call(command, first, '-')}"
        if command == "tag" and folder_of(first) == folder_of(second):
            hint += f"\nTo tag each with the notes called like it: {call('batch', folder_of(first))}"
        raise UsageError(f"{first} and {second} are both audio", hint=hint)
    raise UsageError(f"{second} is audio and {first} is not: the audio comes first", hint=call(command, second, first))


def is_audio(argument: PathLikeStr) -> bool:
    """Whether a SOURCE is audio of any kind that can be recognised; ``-`` never is."""
    name = fsdecode(argument)
    if name == _STDIN:
        return False
    with _open(name) as source:
        kind = sniff(source)
        return kind is not None and kind.name not in _NO_SOUND


def _open(name: str) -> LocalSource:
    if not name:
        raise InputError("an empty name is no file", hint="Name the file; a variable of the shell may be empty.")
    refuse_url(name)
    if os.path.isdir(name):
        raise InputError("is a folder", hint="Name a file in it.", place=Place(name))
    try:
        return open_source(name)
    except InputError as error:
        if not os.path.lexists(name):
            refuse_text(name)
            if near := nearest(name):
                error.hint = f"Did you mean {visible(near)}?"
            elif name.startswith(("\u2013", "\u2014")):
                error.hint = f"It begins with {name[0]}, which is no hyphen: an option begins with - or --."
        raise


def _read_stdin() -> Text:
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError(
            f"standard input is {'closed' if sys.stdin is None else 'a terminal'}; there are no notes to read",
            hint="Send the notes through a pipe (pbpaste | chaptag tag ep.mp3 -) or name a file.",
        )
    return _read_stream(sys.stdin.buffer, "standard input")


def piped() -> bool:
    """Whether a pipe or a file is at standard input: somebody sends something, and may have forgotten the ``-``."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):  # closed, or none of the system's
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


def from_pipe(argument: str) -> str | Text:
    """Read the pipe that a shell names for ``<(pandoc notes.docx -t plain)``; every other name is given back.

    For what a person has typed alone: a name out of a folder or a manifest opens no descriptor of this process.
    """
    try:
        if _DESCRIPTOR.fullmatch(argument) is None or not stat.S_ISFIFO(os.stat(argument).st_mode):
            return argument
        with open(argument, "rb") as pipe:
            return _read_stream(pipe, argument)
    except OSError as error:
        raise InputError(
            f"cannot be read: {reason(error)}", hint="Save the notes as a file.", place=Place(argument)
        ) from error


def _read_stream(stream: BinaryIO, what: str) -> Text:
    """Read what comes through a pipe, as far as notes may go; it can be read only once."""
    data = stream.read(TEXT_LIMIT + 1)
    if not data.strip():
        raise InputError(
            f"{what} is empty: there are no notes to read",
            hint="The program before the pipe may have failed; look at what it prints.",
        )
    kind = sniff(BytesSource(data[:TEXT_LIMIT]))
    if kind is not None and kind.name not in _NO_SOUND:
        raise InputError(f"{what} is {kind.label}; chaptag reads audio from files only", hint="Name the audio file.")
    return Text(_bounded(data, "<stdin>"), "<stdin>", None)


def _read_all(source: LocalSource, name: str) -> Text:
    return Text(_bounded(source.read(0, TEXT_LIMIT + 1), name), name, name)


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > TEXT_LIMIT:
        raise NotesError(
            f"is neither audio nor text of at most {TEXT_LIMIT >> 20} MiB",
            hint="Check that it is the file you meant.",
            place=Place(name),
        )
    return data
