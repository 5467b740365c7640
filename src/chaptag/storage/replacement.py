"""One write from the lock to the rename, step by step."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chaptag.model.errors import ChangedMeanwhile, ChaptagError
from chaptag.model.finding import Finding, finding
from chaptag.model.source import ByteSource, BytesSource
from chaptag.storage.attributes import keep_attributes, keep_times, set_mode
from chaptag.storage.backup import Backup
from chaptag.storage.local import LocalSource
from chaptag.storage.paths import reason
from chaptag.storage.pieces import check_seams, put_pieces
from chaptag.storage.publish import publish
from chaptag.storage.refusals import refusal
from chaptag.storage.scratch import Scratch, remove_stale
from chaptag.storage.target import Target, same_file

if TYPE_CHECKING:
    from chaptag.model.edit import Edit
    from chaptag.storage.system import System

__all__ = ["Replacement", "Verify"]

Verify = Callable[[ByteSource], object]


@dataclass(slots=True)
class Replacement:
    """The new content of `target`: `edit` applied to `source` (None where the edit keeps nothing).

    `run` carries it out and answers the findings. The order of its steps is the safety of the whole: lock, look,
    clean up, copy and read back, verify, attributes, fsync, look again, backup, rename, fsync of the folder.
    """

    system: System
    target: Target
    source: LocalSource | None
    edit: Edit
    keep_mtime: bool = False
    backup: str | None = None
    verify: Verify | None = None
    findings: list[Finding] = field(default_factory=list)

    def run(self) -> tuple[Finding, ...]:
        """Write. Raises StorageError, or what `verify` raises; the target is then as it was."""
        try:
            with self.target, Backup(self.system, self.target, self.backup) as backup:
                self._prepare(backup)
                with self._scratch() as scratch:
                    self._fill(scratch)
                    self._check_unchanged()
                    backup.make()
                    self._let_go()
                    self.findings += publish(self.system, scratch, self.target)
                    backup.keep()
        except OSError as error:
            if isinstance(error, ChaptagError):
                raise
            raise refusal(error, self.target.label, self.target.folder, self.edit.size) from error
        try:
            self.system.fsync_folder(self.target.folder)
        except OSError as error:  # the new file is there, so this is no failure of the write
            self.findings.append(finding("folder-not-synced", f"{self.target.label}: {reason(error)}"))
        return tuple(self.findings)

    def _prepare(self, backup: Backup) -> None:
        """Under the lock: what dead runs left goes, what a replacement cannot keep is said, the room is measured."""
        target = self.target
        names: list[str] = []
        with suppress(PermissionError):  # a folder that one may write to, but not list
            names = self.system.names(target.folder)
        self.findings += remove_stale(self.system, target.path, names, target.known)
        target.settle(names)
        links = target.known.st_nlink - backup.found() if target.known is not None else 1
        if links > 1:
            message = f"{target.label} has {links} names (hard links); the others keep the old content"
            self.findings.append(finding("hard-link-broken", message))
        free = self.system.free_space(target.folder)
        if free is not None and free < self.edit.size:
            raise OSError(errno.ENOSPC, f"{self.edit.size:,} bytes are needed, {free:,} are free")

    def _scratch(self) -> Scratch:
        if self.target.known is not None:
            return Scratch(self.system, self.target.path, 0o600)
        mode = 0o666 if self.source is None else stat.S_IMODE(self.source.stat.st_mode) & 0o777
        return Scratch(self.system, self.target.path, mode)

    def _fill(self, scratch: Scratch) -> None:
        """Make the scratch file all that the new file is to be, down to the disk."""
        system, target, old = self.system, self.target, self.target.known
        put_pieces(system, self.source, self.edit, scratch.fd, label=target.label)
        opened, path = system.fstat(scratch.fd), scratch.path
        new = LocalSource(scratch.fd, path, target=path, opened=opened, system=system, name=target.label)
        check_seams(self.source or BytesSource(b""), self.edit, new)
        if self.verify is not None:
            self.verify(new)
        if old is None:
            self.findings += set_mode(system, scratch.fd, scratch.open_mode, label=target.label)
        else:
            self.findings += keep_attributes(system, old, target.fd, scratch.fd, label=target.label)
            if self.keep_mtime:
                self.findings += keep_times(system, old, scratch.fd, scratch.path, label=target.label)
        system.fsync(scratch.fd)

    def _check_unchanged(self) -> None:
        self.target.check()
        source, known = self.source, self.target.known
        if source is None or (known is not None and os.path.samestat(source.stat, known)):
            return  # nothing was copied, or it was the target that was checked just now
        if not same_file(source.stat, self.system.fstat(source.fd)):
            raise ChangedMeanwhile(
                f"{source.name} was changed by another program while it was copied; nothing was written",
                hint="Run the command again: it will then see the file as it is now.",
            )

    def _let_go(self) -> None:
        """Close the old file, on platforms where an open one cannot be renamed over."""
        source, known = self.source, self.target.known
        if source is not None and known is not None and "rename-open" not in self.system.features:
            source.close()
