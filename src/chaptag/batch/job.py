"""A job, one episode of a batch, and the record of what became of it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BAD", "CACHED", "DONE", "UNSURE", "Job", "Problem", "Record"]

# Outcomes after which the same inputs need no other run.
DONE = frozenset({"tagged", "unchanged"})

# Outcomes that depend on the inputs alone. A failure may come from anywhere: a full disk, a missing permission.
CACHED = DONE | {"no-chapters", "needs-review", "refused"}

# Outcomes that make the exit code 1, and those that do where chapters are required.
BAD = frozenset({"failed", "refused"})
UNSURE = frozenset({"no-notes", "no-chapters", "needs-review"})


@dataclass(frozen=True, slots=True)
class Job:
    """One episode to tag. `origin` says where the job was read (``manifest.csv:12``), `number` counts from 1.

    `notes` is None where pairing found none, `paired` says that it found them: nobody has named them. `options` are
    what the source says about this one (name, text).
    """

    number: int
    audio: str
    notes: str | None = None
    output: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    origin: str = ""
    paired: bool = False

    @property
    def target(self) -> str:
        """The file that the job writes."""
        return self.output or self.audio


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a source cannot be run as it is: where, what, and what to do.

    With a `job` it is about that episode alone, whose `outcome` it is: it has no notes, or several.
    """

    origin: str
    message: str
    hint: str = ""
    fatal: bool = True
    job: Job | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a job: everything a report holds. Times are ms, sizes bytes; chapters are JSON objects.

    `outcome` is ``tagged``, ``unchanged``, ``no-notes``, ``no-chapters``, ``needs-review``, ``refused`` or ``failed``.
    `copy` says that the job writes another file than its audio, `mark` is the fingerprint under which the journal finds
    it again.
    """

    job: Job
    outcome: str
    message: str = ""
    hint: str = ""
    findings: tuple[dict[str, object], ...] = ()
    notes_sha256: str | None = None
    sha256: str | None = None
    audio_sha256: str | None = None
    size_before: int | None = None
    size_after: int | None = None
    duration_ms: int | None = None
    chapters_before: tuple[dict[str, object], ...] = ()
    chapters_after: tuple[dict[str, object], ...] = ()
    candidates: tuple[dict[str, object], ...] = ()
    seconds: float = 0.0
    resumed: bool = False
    dry_run: bool = False
    copy: bool = False
    mark: str | None = None
