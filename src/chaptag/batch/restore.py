"""Restore: put back the chapters that a batch replaced, from its report."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from chaptag.batch.entry import CutOff, Entry, read_entries
from chaptag.batch.job import Job, Record
from chaptag.batch.prepare import inside
from chaptag.formats.registry import load
from chaptag.model.chapter import ChapterList
from chaptag.model.errors import ChaptagError
from chaptag.model.options import WriteOptions
from chaptag.model.rules import RULES
from chaptag.model.text import call
from chaptag.workflow.objects import chapter_objects, finding_objects
from chaptag.workflow.read import AudioContents, read
from chaptag.workflow.remove import remove
from chaptag.workflow.settings import RuleSettings, StoreOptions
from chaptag.workflow.tag import tag

__all__ = ["restore"]

# What was in the file is put back as it was, however odd; chapter files that the batch wrote beside it stay.
_ANY_LIST = RuleSettings(ignore=frozenset(RULES) - {"stale-sidecar"})
_WHOLE = WriteOptions(long_titles=True)

_OTHER = "holds other chapters than the batch wrote; it is left as it is"


def restore(
    report: Path, *, storing: StoreOptions | None = None, root: Path | None = None, dry_run: bool = False
) -> Iterator[Record]:
    """Put back what each job of a JSON Lines report found in its file; yields a record for each file it wrote.

    What an earlier run or a dry run says is passed over. A file that is not as the batch left it is left alone:
    ``unchanged`` where it is as it was before the batch, else ``refused``, and so is a copy: what it replaced is not in
    the report. With `root`, files elsewhere are refused;
    `storing` and `dry_run` mean what they do for `tag`.

    The whole report is validated first: raises InputError where it cannot be read, ConfigError, with the line, for
    what is no report. A last line that is cut off is ``failed``, and takes no other with it.
    """
    for _ in read_entries(report):
        pass
    for entry in read_entries(report):
        if isinstance(entry, CutOff):
            job = Job(entry.number, str(report), origin=entry.origin)
            message = f"line {entry.number} is cut off; what it was about is left as it is"
            yield Record(job, "failed", message, "See what the line still says: tail -n 1 FILE", dry_run=dry_run)
        elif entry.outcome == "tagged" and not entry.resumed and not entry.dry_run:
            job = Job(entry.number, entry.path, origin=entry.origin)
            try:
                record = _refusal(job, entry, root) or _restored(job, entry, storing or StoreOptions(), dry_run=dry_run)
            except ChaptagError as error:
                record = Record(job, "failed", str(error), error.hint)
            yield replace(record, dry_run=dry_run)


def _refusal(job: Job, entry: Entry, root: Path | None) -> Record | None:
    """Why a file is left alone, told before it is opened."""
    if root is not None and not inside(job.audio, root):
        return Record(job, "refused", f"lies outside {root}", "Paths may not lead out of --root.")
    if entry.copy:
        message = f"is a copy that the batch made of {entry.audio}; what was there before it is not in the report"
        return Record(job, "refused", message, f"Delete the copy if it is not wanted; {entry.audio} was not changed.")
    return None


def _restored(job: Job, entry: Entry, storing: StoreOptions, *, dry_run: bool) -> Record:
    contents = read(job.audio)
    now = tuple(chapter_objects(contents.chapters))
    changed = _changed(entry, now) if isinstance(contents, AudioContents) else _OTHER
    if changed:
        if isinstance(contents, AudioContents) and _shape(now) == _shape(entry.before):
            return Record(job, "unchanged", "is as before the batch already", chapters_before=now, chapters_after=now)
        return Record(job, "refused", changed, f"Compare them: {call('show', job.audio)}")
    chapters = _chapters(entry)
    if not chapters:
        removed = remove(job.audio, storing=storing, rules=_ANY_LIST, dry_run=dry_run)
        outcome = "unchanged" if removed.outcome == "unchanged" else "tagged"
        return Record(job, outcome, findings=tuple(finding_objects(removed.findings)), chapters_before=now)
    result = tag(
        job.audio,
        chapters,
        writing=_WHOLE,
        storing=storing,
        rules=_ANY_LIST,
        replace=True,
        dry_run=dry_run,
    )
    found = tuple(finding_objects(result.findings))
    after = entry.before if dry_run else tuple(chapter_objects(read(job.audio).chapters))
    record = Record(job, result.outcome, findings=found, chapters_before=now, chapters_after=after)
    if _shape(after) == _shape(entry.before):
        return record
    message = "holds the chapters again, but not all as they were"
    return replace(record, outcome="failed", message=message, hint=f"Compare them: {call('show', job.audio)}")


def _changed(entry: Entry, now: tuple[dict[str, Any], ...]) -> str:
    """How the file differs from what the batch left; empty where it does not."""
    try:
        size = os.stat(entry.path).st_size
    except OSError:  # it has gone just now
        return _OTHER
    if entry.size_after is not None and size != entry.size_after:
        return f"has {size:,} bytes, the batch left {entry.size_after:,}; it is left as it is"
    return "" if _shape(now) == _shape(entry.chapters) else _OTHER


def _shape(chapters: tuple[dict[str, Any], ...]) -> list[tuple[object, object]]:
    return [(chapter.get("startTime"), chapter.get("title")) for chapter in chapters if chapter.get("toc", True)]


def _chapters(entry: Entry) -> ChapterList:
    if not entry.before:
        return ChapterList()
    text = json.dumps({"version": "1.2.0", "chapters": entry.before})
    return load("json").loads(text.encode(), name=entry.origin).chapters
