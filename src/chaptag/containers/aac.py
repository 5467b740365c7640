"""AAC as ADTS frames (``.aac``): ID3v2 in front, as in MP3, and a duration that only counting tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.containers.adts.header import LONGEST_FRAME
from chaptag.containers.adts.walk import Walk, find_sync, walk
from chaptag.containers.id3.leading import edit_leading, read_tagged, sound_of
from chaptag.model.duration import Duration, Measurement
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.layout import Layout

if TYPE_CHECKING:
    from chaptag.model.edit import Edit, Span
    from chaptag.model.normalise import Normalised
    from chaptag.model.options import WriteOptions
    from chaptag.model.source import ByteSource

__all__ = ["edit", "inspect", "measure", "payload"]

_NEAR = 1 << 16


def inspect(source: ByteSource) -> Layout:
    """Read the tags at the start and at the end, and look where the sound begins; the sound is not walked."""
    tagged = read_tagged(source)
    sound, found = tagged.sound, list(tagged.findings)
    first = find_sync(source, sound, limit=_NEAR, patience=[_NEAR])
    details = [] if first is None else [("sound", first[1].label)]
    if tagged.tags and sound.stop > sound.start and (first is None or first[0] > sound.start + LONGEST_FRAME):
        where = f"no sound within {_NEAR >> 10} KiB" if first is None else f"{first[0] - sound.start:,} bytes"
        message = f"{where} after the tag" if first is None else f"sound begins {where} after the end of the tag"
        found.append(finding("tag-size-wrong", message, place=Place(source.name, offset=sound.start)))
    spans = (sound,) if sound.stop > sound.start else ()
    details += tagged.details
    return Layout(
        "aac", tagged.label("AAC (ADTS)"), source.size, tagged.stores, spans, None, tuple(details), tuple(found)
    )


def measure(source: ByteSource, *, deep: bool = False) -> Measurement:
    """Count the frames; there is no header to believe, so `deep` makes no difference."""
    counted = walk(source, sound_of(source))
    because = f"{counted.frames:,} frames counted"
    return Measurement(Duration(counted.ns, "frames", because), tuple(_findings(source, counted)))


def edit(source: ByteSource, chapters: Normalised, options: WriteOptions) -> Edit:
    """Splice the chapters into the tags at the start; see `chaptag.containers.id3.splice`."""
    return edit_leading(source, chapters, options)


def payload(source: ByteSource) -> tuple[Span, ...]:
    """The bytes between the tags at the start and those at the end."""
    sound = sound_of(source)
    return (sound,) if sound.stop > sound.start else ()


def _findings(source: ByteSource, counted: Walk) -> list[Finding]:
    found = []
    if counted.gaps:
        places = "1 place" if counted.gaps == 1 else f"{counted.gaps:,} places"
        message = f"{counted.gap_bytes:,} bytes in {places} are no frame"
        found.append(finding("garbage-skipped", message, place=Place(source.name, offset=counted.first_gap)))
    if counted.cut_off is not None:
        message = "the last frame is incomplete; it is not counted"
        found.append(finding("last-frame-cut-off", message, place=Place(source.name, offset=counted.cut_off)))
    if len(counted.samples) > 1:
        rates = ", ".join(f"{rate} Hz" for rate in counted.samples)
        found.append(finding("mixed-rates", f"the sampling rate changes: {rates}", place=Place(source.name)))
    return found
