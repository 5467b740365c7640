"""Text in ID3v2 frames: four encodings, two kinds of terminator."""

from __future__ import annotations

__all__ = ["decode_text", "encode_text", "split_text", "terminator"]

_CODECS = ("latin-1", "utf-16", "utf-16-be", "utf-8")


def terminator(encoding: int) -> bytes:
    """What ends a string in this encoding."""
    return b"\0\0" if encoding in {1, 2} else b"\0"


def split_text(encoding: int, data: bytes) -> tuple[bytes, bytes]:
    """Split at the first terminator: the string's bytes, and what follows it; the rest is empty without one."""
    if encoding not in {1, 2}:
        head, _, tail = data.partition(b"\0")
        return head, tail
    at = data.find(b"\0\0")
    while at >= 0 and at & 1:
        at = data.find(b"\0\0", at + 1)
    return (data, b"") if at < 0 else (data[:at], data[at + 2 :])


def decode_text(encoding: int, data: bytes) -> str:
    """Decode a string's bytes, leniently: what cannot be read becomes U+FFFD, an unknown encoding is Latin-1.

    UTF-16 without a byte order mark is taken as little-endian, as its writers mean it.
    """
    if encoding == 1 and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16-le", "replace")
    return data.decode(_CODECS[encoding] if encoding < 4 else "latin-1", "replace")


def encode_text(text: str, version: int) -> bytes:
    """Encode as chaptag writes it, with encoding byte and terminator.

    2.3: Latin-1 where the text is ASCII (some readers take it for the local code page), else UTF-16 with a byte order
    mark, little-endian. 2.4: UTF-8.
    """
    if version >= 4:
        return b"\3" + text.encode("utf-8", "replace") + b"\0"
    if text.isascii():
        return b"\0" + text.encode("ascii") + b"\0"
    return b"\1\xff\xfe" + text.encode("utf-16-le", "replace") + b"\0\0"
