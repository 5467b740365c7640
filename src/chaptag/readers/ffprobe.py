"""ffprobe: what libavformat sees, and with it every player that is built on it."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

from chaptag.readers.chapter import ForeignChapter, to_ms
from chaptag.readers.demuxers import DEMUXERS
from chaptag.readers.process import answer, program, unreadable

__all__ = ["available", "parse", "read"]


def available() -> bool:
    """Say whether ffprobe is on the PATH."""
    return shutil.which("ffprobe") is not None


def read(path: Path, *, container: str) -> tuple[ForeignChapter, ...]:
    """Ask ffprobe for the chapters; see `registry.Reader`."""
    command = [
        *(program("ffprobe", "ffmpeg"), "-v", "error", "-protocol_whitelist", "file", "-f", DEMUXERS[container]),
        *("-show_chapters", "-of", "json", "-i", f"file:{path.absolute()}"),
    ]
    try:
        return parse(json.loads(answer("ffprobe", command, path)))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise unreadable("ffprobe", path, f"its answer makes no sense ({error})") from error


def parse(said: Any) -> tuple[ForeignChapter, ...]:
    """Read ``ffprobe -show_chapters -of json``: ticks of a time base, titles among the tags."""
    chapters = []
    for chapter in said["chapters"]:
        tick = Fraction(chapter["time_base"])
        start, end = (to_ms(chapter[edge] * tick) for edge in ("start", "end"))
        chapters.append(ForeignChapter(start, end, chapter.get("tags", {}).get("title", "")))
    return tuple(chapters)
