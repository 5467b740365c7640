"""Counting frames: every header is visited, nothing is decoded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chaptag.containers.mpeg.header import LONGEST_FRAME, Header, lengths
from chaptag.containers.mpeg.inner import inner_tag, tag_within
from chaptag.containers.mpeg.sync import Patience, Sync, find_sync
from chaptag.model.span import Span

if TYPE_CHECKING:
    from chaptag.model.source import ByteSource

__all__ = ["BLOCK", "Walk", "walk"]

BLOCK = 1 << 20  # bytes read at once; larger ones fall out of the processor's cache before they are walked
_RESTART = 1 << 13  # … and right after a gap, so that a file full of gaps is not read again and again
_GAPS_KEPT = 20
_EVERY_RATE = 14_112_000  # Hz: the least common multiple of all sampling rates, so that sums stay whole numbers


@dataclass(slots=True)
class Walk:
    """What lies between two offsets.

    `samples` counts decoded samples by sampling rate. `tags` and `gaps` are the first few stretches between frames
    that are a tag or neither tag nor frame; `tag_count`, `gap_count` and `gap_bytes` count all of them. `cut_off` is
    where a last frame begins that is incomplete, and so not counted. `variable` is whether the bit rate changes.
    """

    frames: int = 0
    samples: Counter[int] = field(default_factory=Counter)
    tags: list[Span] = field(default_factory=list)
    tag_count: int = 0
    gaps: list[Span] = field(default_factory=list)
    gap_count: int = 0
    gap_bytes: int = 0
    cut_off: int | None = None
    variable: bool = False

    @property
    def ns(self) -> int:
        """How long the counted frames sound, in nanoseconds, rounded down."""
        parts = sum(count * (_EVERY_RATE // rate) for rate, count in self.samples.items())
        return parts * 1_000_000_000 // _EVERY_RATE

    def add_gap(self, span: Span) -> None:
        """Note bytes that are neither frame nor tag."""
        self.gap_count += 1
        self.gap_bytes += span.stop - span.start
        if len(self.gaps) < _GAPS_KEPT:
            self.gaps.append(span)

    def add_tag(self, span: Span) -> None:
        """Note a tag between frames."""
        self.tag_count += 1
        if len(self.tags) < _GAPS_KEPT:
            self.tags.append(span)


def walk(source: ByteSource, first: Sync, stop: int) -> Walk:
    """Count the frames from `first` to `stop`, over tags and garbage between them.

    Frames of another encoding are accepted where three successive headers agree. Memory is one block whatever the
    file's size. Raises DamagedAudio where there is no end of false headers.
    """
    result = Walk()
    sync: Sync | None = first
    block, patience = BLOCK, Patience()
    while sync is not None:
        at = _run(source, sync, stop, result, block)
        block = _RESTART
        sync = None if at >= stop else _resume(source, at, stop, sync.header, result=result, patience=patience)
    return result


def _run(source: ByteSource, sync: Sync, stop: int, result: Walk, size: int) -> int:
    """Count frames of one encoding until something else comes; return where it does."""
    at, header = sync
    table = lengths(header.key)
    counted, length = 0, 0
    shortest = header.size - (header.slot if header.padded else 0)
    while at < stop:
        block = source.read(at, min(size, stop - at))
        size = min(size * 8, BLOCK)
        o = n = 0
        try:
            while True:  # the hot loop
                length = table[block[o : o + 3]]
                o += length
                n += 1
        except KeyError:  # no frame of this encoding, or the end of the block
            lost = o + 3 <= len(block)
        if not shortest * n <= o <= (shortest + header.slot) * n:
            result.variable = True
        counted += n
        at += o
        if lost or not n:
            break
    if at > stop:  # the last frame is incomplete
        at -= length
        counted -= 1
        result.cut_off = at
        at = stop
    result.frames += counted
    result.samples[header.rate] += counted * header.samples
    return at


def _resume(source: ByteSource, at: int, stop: int, last: Header, *, result: Walk, patience: Patience) -> Sync | None:
    """Go on after something that is no frame of the same encoding."""
    start = at
    at = tag_within(source, max(0, at - LONGEST_FRAME), at, stop) or at  # one that was put into a frame
    while size := inner_tag(source, at, stop):
        result.add_tag(Span(at, at + size))
        at = start = at + size
    found = find_sync(source, at, stop, key=last.key, patience=patience)
    if found is None:
        if start < stop:
            result.add_gap(Span(start, stop))
        return None
    if found.offset > start:
        result.add_gap(Span(start, found.offset))
    return found
