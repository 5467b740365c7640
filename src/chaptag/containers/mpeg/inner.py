"""Tags between frames: what joining finished MP3s leaves in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.containers.id3.synchsafe import read_synchsafe

if TYPE_CHECKING:
    from chaptag.model.source import ByteSource

__all__ = ["inner_tag", "tag_within"]


def inner_tag(source: ByteSource, at: int, stop: int) -> int:
    """Size in bytes of the tag that begins at `at` and ends before `stop`; 0 where none does."""
    head = source.read(at, min(32, stop - at))
    size = 0
    if head[:3] == b"ID3" and len(head) >= 10 and head[3] < 0xFF and head[4] < 0xFF:
        body = read_synchsafe(head[6:10])
        size = 0 if body is None else 10 + body + (10 if head[5] & 0x10 else 0)
    elif head[:3] == b"TAG":
        size = 128
    elif head[:8] == b"APETAGEX" and len(head) == 32 and head[23] & 0x20:
        size = 32 + int.from_bytes(head[12:16], "little")
    return size if at + size <= stop else 0


def tag_within(source: ByteSource, start: int, at: int, stop: int) -> int | None:
    """Find an ID3 tag that begins in ``[start, at)`` and ends behind `at`: one that cuts a frame in two."""
    data = source.read(start, at - start)
    found = data.rfind(b"ID3")
    while found >= 0:
        begin = start + found
        if begin + inner_tag(source, begin, stop) > at:
            return begin
        found = data.rfind(b"ID3", 0, found)
    return None
