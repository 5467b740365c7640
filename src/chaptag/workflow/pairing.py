"""Pairing: the notes that lie beside an audio file, found by its name."""

from __future__ import annotations

import os
from os import fsdecode
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from chaptag.model.errors import InputError, UsageError
from chaptag.model.finding import Place
from chaptag.model.text import call

if TYPE_CHECKING:
    from chaptag.workflow.sources import PathLikeStr

__all__ = ["FolderIndex", "candidates", "find_notes", "is_chapter_file", "looked_for"]

_NOTES = (".md", ".markdown", ".txt", ".html")
# What chaptag itself writes as a sidecar is taken only where nothing else is.
_SIDECAR = ".chapters."
_FILES = (".json", ".psc", ".xml")
_TRANSCRIPTS = {".srt", ".vtt", ".tsv"}


class FolderIndex:
    """The names in a folder, ordered by the stem that they could belong to: one scan serves every file in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] = {}
        try:
            with os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
        except OSError:
            names = []
        for name in names:
            lower = name.lower()
            cut = lower.rfind(_SIDECAR)
            stem = name[:cut] if cut > 0 else Path(name).stem
            self._names.setdefault(_key(stem), []).append(name)

    def candidates(self, stem: str) -> list[Path]:
        """The notes of `stem`, of the first group that has any; several are ambiguous.

        Groups, in order: STEM.{md,markdown,txt,html}, STEM.chapters.*, STEM.{json,psc,xml}. Suffixes match in any
        case; transcripts (.srt, .vtt, .tsv) are never taken.
        """
        key = _key(stem)
        tails = {name: normalize("NFC", name)[len(key) :].lower() for name in self._names.get(key, ())}
        groups = (
            [name for name, tail in tails.items() if tail in _NOTES],
            [
                name
                for name, tail in tails.items()
                if tail.startswith(_SIDECAR) and not tail.endswith("~") and Path(tail).suffix not in _TRANSCRIPTS
            ],
            [name for name, tail in tails.items() if tail in _FILES],
        )
        return next(([self.folder / name for name in group] for group in groups if group), [])

    def other_case(self, stem: str) -> list[Path]:
        """The notes of stems that differ from `stem` in upper and lower case alone; they are not its notes."""
        if not self._folded:
            for key in self._names:
                self._folded.setdefault(key.casefold(), []).append(key)
        alike = self._folded.get(_key(stem).casefold(), ())
        return [path for each in alike if each != _key(stem) for path in self.candidates(each)]


def _key(stem: str) -> str:
    """Spell a stem in one way: disks and programs differ in how they write an accent (é, or e and ´)."""
    return normalize("NFC", stem)


def candidates(audio: PathLikeStr) -> list[Path]:
    """The notes beside `audio`; several are ambiguous."""
    path = Path(fsdecode(audio))
    return FolderIndex(path.parent).candidates(path.stem)


def is_chapter_file(notes: PathLikeStr, audio: PathLikeStr) -> bool:
    """Whether `notes` is called as the sidecar of `audio` is: ``STEM.chapters.*``."""
    name, stem = Path(fsdecode(notes)).name, Path(fsdecode(audio)).stem
    return _key(name).lower().startswith(_key(stem + _SIDECAR).lower())


def looked_for(audio: PathLikeStr = "NAME.mp3") -> str:
    """The names that pairing looks for, for messages: of any audio where none is given."""
    stem = Path(fsdecode(audio)).stem
    names = [stem + suffix for suffix in (*_NOTES, f"{_SIDECAR}*", *_FILES)]
    return ", ".join(names)


def _almost(audio: str) -> str:
    """The one file that is called like the notes of `audio` but for case, dashes, spaces, or "notes" at the end."""
    own = _letters(Path(audio).stem)
    try:
        files = [path for path in Path(audio).parent.iterdir() if path.suffix.lower() in {*_NOTES, *_FILES}]
    except OSError:
        return ""
    like = [path for path in files if own in {_letters(path.stem), _without_notes(_letters(path.stem))}]
    return str(like[0]) if own and len(like) == 1 else ""


def _without_notes(letters: str) -> str:
    return letters.removesuffix("notes").removesuffix("show")


def _letters(stem: str) -> str:
    return "".join(char for char in _key(stem).casefold() if char.isalnum())


def find_notes(audio: PathLikeStr, command: str = "tag") -> Path:
    """Find the one notes file that belongs to `audio`; raises InputError for none, UsageError for several.

    `command` is the one to name in what to do then.
    """
    found = candidates(audio)
    name = fsdecode(audio)
    if not found:
        from chaptag.workflow.sources import piped

        almost = _almost(name)
        # Nobody says that what comes through the pipe are the notes.
        sent = not almost and piped()
        hint = "Name the notes, or - for those on standard input:" if sent else "Name the notes:"
        raise InputError(
            f"no notes beside it; looked for {looked_for(audio)}",
            hint=f"{hint} {call(command, name, '-' if sent else almost or 'NOTES')}",
            place=Place(name),
        )
    if len(found) > 1:
        listed = ", ".join(str(path) for path in found)
        raise UsageError(
            f"several notes beside it: {listed}",
            hint=f"Name the one to use: {call(command, name, str(found[0]))}",
            place=Place(name),
        )
    return found[0]
