"""One job, done: what a worker runs. Whatever happens becomes a record; a worker never raises."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from hashlib import sha256

from chaptag.batch.fingerprint import fingerprint, look, same_path
from chaptag.batch.job import Job, Record
from chaptag.batch.settled import settled
from chaptag.model.errors import ChaptagError, Rejected
from chaptag.model.finding import Finding, Severity
from chaptag.model.text import call, count
from chaptag.workflow.beside import taken_for_notes
from chaptag.workflow.judging import judge
from chaptag.workflow.objects import chapter_objects, finding_objects
from chaptag.workflow.optionset import Settings
from chaptag.workflow.read import AudioContents, read
from chaptag.workflow.tag import TagResult, tag

__all__ = ["Task", "do"]


@dataclass(frozen=True, slots=True)
class Task:
    """A job with everything that shapes it."""

    job: Job
    settings: Settings
    dry_run: bool = False
    hashes: bool = False


def do(task: Task) -> Record:
    """Tag one episode and say what became of it."""
    begun = time.monotonic()
    job, settings = task.job, task.settings
    seen = look(job)
    fields: dict[str, object] = {
        "size_before": _size(job.audio),
        "notes_sha256": seen.notes if seen is not None and seen.notes else None,
        "dry_run": task.dry_run,
        "copy": not same_path(job.audio, job.target),
    }
    try:
        fields |= _tagged(task)
    except Exception as error:  # noqa: BLE001 (a defect in one job must not take the others with it)
        fields |= {"outcome": "failed", "message": f"a defect of chaptag: {error!r}"}
    if task.hashes:
        fields |= _hashes(job.target)
    fields |= {"size_after": _size(job.target), "seconds": round(time.monotonic() - begun, 4)}
    if not task.dry_run:
        fields["mark"] = fingerprint(job, settings, seen)
    return Record(job, **fields)  # type: ignore[arg-type]


def _tagged(task: Task) -> dict[str, object]:
    job, settings = task.job, task.settings
    try:
        result = tag(
            job.audio,
            job.notes,
            output=job.output,
            reading=settings.reading,
            writing=settings.writing,
            storing=settings.storing,
            rules=settings.rules,
            sidecars=settings.sidecars,
            replace=settings.replace,
            deep=settings.deep,
            dry_run=task.dry_run,
        )
    except ChaptagError as error:
        return _settled(task, error)
    return _done(task, result)


def _done(task: Task, result: TagResult) -> dict[str, object]:
    return {
        "outcome": result.outcome,
        "findings": tuple(finding_objects((*result.findings, *_taken_for_notes(task, result)))),
        "duration_ms": result.duration.ms,
        "chapters_before": tuple(chapter_objects(result.before)),
        "chapters_after": tuple(chapter_objects(result.chapters)),
    }


def _settled(task: Task, error: ChaptagError) -> dict[str, object]:
    """What an error comes to: a doubt may be settled by what the file holds."""
    candidates = _candidates(error)
    if not candidates:
        return _refused(error)
    try:
        chosen = settled(task.job, task.settings, len(candidates), dry_run=task.dry_run)
    except ChaptagError as other:  # a chapter file beside it
        return _refused(other)
    if chosen is None:
        # A batch takes no --pick, which would be one for all.
        hint = f"To see the lists: {call('show', task.job.notes or 'NOTES')}"
        return {**_refused(error), "candidates": candidates, "hint": hint}
    pick, result = chosen
    return {**_done(task, result), "message": f"{error.message}; the file holds list {pick}"}


def _refused(error: ChaptagError) -> dict[str, object]:
    """The first finding that forbids it is the reason; the error's own message may only say that there are some."""
    found = tuple(finding_objects(error.findings))
    outcome = error.outcome if isinstance(error, Rejected) else "failed"
    message, hint = ChaptagError.__str__(error), error.hint
    errors = [each for each in error.findings if each.severity is Severity.ERROR]
    if outcome == "refused" and errors:
        more = f" and {count(len(errors) - 1, 'more error')}" if len(errors) > 1 else ""
        place = f"{errors[0].place}: " if errors[0].place is not None and str(errors[0].place) else ""
        message, hint = f"{place}{errors[0].message} [{errors[0].rule}]{more}", errors[0].advice
    return {"outcome": outcome, "message": message, "hint": hint, "findings": found}


def _taken_for_notes(task: Task, result: TagResult) -> tuple[Finding, ...]:
    """What `tag` says of notes that it finds by itself; here they were found before."""
    job = task.job
    if job.notes is None or not job.paired or job.output is not None:
        return ()
    return judge(taken_for_notes(job.audio, job.notes, result.before, result.chapters), task.settings.rules)


def _hashes(path: str) -> dict[str, object]:
    """SHA-256 of the file and of its sound; nothing for a file that cannot be read as audio."""
    digest = sha256()
    try:
        with open(path, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        contents = read(path, hash_audio=True)
    except (OSError, ChaptagError):
        return {}
    sound = contents.audio_hash if isinstance(contents, AudioContents) else None
    return {"sha256": digest.hexdigest(), "audio_sha256": sound}


def _candidates(error: ChaptagError) -> tuple[dict[str, object], ...]:
    if not isinstance(error, Rejected) or error.reading is None:
        return ()
    return tuple(
        {"pick": number, "why": candidate.why, "chapters": chapter_objects(candidate.chapters)}
        for number, candidate in enumerate(error.reading.candidates, 1)
    )


def _size(path: str) -> int | None:
    try:
        return os.stat(path).st_size
    except OSError:
        return None
