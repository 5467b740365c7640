"""FLAC's metadata with other comments: padding shrinks and grows so that the sound moves only where it must."""

from __future__ import annotations

from typing import NamedTuple

from chaptag.containers.flac.blocks import COMMENTS, HEADER, LARGEST, PADDING, Metadata
from chaptag.containers.pieces import tidy
from chaptag.model.edit import Keep, Piece, Put
from chaptag.model.errors import UnsupportedAudio

__all__ = ["rewrite"]

_ROOM = 8192  # bytes of padding where the metadata has to grow


class _New(NamedTuple):
    """A block to be: its kind and body."""

    kind: int
    body: list[Piece]

    @property
    def size(self) -> int:
        return sum(piece.size for piece in self.body)


def rewrite(metadata: Metadata, comments: bytes | None) -> tuple[Piece, ...]:
    """Make the pieces of the file with other comments, or without any (None).

    Raises UnsupportedAudio where they are larger than a block may be.
    """
    if comments is not None and len(comments) > LARGEST:
        msg = f"comments of {len(comments):,} bytes; a FLAC block ends at 16 MiB"
        raise UnsupportedAudio(msg, hint="Use fewer chapters, or smaller pictures among the comments.")
    blocks = _with_comments(metadata, comments)
    spare = metadata.sound.start - metadata.base - 4 - sum(HEADER + block.size for block in blocks)
    paddings = [index for index, block in enumerate(blocks) if block.kind == PADDING]
    if paddings:
        index = max(paddings, key=lambda each: blocks[each].size)
        size = blocks[index].size + spare
        blocks[index] = _New(PADDING, _zeros(blocks[index].body, size if 0 <= size <= LARGEST else _ROOM))
    elif spare:
        size = spare - HEADER if HEADER <= spare <= LARGEST else _ROOM
        blocks.append(_New(PADDING, [Put(bytes(size))]))
    return _assembled(metadata, blocks)


def _with_comments(metadata: Metadata, comments: bytes | None) -> list[_New]:
    blocks: list[_New] = []
    new = [] if comments is None else [_New(COMMENTS, [Put(comments)])]
    for block in metadata.blocks:
        if block.kind == COMMENTS:
            blocks += new
            new = []
        else:
            blocks.append(_New(block.kind, [Keep(*block.body)]))
    return blocks[:1] + new + blocks[1:]


def _zeros(old: list[Piece], size: int) -> list[Piece]:
    """Take as much of the old padding as fits, from its end: what stays in place needs no writing."""
    kept = old[0] if isinstance(old[0], Keep) else Keep(0, 0)
    start = max(kept.start, kept.stop - size)
    return [Put(bytes(size - (kept.stop - start))), Keep(start, kept.stop)]


def _assembled(metadata: Metadata, blocks: list[_New]) -> tuple[Piece, ...]:
    pieces: list[Piece] = [Keep(0, metadata.base + 4)]
    at = metadata.base + 4
    for number, block in enumerate(blocks, 1):
        head = bytes((block.kind | (0x80 if number == len(blocks) else 0),)) + block.size.to_bytes(3, "big")
        same = metadata.source.read(at, HEADER) == head and at + HEADER <= metadata.sound.start
        pieces += [Keep(at, at + HEADER) if same else Put(head), *block.body]
        at += HEADER + block.size
    pieces.append(Keep(metadata.sound.start, metadata.source.size))
    return tuple(tidy(pieces))
