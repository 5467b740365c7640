"""Restore: put back the chapters that a batch replaced, from its report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chaptag.batch.job import Job, Record
from chaptag.formats.registry import load
from chaptag.model.chapter import ChapterList
from chaptag.model.errors import ChaptagError, ConfigError
from chaptag.model.rules import RULES
from chaptag.workflow.objects import chapter_objects
from chaptag.workflow.read import AudioContents, read
from chaptag.workflow.remove import remove
from chaptag.workflow.settings import RuleSettings
from chaptag.workflow.tag import tag

__all__ = ["restore"]

_LINE_LIMIT = 256 << 20
# What was in the file is put back as it was, however odd.
_ANY_LIST = RuleSettings(ignore=frozenset(RULES))


def restore(report: Path) -> Iterator[Record]:
    """Put back what each job of a JSON Lines report found in its file; yields a record for each.

    A file that no longer holds what the batch wrote is left alone (``refused``). Raises ConfigError for what is no
    report.
    """
    try:
        with report.open(encoding="utf-8") as file:
            for number, line in enumerate(iter(lambda: file.readline(_LINE_LIMIT), ""), 1):
                yield from _restore_line(_parsed(line, f"{report}:{number}"), number, f"{report}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{report} cannot be read: {error}") from error


def _parsed(line: str, origin: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{origin}: is not JSON: {error}") from error
    if not isinstance(fields, dict) or fields.get("schema") != "chaptag/batch/1":
        raise ConfigError(
            f"{origin}: is no record of a batch", hint="A report is made by chaptag batch … --report FILE.jsonl"
        )
    return fields


def _restore_line(fields: dict[str, Any], number: int, origin: str) -> Iterator[Record]:
    if fields["outcome"] != "tagged" or fields["resumed"]:
        return
    job = Job(number, fields["output"], origin=origin)
    try:
        yield _restored(job, fields["before"], fields["chapters"])
    except ChaptagError as error:
        yield Record(job, "failed", str(error), error.hint)


def _restored(job: Job, before: list[dict[str, Any]], written: list[dict[str, Any]]) -> Record:
    contents = read(job.audio)
    now = tuple(chapter_objects(contents.chapters))
    if not isinstance(contents, AudioContents) or _shape(list(now)) != _shape(written):
        message = "holds other chapters than the batch wrote; it is left as it is"
        return Record(job, "refused", message, "Compare them: chaptag show")
    chapters = _chapters(before, job.origin)
    outcome = (
        remove(job.audio).outcome if not chapters else tag(job.audio, chapters, rules=_ANY_LIST, replace=True).outcome
    )
    return Record(
        job,
        "unchanged" if outcome == "unchanged" else "tagged",
        chapters_before=now,
        chapters_after=tuple(before),
    )


def _shape(chapters: list[dict[str, Any]]) -> list[tuple[object, object]]:
    return [(chapter.get("startTime"), chapter.get("title")) for chapter in chapters if chapter.get("toc", True)]


def _chapters(objects: list[dict[str, Any]], origin: str) -> ChapterList:
    if not objects:
        return ChapterList()
    text = json.dumps({"version": "1.2.0", "chapters": objects})
    return load("json").loads(text.encode(), name=origin).chapters
