"""The QuickTime chapter track: a `trak` of text whose samples are the titles, built as AVFoundation wants it.

The layout is the one that ffmpeg and TagLib write and that Apple's players are known to read: track not enabled, an
edit list, one `stts` entry for each sample, all samples in one chunk. A text track has no gaps and begins at 0; where
the first chapter starts later, an empty sample fills the time before it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from chaptag.containers.mp4.boxes import box, full_box
from chaptag.containers.mp4.chaptertrack import TrackKind, chapter_trak
from chaptag.containers.mp4.textsample import encode_sample, untitled_sample
from chaptag.model.chapter import Chapter

__all__ = ["TextTrack", "sample_times", "text_track"]

_GMHD = box(
    b"gmhd",
    full_box(b"gmin", struct.pack(">HHHHHH", 0x0040, 0x8000, 0x8000, 0x8000, 0, 0)),
    box(b"text", struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)),
)
_STSD = full_box(
    b"stsd",
    struct.pack(">I", 1),
    box(
        b"text",
        struct.pack(">6xHIbb4x8x", 1, 1, 0, 0),  # data reference 1, display flags 1, no justification, colour or box
        struct.pack(">HHHBB4x", 0, 0, 1, 0, 0),  # style: characters 0 to 0 in font 1
        box(b"ftab", struct.pack(">HHB", 1, 1, 0)),
    ),
)
_KIND = TrackKind(b"text", b"Chapters", flags=2, media_header=_GMHD)


class TextTrack(NamedTuple):
    """The chapter track's samples, and how long each lasts in milliseconds."""

    samples: tuple[bytes, ...]
    durations: tuple[int, ...]

    @property
    def data(self) -> bytes:
        """All samples, one behind another."""
        return b"".join(self.samples)

    def trak(self, number: int, offset: int, *, movie_duration: int, quicktime: bool, wide: bool = False) -> bytes:
        """Build the `trak` box of track `number`, whose samples begin at `offset` of the file."""
        return chapter_trak(
            _KIND,
            number,
            movie_duration=movie_duration,
            quicktime=quicktime,
            stsd=_STSD,
            durations=self.durations,
            sizes=[len(each) for each in self.samples],
            chunks=[(len(self.samples), 1)],
            offset=offset,
            wide=wide,
        )


def text_track(chapters: Sequence[Chapter], duration: int) -> TextTrack:
    """Lay the titles of chapters out as samples that reach from 0 to `duration` ms without a gap."""
    samples = [encode_sample(chapter.title) for chapter in chapters]
    if chapters[0].start:
        samples.insert(0, encode_sample(""))
    elif not chapters[0].title:
        samples[0] = untitled_sample()
    return TextTrack(tuple(samples), sample_times(chapters, duration))


def sample_times(chapters: Sequence[Chapter], duration: int) -> tuple[int, ...]:
    """How long each sample lasts, in ms: first the one that fills the time before the first chapter, if any."""
    starts = [chapter.start for chapter in chapters]
    if starts[0]:
        starts.insert(0, 0)
    stops = [*starts[1:], max(duration, starts[-1] + 1)]
    return tuple(stop - start for start, stop in zip(starts, stops, strict=True))
