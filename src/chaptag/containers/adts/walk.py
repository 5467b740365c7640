"""Counting ADTS frames: no header says how many there are, so every one is visited; nothing is decoded."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from chaptag.containers.adts.header import HEADER, SAMPLES, SHAPE, Header, parse
from chaptag.containers.window import Window
from chaptag.model.edit import Span
from chaptag.model.errors import DamagedAudio
from chaptag.model.finding import Place
from chaptag.model.source import ByteSource

__all__ = ["Walk", "find_sync", "walk"]

_BLOCK = 1 << 20
_SEARCHED = 1 << 16
_PATIENCE = 200_000  # false headers; each costs microseconds, and a hostile file has millions
_EVERY_RATE = 28_224_000  # Hz: the least common multiple of all sampling rates, so that sums stay whole numbers
_CANDIDATE = re.compile(rb"\xff[\xf0\xf1\xf8\xf9]")


@dataclass(slots=True)
class Walk:
    """What was counted: `frames`, samples by rate, bytes that are no frame, and where a cut-off last frame begins."""

    frames: int = 0
    samples: Counter[int] = field(default_factory=Counter)
    gaps: int = 0
    gap_bytes: int = 0
    first_gap: int = 0
    cut_off: int | None = None

    @property
    def ns(self) -> int:
        """How long the counted frames sound, in nanoseconds, rounded down."""
        return sum(count * 1_000_000_000 * (_EVERY_RATE // rate) for rate, count in self.samples.items()) // _EVERY_RATE


def find_sync(
    source: ByteSource, span: Span, *, limit: int | None = None, patience: list[int]
) -> tuple[int, Header] | None:
    """Find the first header in `span` that two more confirm, or the end of the span; `limit` bytes are searched.

    `patience` holds one number, the false headers still allowed; raises DamagedAudio when it is used up.
    """
    near = Window(source, span.stop)
    at, end = span.start, span.stop if limit is None else min(span.stop, span.start + limit)
    while at < end:
        block = source.read(at, min(_SEARCHED + 1, end - at))
        for match in _CANDIDATE.finditer(block):
            found = at + match.start()
            header = parse(near.read(found, HEADER))
            if header is not None and _confirmed(near, found, header, span.stop):
                return found, header
            patience[0] -= 1
            if patience[0] < 0:
                msg = "hundreds of thousands of false frame headers"
                raise DamagedAudio(msg, hint="This is not AAC.", place=Place(source.name, offset=found))
        at += _SEARCHED
    return None


def _confirmed(near: ByteSource, at: int, header: Header, stop: int) -> bool:
    for number in range(2):
        at += header.size
        if at >= stop:
            return at == stop or number > 0
        following = parse(near.read(at, HEADER))
        if following is None or following.shape != header.shape:
            return stop - at < HEADER and number > 0
        header = following
    return True


def walk(source: ByteSource, span: Span) -> Walk:
    """Count the frames in `span`, over what lies between them; raises DamagedAudio where there are none."""
    result, patience, at = Walk(), [_PATIENCE], span.start
    while (found := find_sync(source, Span(at, span.stop), patience=patience)) is not None:
        if found[0] > at:
            _gap(result, at, found[0])
        at = _run(source, found[0], found[1], span.stop, result)
        if at >= span.stop:
            return result
    if not result.frames:
        msg = "there are no AAC frames in it"
        raise DamagedAudio(msg, hint="Check that the file is whole and really AAC.", place=Place(source.name))
    _gap(result, at, span.stop)
    return result


def _gap(result: Walk, start: int, stop: int) -> None:
    result.first_gap = result.first_gap if result.gaps else start
    result.gaps += 1
    result.gap_bytes += stop - start


def _run(source: ByteSource, at: int, header: Header, stop: int, result: Walk) -> int:
    """Count frames of one shape until something else comes; return where it does."""
    shape, frames, blocks, size = header.shape, 0, 0, 0
    number = int.from_bytes
    while at < stop:
        block = source.read(at, min(_BLOCK, stop - at))
        o, whole = 0, len(block) - HEADER
        while o <= whole:  # the hot loop
            bits = number(block[o : o + 7], "big")
            if bits & SHAPE != shape:
                break
            size = bits >> 13 & 0x1FFF
            if size < HEADER:
                break
            o += size
            frames += 1
            blocks += (bits & 3) + 1
        else:
            at += o
            if at < stop and stop - at >= HEADER:
                continue
            break
        at += o
        break
    if at > stop:  # the last frame is incomplete
        at -= size
        frames -= 1
        blocks -= (number(source.read(at, HEADER), "big") & 3) + 1
        result.cut_off, at = at, stop
    elif 0 < stop - at < HEADER and source.read(at, 1) == b"\xff":
        result.cut_off, at = at, stop
    result.frames += frames
    result.samples[header.rate] += blocks * SAMPLES
    return at
