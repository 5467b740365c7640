"""Tag: write the chapters of notes into an audio file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from os import fsdecode
from typing import TYPE_CHECKING, Literal

from chaptag.model.chapter import ChapterList
from chaptag.model.errors import InputError
from chaptag.model.finding import Finding, Place
from chaptag.model.options import WriteOptions
from chaptag.model.reading import Grade, Reading
from chaptag.model.text import call
from chaptag.workflow.given import check_given, given_names, given_path
from chaptag.workflow.judging import judge
from chaptag.workflow.pairing import find_notes
from chaptag.workflow.plan import Plan, make_plan
from chaptag.workflow.settings import ReadOptions, RuleSettings, StoreOptions
from chaptag.workflow.sources import Audio, PathLikeStr, Text, open_any, read_text, refuse_swapped
from chaptag.workflow.storing import refuse_input_as_output, store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chaptag.model.duration import Duration
    from chaptag.workflow.sidecars import Sidecar

__all__ = ["TagResult", "tag"]


@dataclass(frozen=True, slots=True)
class TagResult:
    """What a tagging did, or would do.

    `outcome` is ``unchanged`` where the audio holds the chapters already; a copy is ``tagged``. `before` and `chapters`
    are the lists that players show, before and after, with the titles that the file holds. `notes` is the file that
    was read, None for chapters that were given as values. `sidecars` are the chapter files that were asked for,
    `sidecars_unchanged` those that were there already, with the same bytes. `bytes_kept` and `bytes_put` make up the
    new file.
    """

    outcome: Literal["tagged", "unchanged"]
    audio: str
    output: str
    notes: str | None
    before: ChapterList
    chapters: ChapterList
    duration: Duration
    grade: Grade
    findings: tuple[Finding, ...]
    bytes_kept: int
    bytes_put: int
    dry_run: bool = False
    sidecars: tuple[str, ...] = ()
    sidecars_unchanged: tuple[str, ...] = ()


def tag(
    audio: PathLikeStr,
    notes: PathLikeStr | Text | Reading | ChapterList | None = None,
    *,
    output: PathLikeStr | None = None,
    reading: ReadOptions | None = None,
    writing: WriteOptions | None = None,
    storing: StoreOptions | None = None,
    rules: RuleSettings | None = None,
    sidecars: Sequence[str] = (),
    replace: bool = False,
    deep: bool = False,
    dry_run: bool = False,
) -> TagResult:
    """Write the chapters of `notes` into `audio`, or into a copy at `output`.

    `notes` is a path (a str is always a path), or chapters that were read before; None takes the notes that lie
    beside the audio. `sidecars` are formats to write beside it, from the same list. `replace` drops links, images and
    hidden marks of the chapters in the file, `deep` counts the audio's frames even where its header is proven,
    `dry_run` writes nothing.

    Raises ChaptagError: Rejected where findings forbid it, InputError, UsageError, StorageError. The audio is then as
    it was, unless the error says that only a sidecar could not be written.
    """
    check_given(notes, reading, writing, rules)
    output, sidecars = given_path(output), given_names(sidecars)
    rules, storing = rules or RuleSettings(), storing or StoreOptions()
    _refuse_other_files(audio, notes)
    with open_any(audio) as opened:
        if isinstance(opened, Text):
            raise _not_audio(opened, notes)
        text = _notes_of(opened, notes)
        plan = make_plan(
            opened,
            text,
            reading_options=reading or ReadOptions(),
            write_options=writing or WriteOptions(),
            rules=rules,
            carry=not replace,
            deep=deep,
        )
        if isinstance(text, Text):
            refuse_input_as_output(output, text.path)
        files = _sidecars(opened, text, plan, output, sidecars, storing=storing)
        written = store(opened, plan.edit, output, storing, dry_run=dry_run)
        if files and not dry_run:
            from chaptag.workflow.sidecars import write_sidecars

            written += write_sidecars(files, audio=opened.name if output is None else output)
        written += _beside(opened, text, plan, output, files, found=notes is None)
        result = _result(opened, text, plan, output, judge(written, rules), dry_run=dry_run)
        return replace_fields(
            result,
            sidecars=tuple(each.path for each in files),
            sidecars_unchanged=tuple(each.path for each in files if each.there),
        )


def _sidecars(
    audio: Audio,
    notes: Text | Reading | ChapterList,
    plan: Plan,
    output: str | None,
    formats: Sequence[str],
    *,
    storing: StoreOptions,
) -> tuple[Sidecar, ...]:
    if not formats:
        return ()
    from chaptag.workflow.sidecars import plan_sidecars

    target = audio.name if output is None else output
    chapters = ChapterList(plan.after.chapters)
    return plan_sidecars(
        target,
        formats,
        chapters,
        duration=plan.duration.ms,
        overwrite=storing.overwrite,
        notes=notes.path if isinstance(notes, Text) else None,
        before=plan.before.chapters if output is None else None,
    )


def _beside(
    audio: Audio,
    notes: Text | Reading | ChapterList,
    plan: Plan,
    output: str | None,
    files: Sequence[Sidecar],
    *,
    found: bool,
) -> tuple[Finding, ...]:
    """What lies beside the audio and says something else; `found` are notes that nobody named."""
    from chaptag.workflow.beside import left_behind, taken_for_notes

    target, after = audio.name if output is None else output, ChapterList(plan.after.chapters)
    known = [each.path for each in files]
    if isinstance(notes, Text) and notes.path is not None:
        known.append(notes.path)
    said = tuple(left_behind(target, after, plan.duration, known=known))
    if found and output is None and isinstance(notes, Text):
        said += tuple(taken_for_notes(audio.name, notes.name, plan.before.chapters, after))
    return said


def _result(
    audio: Audio,
    notes: Text | Reading | ChapterList,
    plan: Plan,
    output: str | None,
    written: tuple[Finding, ...],
    *,
    dry_run: bool,
) -> TagResult:
    return TagResult(
        outcome="unchanged" if plan.edit.unchanged and output is None else "tagged",
        audio=audio.name,
        output=audio.name if output is None else output,
        notes=notes.name if isinstance(notes, Text) else None,
        before=plan.before.chapters,
        chapters=_as_held(plan),
        duration=plan.duration,
        grade=plan.reading.grade,
        findings=(*plan.findings, *written),
        bytes_kept=plan.edit.size - plan.edit.put_size,
        bytes_put=plan.edit.put_size,
        dry_run=dry_run,
    )


def _as_held(plan: Plan) -> ChapterList:
    """The chapters with the titles that the file will hold: a container may have to cut one."""
    held = {chapter.start: chapter.title for chapter in plan.held.chapters.visible}
    return ChapterList.of(
        chapter if chapter.hidden else replace_fields(chapter, title=held.get(chapter.start, chapter.title))
        for chapter in plan.after.chapters
    )


def _notes_of(audio: Audio, notes: PathLikeStr | Text | Reading | ChapterList | None) -> Text | Reading | ChapterList:
    if notes is None:
        return read_text(find_notes(audio.name))
    if isinstance(notes, Reading | ChapterList):
        return notes
    return read_text(notes)


def _refuse_other_files(audio: PathLikeStr, notes: PathLikeStr | Text | Reading | ChapterList | None) -> None:
    """Name the right call for a folder, and for files in the wrong order or twice of one kind."""
    name = fsdecode(audio)
    if os.path.isdir(name):
        raise InputError(
            "is a folder", hint=f"Name the audio in it, or tag all of it: {call('batch', name)}", place=Place(name)
        )
    if notes is not None and not isinstance(notes, Text | Reading | ChapterList):
        refuse_swapped(audio, notes, "tag")


def _not_audio(text: Text, notes: object) -> InputError:
    return InputError(
        "is not audio that chaptag knows",
        hint="Audio cannot come through a pipe: save it as a file, and name it."
        if text.path is None
        else f"The audio comes first: {call('tag', 'AUDIO', text.name)}"
        if notes is None
        else "Check that it is the episode, and that its download or export is whole.",
        place=Place(text.name),
    )
