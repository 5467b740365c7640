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
            elif len(found) == 1:
                number += 1
                used.add(found[0])
                yield Job(number, str(path), str(found[0]), origin=str(path))
            elif found:
                listed = ", ".join(each.name for each in found)
                used.update(found)
                yield Problem(str(path), f"several notes: {listed}", "Keep one, or name it in a manifest.", fatal=False)
            elif near := index.other_case(path.stem):
                used.update(near)
                named = ", ".join(each.name for each in near)
                yield Problem(str(path), f"no notes; {named} is written otherwise", "Rename one of them.", fatal=False)
            else:
                yield Problem(str(path), "no notes", f"Looked for {looked_for()}.", fatal=False)
        if notes_dir is None:
            for name in names:
                path = place / name
                if path.suffix.lower() in _NOTES and path not in used:
                    yield Problem(str(path), "notes without audio", "Name them like the audio file.", fatal=False)


def _folders(folder: Path, *, recursive: bool) -> Iterator[tuple[Path, list[str]]]:
    for root, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if recursive and not name.startswith("."))
        yield Path(root), sorted(name for name in names if not name.startswith("."))


def _raise(error: OSError) -> None:
    raise error
