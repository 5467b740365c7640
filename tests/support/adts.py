"""Builders of ADTS AAC, byte by byte and without chaptag; ISO/IEC 13818-7 section 6.2."""

from __future__ import annotations

import random

__all__ = ["adts", "frame"]

_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)


def frame(
    body: bytes, *, rate: int = 44100, channels: int = 1, profile: int = 1, blocks: int = 1, checksum: bool = False
) -> bytes:
    """Make one frame of `blocks` raw blocks; `profile` 1 is LC."""
    size = 7 + 2 * checksum + len(body)
    bits = 0xFFF << 44 | (not checksum) << 40 | profile << 38 | _RATES.index(rate) << 34 | channels << 30
    bits |= 0x7FF << 2 | (blocks - 1)
    head = (bits | size << 13).to_bytes(7, "big")
    return head + bytes(2 * checksum) + body


def adts(seconds: float = 60, *, rate: int = 44100, seed: int = 3, tag: bytes = b"", tail: bytes = b"") -> bytes:
    """Make whole frames for at least `seconds`, of random bytes and changing sizes."""
    chance = random.Random(seed)
    count = -(-int(seconds * rate) // 1024)
    return tag + b"".join(frame(chance.randbytes(chance.randrange(20, 60)), rate=rate) for _ in range(count)) + tail
