"""Finding where frames begin: a header counts only if the frames after it agree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from chaptag.containers.mpeg.header import Header, Key, parse
from chaptag.containers.window import Window
from chaptag.model.errors import DamagedAudio
from chaptag.model.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaptag.model.source import ByteSource

__all__ = ["Patience", "Sync", "find_free_format", "find_sync", "is_sync"]

_BLOCK = 1 << 20
_SMALL = 1 << 13
_CANDIDATE = re.compile(rb"\xff[\xe2-\xff][\x10-\xef]")
_FREE_CANDIDATE = re.compile(rb"\xff[\xe2-\xff][\x00-\x0b]")
_MOST_FREE = 64  # candidates; each costs a search
_FREE_LONGEST = 8192  # bytes of a free-format frame: 640 kbit/s at 8 kHz is 5760


class Sync(NamedTuple):
    """A frame header that was found, and where."""

    offset: int
    header: Header


class Patience:
    """How many false headers a file may have; each costs microseconds, and a hostile file has millions."""

    __slots__ = ("left",)

    def __init__(self, left: int = 200_000) -> None:
        self.left = left

    def spend(self, source: ByteSource, at: int) -> None:
        """Count one; raises DamagedAudio when there have been too many."""
        self.left -= 1
        if self.left < 0:
            msg = "hundreds of thousands of false frame headers"
            raise DamagedAudio(msg, hint="This is not MPEG audio.", place=Place(source.name, offset=at))


def find_sync(
    source: ByteSource,
    start: int,
    stop: int,
    *,
    limit: int | None = None,
    key: Key | None = None,
    patience: Patience | None = None,
) -> Sync | None:
    """Find the first frame at or after `start` that two later ones confirm.

    `key` is the encoding of the frames before: one later frame is enough for a frame of the same kind. The search
    covers `limit` bytes. Raises DamagedAudio where `patience` runs out.
    """
    window = Window(source, stop, block=_SMALL)
    patience = patience or Patience()
    for at in _matches(_CANDIDATE, source, start, stop, limit):
        header = parse(window.read(at, 4))
        if header is None or not header.size:
            continue
        if is_sync(window, at, stop, header, followers=1 if header.key == key else 2):
            return Sync(at, header)
        patience.spend(source, at)
    return None


def is_sync(window: ByteSource, at: int, stop: int, header: Header, *, followers: int) -> bool:
    """Whether `header` at `at` is followed by that many headers of the same kind, or by less and then the end."""
    at += header.size
    for number in range(followers):
        if at >= stop:
            return at == stop or number > 0
        following = parse(window.read(at, 4))
        if following is None or following.key != header.key or not following.size:
            return False
        at += following.size
    return True


def find_free_format(source: ByteSource, start: int, stop: int, *, limit: int) -> Sync | None:
    """Find a frame in free format: headers without a bit rate, three of them at equal distances."""
    window = Window(source, stop, block=_SMALL)
    for tried, at in enumerate(_matches(_FREE_CANDIDATE, source, start, stop, limit)):
        header = parse(window.read(at, 4))
        if header is None or header.kbit:
            continue
        for distance in _repeats(source.read(at, min(_FREE_LONGEST, stop - at)), header):
            slot = header.slot
            third = (parse(window.read(at + 2 * distance + extra, 4)) for extra in (0, slot, -slot))
            if any(each is not None and each.key == header.key and not each.kbit for each in third):
                return Sync(at, header)
        if tried > _MOST_FREE:
            break
    return None


def _repeats(data: bytes, header: Header) -> Iterator[int]:
    at = data.find(0xFF, 24)
    while at >= 0:
        other = parse(data, at)
        if other is not None and other.key == header.key and not other.kbit:
            yield at
        at = data.find(0xFF, at + 1)


def _matches(pattern: re.Pattern[bytes], source: ByteSource, start: int, stop: int, limit: int | None) -> Iterator[int]:
    end = stop if limit is None else min(stop, start + limit)
    size = _SMALL
    while start < end:
        block = source.read(start, min(size + 2, end + 2 - start, stop - start))  # a match takes three bytes
        for match in pattern.finditer(block):
            yield start + match.start()
        start, size = start + size, _BLOCK
