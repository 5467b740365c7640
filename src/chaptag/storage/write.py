"""Write files so that each is the old one or the new one, whole, whatever happens: the only code that writes any."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chaptag.model.edit import Edit, Put
from chaptag.model.errors import ChaptagError
from chaptag.storage.backup import check_suffix
from chaptag.storage.paths import folder_of, shown
from chaptag.storage.publish import exists
from chaptag.storage.refusals import refusal
from chaptag.storage.replacement import Replacement, Verify
from chaptag.storage.scratch import sweep
from chaptag.storage.system import System, current
from chaptag.storage.target import Target, look, refuse_read_only

if TYPE_CHECKING:
    from chaptag.model.finding import Finding
    from chaptag.storage.local import LocalSource

__all__ = ["WAIT", "Verify", "Written", "check_target", "create_file", "leave", "replace_file", "write_new"]

WAIT = 10.0  # seconds to wait for another writer of the same file


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: `path` as given, its `size`, how many bytes are new and how many those of the old file.

    `findings` are what the file system did not take: owner, permissions, attributes, hard links.
    """

    path: str
    size: int
    bytes_written: int
    bytes_kept: int
    findings: tuple[Finding, ...] = ()


def replace_file(
    source: LocalSource,
    edit: Edit,
    *,
    keep_mtime: bool = False,
    backup: str | None = None,
    verify: Verify | None = None,
    wait: float = WAIT,
) -> Written:
    """Apply `edit` to the file that `source` was opened on; symbolic links stay, and lead to the new content.

    The new content grows in a scratch file beside it, is read back, checked by `verify` (which may raise) and put on
    the disk before one rename makes it the file. Owner, permissions and extended attributes are kept, the time of
    modification with `keep_mtime`. With `backup`, a suffix, the old file stays as its name with that suffix. An edit
    that changes nothing writes nothing, and only removes what a dead run may have left. Where another program holds
    the file, `wait` seconds pass before the writer gives up.

    Raises ChangedMeanwhile if the file is no longer the one that was read, StorageError for everything else that the
    system refuses; the file is then as it was. What `verify` raises is passed on.
    """
    _check(edit, source)
    check_suffix(backup)
    if edit.unchanged:
        sweep(source.system, source.target)
        return Written(source.path, source.size, 0, source.size)
    target = Target(source.system, source.target, source.stat, label=source.name, wait=wait)
    return _written(source.path, Replacement(source.system, target, source, edit, keep_mtime, backup, verify))


def create_file(
    source: LocalSource,
    edit: Edit,
    out: str | os.PathLike[str],
    *,
    overwrite: bool = False,
    keep_mtime: bool = False,
    backup: str | None = None,
    verify: Verify | None = None,
    wait: float = WAIT,
) -> Written:
    """Write the new file of `edit` to `out`, which gets the permissions of the source less the umask, like a copy.

    An `out` that exists needs `overwrite`, and keeps its own owner, permissions and attributes; `keep_mtime` and
    `backup` are about it, and mean nothing for a file that is new. If it is the source itself, this is
    `replace_file`. It is as safe as that, and raises likewise.
    """
    _check(edit, source)
    check_suffix(backup)
    target = _target(source.system, out, overwrite=overwrite, wait=wait)
    if target.known is None:
        keep_mtime, backup = False, None
    elif target.path == source.target:
        return replace_file(source, edit, keep_mtime=keep_mtime, backup=backup, verify=verify, wait=wait)
    return _written(os.fspath(out), Replacement(source.system, target, source, edit, keep_mtime, backup, verify))


def check_target(
    out: str | os.PathLike[str],
    *,
    overwrite: bool,
    backup: str | None = None,
    follow: bool = True,
    system: System | None = None,
) -> None:
    """Raise what writing to `out` would raise as far as it can be told without writing: for dry runs.

    That is an `out` that exists without `overwrite`, a folder, a folder that is missing, a file marked read-only, a
    suffix that is none; a symbolic link, unless `follow`.
    """
    system = system or current()
    check_suffix(backup)
    target = _target(system, out, overwrite=overwrite, wait=0, follow=follow)
    label = shown(os.fspath(out))
    if target.known is not None:
        refuse_read_only(label, target.known)
    try:
        system.stat(target.folder)
    except OSError as error:
        raise refusal(error, label, target.folder) from error


def write_new(
    out: str | os.PathLike[str],
    data: bytes,
    *,
    overwrite: bool = False,
    follow: bool = True,
    wait: float = WAIT,
    system: System | None = None,
) -> Written:
    """Write `data` to `out`, as safely as `create_file`: chapter files, pages.

    Without `follow` an `out` that is a symbolic link is refused: for a name that nobody typed, at which a stranger
    may have put a link to anything.
    """
    system = system or current()
    target = _target(system, out, overwrite=overwrite, wait=wait, follow=follow)
    return _written(os.fspath(out), Replacement(system, target, None, Edit((Put(data),), 0)))


def leave(out: str | os.PathLike[str], *, system: System | None = None) -> None:
    """Leave a file as it is that needs no change; only what a dead run may have left beside it goes."""
    sweep(system or current(), os.path.realpath(out))


def _check(edit: Edit, source: LocalSource) -> None:
    edit.check()
    if edit.source_size != source.size:
        msg = f"an edit of {edit.source_size} bytes does not fit {source.name}, which has {source.size}"
        raise ValueError(msg)


def _target(
    system: System, out: str | os.PathLike[str], *, overwrite: bool, wait: float, follow: bool = True
) -> Target:
    given = os.fspath(out)
    label = shown(given)
    try:
        path, there = look(system, given, follow=follow)
    except OSError as error:
        if isinstance(error, ChaptagError):
            raise
        raise refusal(error, label, folder_of(given)) from error
    if there is not None and not overwrite:
        sweep(system, path)  # a run that died may have made this very file, and left its scratch file
        raise exists(label)
    return Target(system, path, there, label=label, wait=wait)


def _written(path: str, replacement: Replacement) -> Written:
    findings = replacement.run()
    size, new = replacement.edit.size, replacement.edit.put_size
    return Written(path, size, new, size - new, findings)
