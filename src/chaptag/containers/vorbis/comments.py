"""The comment block: a vendor string and a list of comments, each a piece of bytes that is never touched.

Layout: Vorbis I specification, section 5; the same in RFC 9639 section 8.6 (FLAC) and RFC 7845 section 5.2 (Opus).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from chaptag.model.errors import DamagedAudio
from chaptag.model.finding import Place

__all__ = ["VENDOR", "Comments", "decode_comments", "encode_comments"]

VENDOR = b"chaptag"  # of comments that did not exist before


class Comments(NamedTuple):
    """Comments as stored, and how many bytes they take."""

    vendor: bytes
    items: tuple[bytes, ...]
    size: int


def decode_comments(data: bytes, place: Place) -> Comments:
    """Take the comments off the start of `data`; raises DamagedAudio where they do not fit into it."""
    at = 0

    def take() -> bytes:
        nonlocal at
        size = int.from_bytes(data[at : at + 4], "little")
        if at + 4 + size > len(data):
            msg = f"a comment of {size:,} bytes where {max(0, len(data) - at - 4):,} are left"
            raise DamagedAudio(msg, hint="Export the file again.", place=place)
        at += 4 + size
        return data[at - size : at]

    vendor = take()
    count = int.from_bytes(data[at : at + 4], "little")
    at += 4
    if at + 4 * count > len(data):
        msg = f"{count:,} comments announced in {len(data):,} bytes"
        raise DamagedAudio(msg, hint="Export the file again.", place=place)
    items = tuple(take() for _ in range(count))
    return Comments(vendor, items, at)


def encode_comments(vendor: bytes, items: Iterable[bytes]) -> bytes:
    """Write a comment block."""
    parts = list(items)
    out = [_counted(vendor), len(parts).to_bytes(4, "little"), *map(_counted, parts)]
    return b"".join(out)


def _counted(data: bytes) -> bytes:
    return len(data).to_bytes(4, "little") + data
