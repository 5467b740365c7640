"""Numbers of seven bits a byte, and unsynchronisation: how ID3v2 keeps FF out of a decoder's way."""

from __future__ import annotations

__all__ = ["deunsynchronise", "read_synchsafe", "write_synchsafe"]


def read_synchsafe(data: bytes) -> int | None:
    """Read four bytes of seven bits each; None where a high bit is set or bytes are missing."""
    if len(data) != 4 or (data[0] | data[1] | data[2] | data[3]) & 0x80:
        return None
    return data[0] << 21 | data[1] << 14 | data[2] << 7 | data[3]


def write_synchsafe(number: int) -> bytes:
    """Write a number below 2**28 in four bytes of seven bits."""
    return bytes((number >> 21 & 0x7F, number >> 14 & 0x7F, number >> 7 & 0x7F, number & 0x7F))


def deunsynchronise(data: bytes) -> bytes:
    """Take out the NUL that unsynchronisation put after each FF."""
    return data.replace(b"\xff\x00", b"\xff")
