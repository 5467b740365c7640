"""The header packets of an Ogg stream: which codec, which comments, and on which pages they lie.

Layouts: RFC 3533 (pages), Vorbis I specification appendix A, RFC 7845 section 3 (Opus): the first page holds the
identification alone, the sound begins on a page of its own after the last header packet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chaptag.containers.ogg.page import CONTINUED, FIRST, Page, read_page
from chaptag.containers.vorbis.comments import Comments, decode_comments
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.finding import Place
from chaptag.model.source import ByteSource

__all__ = ["MARKS", "Stream", "read_stream", "split_comments"]

_LARGEST = 64 << 20  # bytes of header packets
MARKS = {"opus": b"OpusTags", "vorbis": b"\x03vorbis"}  # before the comments
_PACKETS = {"opus": 1, "vorbis": 2}  # after the identification
_OTHERS = (
    (b"\x7fFLAC", "FLAC in Ogg", "ffmpeg -i IN.ogg -c copy OUT.flac makes a FLAC file of it."),
    (b"Speex   ", "Speex", "ffmpeg -i IN.ogg OUT.opus encodes it as Opus."),
    (b"\x80theora", "Theora video", "ffmpeg -i IN.ogg -vn -c copy OUT.ogg takes the sound out."),
    (b"fishead\0", "an Ogg skeleton beside the sound", "ffmpeg -i IN.ogg -vn -c copy OUT.ogg leaves it out."),
)
_ONE_STREAM = "ffmpeg -i IN.ogg -map 0:a:0 -c copy OUT.ogg takes one stream out."


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: `identification` is its first packet, `headers` the others, comments first, which lie on `pages`.

    The sound begins at `audio`.
    """

    source: ByteSource
    base: int
    codec: Literal["opus", "vorbis"]
    serial: int
    identification: bytes
    headers: tuple[bytes, ...]
    pages: tuple[Page, ...]
    audio: int

    @property
    def place(self) -> Place:
        """Where the comments begin."""
        return Place(self.source.name, offset=self.pages[0].offset)


def read_stream(source: ByteSource, base: int) -> Stream:
    """Read the pages of the headers.

    Raises UnsupportedAudio for another codec and for several streams at once, DamagedAudio for broken headers.
    """
    first = read_page(source, base)
    if first is None or not first.flags & FIRST:
        raise _damaged("there is no first page", source, base)
    packet = source.read(*_range(first))
    codec = _codec(packet, source)
    if not first.lacing or first.lacing[-1] == 255 or sum(size < 255 for size in first.lacing) > 1:
        raise _damaged("the first page holds more than the identification", source, base)
    parts: list[bytes] = []
    done: list[bytes] = []
    found: list[Page] = []
    at, room = first.stop, _LARGEST
    while len(done) < _PACKETS[codec]:
        page = read_page(source, at)
        if page is None:
            raise _damaged("the pages of the tags are not all there", source, at)
        if page.serial != first.serial or page.flags & FIRST:
            msg = "several streams at once (multiplexed)"
            raise UnsupportedAudio(msg, hint=_ONE_STREAM, place=Place(source.name, offset=at))
        if bool(page.flags & CONTINUED) != bool(parts):
            raise _damaged("a page of the tags is missing", source, at)
        room -= page.stop - at
        if room < 0 or not page.lacing:
            raise _damaged(f"the tags have empty pages, or more than {_LARGEST >> 20} MiB", source, at)
        body, o = source.read(*_range(page)), 0
        for size in page.lacing:
            if len(done) == _PACKETS[codec]:
                raise _damaged("the sound begins on a page of the tags", source, at)
            parts.append(body[o : o + size])
            o += size
            if size < 255:
                done.append(b"".join(parts))
                parts = []
        found.append(page)
        at = page.stop
    if not done[0].startswith(MARKS[codec]):
        raise _damaged("the second packet holds no comments", source, found[0].offset)
    return Stream(source, base, codec, first.serial, packet, tuple(done), tuple(found), at)


def split_comments(stream: Stream) -> tuple[Comments, bytes]:
    """Decode the comments; and what stands behind them in their packet, without the framing bit of Vorbis."""
    mark = len(MARKS[stream.codec])
    packet = stream.headers[0]
    comments = decode_comments(packet[mark:], stream.place)
    rest = packet[mark + comments.size :]
    if stream.codec == "vorbis":
        if not rest or not rest[0] & 1:
            raise _damaged("the comments have no framing bit", stream.source, stream.pages[0].offset)
        rest = rest[1:]
    return comments, rest


def _codec(packet: bytes, source: ByteSource) -> Literal["opus", "vorbis"]:
    if packet.startswith(b"OpusHead") and len(packet) >= 19 and packet[8] & 0xF0 == 0:
        return "opus"
    if packet.startswith(b"\x01vorbis") and len(packet) >= 30:
        return "vorbis"
    for magic, name, hint in _OTHERS:
        if packet.startswith(magic):
            raise UnsupportedAudio(
                f"an Ogg file with {name}; chaptag edits Vorbis and Opus", hint=hint, place=Place(source.name)
            )
    msg = "an Ogg file with neither Vorbis nor Opus in it"
    raise UnsupportedAudio(msg, hint="ffmpeg -i IN.ogg OUT.opus encodes it as Opus.", place=Place(source.name))


def _range(page: Page) -> tuple[int, int]:
    return page.body.start, page.body.stop - page.body.start


def _damaged(message: str, source: ByteSource, at: int) -> DamagedAudio:
    hint = "The file is cut off or damaged; ffmpeg -i IN.ogg -c copy OUT.ogg may write it right."
    return DamagedAudio(message, hint=hint, place=Place(source.name, offset=at))
