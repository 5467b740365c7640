"""The old file under a second name: a hard link where there are such, so that it costs nothing, else a copy."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, final

from chaptag.model.edit import Edit
from chaptag.model.errors import StorageError, UsageError
from chaptag.storage.attributes import keep_attributes, keep_times
from chaptag.storage.local import LocalSource
from chaptag.storage.paths import shown
from chaptag.storage.pieces import put_pieces
from chaptag.storage.publish import NO_LINKS
from chaptag.storage.scratch import Scratch

if TYPE_CHECKING:
    from types import TracebackType

    from chaptag.storage.system import System
    from chaptag.storage.target import Target

__all__ = ["Backup", "check_suffix"]


def check_suffix(suffix: str | None) -> None:
    """Raise UsageError for a suffix that would lead out of the folder, or to no other name."""
    if suffix is not None and (not suffix or any(each in suffix for each in ("/", "\\", "\0", os.sep))):
        raise UsageError(f"{suffix!r} cannot end the name of a backup", hint="Pass a suffix: --backup .bak")


@final
class Backup:
    """Keeps the old file as NAME + `suffix`; a context manager that takes it back if the write fails after all.

    A backup that exists is never replaced, as it may be the only file that was never edited: that is a StorageError
    before anything is written. The one that a killed run made, a link to the file itself, counts as made.
    """

    def __init__(self, system: System, target: Target, suffix: str | None) -> None:
        self.path = "" if suffix is None else target.path + suffix
        self._system = system
        self._target = target
        self._ours = False  # whether a file of that name may be one that this write made
        self._copied = False

    def found(self) -> bool:
        """Whether the backup is a link to the file already; StorageError if another file has its name."""
        if not self.path:
            return False
        try:
            there = self._system.lstat(self.path)
        except FileNotFoundError:
            return False
        if self._target.known is None or not os.path.samestat(there, self._target.known):
            raise self._taken()
        return True

    def make(self) -> None:
        """Make the backup."""
        if not self.path or self.found():
            return
        self._ours = True  # before the call: an interrupt may come between the file and the knowledge of it
        try:
            self._system.link(self._target.path, self.path)
        except OSError as error:
            self._ours = False
            self._ours = self.found()  # a link may be there although the call failed
            if not self._ours:
                if error.errno not in NO_LINKS:
                    raise
                self._copy()

    def _copy(self) -> None:
        system, target, old = self._system, self._target, self._target.known
        if old is None:
            return
        path, name = target.path, target.label
        source = LocalSource(target.fd, path, target=path, opened=old, system=system, name=name)
        with Scratch(system, self.path, 0o600) as scratch:
            put_pieces(system, source, Edit.nothing(source.size), scratch.fd, label=shown(self.path))
            keep_attributes(system, old, source.fd, scratch.fd, label=shown(self.path))
            keep_times(system, old, scratch.fd, scratch.path, label=shown(self.path))
            system.fsync(scratch.fd)
            if "rename-open" not in system.features:
                scratch.close()
            self.found()
            self._ours = self._copied = True
            system.rename_new(scratch.path, self.path)
            scratch.kept()

    def keep(self) -> None:
        """The new file is in its place: the backup stays."""
        self._ours = False

    def _taken(self) -> StorageError:
        return StorageError(
            f"the backup {shown(self.path)} is already there and is not replaced; nothing was changed",
            hint="Move it away, or pass another suffix: --backup .bak2",
        )

    def __enter__(self) -> Backup:
        self.found()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ours, self._ours = self._ours, False
        old = self._target.known
        if not ours or old is None:
            return
        with suppress(OSError):
            # Once the new file has its name, the backup is the only name of the old one.
            still_there = os.path.samestat(self._system.lstat(self._target.path), old)
            if still_there and (self._copied or os.path.samestat(self._system.lstat(self.path), old)):
                self._system.unlink(self.path)
