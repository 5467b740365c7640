"""mpv: what a listener sees in a player."""

from __future__ import annotations

import json
import secrets
import shutil
from fractions import Fraction
from pathlib import Path

from chaptag.readers.chapter import ForeignChapter, to_ms
from chaptag.readers.demuxers import DEMUXERS
from chaptag.readers.process import answer, program, unreadable

__all__ = ["available", "read"]

# No sound, no picture, no configuration, no scripts; nothing but this one file is opened. Times stay those of the
# file: by default mpv takes the encoder's delay off. Tags stay off the terminal.
_OPTIONS = (
    *("--no-config", "--ao=null", "--no-video", "--no-sub", "--length=0.01", "--rebase-start-time=no"),
    *("--ytdl=no", "--load-scripts=no", "--autoload-files=no", "--access-references=no", "--ordered-chapters=no"),
    *("--display-tags=", "--demuxer=lavf", "--demuxer-lavf-o=protocol_whitelist=file"),
)


def available() -> bool:
    """Say whether mpv is on the PATH."""
    return shutil.which("mpv") is not None


def read(path: Path, *, container: str) -> tuple[ForeignChapter, ...]:
    """Play no more than a moment and print the list of chapters; see `registry.Reader`."""
    marker = secrets.token_hex(8)  # so that no title of a track can pass for the answer
    command = [
        *(program("mpv", "mpv"), *_OPTIONS, f"--demuxer-lavf-format={DEMUXERS[container]}"),
        *(f"--term-playing-msg={marker}${{=chapter-list}}", "--", str(path.absolute())),
    ]
    lines = answer("mpv", command, path).decode("utf-8", "replace").split("\n")
    said = next((line.removeprefix(marker) for line in lines if line.startswith(marker)), None)
    if said is None:
        raise unreadable("mpv", path, "it named no chapters and no error")
    try:
        return tuple(
            ForeignChapter(to_ms(Fraction(chapter["time"])), None, chapter.get("title", ""))
            for chapter in json.loads(said or "[]", parse_float=str)
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise unreadable("mpv", path, f"its answer makes no sense ({error})") from error
