"""MP3 (and MP2, MP1): MPEG audio frames between ID3v2 tags in front and older tags behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.containers.id3.leading import edit_leading, read_tagged, sound_of
from chaptag.containers.mpeg.header import LONGEST_FRAME
from chaptag.containers.mpeg.info import read_info
from chaptag.containers.mpeg.proof import proven_duration
from chaptag.containers.mpeg.sync import find_free_format, find_sync
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.layout import Layout

if TYPE_CHECKING:
    from chaptag.model.duration import Measurement
    from chaptag.model.edit import Edit, Span
    from chaptag.model.normalise import Normalised
    from chaptag.model.options import WriteOptions
    from chaptag.model.source import ByteSource

__all__ = ["edit", "inspect", "measure", "payload"]

_NEAR = 1 << 16  # where the first frame must be, after the tags


def inspect(source: ByteSource) -> Layout:
    """Read the tags at the start (and one at the end), and look where the sound begins; the sound is not walked."""
    tagged = read_tagged(source)
    sound, found = tagged.sound, list(tagged.findings)
    first = find_sync(source, sound.start, sound.stop, limit=_NEAR)
    details, duration = [], None
    if first is not None:
        details.append(("sound", first.header.label))
        info = read_info(source.read(first.offset, first.header.size), first.header)
        duration = proven_duration(source, info, first, sound.stop)
    elif (free := find_free_format(source, sound.start, sound.stop, limit=_NEAR)) is not None:
        details.append(("sound", f"{free.header.label}, free format"))
    if tagged.tags:
        found += _gap_findings(source, sound, None if first is None else first.offset, free_format=bool(details))
    details += tagged.details
    label = tagged.label("MP3" if first is None else f"MP{first.header.layer}")
    payload_ = (sound,) if sound.stop > sound.start else ()
    return Layout("mp3", label, source.size, tagged.stores, payload_, duration, tuple(details), tuple(found))


def measure(source: ByteSource, *, deep: bool = False) -> Measurement:
    """Find the duration of the sound between the tags; see `chaptag.containers.mpeg.measure`."""
    from chaptag.containers.mpeg.measure import measure_frames

    return measure_frames(source, sound_of(source), deep=deep)


def edit(source: ByteSource, chapters: Normalised, options: WriteOptions) -> Edit:
    """Splice the chapters into the tags at the start; see `chaptag.containers.id3.splice`."""
    return edit_leading(source, chapters, options)


def payload(source: ByteSource) -> tuple[Span, ...]:
    """The bytes between the tags at the start and those at the end."""
    sound = sound_of(source)
    return (sound,) if sound.stop > sound.start else ()


def _gap_findings(source: ByteSource, sound: Span, first: int | None, *, free_format: bool) -> list[Finding]:
    """Report where sound does not begin right after the tag."""
    place = Place(source.name, offset=sound.start)
    if first is None and not free_format and sound.stop > sound.start:
        message = f"no sound within {_NEAR >> 10} KiB after the tag"
        return [finding("tag-size-wrong", message, place=place)]
    if first is not None and first > sound.start + LONGEST_FRAME:  # less is the rest of a frame that was cut
        message = f"sound begins {first - sound.start:,} bytes after the end of the tag"
        return [finding("tag-size-wrong", message, place=place)]
    return []
