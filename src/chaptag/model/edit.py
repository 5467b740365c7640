"""An edit is a value: the new file as pieces of the old one and new bytes, nothing written yet."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from chaptag.model.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from chaptag.model.finding import Finding
    from chaptag.model.source import ByteSource

__all__ = ["Edit", "EditedSource", "Keep", "Piece", "Put", "Span", "merged"]


@dataclass(frozen=True, slots=True)
class Keep:
    """Bytes ``[start, stop)`` of the old file, as they are."""

    start: int
    stop: int

    @property
    def size(self) -> int:
        """How many bytes it adds to the new file."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Put:
    """New bytes."""

    data: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """How many bytes it adds to the new file."""
        return len(self.data)


Piece = Keep | Put


@dataclass(frozen=True, slots=True)
class Edit:
    """The new file as `pieces`, in order, of an old one of `source_size` bytes.

    `payload` are the ranges of the old file that hold the sound. They must all lie inside `Keep` pieces, in order:
    `check` proves it, and storage asks before a byte is written. `findings` are what the container has to say about
    the writing (titles cut, links that the container cannot hold).
    """

    pieces: tuple[Piece, ...]
    source_size: int
    payload: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = ()

    @classmethod
    def nothing(cls, source_size: int, findings: tuple[Finding, ...] = ()) -> Edit:
        """Make the edit that changes nothing."""
        return cls((Keep(0, source_size),), source_size, (), findings)

    @property
    def unchanged(self) -> bool:
        """Whether the new file is the old one."""
        return self.pieces == (Keep(0, self.source_size),) or (not self.pieces and not self.source_size)

    @property
    def size(self) -> int:
        """Size of the new file in bytes."""
        return sum(piece.size for piece in self.pieces)

    @property
    def put_size(self) -> int:
        """How many bytes of the new file are new."""
        return sum(piece.size for piece in self.pieces if isinstance(piece, Put))

    def check(self) -> None:
        """Prove that the edit is within the old file and that all payload lies inside `Keep` pieces, in order.

        Raises ValueError otherwise: that is a defect of the container that made the edit, never of the user's file.
        """
        keeps = [piece for piece in self.pieces if isinstance(piece, Keep)]
        for keep in keeps:
            if not 0 <= keep.start <= keep.stop <= self.source_size:
                msg = f"{keep} is not within a file of {self.source_size} bytes"
                raise ValueError(msg)
        at = iter(self._runs())
        keep_span = next(at, None)
        for span in self.payload:
            while keep_span is not None and not (keep_span.start <= span.start and span.stop <= keep_span.stop):
                keep_span = next(at, None)
            if keep_span is None:
                msg = f"sound at {span} would not be kept, in order, by this edit"
                raise ValueError(msg)

    def _runs(self) -> Iterator[Span]:
        """The kept spans, those joined that follow each other in the old file and in the new one."""
        run: list[Span] = []
        for piece in self.pieces:
            if isinstance(piece, Keep):
                run.append(Span(piece.start, piece.stop))
            elif piece.size:
                yield from merged(run)
                run = []
        yield from merged(run)


def merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Join spans that touch, in the order given; empty ones vanish."""
    last: Span | None = None
    for span in spans:
        if span.start == span.stop:
            continue
        if last is not None and last.stop == span.start:
            last = Span(last.start, span.stop)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


class EditedSource:
    """The new file of an edit as a `ByteSource`, before anything is written: for reading back, and for dry runs."""

    def __init__(self, source: ByteSource, edit: Edit) -> None:
        self._source = source
        self._pieces = [piece for piece in edit.pieces if piece.size]
        self._starts = [0, *accumulate(piece.size for piece in self._pieces)]
        self.name = source.name
        self.size = edit.size

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes ``[offset, offset + length)`` of the new file."""
        parts: list[bytes] = []
        index = bisect_right(self._starts, offset) - 1
        while length > 0 and index < len(self._pieces):
            piece, within = self._pieces[index], offset - self._starts[index]
            take = min(length, piece.size - within)
            if isinstance(piece, Put):
                parts.append(piece.data[within : within + take])
            else:
                parts.append(self._source.read(piece.start + within, take))
            offset, length, index = offset + take, length - take, index + 1
        return b"".join(parts)
