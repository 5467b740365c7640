"""How long an Ogg stream is: the position on its last page, less what comes before the sound."""

from __future__ import annotations

from typing import NamedTuple

from chaptag.containers.ogg.page import CHECKSUM, LARGEST_PAGE, NO_PACKET_ENDS, Page, checksum, pages, read_page
from chaptag.containers.ogg.stream import Stream
from chaptag.model.duration import Duration, Measurement
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.source import ByteSource

__all__ = ["Ending", "chained", "is_sound", "last_page", "measure_stream"]

_NEAR = 1 << 17  # bytes before the end in which the last page is, unless something follows it
_FAR = 4 << 20
_LAST = 0x04
_OPUS_RATE = 48_000
# Samples of an Opus frame by configuration, RFC 6716 section 3.1 table 2.
_OPUS_FRAMES = (480, 960, 1920, 2880) * 3 + (480, 960) * 2 + (120, 240, 480, 960) * 4


class Ending(NamedTuple):
    """The last pages: the last one of all, the last on which a packet ends, and whether bytes follow."""

    page: Page
    timed: Page
    after: int


def chained(stream: Stream, ending: Ending | None) -> UnsupportedAudio | None:
    """The error that other streams follow; None where the last page is of this one."""
    if ending is None or ending.page.serial == stream.serial:
        return None
    return UnsupportedAudio(
        "several streams one after the other (chained)",
        hint="Make one stream of it: ffmpeg -i IN.ogg OUT.ogg (this encodes it again).",
        place=Place(stream.source.name, offset=ending.page.offset),
    )


def last_page(source: ByteSource, start: int) -> Ending | None:
    """Find the last pages behind `start`, by their checksums; None where there are none in 4 MiB before the end."""
    for size in (_NEAR, _FAR):
        base = max(start, source.size - size)
        data = source.read(base, source.size - base)
        last = None
        at = data.rfind(b"OggS")
        while at >= 0:
            page = read_page(source, base + at)
            if page is not None and is_sound(source, page):
                last = last or page
                if page.granule != NO_PACKET_ENDS and page.serial == last.serial:
                    return Ending(last, page, source.size - last.stop)
            at = data.rfind(b"OggS", 0, at)
        if base == start:
            return None
    return None


def is_sound(source: ByteSource, page: Page) -> bool:
    """Whether a page's checksum is right."""
    data = source.read(page.offset, page.stop - page.offset)
    said = data[CHECKSUM : CHECKSUM + 4]
    return checksum(data[:CHECKSUM] + bytes(4) + data[CHECKSUM + 4 :]) == said


def measure_stream(stream: Stream, *, deep: bool = False) -> Measurement:
    """Find the duration; `deep` visits every page, and reports those that are missing.

    Raises UnsupportedAudio where other streams follow, DamagedAudio where no page tells the time.
    """
    source = stream.source
    ending = last_page(source, stream.audio)
    if (error := chained(stream, ending)) is not None:
        raise error
    found: list[Finding] = []
    last = ending.timed if ending is not None else None
    if deep or last is None:
        last, found = _walk(stream)
    if last is None:
        raise DamagedAudio(
            "there is no sound in it",
            hint="Check that the file is whole.",
            place=Place(source.name, offset=stream.audio),
        )
    if ending is not None and not ending.page.flags & _LAST and ending.after:
        message = f"{ending.after:,} bytes of an incomplete page at the end"
        found.append(finding("last-frame-cut-off", message, place=Place(source.name, offset=ending.page.stop)))
    rate, before = _rate(stream)
    samples = max(0, last.granule - before)
    because = f"the last page is at sample {last.granule:,}" + (f", {before:,} before the sound" if before else "")
    return Measurement(Duration(samples * 1_000_000_000 // rate, "stream-info", because), tuple(found))


def _walk(stream: Stream) -> tuple[Page | None, list[Finding]]:
    """Visit all pages: the last one with a time, and the gaps between numbers."""
    last, missing, gap = None, 0, 0
    expected = stream.pages[-1].sequence + 1
    for page in pages(stream.source, stream.audio):
        if page.serial != stream.serial:
            continue
        if page.sequence != expected & 0xFFFFFFFF:
            missing, gap = missing + 1, gap or page.offset
        expected = page.sequence + 1
        if page.granule != NO_PACKET_ENDS:
            last = page
    if not missing:
        return last, []
    message = f"the numbers of pages jump in {missing:,} {'place' if missing == 1 else 'places'}"
    return last, [finding("ogg-page-missing", message, place=Place(stream.source.name, offset=gap))]


def _rate(stream: Stream) -> tuple[int, int]:
    """Samples a second, and how many of them come before the sound: pre-skip, and where a cut stream begins."""
    if stream.codec == "vorbis":
        rate = int.from_bytes(stream.identification[12:16], "little")
        if not rate:
            place = Place(stream.source.name, offset=stream.base)
            raise DamagedAudio("the sampling rate is 0", hint="Export the file again.", place=place)
        return rate, 0
    skip = int.from_bytes(stream.identification[10:12], "little")
    page = read_page(stream.source, stream.audio)
    if page is None or page.granule == NO_PACKET_ENDS or page.flags & _LAST:
        return _OPUS_RATE, skip
    data = stream.source.read(page.body.start, min(page.body.stop - page.body.start, LARGEST_PAGE))
    late = page.granule - _opus_samples(page, data)
    return _OPUS_RATE, skip + max(0, late)


def _opus_samples(page: Page, data: bytes) -> int:
    """Samples of the packets that end on a page, by their first bytes (RFC 6716, section 3.1)."""
    samples, at, begins = 0, 0, True
    pending = 0
    for size in page.lacing:
        if begins and size:
            head = data[at]
            count = (1, 2, 2, data[at + 1] & 63 if size > 1 else 1)[head & 3]
            pending = _OPUS_FRAMES[head >> 3] * count
        at += size
        begins = size < 255
        if begins:
            samples, pending = samples + pending, 0
    return samples
