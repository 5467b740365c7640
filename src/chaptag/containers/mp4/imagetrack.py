"""The chapter image track: a `trak` of video whose samples are whole JPEG or PNG files, shown as the titles are.

The layout is that of Auphonic and Hindenburg: enabled, one layer behind the titles, one QuickTime image description
for each format. A chapter without a picture gets one of a single pixel.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from chaptag.containers.mp4.boxes import box, full_box
from chaptag.containers.mp4.chaptertrack import TrackKind, chapter_trak
from chaptag.containers.mp4.picture import PLACEHOLDER, Picture, chapter_picture
from chaptag.containers.mp4.texttrack import sample_times
from chaptag.model.chapter import Chapter

__all__ = ["ImageTrack", "image_track"]

_VMHD = full_box(b"vmhd", bytes(8), flags=1)
_BLANK = Picture(PLACEHOLDER, b"jpeg", 1, 1)


class ImageTrack(NamedTuple):
    """The pictures of the samples, and how long each is shown in milliseconds."""

    samples: tuple[Picture, ...]
    durations: tuple[int, ...]

    @property
    def data(self) -> bytes:
        """All pictures, one behind another."""
        return b"".join(each.data for each in self.samples)

    def trak(self, number: int, offset: int, *, movie_duration: int, quicktime: bool, wide: bool = False) -> bytes:
        """Build the `trak` box of track `number`, whose samples begin at `offset` of the file."""
        formats = sorted({each.format for each in self.samples})
        width, height = (max(getattr(each, side) for each in self.samples) for side in ("width", "height"))
        runs = [
            (len(tuple(run)), formats.index(kind) + 1) for kind, run in groupby(each.format for each in self.samples)
        ]
        return chapter_trak(
            TrackKind(b"vide", b"Chapter images", flags=1, media_header=_VMHD, layer=1, width=width, height=height),
            number,
            movie_duration=movie_duration,
            quicktime=quicktime,
            stsd=full_box(
                b"stsd", struct.pack(">I", len(formats)), *(_description(each, width, height) for each in formats)
            ),
            durations=self.durations,
            sizes=[len(each.data) for each in self.samples],
            chunks=runs,
            offset=offset,
            wide=wide,
        )


def image_track(chapters: Sequence[Chapter], duration: int) -> ImageTrack | None:
    """Lay the pictures of chapters out as samples that reach from 0 to `duration` ms; None where there are none."""
    pictures = [chapter_picture(each) for each in chapters]
    if not any(pictures):
        return None
    samples = [each or _BLANK for each in pictures]
    if chapters[0].start:
        samples.insert(0, _BLANK)
    return ImageTrack(tuple(samples), sample_times(chapters, duration))


def _description(kind: bytes, width: int, height: int) -> bytes:
    """Build a QuickTime image description: 72 dots an inch, one frame a sample, 24 bits a pixel, no colour table."""
    return box(
        kind,
        struct.pack(">6xH16x", 1),
        struct.pack(">HHIIIH", width, height, 72 << 16, 72 << 16, 0, 1),
        bytes(32),
        struct.pack(">HH", 24, 0xFFFF),
    )
