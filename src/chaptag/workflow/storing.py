"""Putting an edit in place, into the file itself or a copy; or only saying, for a dry run, what would refuse it."""

from __future__ import annotations

import os
from os import fsdecode
from typing import TYPE_CHECKING

from chaptag.model.errors import UsageError
from chaptag.storage.write import check_target, create_file, replace_file
from chaptag.workflow.naming import refuse_other_suffix

if TYPE_CHECKING:
    from chaptag.model.edit import Edit
    from chaptag.model.finding import Finding
    from chaptag.workflow.configfile import PathLikeStr
    from chaptag.workflow.settings import StoreOptions
    from chaptag.workflow.sources import Audio

__all__ = ["refuse_audio_as_output", "refuse_input_as_output", "store"]


def store(audio: Audio, edit: Edit, output: str | None, storing: StoreOptions, *, dry_run: bool) -> tuple[Finding, ...]:
    """Apply `edit` to `audio`, or write it to `output`; a dry run only raises what would be refused.

    Raises StorageError and UsageError; nothing is changed then. An edit that changes nothing writes nothing into the
    file itself, and clears away what a run that died has left beside it.
    """
    if output is None:
        if dry_run:
            if not edit.unchanged:
                check_target(audio.source.path, overwrite=True, backup=storing.backup)
            return ()
        return replace_file(audio.source, edit, keep_mtime=storing.keep_mtime, backup=storing.backup).findings
    refuse_other_suffix(audio, fsdecode(output))
    if storing.backup is not None and not os.path.exists(output):
        raise UsageError(f"--backup has nothing to keep: {output} is a new file", hint="Leave --backup out, or -o.")
    if dry_run:
        check_target(output, overwrite=storing.overwrite, backup=storing.backup)
        return ()
    return create_file(
        audio.source,
        edit,
        output,
        overwrite=storing.overwrite,
        keep_mtime=storing.keep_mtime,
        backup=storing.backup,
    ).findings


def refuse_audio_as_output(output: PathLikeStr | None) -> None:
    """Raise UsageError where text would take the place of sound: not even ``--overwrite`` means that."""
    from chaptag.workflow.sources import is_audio

    if output is not None and os.path.isfile(output) and os.path.getsize(output) and is_audio(output):
        raise UsageError(
            f"{fsdecode(output)} is audio; text is not written over it", hint="Choose another name for -o."
        )


def refuse_input_as_output(
    output: PathLikeStr | None, *inputs: PathLikeStr | None, hint: str = "Choose another name for -o."
) -> None:
    """Raise UsageError where the output is one of the files that were read: not even ``--overwrite`` means that."""
    if output is None or not os.path.exists(output):
        return
    for each in inputs:
        if each is not None and os.path.exists(each) and os.path.samefile(output, each):
            raise UsageError(f"{fsdecode(output)} is read in this call; it is not written over", hint=hint)
