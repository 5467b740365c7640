"""What a file has besides its bytes: owner, permissions, extended attributes, times; kept, or said to be lost."""

from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

from chaptag.model.finding import Finding, finding
from chaptag.model.text import visible
from chaptag.storage.paths import reason

if TYPE_CHECKING:
    import os

    from chaptag.storage.system import System

__all__ = ["keep_attributes", "keep_times", "set_mode"]

_NO_ATTRIBUTES = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
_OURS = ("user.", "system.posix_acl_")
_SPECIAL = stat.S_ISUID | stat.S_ISGID


def keep_attributes(system: System, old: os.stat_result, source: int, fd: int, *, label: str) -> list[Finding]:
    """Give `fd` the owner, attributes and permissions of `source`, whose status is `old`; answer what it did not take.

    The order matters: a change of owner takes away set-user-ID bits and capabilities, an access control list changes
    the permission bits. Where the owner cannot be kept, set-user-ID and set-group-ID are dropped: they would lend the
    writer's rights.
    """
    found = _keep_owner(system, old, fd, label)
    found += _keep_xattrs(system, source, fd, label)
    mode = stat.S_IMODE(old.st_mode)
    if found and found[0].rule == "owner-not-kept":
        mode &= ~_SPECIAL
    return found + set_mode(system, fd, mode, stat.S_IMODE(old.st_mode), label=label)


def set_mode(system: System, fd: int, mode: int, wanted: int | None = None, *, label: str) -> list[Finding]:
    """Give `fd` the permissions `mode`; answer a finding if it then has not those that were `wanted`.

    Some file systems have one mode for all files, and some take away bits without a word; raises OSError where the
    system refuses, for a file that nobody else may read any more would be worse than none.
    """
    if "mode" not in system.features:
        return []
    wanted = mode if wanted is None else wanted
    if stat.S_IMODE(system.fstat(fd).st_mode) != mode:
        system.chmod(fd, mode)
    now = stat.S_IMODE(system.fstat(fd).st_mode)
    if now == wanted:
        return []
    return [finding("mode-not-kept", f"{label} has the permissions {now:04o} instead of {wanted:04o}")]


def _keep_owner(system: System, old: os.stat_result, fd: int, label: str) -> list[Finding]:
    now = system.fstat(fd)
    if "owner" not in system.features or (now.st_uid, now.st_gid) == (old.st_uid, old.st_gid):
        return []
    try:
        system.chown(fd, old.st_uid, old.st_gid)
    except OSError as error:
        lost = f"user {old.st_uid} and group {old.st_gid}"
        if now.st_uid == old.st_uid:
            lost = f"group {old.st_gid}"
        else:
            try:
                system.chown(fd, -1, old.st_gid)
                lost = f"user {old.st_uid}"
            except OSError:
                pass  # both are lost then, which is what the finding says
        return [finding("owner-not-kept", f"{label} belonged to {lost}, which could not be kept: {reason(error)}")]
    return []


def _keep_xattrs(system: System, source: int, fd: int, label: str) -> list[Finding]:
    if "xattr" not in system.features:
        return []
    lost: list[str] = []
    try:
        if system.copy_attributes(source, fd):
            return []
        wanted = system.attributes(source)
        there = system.attributes(fd)
    except OSError as error:
        if error.errno in _NO_ATTRIBUTES:
            return []
        return [finding("attributes-not-kept", f"{label} may have lost attributes: {reason(error)}")]
    for name in wanted:
        try:
            value = system.get_attribute(source, name)
            if name not in there or system.get_attribute(fd, name) != value:
                system.set_attribute(fd, name, value)
        except OSError as error:
            lost.append(f"{visible(name)} ({reason(error)})")
    # What the folder's default access control list has put there goes; a system's own labels stay.
    for name in sorted(each for each in there if each not in wanted and each.startswith(_OURS)):
        try:
            system.remove_attribute(fd, name)
        except OSError as error:
            lost.append(f"the absence of {visible(name)} ({reason(error)})")
    return [finding("attributes-not-kept", f"{label} lost {', '.join(lost)}")] if lost else []


def keep_times(system: System, old: os.stat_result, fd: int, path: str, *, label: str) -> list[Finding]:
    """Give the file the times of access and modification of `old`."""
    try:
        system.set_times(fd, path, old.st_atime_ns, old.st_mtime_ns)
    except OSError as error:
        return [finding("times-not-kept", f"{label} has the time of now: {reason(error)}")]
    return []
