"""The operating system as storage uses it: every call of reading and writing, with what a platform lacks left out."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["FEATURES", "System", "current", "found", "using"]

FEATURES = frozenset(
    {
        "clone",  # ranges of files can be shared instead of copied (FICLONERANGE: btrfs, XFS, …)
        "flock",  # files can be locked
        "folder-fsync",  # a folder can be opened and flushed
        "mode",  # fchmod
        "owner",  # fchown
        "positioned",  # pread, preadv, pwrite
        "rename-open",  # an open file can be renamed, and renamed over
        "statvfs",  # free space of the file system that holds a folder
        "write-out",  # the kernel can be asked to start writing a range to the disk
        "xattr",  # extended attributes; access control lists are among them
    }
)

_FICLONERANGE = 0x4020940D  # linux/fs.h: _IOW(0x94, 13, struct file_clone_range)
_COPYFILE_ACL_XATTR = 0b101  # copyfile.h of macOS: COPYFILE_ACL | COPYFILE_XATTR
_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOCTTY", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)


def found() -> frozenset[str]:
    """Find out which of FEATURES this platform and this Python have."""
    unix = os.name != "nt"
    has = {
        "clone": sys.platform == "linux",
        "flock": unix,
        "folder-fsync": unix,
        "mode": unix,
        "owner": hasattr(os, "fchown"),
        "positioned": hasattr(os, "preadv") and hasattr(os, "pwrite"),
        "rename-open": unix,
        "statvfs": hasattr(os, "statvfs"),
        "write-out": hasattr(os, "posix_fadvise") and sys.platform == "linux",
        "xattr": hasattr(os, "listxattr") or sys.platform == "darwin",
    }
    return frozenset(name for name, there in has.items() if there)


class System:
    """The calls, one method each; all raise OSError, and none does more than its name says.

    `features` are those of FEATURES that may be used. ``System(frozenset())`` is the least there is: what Windows
    offers. Tests put a subclass here that fails each call in turn.
    """

    def __init__(self, features: frozenset[str] | None = None) -> None:
        self.features = found() if features is None else features

    # Files and descriptors.

    def open_read(self, path: str) -> int:
        """Open for reading; never waits for the other end of a FIFO."""
        return os.open(path, os.O_RDONLY | _NONBLOCK | _BINARY)

    def open_write(self, path: str) -> int:
        """Open a file that exists for reading and writing, and not through a symbolic link; changes nothing."""
        return os.open(path, os.O_RDWR | _NONBLOCK | _NOFOLLOW | _BINARY)

    def may_write(self, path: str) -> bool:
        """Whether the permissions let this process write to a file; opens nothing."""
        return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)

    def create(self, path: str, mode: int) -> int:
        """Create a file that does not exist yet; umask and default access control lists hold as for any file."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NOFOLLOW | _BINARY, mode)

    def close(self, fd: int) -> None:
        """Close a descriptor; its lock goes with it."""
        os.close(fd)

    def stat(self, path: str) -> os.stat_result:
        """What is at `path`, through symbolic links."""
        return os.stat(path)

    def lstat(self, path: str) -> os.stat_result:
        """What is at `path` itself."""
        return os.lstat(path)

    def fstat(self, fd: int) -> os.stat_result:
        """What a descriptor stands for."""
        return os.fstat(fd)

    def names(self, folder: str) -> list[str]:
        """List the names in a folder."""
        return os.listdir(folder)

    # Bytes.

    def read(self, fd: int, length: int, offset: int) -> bytes:
        """Read at most `length` bytes from `offset` on; none at the end."""
        if "positioned" in self.features:
            return os.pread(fd, length, offset)
        os.lseek(fd, offset, os.SEEK_SET)
        return os.read(fd, length)

    def read_into(self, fd: int, buffer: memoryview, offset: int) -> int:
        """Read into `buffer` from `offset`; answers how many bytes, 0 at the end."""
        if "positioned" in self.features:
            return os.preadv(fd, [buffer], offset)
        os.lseek(fd, offset, os.SEEK_SET)
        data = os.read(fd, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def write(self, fd: int, data: memoryview, offset: int) -> int:
        """Write `data` at `offset`; answers how many bytes were written, which may be fewer."""
        if "positioned" in self.features:
            return os.pwrite(fd, data, offset)
        os.lseek(fd, offset, os.SEEK_SET)
        return os.write(fd, data)

    def clone(self, source: int, start: int, length: int, fd: int, offset: int) -> bool:
        """Share whole blocks of `source` with `fd` instead of copying them; False where that cannot be done."""
        if "clone" not in self.features:
            return False
        request = b"".join(number.to_bytes(8, sys.byteorder) for number in (source, start, length, offset))
        try:
            fcntl.ioctl(fd, _FICLONERANGE, request)
        except OSError:  # another file system, one that cannot, unaligned: copying will do, or will say what is wrong
            return False
        return True

    def start_write_out(self, fd: int, offset: int, length: int) -> None:
        """Ask the kernel to begin writing a range to the disk now; a hint that never fails.

        POSIX_FADV_DONTNEED starts write-out of dirty pages and drops only clean ones (Linux, mm/fadvise.c).
        """
        if "write-out" in self.features:
            with contextlib.suppress(OSError):
                os.posix_fadvise(fd, offset, length, os.POSIX_FADV_DONTNEED)

    def fsync(self, fd: int) -> None:
        """Wait until a file's bytes and attributes are on the disk."""
        full = getattr(fcntl, "F_FULLFSYNC", None)  # macOS: its fsync only reaches the disk's cache
        if full is not None:
            try:
                fcntl.fcntl(fd, full)
            except OSError:
                pass  # file systems without it, network shares: the plain call is what they have
            else:
                return
        os.fsync(fd)

    def fsync_folder(self, folder: str) -> None:
        """Wait until the names in a folder are on the disk."""
        if "folder-fsync" not in self.features:
            return
        fd = os.open(folder, os.O_RDONLY | _BINARY)
        try:
            os.fsync(fd)
        except OSError as error:
            if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:  # some file systems cannot, or need not
                raise
        finally:
            os.close(fd)

    # Names.

    def link(self, path: str, new: str) -> None:
        """Give a file a second name that does not exist yet."""
        os.link(path, new)

    def rename_new(self, path: str, new: str) -> None:
        """Rename a file to a name that does not exist: refused by Windows otherwise, not by Unix, where links work."""
        os.rename(path, new)

    def replace(self, path: str, new: str) -> None:
        """Rename a file, in the place of what has that name."""
        os.replace(path, new)

    def unlink(self, path: str) -> None:
        """Take a name away."""
        os.unlink(path)

    # Locks.

    def try_lock(self, fd: int) -> bool:
        """Lock a file for this descriptor alone, without waiting; False if another one has it.

        Where files cannot be locked (no such call, some network shares) the answer is True.
        """
        if "flock" not in self.features:
            return True
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}:
                raise
        return True

    # Attributes.

    def chmod(self, fd: int, mode: int) -> None:
        """Set the permission bits."""
        os.fchmod(fd, mode)

    def chown(self, fd: int, uid: int, gid: int) -> None:
        """Set owner and group; -1 leaves one as it is."""
        os.fchown(fd, uid, gid)

    def set_times(self, fd: int, path: str, atime_ns: int, mtime_ns: int) -> None:
        """Set the times of a file, by descriptor where that is possible."""
        os.utime(fd if os.utime in os.supports_fd else path, ns=(atime_ns, mtime_ns))

    def attributes(self, fd: int) -> list[str]:
        """List the names of the extended attributes."""
        return os.listxattr(fd) if hasattr(os, "listxattr") else []

    def get_attribute(self, fd: int, name: str) -> bytes:
        """Read one extended attribute."""
        return os.getxattr(fd, name)

    def set_attribute(self, fd: int, name: str, value: bytes) -> None:
        """Set one extended attribute."""
        os.setxattr(fd, name, value)

    def remove_attribute(self, fd: int, name: str) -> None:
        """Remove one extended attribute."""
        os.removexattr(fd, name)

    def copy_attributes(self, source: int, fd: int) -> bool:
        """Copy all extended attributes and access control lists in one call (macOS); False where there is none."""
        if sys.platform != "darwin":
            return False
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        if libc.fcopyfile(source, fd, None, _COPYFILE_ACL_XATTR) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        return True

    # The place and the time.

    def free_space(self, folder: str) -> int | None:
        """How many bytes may still be written there; None where nobody says."""
        if "statvfs" in self.features:
            answer = os.statvfs(folder)
            return answer.f_bavail * answer.f_frsize if answer.f_blocks else None
        import shutil

        return shutil.disk_usage(folder).free

    def name_max(self, folder: str) -> int:
        """How many bytes a name may have there."""
        if hasattr(os, "pathconf"):
            with contextlib.suppress(OSError, ValueError):
                return os.pathconf(folder, "PC_NAME_MAX")
        return 255

    def random_name(self) -> str:
        """16 hexadecimal digits that nobody can foresee."""
        return os.urandom(8).hex()

    def clock(self) -> float:
        """Seconds since some moment; never goes back."""
        return time.monotonic()

    def today(self) -> float:
        """Seconds since 1970, as files are stamped."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


_current = System()


def current() -> System:
    """Answer the system that storage uses when it is given none."""
    return _current


@contextlib.contextmanager
def using(system: System) -> Iterator[System]:
    """Let storage use another system for a while: how tests inject faults. Not for threads."""
    global _current  # noqa: PLW0603 -- the one switch
    before, _current = _current, system
    try:
        yield system
    finally:
        _current = before
