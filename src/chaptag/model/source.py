"""`ByteSource`: how pure code reads a file without knowing that there are files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

__all__ = ["ByteSource", "BytesSource"]


class ByteSource(Protocol):
    """A fixed number of bytes that can be read by ranges.

    Never a memory map: a file that is truncated under a map kills the process.
    """

    @property
    def name(self) -> str:
        """What to call it in messages: the path as the user gave it."""
        ...

    @property
    def size(self) -> int:
        """How many bytes there are; it does not change."""
        ...

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes ``[offset, offset + length)``, fewer only where the source ends.

        Raises InputError where the bytes cannot be had (a read error, a file cut short meanwhile).
        """
        ...


@dataclass(frozen=True, slots=True)
class BytesSource:
    """Bytes in memory as a source."""

    data: bytes
    name: str = "<bytes>"

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.data)

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes ``[offset, offset + length)``, fewer only where the data end."""
        return self.data[offset : offset + length]
