"""The foreign readers, as data: one line each. A module is imported when its reader is asked."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from chaptag.model.errors import UnsupportedAudio, UsageError
from chaptag.readers.chapter import ForeignChapter

__all__ = ["READERS", "Reader", "ReaderKind", "find", "read"]


class Reader(Protocol):
    """What a reader module offers."""

    def available(self) -> bool:
        """Say whether the program or library is there, without running it."""
        ...

    def read(self, path: Path, *, container: str) -> tuple[ForeignChapter, ...]:
        """Ask for the chapters of a file that chaptag recognised as `container`, in the order of the answer.

        Raises MissingExtra where the program or library is not installed, UnsupportedAudio where it knows no
        chapters in that container, AudioError where it cannot read the file, takes too long or says too much.
        """
        ...


class ReaderKind(NamedTuple):
    """A reader's name in options and output, its module, and the containers in which it knows chapters."""

    name: str
    module: str
    containers: Sequence[str]


_LIBAV = ("mp3", "mp4", "aac", "wav", "aiff", "flac", "ogg", "matroska")

READERS: tuple[ReaderKind, ...] = (
    ReaderKind("ffprobe", "chaptag.readers.ffprobe", _LIBAV),
    ReaderKind("libav", "chaptag.readers.libav", _LIBAV),
    ReaderKind("mpv", "chaptag.readers.mpv", _LIBAV),
    ReaderKind("mutagen", "chaptag.readers.mutagen", ("mp3", "mp4", "aac", "wav", "aiff", "flac", "ogg")),
    ReaderKind("mediainfo", "chaptag.readers.mediainfo", ("mp4", "matroska")),
)


def find(name: str) -> Reader:
    """Import the reader called `name`; raises UsageError, listing the names, for an unknown one."""
    module = next((kind.module for kind in READERS if kind.name == name), None)
    if module is None:
        names = ", ".join(kind.name for kind in READERS)
        msg = f"there is no reader called {name!r}"
        raise UsageError(msg, hint=f"The readers are {names}.")
    return cast("Reader", import_module(module))


def read(name: str, path: Path, *, container: str) -> tuple[ForeignChapter, ...]:
    """Ask the reader called `name`; raises as `find` and `Reader.read` do."""
    reader = find(name)
    kind = next(kind for kind in READERS if kind.name == name)
    if container not in kind.containers:
        able = ", ".join(other.name for other in READERS if container in other.containers)
        msg = f"{name} shows no chapters of {container} files"
        raise UnsupportedAudio(msg, hint=f"Ask another reader: {able}." if able else "")
    return reader.read(path, container=container)
