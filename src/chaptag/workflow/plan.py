"""The plan of a tagging: what is there, what will be, and the edit between them. Nothing is written yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chaptag.checks.subject import Subject
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.edit import Edit, EditedSource
from chaptag.model.errors import StorageError, UsageError
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.normalise import Normalised, normalise
from chaptag.model.reading import Reading
from chaptag.workflow.carry import carry_over
from chaptag.workflow.chapters import adjusted, check_reading, picked, read_chapters, require_chapters
from chaptag.workflow.judging import judge, reject_errors
from chaptag.workflow.naming import misnamed
from chaptag.workflow.settings import ReadOptions, RuleSettings
from chaptag.workflow.sources import Audio, Text

if TYPE_CHECKING:
    from chaptag.model.duration import Duration
    from chaptag.model.layout import Layout
    from chaptag.model.options import WriteOptions

__all__ = ["Plan", "make_plan", "read_back", "read_for", "with_origins"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a tagging will do: `after` is what is asked for, `held` what the new file will be read as.

    `findings` are judged; none of them forbids it.
    """

    before: Layout
    held: Layout
    after: Normalised
    duration: Duration
    reading: Reading
    edit: Edit
    findings: tuple[Finding, ...]


def read_for(
    audio: Audio, notes: Text | Reading | ChapterList, options: ReadOptions, *, deep: bool = False
) -> tuple[Reading, Duration, tuple[Finding, ...]]:
    """Measure the audio, then read the notes in the light of its duration."""
    measurement = audio.container.measure(audio.source, deep=deep)
    if isinstance(notes, Text):
        reading = read_chapters(notes, measurement.duration, options, audio_name=audio.name)
    else:
        given = notes if isinstance(notes, Reading) else Reading(notes, format="chapters", resolution=1)
        reading = adjusted(picked(given, options.pick), options)
    if options.snap is not None and reading.chapters:
        reading = _snapped(audio, reading, options.snap, measurement.duration)
    return reading, measurement.duration, measurement.findings


def _snapped(audio: Audio, reading: Reading, window: int, duration: Duration) -> Reading:
    from chaptag.audio.snap import snap

    try:
        chapters, found = snap(reading.chapters, audio.source.path, window, duration.ms)
    except ValueError as error:
        raise UsageError(f"--snap: {error}", hint="--snap 2s listens two seconds around each start.") from error
    return replace(reading, chapters=chapters, findings=(*reading.findings, *found), resolution=1)


def make_plan(
    audio: Audio,
    notes: Text | Reading | ChapterList,
    *,
    reading_options: ReadOptions,
    write_options: WriteOptions,
    rules: RuleSettings,
    carry: bool = True,
    deep: bool = False,
) -> Plan:
    """Read, check, normalise, and ask the container for the edit.

    Raises Rejected, with every finding, where the notes hold no chapters or a doubt, or where a finding is an error.
    """
    name = notes.name if isinstance(notes, Text) else "the chapters"
    reading, duration, measured = read_for(audio, notes, reading_options, deep=deep)
    reading = replace(reading, findings=judge(reading.findings, rules))
    require_chapters(reading, name, reading_options)
    before = audio.container.inspect(audio.source)
    chapters, carried = carry_over(reading.chapters, before.chapters) if carry else (reading.chapters, ())
    found = (
        *misnamed(audio),
        *reading.findings,
        *check_reading(reading, Subject(chapters, duration)),
        *before.findings,
        *measured,
        *carried,
    )
    reject_errors(judge(found, rules), rules, what=f"{audio.name}, {name}")
    after = normalise(chapters, duration.ms)
    if not after.chapters:
        found += (finding("no-chapters", "no chapter lies within the audio", place=Place(name)),)
        reject_errors(judge(found, RuleSettings()), rules, what=f"{audio.name}, {name}")
    edit = audio.container.edit(audio.source, after, write_options)
    held = read_back(audio, edit, after)
    judged = judge((*found, *after.findings, *edit.findings), rules)
    reject_errors(judged, rules, what=f"{audio.name}, {name}")
    return Plan(before, held, after, duration, reading, edit, judged)


def read_back(audio: Audio, edit: Edit, after: Normalised) -> Layout:
    """Read the chapters out of what would be written; a list that differs is never written.

    Raises StorageError: it means a defect in chaptag, and the file stays as it is.
    """
    held = audio.container.inspect(EditedSource(audio.source, edit))
    wanted = [chapter.start for chapter in after.visible]
    for store in held.stores:
        if not store.editable or not store.chapters:
            continue
        if not after.chapters or [chapter.start for chapter in store.chapters.visible] != wanted:
            raise _unread(audio, store.label)
        for found, given in zip(store.chapters.visible, after.visible, strict=True):
            # A container may cut a title, and then says so; it never changes how one begins.
            if not _letters(given.title).startswith(_letters(found.title)):
                raise _unread(audio, store.label)
    if not held.chapters.visible and wanted:
        raise _unread(audio, held.label)
    return held


def _letters(title: str) -> str:
    return "".join(char for char in title if char.isalnum())


def _unread(audio: Audio, where: str) -> StorageError:
    return StorageError(
        f"the chapters would not read back from {where} as they were given; nothing was written",
        hint="This is a defect of chaptag: please report it with the notes and the first MiB of the file.",
        place=Place(audio.name),
    )


def with_origins(chapters: ChapterList, origins: tuple[Chapter, ...]) -> ChapterList:
    """Give chapters that were read back the places in the notes that they came from, by their starts."""
    places = {chapter.start: chapter.origin for chapter in origins}
    return ChapterList.of(replace(chapter, origin=places.get(chapter.start)) for chapter in chapters)
