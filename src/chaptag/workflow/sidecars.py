"""Sidecars: the chapters beside the audio, as files of other formats, from the same list in the same run."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chaptag.formats.registry import FORMATS, load, nearest
from chaptag.model.errors import InputError, StorageError, UsageError
from chaptag.model.finding import Finding, Place
from chaptag.storage.local import open_source
from chaptag.storage.write import check_target, leave, write_new
from chaptag.workflow.storing import refuse_input_as_output

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chaptag.model.chapter import ChapterList

__all__ = ["Sidecar", "holds", "plan_sidecars", "sidecar_paths", "write_sidecars"]


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A file to write: its path and bytes, and what its format could not hold."""

    path: str
    data: bytes
    findings: tuple[Finding, ...]
    there: bool = False
    overwrite: bool = False


def sidecar_paths(audio: str, formats: Iterable[str]) -> dict[str, str]:
    """Say what the sidecars of the file at `audio` are called: each path with its format.

    Raises UsageError for a format that cannot be written, and for two of one name.
    """
    writable = {kind.name: kind for kind in FORMATS if kind.writes and kind.suffixes}
    paths: dict[str, str] = {}
    for name in dict.fromkeys(given.lower() for given in formats):
        if name not in writable:
            raise UsageError(f"there is no sidecar format {name!r}", hint=nearest(name, tuple(writable.values())))
        path = f"{os.path.splitext(audio)[0]}.chapters{writable[name].suffixes[0]}"
        if path in paths:
            raise UsageError(f"two sidecars would be called {path}", hint="Ask for one of the formats.")
        paths[path] = name
    return paths


def plan_sidecars(
    audio: str,
    formats: Iterable[str],
    chapters: ChapterList,
    *,
    duration: int,
    overwrite: bool,
    notes: str | None = None,
    before: ChapterList | None = None,
) -> tuple[Sidecar, ...]:
    """Write the chapters of the file at `audio` as each of `formats` (``STEM.chapters.json``), in memory.

    Raises UsageError for a format that cannot be written, and where the file is the `notes` that were read, which the
    next run would then read otherwise; StorageError where a file is there, differs, and
    `overwrite` is not given, and for a symbolic link: before anything is written. A file that holds, to the byte, what
    would have been written for the list `before` is our own: it is replaced.
    """
    planned: list[Sidecar] = []
    for path, name in sidecar_paths(audio, formats).items():
        dumped = load(name).dumps(chapters, duration=duration, title=None)
        data = dumped.text.encode("utf-8", "surrogatepass")
        there = holds(path, data)
        if not there:
            refuse_input_as_output(path, notes, hint="Leave --sidecar out, or give the notes another name.")
        ours = not there and before is not None and holds(path, _text(name, before, duration))
        if not there and not ours and os.path.isfile(path) and not os.path.islink(path) and not overwrite:
            raise StorageError(
                "is already there and differs; nothing was written",
                hint="Pass --overwrite to replace it.",
                place=Place(path),
            )
        if not there:
            check_target(path, overwrite=overwrite or ours, follow=False)
        planned.append(Sidecar(path, data, dumped.findings, there, overwrite or ours))
    return tuple(planned)


def _text(name: str, chapters: ChapterList, duration: int) -> bytes:
    return load(name).dumps(chapters, duration=duration, title=None).text.encode("utf-8", "surrogatepass")


def holds(path: str, data: bytes) -> bool:
    """Whether a regular file at `path` holds these bytes."""
    try:
        with open_source(path) as source:
            return source.size == len(data) and source.read(0, len(data)) == data
    except InputError:
        return False


def write_sidecars(sidecars: Sequence[Sidecar], *, audio: str) -> tuple[Finding, ...]:
    """Write those that are not there yet, after the audio.

    Raises StorageError where one cannot be written after all; `audio` has its chapters then, and the message says so.
    """
    found: list[Finding] = []
    for sidecar in sidecars:
        found += sidecar.findings
        if sidecar.there:
            leave(sidecar.path)
            continue
        try:
            found += write_new(sidecar.path, sidecar.data, overwrite=sidecar.overwrite, follow=False).findings
        except StorageError as error:
            raise StorageError(
                f"{error.message}; the audio, {audio}, has its chapters", hint=error.hint, place=error.place
            ) from error
    return tuple(found)
