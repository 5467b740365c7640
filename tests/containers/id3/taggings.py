"""Helpers of the ID3 tests: edit an MP3 in a line, and look at what it says."""

from __future__ import annotations

from collections.abc import Iterable

from chaptag.containers import mp3 as container
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.edit import Edit, EditedSource
from chaptag.model.finding import Finding
from chaptag.model.layout import Layout
from chaptag.model.normalise import Normalised, normalise
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.support import id3
from tests.support.mp3 import id3v1, mp3

__all__ = ["NONE", "SOUND", "THREE", "down", "edit_of", "inspect", "listed", "messages", "rules", "t4", "tagged", "up"]

SOUND = mp3(60, tail=id3v1(), seed=3)


def listed(*chapters: Chapter, duration: int = 60_000) -> Normalised:
    """Make a list that is fit to write."""
    return normalise(ChapterList.of(chapters), duration)


THREE = listed(Chapter(0, "Intro"), Chapter(10_500, "Größe"), Chapter(30_000, "End"))
NONE = listed()


def edit_of(tag: bytes, chapters: Normalised = THREE, **options: object) -> Edit:
    """Edit a file that begins with `tag`; the edit has proved itself."""
    edit = container.edit(BytesSource(tag + SOUND, "x.mp3"), chapters, WriteOptions(**options))  # type: ignore[arg-type]
    edit.check()
    return edit


def tagged(tag: bytes, chapters: Normalised = THREE, **options: object) -> bytes:
    """Make the new tag, and prove that the sound behind it, to the file's last byte, is the old one."""
    new = EditedSource(BytesSource(tag + SOUND), edit_of(tag, chapters, **options))
    data = new.read(0, new.size)
    assert data.endswith(SOUND)
    return data[: -len(SOUND)]


def inspect(tag: bytes) -> Layout:
    """Look at a file that begins with `tag`."""
    return container.inspect(BytesSource(tag + SOUND, "x.mp3"))


def rules(findings: Iterable[Finding] | Layout) -> set[str]:
    """Names of the rules of findings; of a layout, those of its stores too."""
    if isinstance(findings, Layout):
        findings = (*findings.findings, *(each for store in findings.stores for each in store.findings))
    return {each.rule for each in findings}


def down(*frames: bytes) -> tuple[list[tuple[str, bytes]], tuple[Finding, ...]]:
    """Make a 2.4 tag of these frames a 2.3 one: the frames that are not chapters, and what was said."""
    old = id3.tag(*frames, version=4, padding=300)
    new = tagged(old, id3_version=3)
    assert new[3] == 3
    found = [each for each in id3.frames_of(new) if each[0] not in {"CHAP", "CTOC"}]
    return found, edit_of(old, id3_version=3).findings


def up(*frames: bytes) -> tuple[list[tuple[str, bytes]], tuple[Finding, ...]]:
    """Make a 2.3 tag of these frames a 2.4 one: the frames that are not chapters, and what was said."""
    old = id3.tag(*frames, padding=300)
    new = tagged(old, id3_version=4)
    assert new[3] == 4
    found = [each for each in id3.frames_of(new) if each[0] not in {"CHAP", "CTOC"}]
    return found, edit_of(old, id3_version=4).findings


def t4(name: str, value: str, encoding: int = 3) -> bytes:
    """Make a text frame of 2.4."""
    return id3.text(name, value, version=4, encoding=encoding)


def messages(said: tuple[Finding, ...]) -> list[str]:
    """What findings say."""
    return [each.message for each in said]
