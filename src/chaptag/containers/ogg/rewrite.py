"""Other comments in an Ogg stream: the header pages are new, later pages keep their bytes or at least their bodies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chaptag.containers.ogg.duration import is_sound
from chaptag.containers.ogg.page import (
    CHECKSUM,
    CONTINUED,
    NO_PACKET_ENDS,
    SEGMENTS,
    SEQUENCE,
    Page,
    checksum,
    pages,
    write_page,
)
from chaptag.containers.ogg.stream import Stream
from chaptag.model.edit import Keep, Piece, Put, Span
from chaptag.model.errors import DamagedAudio
from chaptag.model.finding import Place

__all__ = ["Rewritten", "rewrite"]

_ROOM = 1024  # bytes of padding behind comments that have to grow


class Rewritten(NamedTuple):
    """The pieces of the new file, the ranges that hold the sound, and how many later pages got a new number."""

    pieces: tuple[Piece, ...]
    payload: tuple[Span, ...]
    renumbered: int


def rewrite(stream: Stream, comments: bytes, rest: bytes) -> Rewritten:
    """Put the packet `comments` in the place of the old one; `rest` must follow it, NUL bytes are room for later.

    The header packets fill as many pages as before wherever they can, so that later pages stay as they are. Raises
    DamagedAudio where the checksum of an old header page is wrong: what it holds cannot be trusted.
    """
    for page in stream.pages:
        if not is_sound(stream.source, page):
            raise DamagedAudio(
                "the checksum of a page of the tags is wrong",
                hint="The file is damaged; ffmpeg -i IN.ogg -c copy OUT.ogg may write it right.",
                place=Place(stream.source.name, offset=page.offset),
            )
    packets = (_padded(stream, comments, rest), *stream.headers[1:])
    segments = sum(len(packet) // 255 + 1 for packet in packets)
    count = max(min(len(stream.pages), segments), -(-segments // SEGMENTS))
    new = b"".join(_header_pages(stream, packets, count))
    before: list[Piece] = [Keep(0, stream.pages[0].offset), Put(new)]
    size, shift = stream.source.size, count - len(stream.pages)
    if not shift:
        sound = (Span(stream.audio, size),) if stream.audio < size else ()
        return Rewritten((*before, Keep(stream.audio, size)), sound, 0)
    return _renumbered(stream, before, shift)


def _padded(stream: Stream, comments: bytes, rest: bytes) -> bytes:
    """Add room: as much as there was, or some for the next edit, but none that would need another page."""
    if rest:
        return comments + rest
    old = len(stream.headers[0])
    if len(comments) <= old:
        return comments.ljust(old, b"\0")
    others = sum(len(packet) // 255 + 1 for packet in stream.headers[1:])
    count = max(len(stream.pages), -(-(others + len(comments) // 255 + 1) // SEGMENTS))
    fitting = (count * SEGMENTS - others) * 255 - 1
    return comments.ljust(min(len(comments) + _ROOM, fitting), b"\0")


def _header_pages(stream: Stream, packets: Sequence[bytes], count: int) -> Iterator[bytes]:
    """Write packets on `count` pages, full ones first, none of them empty."""
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,)) for packet in packets)
    data, at, o = b"".join(packets), 0, 0
    sequence = stream.pages[0].sequence
    for number in range(count):
        sizes = lacing[o : o + min(SEGMENTS, len(lacing) - o - (count - number - 1))]
        flags = CONTINUED if o and lacing[o - 1] == 255 else 0
        granule = 0 if any(size < 255 for size in sizes) else NO_PACKET_ENDS
        length = sum(sizes)
        yield write_page(
            sizes,
            data[at : at + length],
            flags=flags,
            granule=granule,
            serial=stream.serial,
            sequence=sequence + number,
        )
        o, at = o + len(sizes), at + length


def _renumbered(stream: Stream, before: Sequence[Piece], shift: int) -> Rewritten:
    """Give all later pages of the stream their new numbers: eight bytes of each, number and checksum."""
    source, at = stream.source, stream.audio
    pieces: list[Piece] = list(before)
    sound: list[Span] = []
    count = 0
    for page in pages(source, stream.audio):
        if page.serial != stream.serial:
            continue
        sound.append(page.body)
        if not is_sound(source, page):  # no reader takes it for a page, so it stays as it is
            continue
        pieces += [Keep(at, page.offset + SEQUENCE), Put(_numbers(stream, page, shift))]
        at = page.offset + CHECKSUM + 4
        count += 1
    pieces.append(Keep(at, source.size))
    return Rewritten(tuple(pieces), tuple(sound), count)


def _numbers(stream: Stream, page: Page, shift: int) -> bytes:
    data = stream.source.read(page.offset, page.stop - page.offset)
    sequence = (page.sequence + shift & 0xFFFFFFFF).to_bytes(4, "little")
    return sequence + checksum(data[:SEQUENCE] + sequence + bytes(4) + data[CHECKSUM + 4 :])
