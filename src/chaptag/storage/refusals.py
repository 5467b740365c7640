"""What the system says when it refuses to write, in words that say what to do."""

from __future__ import annotations

import errno
import os

from chaptag.model.errors import StorageError
from chaptag.storage.paths import reason, shown, typed

__all__ = ["refusal"]

_ELSEWHERE = "Write the new file elsewhere with -o"
_REASONS = {
    "ENOENT": ("the folder {folder} does not exist", "Make it first: mkdir -p {typed}"),
    "ENOTDIR": ("a part of the path to {label} is a file, not a folder", "Check the spelling of the path."),
    "ELOOP": ("{label} is a symbolic link that leads back to itself", "Name the file itself."),
    "EACCES": ("you may not write {label}, or not in its folder {folder}", _ELSEWHERE + ", or ask its owner."),
    "EPERM": ("the system does not allow {label} to be replaced", _ELSEWHERE + ", or check lsattr and its owner."),
    "EROFS": ("{folder} is on a file system that is read-only", _ELSEWHERE + "."),
    "ENOSPC": ("the disk of {folder} is full", "Free {room}, or write elsewhere with -o."),
    "EDQUOT": ("your share of the disk of {folder} is used up", "Free {room}, or write elsewhere with -o."),
    "EFBIG": ("{label} would be too large for its file system", _ELSEWHERE + "."),
    "ENAMETOOLONG": ("the name of {label} is too long for its folder", "Use a shorter name."),
    "EBUSY": ("{label} is in use by the system and cannot be replaced", _ELSEWHERE + "."),
    "ETXTBSY": ("{label} is in use by the system and cannot be replaced", _ELSEWHERE + "."),
    "EXDEV": ("{label} is mounted from elsewhere and cannot be replaced", _ELSEWHERE + "."),
    "EIO": ("the disk of {folder} reports an error", "Copy your files to another disk before you use it again."),
}


def refusal(error: OSError, label: str, folder: str, size: int = 0) -> StorageError:
    """Turn an error of the system into a StorageError for the target called `label` in `folder`.

    `size` is how many bytes the new file needs. A refusal means that nothing was changed.
    """
    what, hint = _REASONS.get(
        errno.errorcode.get(error.errno or 0, ""), ("{label} could not be written", _ELSEWHERE + ".")
    )
    words = {
        "label": label,
        "folder": shown(folder),
        "typed": typed(shown(folder)),
        "room": f"{-(-size // 1_000_000)} MB" if size else "some room",
    }
    told = StorageError(f"{what.format(**words)}: {reason(error)}; nothing was changed", hint=hint.format(**words))
    told.errno, told.strerror, told.filename = error.errno, error.strerror, os.fspath(label)
    return told
