"""Fingerprints: what the result of a job depends on, as one line that is the same for the same inputs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256

from chaptag._version import __version__
from chaptag.batch.job import Job
from chaptag.model.errors import InputError
from chaptag.storage.local import open_source
from chaptag.workflow.optionset import Settings
from chaptag.workflow.sidecars import sidecar_paths
from chaptag.workflow.sources import TEXT_LIMIT

__all__ = ["Inputs", "fingerprint", "look", "same_path", "settings_key"]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a job found before it began: the audio's size, time and inode, and the SHA-256 of the notes."""

    audio: str
    notes: str


def look(job: Job) -> Inputs | None:
    """Look at a job's inputs; None where they cannot be looked at, and where the notes are larger than any notes."""
    try:
        notes = _digest(job.notes) if job.notes else ""
        return None if notes is None else Inputs(_state(job.audio), notes)
    except (OSError, ValueError, InputError):
        return None


def _digest(path: str) -> str | None:
    with open_source(path) as source:
        return sha256(source.read(0, source.size)).hexdigest() if source.size <= TEXT_LIMIT else None


def fingerprint(job: Job, settings: Settings, seen: Inputs | None) -> str | None:
    """All that the job's result depends on: version, paths, options, the bytes of the notes, and each file's state.

    `seen` are the inputs as they were before the job; what it writes is looked at now. So notes that were saved while
    the job ran make another fingerprint, and so does a copy or a sidecar that is gone. Images beside a chapter file
    and files that a feed names are not looked at. None where something cannot be told: such a job is never taken for
    done.
    """
    if seen is None:
        return None
    try:
        sidecars = sidecar_paths(job.target, settings.sidecars)
        written = [_state(path) if os.path.exists(path) else "-" for path in sidecars]
        in_place = same_path(job.audio, job.target)
        audio = _state(job.audio) if in_place else seen.audio
        written.append("" if in_place else _state(job.target) if os.path.exists(job.target) else "-")
    except OSError:
        return None
    paths = [os.path.abspath(path) for path in (job.audio, job.notes or "", job.target)]
    said = repr((__version__, paths, settings_key(settings), audio, seen.notes, written))
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def same_path(one: str, other: str) -> bool:
    """Whether both names lead to one place, through whatever links."""
    return one == other or os.path.realpath(one) == os.path.realpath(other)


def settings_key(value: object) -> str:
    """Write settings with the names of their fields, sets in order: `repr` has another order in each process."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = [(each.name, getattr(value, each.name)) for each in fields(value)]
        return f"{type(value).__name__}({_joined(pairs)})"
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return f"{type(value).__name__}({_joined(list(zip(value._fields, value, strict=True)))})"
    if isinstance(value, Mapping):
        return f"{{{_joined(sorted((str(name), each) for name, each in value.items()))}}}"
    if isinstance(value, set | frozenset):
        return f"{{{','.join(sorted(settings_key(each) for each in value))}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(settings_key(each) for each in value)}]"
    return repr(value)


def _joined(pairs: list[tuple[str, object]]) -> str:
    return ",".join(f"{name}={settings_key(each)}" for name, each in pairs)


def _state(path: str) -> str:
    stat = os.stat(path)
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ino}"
