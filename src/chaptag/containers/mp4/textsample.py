"""One sample of a text track: a 16-bit length, the text, and small boxes that say more about it.

QuickTime File Format, "Text sample data". ``encd`` names the encoding and must follow the text directly (AVFoundation);
``href`` holds a link, as Auphonic and Hindenburg write it.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from chaptag.model.text import cut_utf8

__all__ = ["MAX_TITLE", "TextSample", "decode_sample", "encode_sample", "untitled_sample"]

MAX_TITLE = 0xFFFF
"""The longest title that a sample can hold, in bytes of UTF-8."""

_MARK = bytes.fromhex("00000008 66726565")
_ENCD_UTF8 = bytes.fromhex("0000000c 656e6364 00000100")


class TextSample(NamedTuple):
    """A sample's text and the link that goes with it; `meant` says that an empty text is a chapter, not filler."""

    text: str
    url: str | None = None
    meant: bool = False


def encode_sample(title: str) -> bytes:
    """Build the sample of a title, cut to what its length field can say; without one it is mere filler."""
    text = cut_utf8(title, MAX_TITLE).encode()
    return struct.pack(">H", len(text)) + text + _ENCD_UTF8


def untitled_sample() -> bytes:
    """Build the sample of a chapter without a title at 0, which is told from filler by an empty box at its end."""
    return encode_sample("") + _MARK


def decode_sample(data: bytes) -> TextSample:
    """Read a sample; one that is too short is an empty text.

    UTF-8 unless a byte order mark says UTF-16; bytes that are no UTF-8 are Mac Roman, QuickTime's own encoding.
    """
    length = int.from_bytes(data[:2], "big")
    return TextSample(_decode(data[2 : 2 + length]), _href(data, 2 + length), data.endswith(_MARK))


def _decode(text: bytes) -> str:
    if text[:2] in {b"\xfe\xff", b"\xff\xfe"}:
        return text.decode("utf-16", "replace").rstrip("\0")
    try:
        decoded = text.decode()
    except UnicodeDecodeError:
        decoded = text.decode("mac_roman")
    return decoded.rstrip("\0")


def _href(data: bytes, at: int) -> str | None:
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if size < 8 or at + size > len(data):
            return None
        if kind == b"href" and size > 13:
            length = data[at + 12]
            return data[at + 13 : min(at + 13 + length, at + size)].decode("utf-8", "replace") or None
        at += size
    return None
