"""The file that is to be written: where it really is, that it may be written, and that nobody else does so now."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, final

from chaptag.model.errors import ChangedMeanwhile, StorageError
from chaptag.storage.paths import folder_of, shown, typed

if TYPE_CHECKING:
    from types import TracebackType

    from chaptag.storage.system import System

__all__ = ["Target", "look", "refuse_read_only", "same_file"]

_IDENTITY = ("st_dev", "st_ino", "st_size", "st_mtime_ns")
_POLL = 0.02  # seconds between two tries for the lock


def look(system: System, path: str, *, follow: bool = True) -> tuple[str, os.stat_result | None]:
    """Follow the symbolic links of `path`; answer where it leads and what is there, None for nothing yet.

    Without `follow` those of its folder are followed alone. Raises StorageError for what is no regular file, which
    a link that is not followed is none; OSError where one may not look.
    """
    resolved = os.path.realpath(path)
    if not follow:
        resolved = os.path.join(os.path.realpath(folder_of(path)), os.path.basename(path))
    try:
        there = system.stat(resolved) if follow else system.lstat(resolved)
    except FileNotFoundError:
        return resolved, None
    if stat.S_ISLNK(there.st_mode):
        raise StorageError(
            f"{shown(path)} is a symbolic link, and nobody named it; nothing is written through it",
            hint="Look where it leads; delete the link if the file may lie here.",
        )
    if stat.S_ISDIR(there.st_mode):
        raise StorageError(f"{shown(path)} is a folder", hint="Name the file to write in it.")
    if not stat.S_ISREG(there.st_mode):
        raise StorageError(f"{shown(path)} is not a regular file", hint="Name a file.")
    return resolved, there


def same_file(one: os.stat_result, other: os.stat_result) -> bool:
    """Whether both are the same file, and nothing was done to it in between.

    The time of change (ctime) shows what a program hides that sets back the time of modification.
    """
    return _same_bytes(one, other) and one.st_ctime_ns == other.st_ctime_ns


def _same_bytes(one: os.stat_result, other: os.stat_result) -> bool:
    """Whether both are the same file with, as far as size and time of modification tell, the same bytes."""
    return all(getattr(one, each) == getattr(other, each) for each in _IDENTITY)


def refuse_read_only(label: str, there: os.stat_result) -> None:
    """Raise StorageError for a file marked read-only: a rename would replace it all the same, and its owner said no."""
    if not there.st_mode & 0o222:
        raise StorageError(
            f"{label} is marked read-only",
            hint=f"Write a new file with -o, or allow it: chmod u+w {typed(label)}",
        )


@final
class Target:
    """A file under one writer's hand, as a context manager: locked if it exists, and checked to be the one known.

    `known` is what the file was when it was read, or None for one that must not exist yet. The lock is an flock on
    the file itself, so there is no lock file to be left behind; its writer holds it until the rename, and the scratch
    file that then takes the name is locked as well.
    """

    def __init__(self, system: System, path: str, known: os.stat_result | None, *, label: str, wait: float) -> None:
        self.system = system
        self.path = path
        self.known = known
        self.label = label
        self.folder = folder_of(path)
        self.fd = -1
        self._wait = wait

    def __enter__(self) -> Target:
        if self.known is None:
            return self
        refuse_read_only(self.label, self.known)
        try:
            if not self.system.may_write(self.path):
                self.system.close(self.system.open_write(self.path))  # which says why not
            self._lock()
            self._check(self.system.fstat(self.fd))
            self.check()
        except BaseException as error:
            self.release()
            if isinstance(error, FileNotFoundError):
                raise self._changed("is gone") from None
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Let go of the file. A failure of that is nobody's business: all that matters was done or undone before."""
        fd, self.fd = self.fd, -1
        if fd >= 0:
            with suppress(OSError):
                self.system.close(fd)

    def _lock(self) -> None:
        """Open for reading and lock, where that will do.

        Opening for writing makes overlay file systems copy the file, so that it is another one from then on; NFS
        wants it for an exclusive lock.
        """
        self.fd = self.system.open_read(self.path)
        try:
            self._wait_for_lock()
        except OSError as error:
            if error.errno != errno.EBADF:
                raise
            self.release()
            self.fd = self.system.open_write(self.path)
            self._wait_for_lock()

    def _wait_for_lock(self) -> None:
        until = self.system.clock() + self._wait
        while not self.system.try_lock(self.fd):
            if self.system.clock() >= until:
                raise StorageError(
                    f"{self.label} is being written by another program, for {self._wait:g} s now",
                    hint="Wait until it has finished, then run the command again.",
                )
            self.system.sleep(_POLL)

    def settle(self, names: list[str]) -> None:
        """Take note of what the file is under the lock, and of how its folder, which holds `names`, spells its name.

        If a scratch file that was a link to it is gone, it has a new time of change, and that is the only change that
        is taken. On file systems that ignore case or normal form, a rename to the name as it was typed would change
        the name.
        """
        if self.known is None:
            return
        now = self.system.lstat(self.path)
        if now.st_nlink == self.known.st_nlink or not _same_bytes(self.known, now):
            self._check(now)
        self.known = now
        name = os.path.basename(self.path)
        if name not in names:
            plain = unicodedata.normalize("NFC", name).casefold()
            for each in names:
                if unicodedata.normalize("NFC", each).casefold() == plain:
                    path = os.path.join(self.folder, each)
                    if os.path.samestat(self.system.lstat(path), now):
                        self.path = path
                        break

    def check(self) -> None:
        """Raise ChangedMeanwhile unless the path still leads to the file that was read, with the bytes it had."""
        try:
            now: os.stat_result | None = self.system.lstat(self.path)
        except FileNotFoundError:
            now = None
        self._check(now)

    def _check(self, now: os.stat_result | None) -> None:
        if now is None:
            if self.known is not None:
                raise self._changed("is gone")
        elif self.known is None:
            raise self._changed("has appeared")
        elif not same_file(self.known, now):
            raise self._changed("was changed by another program")

    def _changed(self, how: str) -> ChangedMeanwhile:
        return ChangedMeanwhile(
            f"{self.label} {how} in the meantime; nothing was written",
            hint="Run the command again: it will then see the file as it is now.",
        )
