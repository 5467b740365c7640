"""Ogg pages: reading, writing, checksums (RFC 3533, section 6)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from chaptag.containers.window import Window
from chaptag.model.edit import Span
from chaptag.model.source import ByteSource

__all__ = [
    "CHECKSUM",
    "CONTINUED",
    "FIRST",
    "LARGEST_PAGE",
    "NO_PACKET_ENDS",
    "SEGMENTS",
    "SEQUENCE",
    "Page",
    "checksum",
    "pages",
    "read_page",
    "write_page",
]

CAPTURE = b"OggS"
CONTINUED, FIRST = 0x01, 0x02
SEGMENTS = 255  # of one page at most, each of as many bytes at most
LARGEST_PAGE = 27 + SEGMENTS + SEGMENTS * 255
NO_PACKET_ENDS = (1 << 64) - 1  # as granule position
SEQUENCE, CHECKSUM = 18, 22  # where these four bytes each stand in a page
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_BLOCK = 1 << 20


class Page(NamedTuple):
    """A page at `offset`: `lacing` are the sizes of its segments, `body` their bytes."""

    offset: int
    flags: int
    granule: int
    serial: int
    sequence: int
    lacing: bytes
    body: Span

    @property
    def stop(self) -> int:
        """Where the next page begins."""
        return self.body.stop


def read_page(source: ByteSource, at: int) -> Page | None:
    """Read the page at `at`; None where there is none, or not all of it."""
    head = source.read(at, 27 + SEGMENTS)
    if len(head) < 27 or head[:4] != CAPTURE or head[4]:
        return None
    lacing = head[27 : 27 + head[26]]
    start = at + 27 + head[26]
    stop = start + sum(lacing)
    if len(lacing) < head[26] or stop > source.size:
        return None
    number = int.from_bytes
    return Page(
        at,
        head[5],
        number(head[6:14], "little"),
        number(head[14:18], "little"),
        number(head[18:22], "little"),
        lacing,
        Span(start, stop),
    )


def write_page(lacing: bytes, body: bytes, *, flags: int, granule: int, serial: int, sequence: int) -> bytes:
    """Make a page with its checksum."""
    head = b"".join(
        (
            CAPTURE,
            bytes((0, flags)),
            granule.to_bytes(8, "little"),
            serial.to_bytes(4, "little"),
            (sequence & 0xFFFFFFFF).to_bytes(4, "little"),
            bytes(4),
            bytes((len(lacing),)),
            lacing,
        )
    )
    return head[:CHECKSUM] + checksum(head + body) + head[CHECKSUM + 4 :] + body


def checksum(page: bytes) -> bytes:
    """Compute the checksum of a page whose own four bytes of it are NUL, as stored.

    It is the CRC-32 of zlib with the bits of each byte the other way round, from 0 and not inverted.
    """
    value = zlib.crc32(page.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return value.to_bytes(4, "little").translate(_REVERSED)[::-1]


def pages(source: ByteSource, at: int) -> Iterator[Page]:
    """List the pages from `at` to the end of the file, over what lies between them; memory is one block."""
    near = Window(source)
    while True:
        page = read_page(near, at)
        if page is not None:
            yield page
            at = page.stop
            continue
        at = find_capture(source, at + 1)
        if at < 0:
            return


def find_capture(source: ByteSource, at: int) -> int:
    """Find where the next page may begin; -1 where none does."""
    while at < source.size:
        block = source.read(at, _BLOCK)
        found = block.find(CAPTURE)
        if found >= 0:
            return at + found
        if len(block) <= len(CAPTURE):
            return -1
        at += len(block) - len(CAPTURE) + 1
    return -1
