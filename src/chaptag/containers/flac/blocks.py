"""FLAC's metadata blocks: stream information, comments, padding and all the others (RFC 9639, section 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from chaptag.containers.mpeg.ends import trailers
from chaptag.containers.vorbis.comments import Comments, decode_comments
from chaptag.model.edit import Span
from chaptag.model.errors import DamagedAudio
from chaptag.model.finding import Place
from chaptag.model.source import ByteSource

__all__ = ["COMMENTS", "HEADER", "LARGEST", "PADDING", "Block", "Info", "Metadata", "read_comments", "read_metadata"]

HEADER = 4
LARGEST = (1 << 24) - 1
PADDING, COMMENTS = 1, 4
_INFO, _FORBIDDEN = 0, 127
_LAST = 0x80
_MOST_BLOCKS = 10_000


class Block(NamedTuple):
    """One metadata block: its type, and its body in the file."""

    kind: int
    body: Span

    @property
    def size(self) -> int:
        """Bytes of its body."""
        return self.body.stop - self.body.start


class Info(NamedTuple):
    """STREAMINFO: sizes of blocks in samples and of frames in bytes, rate in Hz; 0 `samples` are an unknown number."""

    shortest: int
    longest: int
    largest_frame: int
    rate: int
    channels: int
    bits: int
    samples: int

    @property
    def label(self) -> str:
        """Say it to people."""
        channels = {1: "mono", 2: "stereo"}.get(self.channels, f"{self.channels} channels")
        return f"FLAC {self.bits} bit, {self.rate} Hz, {channels}"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What stands before the sound; the signature ``fLaC`` is at `base`."""

    source: ByteSource
    base: int
    blocks: tuple[Block, ...]
    info: Info
    sound: Span

    @property
    def paddings(self) -> tuple[int, ...]:
        """The sizes of the padding blocks."""
        return tuple(block.size for block in self.blocks if block.kind == PADDING)

    def first(self, kind: int) -> int:
        """Where the first block of a kind has its header; where the sound begins, without one."""
        return next((block.body.start - HEADER for block in self.blocks if block.kind == kind), self.sound.start)


def read_metadata(source: ByteSource, base: int) -> Metadata:
    """List the blocks; raises DamagedAudio where they do not follow each other."""
    place = Place(source.name, offset=base)
    if source.read(base, 4) != b"fLaC":
        raise DamagedAudio("the signature fLaC is missing", hint="Export the file again.", place=place)
    blocks: list[Block] = []
    at, last = base + 4, False
    while not last:
        head = source.read(at, HEADER)
        size = int.from_bytes(head[1:], "big")
        kind = head[0] & 0x7F if head else _FORBIDDEN
        if len(head) < HEADER or kind == _FORBIDDEN or at + HEADER + size > source.size or len(blocks) == _MOST_BLOCKS:
            raise DamagedAudio(
                "the metadata blocks do not lead to the sound",
                hint="The file is cut off or damaged; export it again.",
                place=Place(source.name, offset=at),
            )
        blocks.append(Block(kind, Span(at + HEADER, at + HEADER + size)))
        last = bool(head[0] & _LAST)
        at += HEADER + size
    behind = trailers(source, at)
    sound = Span(at, behind[0].span.start if behind else source.size)
    return Metadata(source, base, tuple(blocks), _info(source, blocks[0]), sound)


def _info(source: ByteSource, block: Block) -> Info:
    data = source.read(block.body.start, min(block.size, 34))
    if block.kind != _INFO or len(data) < 34:
        raise DamagedAudio(
            "the first metadata block is no STREAMINFO",
            hint="The file is damaged; export it again.",
            place=Place(source.name, offset=block.body.start - HEADER),
        )
    number = int.from_bytes
    packed = number(data[10:18], "big")
    return Info(
        number(data[:2], "big"),
        number(data[2:4], "big"),
        number(data[7:10], "big"),
        packed >> 44,
        (packed >> 41 & 7) + 1,
        (packed >> 36 & 31) + 1,
        packed & (1 << 36) - 1,
    )


def read_comments(metadata: Metadata) -> Comments | None:
    """Read the comment block; None without one. Raises DamagedAudio where there are two, or one that is broken."""
    blocks = [block for block in metadata.blocks if block.kind == COMMENTS]
    if not blocks:
        return None
    place = Place(metadata.source.name, offset=blocks[-1].body.start - HEADER)
    if len(blocks) > 1:
        msg = f"{len(blocks)} comment blocks; only one is allowed"
        raise DamagedAudio(msg, hint="ffmpeg -i IN.flac -c copy OUT.flac writes them anew as one.", place=place)
    data = metadata.source.read(blocks[0].body.start, blocks[0].size)
    return decode_comments(data, place)
