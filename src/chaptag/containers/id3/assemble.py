"""A tag's new bytes: header, frames, padding, so that sound moves only where it must."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.containers.id3.frame import HEADER
from chaptag.containers.id3.synchsafe import write_synchsafe
from chaptag.containers.pieces import tidy
from chaptag.model.edit import Keep, Piece, Put
from chaptag.model.errors import UnsupportedAudio

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chaptag.containers.id3.tag import Tag

__all__ = ["assemble"]

_PADDING = 2048  # at least, where a tag has to grow; and tags are whole multiples of it
_LARGEST = (1 << 28) - 1


def assemble(body: Iterable[Piece], version: int, flags: int, old: Tag | None) -> list[Piece]:
    """Wrap frames into a tag that takes the place of `old`; none at all where there are no frames.

    Where they fit, the new tag is as long as the old one, its footer included, and what stays where it was is kept
    and not put. Else there is room for the next edit. Raises UnsupportedAudio for 256 MiB and more.
    """
    pieces = [piece for piece in body if piece.size]
    used = sum(piece.size for piece in pieces)
    if not used:
        return []
    room = old.header.stop - old.header.offset - HEADER if old is not None else 0
    size = room if used <= room else -(-(HEADER + used + _PADDING) // _PADDING) * _PADDING - HEADER
    if size > _LARGEST:
        msg = f"a tag of {used:,} bytes; ID3 tags end at 256 MiB"
        raise UnsupportedAudio(msg, hint="Use smaller images.")
    head = b"ID3" + bytes((version, 0, flags)) + write_synchsafe(size)
    pieces.insert(0, Put(head))
    if old is None or old.copied or size != room:
        pieces.append(Put(bytes(size - used)))
        return tidy(pieces)
    start = old.header.offset
    if old.area.read(start, HEADER) == head:
        pieces[0] = Keep(start, start + HEADER)
    # The old padding is NUL up to the body's end (the caller has seen to that); a footer behind it is not.
    end, kept, stop = start + HEADER + used, old.frames_stop, old.header.body.stop
    if max(end, kept) < stop:
        kept = max(end, kept)
        pieces += [Put(bytes(kept - end)), Keep(kept, stop)]
        end = stop
    pieces.append(Put(bytes(old.header.stop - end)))
    return tidy(pieces)
