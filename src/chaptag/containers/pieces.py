"""Pieces of an edit, few and large: what a container hands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from chaptag.model.edit import Keep, Piece, Put, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Replacement", "replaced", "tidy"]


def tidy(pieces: Iterable[Piece]) -> list[Piece]:
    """Join neighbours: bytes put one after the other, ranges that touch."""
    result: list[Piece] = []
    fresh: list[bytes] = []  # joined in one go: a tag may have many small frames
    for piece in pieces:
        if isinstance(piece, Put):
            fresh.append(piece.data)
            continue
        if not piece.size:
            continue
        if any(fresh):
            result.append(Put(b"".join(fresh)))
        fresh = []
        last = result[-1] if result else None
        if isinstance(last, Keep) and last.stop == piece.start:
            result[-1] = Keep(last.start, piece.stop)
        else:
            result.append(piece)
    if any(fresh):
        result.append(Put(b"".join(fresh)))
    return result


class Replacement(NamedTuple):
    """Pieces that take the place of the bytes `span` of the old file; an empty span inserts."""

    span: Span
    pieces: Sequence[Piece]

    @property
    def growth(self) -> int:
        """How many bytes more the new file has by it."""
        return sum(piece.size for piece in self.pieces) - (self.span.stop - self.span.start)


def replaced(size: int, changes: Iterable[Replacement]) -> tuple[Piece, ...]:
    """Make the pieces of a file of `size` bytes in which `changes`, which do not overlap, take place."""
    pieces: list[Piece] = []
    at = 0
    for change in sorted(changes, key=lambda each: each.span):
        pieces += [Keep(at, change.span.start), *change.pieces]
        at = change.span.stop
    pieces.append(Keep(at, size))
    return tuple(tidy(pieces))
