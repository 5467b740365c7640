"""Put the pieces of an edit into a file, block by block, each block read back as soon as it is written."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from chaptag.model.edit import Edit, EditedSource, Keep
from chaptag.model.errors import StorageError

if TYPE_CHECKING:
    from chaptag.model.source import ByteSource
    from chaptag.storage.local import LocalSource
    from chaptag.storage.system import System

__all__ = ["BLOCK", "check_seams", "put_pieces"]

BLOCK = 1 << 18  # bytes; it and its copy stay in the processor's cache, see benchmarks/storage_steps.py
_WRITE_OUT = 1 << 22  # bytes between two hints that the disk may begin
_SEAM = 1 << 12
_DEFECT = "Nothing was changed. This is a defect of chaptag: please report it with this message."


def put_pieces(system: System, source: LocalSource | None, edit: Edit, fd: int, *, label: str) -> None:
    """Write the new file of `edit` to `fd`, which is empty, and compare every byte with what is read back.

    The disk writes one block while the next one is copied and compared, so that the fsync at the end finds little
    left to do. Whole blocks are shared with the old file where the file system can do that.

    Raises InputError if the old file cannot be read, or turns out shorter than it was, StorageError if the bytes read
    back are not those that were written, OSError for what the system refuses.
    """
    _Writer(system, source, fd, label).put(edit)


def check_seams(source: ByteSource, edit: Edit, new: ByteSource) -> None:
    """Compare the ends of every piece with the new file that `EditedSource` works out, by an arithmetic of its own.

    Within a piece the writer compared every byte, at one distance between old and new; at both ends of each piece
    this proves the distance. Raises StorageError where they differ.
    """
    expected = EditedSource(source, edit)
    if new.size != expected.size:
        raise StorageError(f"{new.name} would have {new.size} bytes instead of {expected.size}", hint=_DEFECT)
    at = 0
    for piece in edit.pieces:
        near = min(_SEAM, piece.size)
        for offset in {at, at + piece.size - near}:
            if new.read(offset, near) != expected.read(offset, near):
                raise StorageError(f"{new.name} would be wrong from byte {offset} on", hint=_DEFECT)
        at += piece.size


class _Writer:
    """Where the writing stands: `at` bytes of the new file are there, the disk was told to begin with `told`."""

    def __init__(self, system: System, source: LocalSource | None, fd: int, label: str) -> None:
        self._system = system
        self._source = source
        self._fd = fd
        self._label = label
        self._at = 0
        self._told = 0
        self._block = bytearray(BLOCK)
        self._back = bytearray(BLOCK)
        self._shares = "clone" in system.features

    def put(self, edit: Edit) -> None:
        for piece in edit.pieces:
            if isinstance(piece, Keep):
                self._keep(piece)
                continue
            data = memoryview(piece.data)
            for start in range(0, len(data), BLOCK):
                part = data[start : start + BLOCK]
                self._block[: len(part)] = part
                self._write(len(part))

    def _keep(self, piece: Keep) -> None:
        start = piece.start
        size = self._system.fstat(self._fd).st_blksize if self._shares and piece.size >= BLOCK else 0
        if size and (self._at - start) % size == 0:
            head = -start % size
            middle = (piece.size - head) // size * size
            self._copy(start, start + head)
            start += head
            if middle and self._share(start, middle):
                start += middle
        self._copy(start, piece.stop)

    def _share(self, start: int, length: int) -> bool:
        source = self._old()
        self._shares = self._system.clone(source.fd, start, length, self._fd, self._at)
        if self._shares:
            self._at += length
            self._told = self._at
        return self._shares

    def _copy(self, start: int, stop: int) -> None:
        if start == stop:
            return
        source, buffer = self._old(), memoryview(self._block)
        while start < stop:
            got = source.read_into(buffer[: min(BLOCK, stop - start)], start)
            self._write(got)
            start += got

    def _write(self, length: int) -> None:
        """Write the first `length` bytes of the block, and read them back."""
        block, back = memoryview(self._block)[:length], memoryview(self._back)[:length]
        done = 0
        while done < length:
            wrote = self._system.write(self._fd, block[done:], self._at + done)
            if wrote == 0:
                raise OSError(errno.EIO, "the system takes no more bytes")
            done += wrote
        got = 0
        while got < length and (more := self._system.read_into(self._fd, back[got:], self._at + got)):
            got += more
        # Two whole bytearrays are compared at the speed of memcmp, slices of a memoryview item by item.
        same = self._block == self._back if length == BLOCK else block.tobytes() == back.tobytes()
        if got != length or not same:
            raise StorageError(
                f"{self._label} was read back wrong near byte {self._at}; nothing was changed",
                hint="The disk or the memory of this computer is at fault: check both before you write to it again.",
            )
        self._at += length
        if self._at - self._told >= _WRITE_OUT:
            self._system.start_write_out(self._fd, self._told, self._at - self._told)
            self._told = self._at

    def _old(self) -> LocalSource:
        if self._source is None:
            msg = "an edit of nothing cannot keep anything"
            raise ValueError(msg)
        return self._source
