"""How long the sound is: by a header that is proven right, or by counting frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.containers.mpeg.info import InfoHeader, read_info
from chaptag.containers.mpeg.proof import index_findings, proven_duration, trimmed_ns
from chaptag.containers.mpeg.sync import Sync, find_free_format, find_sync
from chaptag.containers.mpeg.walk import Walk, walk
from chaptag.model.duration import Duration, Measurement
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.timestamp import format_time

if TYPE_CHECKING:
    from chaptag.model.edit import Span
    from chaptag.model.source import ByteSource

__all__ = ["measure_frames"]

_NEAR = 1 << 16


def measure_frames(source: ByteSource, payload: Span, *, deep: bool = False) -> Measurement:
    """Measure the MPEG frames in `payload`; `deep` counts them even where a header is proven.

    Raises DamagedAudio where there are no frames, UnsupportedAudio where they are in free format.
    """
    first = _first(source, payload)
    info = read_info(source.read(first.offset, first.header.size), first.header)
    proven = None if deep else proven_duration(source, info, first, payload.stop)
    if proven is not None:
        return Measurement(proven, tuple(index_findings(source, first, info)))
    return _count(source, payload, first, info)


def _first(source: ByteSource, payload: Span) -> Sync:
    first = find_sync(source, payload.start, payload.stop, limit=_NEAR)
    if first is None:
        free = find_free_format(source, payload.start, payload.stop, limit=_NEAR)
        if free is not None:
            msg = f"{free.header.label} in free format, whose frames do not tell their length"
            raise UnsupportedAudio(
                msg,
                hint="Pass --duration H:MM:SS, or re-encode it: ffmpeg -i IN.mp3 -b:a 128k OUT.mp3",
                place=Place(source.name, offset=free.offset),
            )
        first = find_sync(source, payload.start, payload.stop)
    if first is None:
        msg = "there are no MPEG audio frames in it"
        raise DamagedAudio(msg, hint="Check that the file is whole and really an MP3.", place=Place(source.name))
    return first


def _count(source: ByteSource, payload: Span, first: Sync, info: InfoHeader | None) -> Measurement:
    start = first
    if info is not None:
        after = first.offset + first.header.size
        found = find_sync(source, after, payload.stop, limit=_NEAR, key=first.header.key)
        start = first if found is None else found
    counted = walk(source, start, payload.stop)
    agrees = info is not None and info.frames == counted.frames
    ns = trimmed_ns(counted.frames, info, first.header) if agrees else counted.ns
    if info is None:
        why = "no header states it"
    elif agrees:
        why = f"the {info.kind} header agrees"
    else:
        why = f"the {info.kind} header says " + ("nothing" if info.frames is None else f"{info.frames:,}")
    found_so = list(_walk_findings(source, payload, counted))
    found_so += _disagreement(source, first, info, counted)
    found_so += index_findings(source, first, info, variable=counted.variable)
    how_many = f"{counted.frames:,} {'frame' if counted.frames == 1 else 'frames'} counted"
    return Measurement(Duration(ns, "frames", f"{how_many}; {why}"), tuple(found_so))


def _disagreement(source: ByteSource, first: Sync, info: InfoHeader | None, counted: Walk) -> list[Finding]:
    # One frame more or less is a matter of counting the header's own frame, which writers differ about.
    if info is None or info.frames is None or abs(info.frames - counted.frames) <= 1:
        return []
    said = format_time(info.frames * first.header.samples * 1000 // first.header.rate)
    true = format_time(counted.ns // 1_000_000)
    guess = "parts were joined or inserted" if counted.frames > info.frames else "the file is cut off"
    return [
        finding(
            "header-disagrees",
            f"the {info.kind} header says {said} ({info.frames:,} frames), the frames make {true} "
            f"({counted.frames:,}): {guess}",
            place=Place(source.name, offset=first.offset),
        )
    ]


def _walk_findings(source: ByteSource, payload: Span, counted: Walk) -> list[Finding]:
    found = []
    if counted.tag_count:
        found.append(
            finding(
                "tag-between-frames",
                f"{counted.tag_count} {'tag' if counted.tag_count == 1 else 'tags'} in the middle of the sound: "
                "finished files were joined",
                place=Place(source.name, offset=counted.tags[0].start),
            )
        )
    gaps = [gap for gap in counted.gaps if not _is_zeros(source, gap)]
    if gaps:
        found.append(
            finding(
                "garbage-skipped",
                f"{counted.gap_bytes:,} {'byte' if counted.gap_bytes == 1 else 'bytes'} in {counted.gap_count} "
                f"{'place' if counted.gap_count == 1 else 'places'} "
                f"{'is' if counted.gap_bytes == 1 else 'are'} neither frame nor tag",
                place=Place(source.name, offset=gaps[0].start),
            )
        )
    if counted.cut_off is not None:
        found.append(
            finding(
                "last-frame-cut-off",
                f"the last frame has only {payload.stop - counted.cut_off} bytes; it is not counted",
                place=Place(source.name, offset=counted.cut_off),
            )
        )
    if len(counted.samples) > 1:
        rates = ", ".join(f"{rate} Hz" for rate in counted.samples)
        found.append(
            finding(
                "mixed-rates", f"the sampling rate changes: {rates}", place=Place(source.name, offset=payload.start)
            )
        )
    return found


def _is_zeros(source: ByteSource, gap: Span) -> bool:
    """Whether a gap is just NUL bytes, as some writers leave at the end."""
    data = source.read(gap.start, min(gap.stop - gap.start, 1 << 16))
    return not data.strip(b"\0")
