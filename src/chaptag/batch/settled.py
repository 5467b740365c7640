"""A doubt that is settled: the file holds one of the lists to choose from, so somebody has chosen it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.batch.fingerprint import same_path
from chaptag.model.errors import ChaptagError
from chaptag.workflow.read import AudioContents, read
from chaptag.workflow.tag import TagResult, tag

if TYPE_CHECKING:
    from chaptag.batch.job import Job
    from chaptag.workflow.optionset import Settings

__all__ = ["settled"]


def settled(job: Job, settings: Settings, lists: int, *, dry_run: bool) -> tuple[int, TagResult] | None:
    """The one of so many `lists` that the job's file holds already, and what tagging with it came to.

    A pick of a review, or of ``chaptag tag --pick``, is remembered nowhere else: the file itself tells. Its sound is
    not written; chapter files beside it may be. A copy counts only where its sound is the episode's.
    """
    pick = next((each for each in range(1, lists + 1) if _holds(job, settings, each)), None)
    if pick is None:
        return None
    return pick, _tag(job, settings, pick, sidecars=settings.sidecars, dry_run=dry_run)


def _holds(job: Job, settings: Settings, pick: int) -> bool:
    try:
        return _tag(job, settings, pick, sidecars=(), dry_run=True).outcome == "unchanged" and _is_of(job)
    except ChaptagError:  # a list that could not be written, or a file that is not there yet
        return False


def _tag(job: Job, settings: Settings, pick: int, *, sidecars: tuple[str, ...], dry_run: bool) -> TagResult:
    return tag(
        job.target,
        job.notes,
        reading=settings.reading._replace(pick=pick),
        writing=settings.writing,
        storing=settings.storing,
        rules=settings.rules,
        sidecars=sidecars,
        replace=settings.replace,
        deep=settings.deep,
        dry_run=dry_run,
    )


def _is_of(job: Job) -> bool:
    """Whether the file holds the sound of the episode; one that is tagged in place does."""
    if same_path(job.audio, job.target):
        return True
    one, other = (read(path, hash_audio=True) for path in (job.audio, job.target))
    if not (isinstance(one, AudioContents) and isinstance(other, AudioContents)):
        return False
    return one.audio_hash is not None and one.audio_hash == other.audio_hash
