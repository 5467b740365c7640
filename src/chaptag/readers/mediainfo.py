"""MediaInfo: what archives and broadcasters look at. It shows the chapters of MP4 files, not those of ID3 tags."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from chaptag.readers.chapter import ForeignChapter
from chaptag.readers.process import answer, program, unreadable

__all__ = ["available", "parse", "read"]

_FORMATS = {"mp4": ("MPEG-4", "QuickTime"), "matroska": ("Matroska", "WebM")}
_TIME = re.compile(r"_(\d{2,4})_(\d\d)_(\d\d)_(\d{3})")


def available() -> bool:
    """Say whether mediainfo is on the PATH."""
    return shutil.which("mediainfo") is not None


def read(path: Path, *, container: str) -> tuple[ForeignChapter, ...]:
    """Ask MediaInfo for its first menu; see `registry.Reader`.

    It cannot be told the format of a file, so an answer about any other is refused.
    """
    command = [program("mediainfo", "mediainfo"), "--Output=JSON", str(path.absolute())]
    try:
        media = json.loads(answer("mediainfo", command, path), object_pairs_hook=_Pairs)["media"]
        tracks = media["track"] if media else [{}]  # null where it could not open the file
        seen = tracks[0].get("Format")
        if seen in _FORMATS[container]:
            return parse(tracks)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise unreadable("mediainfo", path, f"its answer makes no sense ({error})") from error
    raise unreadable("mediainfo", path, f"it takes it for {seen or 'nothing that it knows'}")


def parse(tracks: Any) -> tuple[ForeignChapter, ...]:
    """Read the first track of type Menu that holds times: keys like ``_00_01_29_000``, values are titles."""
    for track in tracks:
        if track.get("@type") != "Menu":
            continue
        timed = [(match, title) for key, title in track.get("extra", _Pairs()).pairs if (match := _TIME.fullmatch(key))]
        if timed:
            return tuple(ForeignChapter(_ms(match), None, title) for match, title in timed)
    return ()


def _ms(match: re.Match[str]) -> int:
    hours, minutes, seconds, thousandths = (int(part) for part in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


class _Pairs(dict[str, Any]):
    """A JSON object that also keeps keys which come twice: two chapters may share a start."""

    def __init__(self, pairs: list[tuple[str, Any]] | None = None) -> None:
        self.pairs = pairs or []
        super().__init__(self.pairs)
