"""ID3v2 frames: where each begins and ends, and what its flags did to its body.

Layout: ID3v2.3.0 section 3.3, ID3v2.4.0-structure section 4. Sub-frames inside CHAP and CTOC have the same form.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from chaptag.containers.id3.synchsafe import deunsynchronise, read_synchsafe, write_synchsafe
from chaptag.model.errors import DamagedAudio, UnsupportedAudio

if TYPE_CHECKING:
    from chaptag.model.source import ByteSource

__all__ = [
    "HEADER",
    "LARGEST_BODY",
    "Encrypted",
    "Extras",
    "Frame",
    "decode_body",
    "encode_header",
    "inflate",
    "scan",
    "split_extras",
]

HEADER = 10
LARGEST_BODY = 64 << 20  # bytes of one decoded frame, and of a tag that must be held in memory
_MOST_FRAMES = 200_000
_NAME = re.compile(rb"[A-Za-z0-9]{3}[A-Za-z0-9 \0]")  # the last one: 2.2 names that iTunes left in 2.3 tags


class Frame(NamedTuple):
    """A frame as it stands in a tag: `offset` of its header, `size` of its body as stored, raw `flags`.

    `plain` marks a frame of a 2.4 tag whose size is written in plain 32 bits.
    """

    name: str
    offset: int
    size: int
    flags: int
    plain: bool = False

    @property
    def body(self) -> int:
        """Where the body begins."""
        return self.offset + HEADER

    @property
    def stop(self) -> int:
        """Where the frame ends."""
        return self.offset + HEADER + self.size


class Encrypted(UnsupportedAudio):
    """A frame's body is encrypted."""


class Extras(NamedTuple):
    """The fields that flags put before a body, and how the rest is packed."""

    group: bytes
    method: bytes
    decoded_size: int | None
    compressed: bool
    unsynchronised: bool
    data: bytes


def scan(source: ByteSource, at: int, stop: int, version: int) -> tuple[list[Frame], int]:
    """List the frames from `at` on; also return where they end: at `stop`, at padding or at what is no frame.

    Raises UnsupportedAudio for more frames than any tag has.
    """
    frames: list[Frame] = []
    while stop - at >= HEADER:
        head = source.read(at, HEADER)
        if len(head) < HEADER or not _NAME.match(head):
            break
        found = _size(source, head, at, stop, version)
        if found is None:
            break
        size, plain = found
        frames.append(Frame(head[:4].decode("latin-1"), at, size, head[8] << 8 | head[9], plain))
        if len(frames) > _MOST_FRAMES:
            msg = f"a tag with more than {_MOST_FRAMES:,} frames"
            raise UnsupportedAudio(msg, hint="chaptag does not edit such tags; write a new one with a tag editor.")
        at += HEADER + size
    return frames, at


def _size(source: ByteSource, head: bytes, at: int, stop: int, version: int) -> tuple[int, bool] | None:
    """Read a frame's size; 2.4 sizes are sync-safe, but ffmpeg and old iTunes write plain ones there too."""
    room = stop - at - HEADER
    plain = int.from_bytes(head[4:8], "big")
    if version < 4 or plain < 128:
        return (plain, False) if plain <= room else None
    safe = read_synchsafe(head[4:8])
    if safe is not None and safe <= room and _goes_on(source, at + HEADER + safe, stop):
        return safe, False
    if plain <= room and _goes_on(source, at + HEADER + plain, stop):
        return plain, True
    return (safe, False) if safe is not None and safe <= room else None


def _goes_on(source: ByteSource, at: int, stop: int) -> bool:
    """Whether a frame, padding or the end stands at `at`."""
    head = source.read(at, min(HEADER, stop - at))
    if not head.strip(b"\0"):
        return not source.read(at, min(stop - at, 1 << 16)).strip(b"\0")
    if len(head) < HEADER or not _NAME.match(head):
        return False
    room, safe = stop - at - HEADER, read_synchsafe(head[4:8])
    return int.from_bytes(head[4:8], "big") <= room or (safe is not None and safe <= room)


def encode_header(name: str, size: int, flags: int, version: int) -> bytes:
    """Write a frame's header; `size` is that of the body as stored, below 2**28."""
    return (
        name.encode("latin-1")
        + (write_synchsafe(size) if version >= 4 else size.to_bytes(4, "big"))
        + flags.to_bytes(2, "big")
    )


def split_extras(stored: bytes, flags: int, version: int) -> Extras | None:
    """Separate the fields that the flags announce; None where the body is too short for them."""
    group = method = b""
    size: int | None = None
    at = 0
    if version >= 4:
        if flags & 0x40:
            group, at = stored[at : at + 1], at + 1
        if flags & 0x04:
            method, at = stored[at : at + 1], at + 1
        if flags & 0x01:
            size, at = read_synchsafe(stored[at : at + 4]), at + 4
        compressed, unsynchronised = bool(flags & 0x08), bool(flags & 0x02)
    else:
        compressed, unsynchronised = bool(flags & 0x80), False
        if compressed:
            size, at = int.from_bytes(stored[at : at + 4], "big"), at + 4
        if flags & 0x40:
            method, at = stored[at : at + 1], at + 1
        if flags & 0x20:
            group, at = stored[at : at + 1], at + 1
    if at > len(stored):
        return None
    return Extras(group, method, size, compressed, unsynchronised, stored[at:])


def decode_body(stored: bytes, flags: int, version: int, *, unsynchronised: bool = False) -> bytes:
    """Undo what the flags say was done to a body.

    `unsynchronised` is the flag of a 2.4 tag, which speaks for all its frames. Raises Encrypted, and DamagedAudio
    where the body does not unpack or would be larger than `LARGEST_BODY`.
    """
    if not flags & 0xFF and not unsynchronised:
        return stored
    extras = split_extras(stored, flags, version)
    if extras is None:
        raise DamagedAudio("a frame is shorter than its flags say")
    if extras.method:
        raise Encrypted("an encrypted frame")
    data = extras.data
    if extras.unsynchronised or unsynchronised:
        data = deunsynchronise(data)
    return inflate(data) if extras.compressed else data


def inflate(data: bytes) -> bytes:
    """Unpack zlib data of at most `LARGEST_BODY` bytes; raises DamagedAudio."""
    import zlib

    unpack = zlib.decompressobj()
    try:
        out = unpack.decompress(data, LARGEST_BODY)
    except zlib.error as error:
        msg = f"a compressed frame does not unpack: {error}"
        raise DamagedAudio(msg) from error
    if unpack.unconsumed_tail or not unpack.eof:
        raise DamagedAudio("a compressed frame is cut off, or unpacks to more than 64 MiB")
    return out
