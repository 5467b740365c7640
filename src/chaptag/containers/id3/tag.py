"""ID3v2 tags: header, extended header, frames, padding, footer; one reader for all versions.

Layout: ID3v2.3.0 section 3, ID3v2.4.0-structure section 3. Nothing but the tag is read, and of its frames only the
headers.
"""

from __future__ import annotations

from typing import NamedTuple

from chaptag.containers.id3.frame import HEADER, LARGEST_BODY, Frame, scan
from chaptag.containers.id3.synchsafe import deunsynchronise, read_synchsafe
from chaptag.containers.window import Window
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.finding import Place
from chaptag.model.source import ByteSource, BytesSource
from chaptag.model.span import Span

__all__ = [
    "EXPERIMENTAL",
    "EXTENDED",
    "FOOTER",
    "UNSYNCHRONISED",
    "Tag",
    "TagHeader",
    "leading_headers",
    "leading_stop",
    "read_header",
    "read_tag",
]

_MOST_TAGS = 16
UNSYNCHRONISED, EXTENDED, EXPERIMENTAL, FOOTER = 0x80, 0x40, 0x20, 0x10


class TagHeader(NamedTuple):
    """The ten bytes before a tag: `size` is what they declare; `footer` whether there is one, not just its flag."""

    offset: int
    version: int
    flags: int
    size: int
    footer: bool = False

    @property
    def body(self) -> Span:
        """The bytes between header and footer."""
        return Span(self.offset + HEADER, self.offset + HEADER + self.size)

    @property
    def stop(self) -> int:
        """Where the tag ends, footer included."""
        return self.body.stop + (HEADER if self.footer else 0)


class Tag(NamedTuple):
    """A tag as read.

    Offsets of `frames` and `extended` count in `area`: the file itself, or, in a tag that is unsynchronised as a
    whole (`copied`), a copy of its body without that. `frames_stop` is where the frames end; `junk` the first byte
    after them that is not NUL, or None.
    """

    header: TagHeader
    area: ByteSource
    copied: bool
    extended: Span | None
    frames: tuple[Frame, ...]
    frames_stop: int
    area_stop: int
    junk: int | None

    @property
    def version(self) -> int:
        """2, 3 or 4."""
        return self.header.version

    @property
    def label(self) -> str:
        """Say it to people: ``ID3v2.3``."""
        return f"ID3v2.{self.version}"

    @property
    def unsynchronised_frames(self) -> bool:
        """Whether the tag says that each of its frames is unsynchronised (2.4 only)."""
        return self.version >= 4 and not self.copied and bool(self.header.flags & UNSYNCHRONISED)

    def stored(self, frame: Frame) -> bytes:
        """Read a frame's body as it is stored."""
        return self.area.read(frame.body, frame.size)

    def place(self, offset: int) -> Place:
        """Where `offset` of the area is in the file; in a copy, the tag's own offset."""
        return Place(self.area.name, offset=self.header.offset if self.copied else offset)


def read_header(source: ByteSource, at: int) -> TagHeader | None:
    """Read a tag's header at `at`; None where there is none.

    Raises DamagedAudio where its size is not sync-safe or reaches beyond the file, UnsupportedAudio for a version
    that does not exist.
    """
    head = source.read(at, HEADER)
    if len(head) < HEADER or head[:3] != b"ID3" or head[3] == 0xFF or head[4] == 0xFF:
        return None
    place = Place(source.name, offset=at)
    if head[3] not in {2, 3, 4}:
        msg = f"an ID3 tag of version 2.{head[3]}, which does not exist"
        raise UnsupportedAudio(msg, hint=_REWRITE, place=place)
    size = read_synchsafe(head[6:10])
    if size is None:
        raise DamagedAudio("the size of the ID3 tag is not sync-safe", hint=_REWRITE, place=place)
    header = TagHeader(at, head[3], head[5], size)
    if head[3] >= 4 and head[5] & FOOTER and source.read(header.stop, HEADER)[:3] == b"3DI":
        header = header._replace(footer=True)
    if header.stop > source.size:
        msg = f"the ID3 tag is said to be {size:,} bytes long, the file ends after {source.size - at - HEADER:,}"
        raise DamagedAudio(msg, hint="The file is cut off, or its tag is broken. " + _REWRITE, place=place)
    return header


