"""MP4 (m4a, m4b, mp4, mov, 3gp): chapters as ``chpl`` and as a text track, written together, the sound untouched.

``boxes`` reads and builds boxes, ``movie`` and ``tables`` say what is in them, ``stores`` and ``inspection`` read
chapters, ``wanted``, ``rewrite`` and ``arrangement`` make the edit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chaptag.model.duration import Measurement
    from chaptag.model.edit import Edit, Span
    from chaptag.model.layout import Layout
    from chaptag.model.normalise import Normalised
    from chaptag.model.options import WriteOptions
    from chaptag.model.source import ByteSource

__all__ = ["edit", "inspect", "measure", "payload"]


def inspect(source: ByteSource) -> Layout:
    """Read structure and chapters, `moov` and the chapters' own samples and nothing else."""
    from chaptag.containers.mp4.inspection import inspect_file

    return inspect_file(source)


def edit(source: ByteSource, chapters: Normalised, options: WriteOptions) -> Edit:
    """Make the file hold exactly these chapters, in both kinds."""
    from chaptag.containers.mp4.editing import edit_file

    return edit_file(source, chapters, options)


def measure(source: ByteSource, *, deep: bool = False) -> Measurement:
    """Find how long the sound lasts; `deep` makes sure that every sample is in the file."""
    from chaptag.containers.mp4.duration import measure_movie
    from chaptag.containers.mp4.movie import read_movie
    from chaptag.containers.mp4.obstacles import must_be_whole

    movie = read_movie(source)
    must_be_whole(movie)
    return measure_movie(movie, deep=deep)


def payload(source: ByteSource) -> Iterator[Span]:
    """List the samples of the tracks of sound, track by track, in order, as far as they lie in media data."""
    from chaptag.containers.mp4.movie import read_movie
    from chaptag.containers.mp4.tables import audible_spans
    from chaptag.model.edit import merged

    yield from merged(audible_spans(read_movie(source)))
