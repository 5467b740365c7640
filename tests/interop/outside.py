"""Reading from the outside, whichever world the reader comes from."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

from chaptag.readers.chapter import ForeignChapter, to_ms
from chaptag.readers.process import answer
from chaptag.readers.registry import READERS, find, read
from tests.support.tools import absent, node_modules, require_tool

__all__ = ["MUSIC_METADATA", "OUTSIDERS", "look", "require"]

MUSIC_METADATA = "music-metadata"

# Reader and the containers whose chapters it shows. music-metadata reads MP4 too, where the index comes first.
OUTSIDERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    *((kind.name, tuple(kind.containers)) for kind in READERS),
    (MUSIC_METADATA, ("mp3",)),
)


def require(reader: str) -> None:
    """Go on only where the reader is installed."""
    if reader == MUSIC_METADATA:
        node_modules(MUSIC_METADATA)
    elif not find(reader).available():
        absent(f"{reader} is not installed")


def look(reader: str, path: Path, container: str) -> tuple[ForeignChapter, ...]:
    """Ask any reader for the chapters of a file."""
    if reader != MUSIC_METADATA:
        return read(reader, path, container=container)
    require_tool("node")
    script = Path(__file__).with_name("music_metadata.mjs")
    rows = json.loads(answer(reader, ["node", script, node_modules(reader), path], path), parse_float=Fraction)
    return tuple(
        ForeignChapter(to_ms(Fraction(start)), None if end is None else to_ms(Fraction(end)), title)
        for start, end, title in rows
    )
