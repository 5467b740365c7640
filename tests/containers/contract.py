"""The contract of every container: all samples, and helpers to edit one in a line.

A container joins by adding its samples to `SAMPLES`; `test_contract.py` runs all of it for each.
"""

from __future__ import annotations

import hashlib

from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.edit import Edit, EditedSource
from chaptag.model.normalise import Normalised, normalise
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.containers.sample import Sample
from tests.containers.samples_hulls import AAC_SAMPLES, AIFF_SAMPLES, WAV_SAMPLES
from tests.containers.samples_mp3 import MP3_SAMPLES
from tests.containers.samples_mp4 import MP4_SAMPLES
from tests.containers.samples_vorbis import FLAC_SAMPLES, OGG_SAMPLES

__all__ = ["SAMPLES", "apply", "change", "chapters_of", "list_of", "payload_hash"]

SAMPLES: tuple[Sample, ...] = (
    *MP3_SAMPLES,
    *MP4_SAMPLES,
    *AAC_SAMPLES,
    *WAV_SAMPLES,
    *AIFF_SAMPLES,
    *FLAC_SAMPLES,
    *OGG_SAMPLES,
)


def list_of(*chapters: Chapter, duration: int = 60_000) -> Normalised:
    """Make a list as containers take it."""
    return normalise(ChapterList.of(chapters), duration)


def apply(data: bytes, edit: Edit) -> bytes:
    """Make the new file, after the edit's own proof."""
    edit.check()
    new = EditedSource(BytesSource(data), edit)
    return new.read(0, new.size)


def change(sample: Sample, data: bytes, chapters: Normalised, options: WriteOptions | None = None) -> bytes:
    """Edit and apply in one step."""
    return apply(data, sample.module.edit(BytesSource(data), chapters, options or WriteOptions()))


def chapters_of(sample: Sample, data: bytes) -> list[ChapterList]:
    """Read the lists of all stores that have chapters."""
    return [store.chapters for store in sample.module.inspect(BytesSource(data)).stores if store.chapters]


def payload_hash(sample: Sample, data: bytes) -> str:
    """SHA-256 of the sound alone."""
    digest = hashlib.sha256()
    for start, stop in sample.module.payload(BytesSource(data)):
        digest.update(data[start:stop])
    return digest.hexdigest()
