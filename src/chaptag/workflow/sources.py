"""What a SOURCE is: audio, notes, a feed or a chapter file. Decided by content; names only break ties."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from os import fsdecode
from typing import TYPE_CHECKING, NamedTuple

from chaptag.containers.registry import CONTAINERS, load
from chaptag.containers.sniff import sniff
from chaptag.model.errors import InputError, NotesError, UnsupportedAudio, UsageError
from chaptag.model.finding import Place
from chaptag.model.text import call, visible
from chaptag.storage.local import LocalSource, open_source
from chaptag.workflow.configfile import PathLikeStr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaptag.containers.base import Container

__all__ = ["Audio", "PathLikeStr", "Text", "is_audio", "open_any", "open_audio", "read_text"]

_TEXT_LIMIT = 64 << 20
_STDIN = "-"
# What `sniff` can name and is no sound: these go to the readers of text, which say what is wrong with them.
_EXPORT = f"Export the episode as one of: {', '.join(known.label for known in CONTAINERS)}."
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
def open_any(argument: PathLikeStr) -> Iterator[Audio | Text]:
    """Open a SOURCE: a path, or ``-`` for text on standard input.

    Raises InputError, NotesError, UnsupportedAudio or UsageError, each with the way out.
    """
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


def read_text(argument: PathLikeStr) -> Text:
    """Read a SOURCE that must be notes, a feed or a chapter file."""
    with open_any(argument) as found:
        if isinstance(found, Audio):
            raise UsageError(
                "is audio, not notes",
                hint=f"To take its chapters: {call('convert', found.name, '--to', 'json')}",
                place=Place(found.name),
            )
        return found


def is_audio(argument: PathLikeStr) -> bool:
    """Whether a SOURCE is audio of any kind that can be recognised; ``-`` never is."""
    name = fsdecode(argument)
    if name == _STDIN:
        return False
    with _open(name) as source:
        kind = sniff(source)
        return kind is not None and kind.name not in _NO_SOUND


def _open(name: str) -> LocalSource:
    if "://" in name[:12]:
        raise UsageError(
            "is a URL; chaptag reads files",
            hint=f"Download it first: curl -LO {call(name).removeprefix('chaptag ')}",
            place=Place(name),
        )
    if os.path.isdir(name):
        raise InputError(
            "is a folder", hint=f"Name the files in it, or tag them all: {call('batch', name)}", place=Place(name)
        )
    try:
        return open_source(name)
    except InputError as error:
        if not os.path.exists(name) and (near := _near(name)):
            error.hint = f"Did you mean {visible(near)}?"
        raise


def _near(name: str) -> str:
    """The file in the same folder that is called most like it."""
    from difflib import get_close_matches

    folder, wanted = os.path.split(name)
    try:
        names = [entry for entry in os.listdir(folder or ".") if not entry.startswith(".")]
    except OSError:
        return ""
    found = get_close_matches(wanted, names[:10_000], n=1, cutoff=0.7)
    return os.path.join(folder, found[0]) if found else ""


def _read_stdin() -> Text:
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError(
            "standard input is a terminal; there are no notes to read",
            hint="Send the notes through a pipe (pbpaste | chaptag tag ep.mp3 -) or name a file.",
        )
    data = sys.stdin.buffer.read(_TEXT_LIMIT + 1)
    if not data:
        raise InputError(
            "is empty; nothing came through the pipe",
            hint="Look at the command before the pipe, or name a file.",
            place=Place("<stdin>"),
        )
    return Text(_bounded(data, "<stdin>"), "<stdin>", None)


def _read_all(source: LocalSource, name: str) -> Text:
    return Text(_bounded(source.read(0, _TEXT_LIMIT + 1), name), name, name)


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > _TEXT_LIMIT:
        raise NotesError(
            f"is neither audio nor text of at most {_TEXT_LIMIT >> 20} MiB",
            hint="Check that it is the file you meant.",
            place=Place(name),
        )
    return data