_REWRITE = "ffmpeg -i IN.mp3 -c copy OUT.mp3 writes the tag anew, without touching the sound."


def leading_headers(source: ByteSource) -> tuple[TagHeader, ...]:
    """List the tags at the start of the file, one right after the other; only their headers are read."""
    found: list[TagHeader] = []
    at = 0
    while len(found) < _MOST_TAGS and (header := read_header(source, at)) is not None:
        found.append(header)
        at = header.stop
    return tuple(found)


def leading_stop(source: ByteSource) -> int:
    """Where the sound may begin: after the last tag at the start."""
    headers = leading_headers(source)
    return headers[-1].stop if headers else 0


def read_tag(source: ByteSource, header: TagHeader) -> Tag:
    """List a tag's frames. Raises UnsupportedAudio and DamagedAudio where that is impossible."""
    copied = False
    area: ByteSource = Window(source, header.body.stop)
    at, stop = header.body
    if header.version == 2:
        return Tag(header, area, copied, None, (), at, stop, None)
    if header.version == 3 and header.flags & UNSYNCHRONISED:
        area, at, stop, copied = *_unsynchronised(source, header), True
    extended = _extended(area, at, stop, header)
    if extended is not None:
        at = extended.stop
    frames, frames_stop = scan(area, at, stop, header.version)
    junk = _first_byte(area, frames_stop, stop)
    if junk is not None and header.version == 4 and header.flags & UNSYNCHRONISED:
        # Some writers unsynchronise a 2.4 tag as a whole, as in 2.3: then it reads to its end only this way.
        other, other_at, other_stop = _unsynchronised(source, header)
        other_frames, other_frames_stop = scan(other, other_at, other_stop, header.version)
        if extended is None and _first_byte(other, other_frames_stop, other_stop) is None:
            return Tag(header, other, True, None, tuple(other_frames), other_frames_stop, other_stop, None)
    return Tag(header, area, copied, extended, tuple(frames), frames_stop, stop, junk)


def _unsynchronised(source: ByteSource, header: TagHeader) -> tuple[ByteSource, int, int]:
    if header.size > LARGEST_BODY:
        msg = f"an unsynchronised tag of {header.size:,} bytes; chaptag reads such tags up to {LARGEST_BODY >> 20} MiB"
        raise UnsupportedAudio(msg, hint=_REWRITE, place=Place(source.name, offset=header.offset))
    body = deunsynchronise(source.read(header.body.start, header.size))
    return BytesSource(body, source.name), 0, len(body)


def _extended(area: ByteSource, at: int, stop: int, header: TagHeader) -> Span | None:
    """Find the extended header; a flag without one, as some writers leave it, counts for nothing."""
    if not header.flags & EXTENDED:
        return None
    head = area.read(at, 6)
    if len(head) == 6 and head[:4].isalnum() and head[:4].isupper():
        return None
    if header.version == 3:
        size: int | None = int.from_bytes(head[:4], "big") + 4
    else:
        size = read_synchsafe(head[:4])
    if size is None or size < 6 or at + size > stop:
        place = Place(area.name, offset=header.offset + HEADER)
        raise DamagedAudio("the extended header of the ID3 tag is broken", hint=_REWRITE, place=place)
    return Span(at, at + size)


def _first_byte(area: ByteSource, at: int, stop: int) -> int | None:
    """Find the first byte that is not NUL."""
    while at < stop:
        block = area.read(at, min(1 << 20, stop - at))
        if not block:
            return None
        rest = block.lstrip(b"\0")
        if rest:
            return at + len(block) - len(rest)
        at += len(block)
    return None
