"""Chapter files beside the audio that say something else than it does: left from a run before, read by the next one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from chaptag.formats.registry import FORMATS, load
from chaptag.model.errors import ChaptagError
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.text import call, count
from chaptag.workflow.chapters import read_chapters
from chaptag.workflow.pairing import is_chapter_file
from chaptag.workflow.settings import ReadOptions
from chaptag.workflow.sources import read_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from chaptag.model.chapter import Chapter, ChapterList
    from chaptag.model.duration import Duration

__all__ = ["left_behind", "taken_for_notes"]


def left_behind(
    audio: str, chapters: ChapterList, duration: Duration | None, *, known: Collection[str] = ()
) -> Iterator[Finding]:
    """Report each chapter file of the file at `audio` (``STEM.chapters.json``) that holds another list than it.

    Those in `known` were read or written just now. A file that cannot be read, or is no list, is somebody else's.
    `duration` need not be known where there are no `chapters` any more.
    """
    for suffix in dict.fromkeys(kind.suffixes[0] for kind in FORMATS if kind.writes):
        path = f"{os.path.splitext(audio)[0]}.chapters{suffix}"
        if not os.path.isfile(path) or any(_same(path, each) for each in known):
            continue
        try:
            text = read_text(path)
            if any(text.data == data for data in _written(suffix, chapters, duration)):
                continue
            reading = read_chapters(text, duration, ReadOptions(), audio_name=audio)
        except ChaptagError:
            continue
        held, now = reading.chapters.visible, chapters.visible
        if held and not now:
            message = f"holds {count(len(held), 'chapter')}, {audio} none any more"
            yield finding(
                "stale-sidecar", message, place=Place(path), fix="Delete it, unless it is to be tagged with again."
            )
        elif held and not _alike(held, now, reading.resolution):
            yield finding(
                "stale-sidecar",
                f"holds another list than {audio} does now: {count(len(held), 'chapter')}, {len(now)} in the audio",
                place=Place(path),
                fix=_anew(reading.format, suffix),
            )


def taken_for_notes(audio: str, notes: str, before: ChapterList, after: ChapterList) -> Iterator[Finding]:
    """Report that the notes, which nobody named, are a chapter file that takes the place of another list in `audio`.

    It may be the sidecar of an earlier run, and what was corrected since would be lost.
    """
    if before.visible and is_chapter_file(notes, audio) and not _alike(before.visible, after.visible, 1):
        yield finding(
            "sidecar-as-notes",
            f"this chapter file was taken for the notes; {audio} held another list, of {len(before.visible)} chapters",
            place=Place(notes),
            fix=f"If it is the older one, name the notes: {call('tag', audio, 'NOTES')}",
        )


def _anew(name: str | None, suffix: str) -> str | None:
    """What to do about a file that was read as the format `name`; the catalogue's words where that has another name."""
    if any(kind.writes and kind.name == name and kind.suffixes[0] == suffix for kind in FORMATS):
        return f"Write it anew with --sidecar {name} --overwrite, or delete it."
    return None


def _written(suffix: str, chapters: ChapterList, duration: Duration | None) -> Iterator[bytes]:
    """What a sidecar with this suffix would hold: a format may lose so much that reading cannot tell."""
    end = None if duration is None else duration.ms
    for kind in FORMATS if chapters else ():
        if kind.writes and kind.suffixes[0] == suffix:
            yield load(kind.name).dumps(chapters, duration=end, title=None).text.encode("utf-8", "surrogatepass")


def _same(path: str, other: str) -> bool:
    try:
        return os.path.samefile(path, other)
    except OSError:  # one of them is gone, or was never a file
        return False


def _alike(one: Sequence[Chapter], other: Sequence[Chapter], resolution: int) -> bool:
    return len(one) == len(other) and all(
        abs(a.start - b.start) < max(resolution, 1) and a.title.split() == b.title.split()
        for a, b in zip(one, other, strict=True)
    )
