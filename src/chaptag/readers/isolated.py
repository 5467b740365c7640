"""The program that `child.py` runs: asks one library for the chapters of one file and prints them as JSON rows.

It imports nothing of chaptag, and takes this folder off the import path, where `mutagen.py` would hide mutagen.
"""

from __future__ import annotations

import json
import sys
from typing import Any

__all__ = ["libav", "main", "mutagen"]

_MEMORY = 4 << 30  # bytes of address space: a zlib bomb in a tag ends here


def libav(path: str, demuxer: str) -> list[tuple[int, int, str, str]]:
    """List start, end, time base and title of each chapter."""
    import av

    # PyAV 19 took the parameter away and replaces what is no text by itself.
    lenient = {"metadata_errors": "replace"} if int(av.__version__.partition(".")[0]) < 19 else {}
    with av.open(f"file:{path}", format=demuxer, options={"protocol_whitelist": "file"}, **lenient) as file:
        return [
            (chapter["start"], chapter["end"], str(chapter["time_base"]), chapter["metadata"].get("title", ""))
            for chapter in file.chapters()
        ]


def mutagen(path: str, container: str) -> list[tuple[int, int | None, str]]:
    """List start, end and title of each chapter, in milliseconds."""
    if container == "mp4":
        from mutagen.mp4 import MP4

        return [(int(chapter.start * 1000 + 0.5), None, chapter.title) for chapter in MP4(path).chapters or ()]
    if container in {"flac", "ogg"}:
        return _comments(path)
    tag = _id3(path, container)
    if tag is None:
        return []
    rows = []
    for chapter in tag.getall("CHAP"):
        titles = [text for frame in chapter.sub_frames.getall("TIT2") for text in frame.text]
        rows.append((chapter.start_time, chapter.end_time, titles[0] if titles else ""))
    return rows


def _comments(path: str) -> list[tuple[int, int | None, str]]:
    """Vorbis comments as mutagen lists them; of chapters it knows no more than their names."""
    import re

    from mutagen import File

    file = File(path)
    tags = {key.lower(): values for key, values in ((file and file.tags) or {}).items()}
    rows: list[tuple[int, int | None, str]] = []
    for key in sorted(key for key in tags if re.fullmatch(r"chapter\d{3}", key)):
        hours, minutes, seconds = tags[key][0].split(":")
        ms = round((int(hours) * 60 + int(minutes)) * 60_000 + float(seconds) * 1000)
        rows.append((ms, None, tags.get(f"{key}name", [""])[0]))
    return rows


def _id3(path: str, container: str) -> Any:
    from mutagen.id3 import ID3, ID3NoHeaderError

    if container in {"wav", "aiff"}:
        from mutagen.aiff import AIFF
        from mutagen.wave import WAVE

        return (WAVE if container == "wav" else AIFF)(path).tags
    try:
        return ID3(path)
    except ID3NoHeaderError:
        return None


def main(library: str, kind: str, path: str) -> int:
    """Print the rows, or what went wrong."""
    del sys.path[0]
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, ValueError, OSError) as error:
        print(f"memory is not limited: {error}", file=sys.stderr)  # noqa: T201 - standard error is its only way
    try:
        rows: object = {"libav": libav, "mutagen": mutagen}[library](path, kind)
    except Exception as error:  # noqa: BLE001 - whatever a library raises is its answer about this file
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return 1
    sys.stdout.buffer.write(json.dumps(rows).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
