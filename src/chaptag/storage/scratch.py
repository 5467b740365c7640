"""Scratch files: where the new content grows, beside its target, and how those of dead runs are found and removed."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import unicodedata
from typing import TYPE_CHECKING, final

from chaptag.model.finding import Finding, finding
from chaptag.storage.paths import folder_of, shown

if TYPE_CHECKING:
    from types import TracebackType

    from chaptag.storage.system import System

__all__ = ["Scratch", "remove_stale", "scratch_prefix", "sweep"]

_MARK = ".chaptag-"
_RANDOM = re.compile("[0-9a-f]{16}")
_DAY = 86_400  # where files cannot be locked, a younger scratch file may still be in use
_TRIES = 8


def scratch_prefix(system: System, path: str) -> str:
    """Answer what the names of a target's scratch files begin with: ``.NAME.chaptag-``, before 16 random digits.

    A NAME that is too long for that gives way to a digest of itself.
    """
    name = os.path.basename(path)
    raw = os.fsencode(name)
    if len(raw) + 1 + len(_MARK) + 16 > system.name_max(folder_of(path)):
        import hashlib

        name = hashlib.sha256(raw).hexdigest()[:32]
    return f".{name}{_MARK}"


@final
class Scratch:
    """A new file beside `path`, for its owner alone and locked, that is gone after the ``with`` unless it was kept.

    `mode` is what the file would have if nobody set its permissions; the kernel takes the umask from it, and the
    folder's default access control list, and `open_mode` is what was left of it.
    """

    def __init__(self, system: System, path: str, mode: int) -> None:
        self.system = system
        self.folder = folder_of(path)
        self.path = ""
        self.fd = -1
        self.open_mode = mode
        self._prefix = scratch_prefix(system, path)
        self._there = False

    def __enter__(self) -> Scratch:
        try:
            for _ in range(_TRIES):
                if self._create():
                    return self
                self._discard()
        except BaseException:
            self._discard()
            raise
        msg = f"no scratch file of ours stays in {shown(self.folder)}: another program removes them"
        raise FileExistsError(msg)

    def _create(self) -> bool:
        """Create, close to others, lock; False if the name was taken, or if somebody removed the file before that."""
        self.path = os.path.join(self.folder, self._prefix + self.system.random_name())
        self._there = True  # before the call: an interrupt may come between the file and the knowledge of it
        try:
            self.fd = self.system.create(self.path, self.open_mode)
        except FileExistsError:
            self._there = False
            return False
        self.open_mode = stat.S_IMODE(self.system.fstat(self.fd).st_mode)
        if "mode" in self.system.features and self.open_mode != 0o600:
            with contextlib.suppress(PermissionError):  # FAT and some shares have one mode for all files
                self.system.chmod(self.fd, 0o600)
        if not self.system.try_lock(self.fd):
            return False
        try:
            return os.path.samestat(self.system.lstat(self.path), self.system.fstat(self.fd))
        except FileNotFoundError:
            return False

    def kept(self) -> None:
        """The file has another name now; what is under the scratch name is no longer ours to remove."""
        self._there = False

    def close(self) -> None:
        """Close the file, where a platform wants that before a rename."""
        fd, self.fd = self.fd, -1
        if fd >= 0:
            self.system.close(fd)

    def _discard(self) -> None:
        with contextlib.suppress(OSError):
            self.close()
        if self._there:
            self._there = False
            with contextlib.suppress(OSError):  # the next run on the same target will try again
                self.system.unlink(self.path)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._discard()


def remove_stale(system: System, path: str, names: list[str], locked: os.stat_result | None) -> list[Finding]:
    """Remove the scratch files that dead runs left beside `path`; `names` are those in its folder.

    Only those go that nobody has locked, and those that are the same file as `path`, which the caller has `locked`.
    Where files cannot be locked, those go that are older than a day.
    """
    prefix = unicodedata.normalize("NFC", scratch_prefix(system, path))
    found: list[Finding] = []
    for entry in names:
        name = unicodedata.normalize("NFC", entry)  # some file systems spell names in their own normal form
        if name.startswith(prefix) and _RANDOM.fullmatch(name, len(prefix)):
            stale = os.path.join(folder_of(path), entry)
            try:
                _remove_unlocked(system, stale, locked)
            except FileNotFoundError:
                continue
            except OSError as error:
                message = f"the scratch file {shown(stale)} of an earlier run stays: {error.strerror}"
                found.append(finding("scratch-left", message))
    return found


def sweep(system: System, path: str) -> None:
    """Remove, as far as that goes, what dead runs left beside `path`: for a run that has nothing to write there."""
    with contextlib.suppress(OSError):
        remove_stale(system, path, system.names(folder_of(path)), None)


def _remove_unlocked(system: System, path: str, locked: os.stat_result | None) -> None:
    there = system.lstat(path)
    if not stat.S_ISREG(there.st_mode):
        return
    if locked is not None and os.path.samestat(there, locked):
        system.unlink(path)
        return
    if "flock" not in system.features:
        if there.st_mtime + _DAY < system.today():
            system.unlink(path)
        return
    try:
        fd = system.open_write(path)
    except PermissionError:  # it had got the permissions of a read-only file already
        fd = system.open_read(path)
    try:
        if system.try_lock(fd):
            system.unlink(path)
    finally:
        system.close(fd)
