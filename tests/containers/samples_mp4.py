"""MP4s of one minute: every layout that chaptag edits, with and without chapters."""

from __future__ import annotations

from collections.abc import Callable

from tests.containers.mp4.tagging import foreign_boxes
from tests.containers.sample import Sample
from tests.support.mp4 import audio, box, free, plain, samples_of, subtitles
from tests.support.mp4_layouts import LAYOUTS

__all__ = ["MP4_SAMPLES"]


def others(data: bytes) -> object:
    """All boxes that are not about chapters, and the samples of all tracks that hold no chapters."""
    samples = samples_of(data)
    kept = [each for number, each in samples.items() if each[0].endswith(b"\x01\x18\x20\x07") or b"Spoken" in each[0]]
    return foreign_boxes(data), kept


def _sample(name: str, build: Callable[[], bytes], *, had_chapters: bool = False) -> Sample:
    return Sample(name, "mp4", build, others, had_chapters, hidden=False, links=False)


def _languages() -> bytes:
    return plain(tracks=[audio(2), subtitles(3)], fast=True)


MP4_SAMPLES: tuple[Sample, ...] = (
    _sample("last", plain),
    _sample("first", lambda: plain(fast=True)),
    _sample("first-with-room", lambda: plain(fast=True, gap=free(20_000))),
    _sample("64-bit", lambda: plain(form="64", tail=box(b"uuid", bytes(40)))),
    _sample("to-the-end", lambda: plain(fast=True, form="end")),
    _sample("junk-behind", lambda: plain(tail=b"TAG" + bytes(125))),
    _sample("quicktime", lambda: plain(brand=b"qt  ")),
    _sample("languages", _languages),
    *(_sample(name, build, had_chapters=True) for name, build in LAYOUTS.items()),
)
