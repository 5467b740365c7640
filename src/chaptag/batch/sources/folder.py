"""A folder of episodes: each audio file with the notes that are called like it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from chaptag.batch.job import Job, Problem
from chaptag.containers.registry import CONTAINERS
from chaptag.workflow.pairing import FolderIndex, looked_for

__all__ = ["read_folder"]

_AUDIO = frozenset(suffix for kind in CONTAINERS for suffix in kind.suffixes)
_NOTES = frozenset({".md", ".markdown", ".txt", ".html", ".psc"})


def read_folder(folder: Path, *, notes_dir: Path | None = None, recursive: bool = False) -> Iterator[Job | Problem]:
    """Yield a job for each audio file in `folder` that has notes, and a problem for each audio or notes without.

    Audio is found by its suffix here and by its content when it is tagged. Hidden files (``._*``, ``.DS_Store``) are
    passed over. `notes_dir` is where notes are looked for instead of beside the audio.
    """
    number = 0
    for place, names in _folders(folder, recursive=recursive):
        index = FolderIndex(notes_dir or place)
        used: set[Path] = set()
        for name in names:
            path = place / name
            if path.suffix.lower() not in _AUDIO:
                continue
            found = index.candidates(path.stem)
            nowhere = next((each for each in (path, *found) if not os.path.exists(each)), None)
            if nowhere is not None:
                used.update(found)
                yield Problem(
                    str(nowhere), "is a link that leads nowhere", "Delete it, or put the file back.", fatal=False
                )
                continue
            number += 1
            near = found or index.other_case(path.stem)
            used.update(near)
            if len(found) == 1:
                yield Job(number, str(path), str(found[0]), origin=str(path), paired=True)
            else:
                yield _unpaired(Job(number, str(path), origin=str(path)), found, near)
        if notes_dir is None:
            for name in names:
                path = place / name
                if path.suffix.lower() in _NOTES and path not in used:
                    yield Problem(str(path), "notes without audio", "Name them like the audio file.", fatal=False)


def _unpaired(job: Job, found: list[Path], near: list[Path]) -> Problem:
    """Why an episode has no job: several notes were `found`, or none; those `near` differ in case alone."""
    listed = ", ".join(each.name for each in near)
    outcome, message, hint = "no-notes", "none are called like it", f"Looked for {looked_for()}."
    if found:
        outcome, message, hint = "needs-review", f"several notes: {listed}", "Keep one, or name it in a manifest."
    elif near:
        message, hint = f"{listed} is written otherwise", "Rename one of them."
    return Problem(job.origin, message, hint, fatal=False, job=job, outcome=outcome)


def _folders(folder: Path, *, recursive: bool) -> Iterator[tuple[Path, list[str]]]:
    for root, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if recursive and not name.startswith("."))
        yield Path(root), sorted(name for name in names if not name.startswith("."))


def _raise(error: OSError) -> None:
    raise error
