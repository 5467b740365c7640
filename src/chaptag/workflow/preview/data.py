"""What the page's script works on: chapters, fine peaks, names of the downloads and the commands that apply them."""

from __future__ import annotations

import shlex
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from chaptag.model.chapter import Chapter
from chaptag.model.text import visible
from chaptag.workflow.preview.rows import colour_numbers
from chaptag.workflow.preview.waveform import fine

__all__ = ["command", "ends", "page_data"]


def page_data(
    ordered: Sequence[Chapter], duration_ms: int, peaks: Sequence[int], href: str, audio_name: str, *, embedded: bool
) -> dict[str, Any]:
    """Collect it all as values for JSON; times are whole ms."""
    stem = PurePath(audio_name).stem
    names = {"notes": f"{stem}.corrected.txt", "json": f"{stem}.chapters.json"}
    implied = ends(ordered, duration_ms)
    return {
        "audio": audio_name,
        "href": href,
        "embedded": embedded,
        "duration": duration_ms,
        "hours": duration_ms >= 3_600_000,
        "fine": fine(peaks),
        "names": names,
        "commands": {kind: command(audio_name, name) for kind, name in names.items()},
        "chapters": [
            _chapter(chapter, colour, end)
            for chapter, colour, end in zip(ordered, colour_numbers(ordered), implied, strict=True)
        ],
    }


def command(audio_name: str, chapters_name: str) -> str:
    """Write the command that applies a download: names only, quoted for a shell."""
    # A name that begins with a dash would be taken for an option.
    words = [visible(f"./{name}" if name.startswith("-") else name) for name in (audio_name, chapters_name)]
    return shlex.join(["chaptag", "tag", *words])


def ends(ordered: Sequence[Chapter], duration_ms: int) -> list[int]:
    """Say where each chapter ends: at the next start of its list (visible or hidden), the last with the audio."""
    starts = {hidden: [c.start for c in ordered if c.hidden == hidden] for hidden in (False, True)}
    result = []
    for chapter in ordered:
        mine = starts[chapter.hidden]
        following = bisect_right(mine, chapter.start)
        result.append(mine[following] if following < len(mine) else max(duration_ms, chapter.start))
    return result


def _chapter(chapter: Chapter, colour: int | None, end: int) -> dict[str, Any]:
    values: dict[str, Any] = {"start": chapter.start, "title": chapter.title, "colour": colour}
    if chapter.end is not None and chapter.start < chapter.end < end:  # a gap before the next one
        values["end"] = chapter.end
    if chapter.url:
        values["url"] = chapter.url
    if chapter.image is not None and chapter.image.url:
        values["img"] = chapter.image.url
    if chapter.hidden:
        values["hidden"] = True
    if chapter.location is not None:
        where = chapter.location
        values["location"] = {"name": where.name, "geo": where.geo} | ({"osm": where.osm} if where.osm else {})
    return values
