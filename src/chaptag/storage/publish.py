"""The last step of a write: the finished scratch file takes the name of its target."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from chaptag.model.errors import StorageError
from chaptag.model.finding import Finding, finding
from chaptag.storage.paths import reason, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaptag.storage.scratch import Scratch
    from chaptag.storage.system import System
    from chaptag.storage.target import Target

__all__ = ["NO_LINKS", "exists", "publish"]

NO_LINKS = {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def publish(system: System, scratch: Scratch, target: Target) -> list[Finding]:
    """Rename `scratch` over the file it replaces, or give it the name of one that must not exist yet.

    A call that reports an error may have been carried out all the same (network file systems repeat requests), so
    what counts is whose file has the name afterwards. Raises OSError if it is not the new one.
    """
    mine = system.fstat(scratch.fd)
    if "rename-open" not in system.features:
        scratch.close()
        target.release()
    if target.known is not None:
        with _unless_done(system, target.path, mine):
            system.replace(scratch.path, target.path)
    elif "rename-open" in system.features and _link(system, scratch, target, mine):
        try:
            system.unlink(scratch.path)
        except FileNotFoundError:
            pass  # another run took it for left behind
        except OSError as error:
            message = f"the scratch file {shown(scratch.path)} stays: {reason(error)}"
            scratch.kept()
            return [finding("scratch-left", message)]
    else:  # no links here (FAT, some shares): between this look and the rename nothing protects another's new file
        target.check()
        with _unless_done(system, target.path, mine):
            system.rename_new(scratch.path, target.path)
    scratch.kept()
    return []


def _link(system: System, scratch: Scratch, target: Target, mine: os.stat_result) -> bool:
    """Give the file its name by a link, which never replaces anything; False where there are no links."""
    try:
        with _unless_done(system, target.path, mine):
            system.link(scratch.path, target.path)
    except FileExistsError:
        raise exists(target.label) from None
    except OSError as error:
        if error.errno in NO_LINKS:
            return False
        raise
    return True


@contextmanager
def _unless_done(system: System, path: str, mine: os.stat_result) -> Iterator[None]:
    try:
        yield
    except OSError:
        if not _is_file(system, path, mine):
            raise


def _is_file(system: System, path: str, file: os.stat_result) -> bool:
    """Whether `path` is a name of that very file."""
    try:
        return os.path.samestat(system.lstat(path), file)
    except OSError:
        return False


def exists(label: str) -> StorageError:
    """Refuse to write over a file that nobody allowed to replace."""
    return StorageError(
        f"{label} is already there; nothing was written",
        hint="Pass --overwrite to replace it, or choose another name.",
    )
