"""Pairing: the notes that lie beside an audio file, found by its name."""

from __future__ import annotations

from os import fsdecode
from pathlib import Path

from chaptag.model.errors import InputError, UsageError
from chaptag.model.finding import Place
from chaptag.workflow.sources import PathLikeStr

__all__ = ["candidates", "find_notes", "looked_for"]

_NOTES = (".md", ".markdown", ".txt", ".html")
# What chaptag itself writes as a sidecar is taken only where nothing else is.
_CHAPTERS_WILDCARD = ".chapters."
_FILES = (".json", ".psc", ".xml")
_TRANSCRIPTS = {".srt", ".vtt", ".tsv"}


def candidates(audio: PathLikeStr, folder: Path | None = None) -> list[Path]:
    """The notes beside `audio` (or in `folder`), of the first group that has any; several are ambiguous.

    Groups, in order: STEM.{md,markdown,txt,html}, STEM.chapters.*, STEM.{json,psc,xml}. Suffixes match in any case.
    """
    path = Path(fsdecode(audio))
    stem = path.stem
    try:
        names = [entry.name for entry in (folder or path.parent).iterdir() if entry.name.startswith(stem)]
    except OSError:
        return []
    place = folder or path.parent
    tails = {name: name[len(stem) :].lower() for name in sorted(names) if name != path.name}
    groups = (
        [name for name, tail in tails.items() if tail in _NOTES],
        [
            name
            for name, tail in tails.items()
            if tail.startswith(_CHAPTERS_WILDCARD) and not tail.endswith("~") and Path(tail).suffix not in _TRANSCRIPTS
        ],
        [name for name, tail in tails.items() if tail in _FILES],
    )
    return next(([place / name for name in group] for group in groups if group), [])


def looked_for(audio: PathLikeStr) -> str:
    """The names that pairing looks for, for messages."""
    stem = Path(fsdecode(audio)).stem
    return (
        f"{stem}.md, {stem}.markdown, {stem}.txt, {stem}.html, {stem}.chapters.*, {stem}.json, {stem}.psc, {stem}.xml"
    )


def find_notes(audio: PathLikeStr) -> Path:
    """Find the one notes file that belongs to `audio`; raises InputError for none, UsageError for several."""
    found = candidates(audio)
    name = fsdecode(audio)
    if not found:
        raise InputError(
            f"no notes beside it; looked for {looked_for(audio)}",
            hint=f"Name the notes: chaptag tag {name} NOTES",
            place=Place(name),
        )
    if len(found) > 1:
        listed = ", ".join(str(path) for path in found)
        raise UsageError(
            f"several notes beside it: {listed}",
            hint=f"Name the one to use: chaptag tag {name} {found[0]}",
            place=Place(name),
        )
    return found[0]
