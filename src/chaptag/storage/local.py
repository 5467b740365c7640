"""Open a local file as a `ByteSource`: regular files only, never waiting, never through a memory map."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, final

from chaptag.model.errors import InputError
from chaptag.model.finding import Place
from chaptag.storage.paths import reason, shown, typed
from chaptag.storage.system import System, current

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["LocalSource", "open_source"]

_KINDS = (
    (stat.S_ISDIR, "a folder", "Name a file in it."),
    (stat.S_ISFIFO, "a pipe (FIFO)", "Save it as a file first; notes can come through standard input, named -."),
    (stat.S_ISSOCK, "a socket", "Name a file."),
    (stat.S_ISBLK, "a device", "Name a file."),
    (stat.S_ISCHR, "a device", "Name a file."),
)

_REASONS = {
    errno.ENOENT: ("does not exist", "Check the spelling of the path."),
    errno.ENOTDIR: ("does not exist: a part of the path is a file, not a folder", "Check the spelling of the path."),
    errno.EACCES: ("may not be read by you", "Ask its owner, or run: chmod u+r {file}"),
    errno.EPERM: ("may not be read by you", "Ask its owner, or check the permissions of its folders."),
    errno.ELOOP: ("is a symbolic link that leads back to itself", "Name the file itself."),
    errno.ENAMETOOLONG: ("is too long a path for this system", "Move the file to a shorter path."),
    errno.EMFILE: ("cannot be opened: too many files are open", "Work on fewer files at a time, or raise ulimit -n."),
    errno.ESTALE: ("cannot be opened: the network share has moved on", "Try again, or mount the share again."),
}


@final
class LocalSource:
    """A local file, open for reading; `read` is one range read, and a context manager closes it.

    `path` is the path as it was given, `target` the same with every symbolic link followed, `stat` what the file was
    when it was opened: what a writer compares with before it replaces anything.
    """

    def __init__(
        self, fd: int, path: str, *, target: str, opened: os.stat_result, system: System, name: str | None = None
    ) -> None:
        self.fd = fd
        self.path = path
        self.target = target
        self.stat = opened
        self.system = system
        self.name = shown(path) if name is None else name
        self.size = opened.st_size

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes ``[offset, offset + length)``, fewer only where the file ended when it was opened.

        Raises InputError for a read error, and for a file that has become shorter meanwhile.
        """
        length = max(0, min(length, self.size - offset))
        if self.fd < 0:
            raise InputError("is closed", place=Place(self.name))
        parts: list[bytes] = []
        while length:
            try:
                part = self.system.read(self.fd, length, offset)
            except OSError as error:
                raise self._unreadable(offset, error) from error
            if not part:
                raise self._shorter(offset)
            parts.append(part)
            offset, length = offset + len(part), length - len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def read_into(self, buffer: memoryview, offset: int) -> int:
        """Read into `buffer`, at least one byte; answers how many. Raises as `read` does."""
        try:
            got = self.system.read_into(self.fd, buffer, offset)
        except OSError as error:
            raise self._unreadable(offset, error) from error
        if not got:
            raise self._shorter(offset)
        return got

    def _unreadable(self, offset: int, error: OSError) -> InputError:
        return InputError(
            f"cannot be read at byte {offset}: {reason(error)}",
            hint="Copy the file to another disk; if that fails too, the disk or the connection is at fault.",
            place=Place(self.name),
        )

    def _shorter(self, offset: int) -> InputError:
        return InputError(
            f"became shorter while it was read: {self.size} bytes at first, now {offset}",
            hint="Wait until the program that writes it has finished, then run the command again.",
            place=Place(self.name),
        )

    def close(self) -> None:
        """Close the file; a second time does nothing, and a failure means nothing: it was only read."""
        fd, self.fd = self.fd, -1
        if fd >= 0:
            with suppress(OSError):
                self.system.close(fd)

    def __enter__(self) -> LocalSource:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_source(path: str | os.PathLike[str], *, name: str | None = None, system: System | None = None) -> LocalSource:
    """Open a regular file; `name` is what messages call it, the path if None.

    Raises InputError for a file that is not there or may not be read, and for folders, pipes, devices and sockets,
    which are not even opened: opening a pipe waits for its writer, opening a device may do things to it.
    """
    system = system or current()
    given = os.fspath(path)
    label = shown(given) if name is None else name
    try:
        _refuse_kind(system.stat(given), label)
        target = os.path.realpath(given)
        fd = system.open_read(given)
    except ValueError as error:  # a NUL in the path
        raise InputError(
            f"is not a path: {error}", hint="Check the spelling of the path.", place=Place(label)
        ) from error
    except OSError as error:
        what, hint = _REASONS.get(error.errno or 0, (f"cannot be opened: {reason(error)}", "Check the disk."))
        raise InputError(what, hint=hint.replace("{file}", shown(typed(given))), place=Place(label)) from error
    try:
        opened = system.fstat(fd)
        _refuse_kind(opened, label)
    except BaseException as error:
        with suppress(OSError):
            system.close(fd)
        if isinstance(error, OSError):
            raise InputError(
                f"cannot be opened: {reason(error)}", hint="Check the disk.", place=Place(label)
            ) from error
        raise
    return LocalSource(fd, given, target=target, opened=opened, system=system, name=name)


def _refuse_kind(found: os.stat_result, label: str) -> None:
    if stat.S_ISREG(found.st_mode):
        return
    what, hint = next(((what, hint) for is_kind, what, hint in _KINDS if is_kind(found.st_mode)), ("no file", ""))
    raise InputError(f"is {what}", hint=hint, place=Place(label))
