"""The codec of CHAP and CTOC frames (ID3v2 Chapter Frame Addendum 1.0, sections 3.1 and 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from chaptag.containers.id3.frame import decode_body, encode_header, scan
from chaptag.containers.id3.strings import decode_text, encode_text, split_text
from chaptag.model.chapter import Chapter, Image
from chaptag.model.errors import AudioError, UnsupportedAudio
from chaptag.model.source import BytesSource

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "LINK_NAME",
    "NO_OFFSET",
    "SUBFRAME_LIMIT",
    "Chap",
    "SubFrame",
    "Toc",
    "chapter_of",
    "encode_chap",
    "encode_frame",
    "encode_toc",
    "read_chap",
    "read_toc",
    "subframes_of",
]

NO_OFFSET = 0xFFFFFFFF
SUBFRAME_LIMIT = 127  # bytes of a 2.4 sub-frame's body that every reader gets right
LINK_NAME = "chapter url"
PICTURE_NAME = "chapter image"


class SubFrame(NamedTuple):
    """A frame inside a CHAP or CTOC, its body decoded; `size` as it is stored, `plain` as in `Frame`."""

    name: str
    body: bytes
    size: int
    plain: bool = False


class Chap(NamedTuple):
    """A CHAP frame: times in ms, byte offsets (`NO_OFFSET` where unused), sub-frames; `at` is its own offset."""

    name: bytes
    start: int
    end: int
    offsets: tuple[int, int]
    subframes: tuple[SubFrame, ...]
    at: int


class Toc(NamedTuple):
    """A CTOC frame. `rest` is what follows the names that it has `declared`: sub-frames, as a rule."""

    name: bytes
    flags: int
    declared: int
    children: tuple[bytes, ...]
    rest: bytes
    at: int

    @property
    def top_level(self) -> bool:
        """Whether it is the root of all tables."""
        return bool(self.flags & 2)

    @property
    def ordered(self) -> bool:
        """Whether its entries are in playing order."""
        return bool(self.flags & 1)


def read_chap(body: bytes, version: int, at: int) -> Chap | None:
    """Read a CHAP frame's body; None where it is too short to be one."""
    name, nul, rest = body.partition(b"\0")
    if not nul or len(rest) < 16:
        return None
    start, end, first, last = (int.from_bytes(rest[field : field + 4], "big") for field in (0, 4, 8, 12))
    return Chap(name, start, end, (first, last), subframes_of(rest[16:], version), at)


def read_toc(body: bytes, at: int) -> Toc | None:
    """Read a CTOC frame's body; None where it is too short to be one."""
    name, nul, rest = body.partition(b"\0")
    if not nul or len(rest) < 2:
        return None
    flags, count, at_child = rest[0], rest[1], 2
    children: list[bytes] = []
    while len(children) < count and (end := rest.find(b"\0", at_child)) >= 0:
        children.append(rest[at_child:end])
        at_child = end + 1
    return Toc(name, flags, count, tuple(children), rest[at_child:], at)


def subframes_of(data: bytes, version: int) -> tuple[SubFrame, ...]:
    """Read the sub-frames in `data`, as far as they are readable; one that does not unpack has an empty body."""
    frames, _ = scan(BytesSource(data), 0, len(data), version)
    found = []
    for frame in frames:
        try:
            body = decode_body(data[frame.body : frame.stop], frame.flags, version)
        except AudioError:
            body = b""
        found.append(SubFrame(frame.name, body, frame.size, frame.plain))
    return tuple(found)


def chapter_of(chap: Chap, *, hidden: bool) -> Chapter:
    """Make a chapter of a CHAP: the last TIT2 (as players do), the first WXXX, the first cover APIC or any."""
    title, url, images = "", None, []
    for name, body, _, _ in chap.subframes:
        if name == "TIT2" and body:
            title = decode_text(body[0], split_text(body[0], body[1:])[0])
        elif name == "WXXX" and body and url is None:
            url = split_text(0, split_text(body[0], body[1:])[1])[0].decode("latin-1") or None
        elif name == "APIC" and body:
            images.append(_picture(body))
    images.sort(key=lambda pair: pair[0] != 3)
    stated = chap.end not in {0, NO_OFFSET} and chap.end >= chap.start
    return Chapter(chap.start, title, chap.end if stated else None, url, images[0][1] if images else None, hidden)


def _picture(body: bytes) -> tuple[int, Image]:
    mime, _, rest = body[1:].partition(b"\0")
    data = split_text(body[0], rest[1:])[1]
    kind = rest[0] if rest else 0
    if mime == b"-->":
        return kind, Image(url=data.rstrip(b"\0").decode("latin-1"))
    return kind, Image(data, mime.decode("latin-1").lower())


def encode_frame(name: str, body: bytes, version: int) -> bytes:
    """Put a frame header without flags before a body. Raises UnsupportedAudio for 256 MiB and more."""
    if len(body) >= 1 << 28:
        msg = f"a chapter of {len(body):,} bytes does not fit into an ID3 tag"
        raise UnsupportedAudio(msg, hint="Use a smaller image.")
    return encode_header(name, len(body), 0, version) + body


def encode_chap(name: bytes, chapter: Chapter, version: int) -> bytes:
    """Write a CHAP frame; the chapter's end must be known."""
    end = chapter.start if chapter.end is None else chapter.end
    parts = [encode_frame("TIT2", encode_text(chapter.title, version), version)]
    if chapter.url:
        parts.append(encode_frame("WXXX", b"\0" + LINK_NAME.encode() + b"\0" + _ascii_url(chapter.url), version))
    if chapter.image is not None:
        parts.append(encode_frame("APIC", _encode_picture(chapter.image), version))
    times = b"".join(field.to_bytes(4, "big") for field in (chapter.start, end, NO_OFFSET, NO_OFFSET))
    return encode_frame("CHAP", name + b"\0" + times + b"".join(parts), version)


def encode_toc(name: bytes, children: Sequence[bytes], version: int, *, top_level: bool) -> bytes:
    """Write an ordered CTOC frame of at most 255 entries."""
    body = name + b"\0" + bytes((3 if top_level else 1, len(children)))
    return encode_frame("CTOC", body + b"".join(child + b"\0" for child in children), version)


def _ascii_url(url: str) -> bytes:
    """Percent-encode whatever a URL must not hold; links in ID3 are Latin-1, and readers differ beyond ASCII."""
    return b"".join(
        bytes((byte,)) if 0x20 < byte < 0x7F else b"%%%02X" % byte for byte in url.encode("utf-8", "replace")
    )


def _encode_picture(image: Image) -> bytes:
    head, tail = b"\0%s\0\0" + PICTURE_NAME.encode() + b"\0", image.data
    if not tail and image.url:
        return head % b"-->" + _ascii_url(image.url)
    return head % (image.media_type or media_type(tail)).encode("latin-1", "replace") + tail


def media_type(data: bytes) -> str:
    """Tell a picture's media type by its first bytes."""
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/gif" if data[:4] == b"GIF8" else "image/jpeg"
