"""Many small reads of a source, served from few bigger ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chaptag.model.source import ByteSource

__all__ = ["Window"]


class Window:
    """A `ByteSource` of the bytes before `stop` of another one; it holds at most `block` bytes, or one bigger read."""

    def __init__(self, source: ByteSource, stop: int | None = None, block: int = 1 << 16) -> None:
        self._source = source
        self._block = block
        self._start = 0
        self._data = b""
        self.name = source.name
        self.size = source.size if stop is None else min(stop, source.size)

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes ``[offset, offset + length)``, fewer only where the source, or the stretch, ends."""
        length = max(0, min(length, self.size - offset))
        within = offset - self._start
        if within < 0 or within + length > len(self._data):
            self._data = self._source.read(offset, min(max(length, self._block), max(0, self.size - offset)))
            self._start, within = offset, 0
        return self._data[within : within + length]
