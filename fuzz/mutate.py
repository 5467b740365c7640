"""Mutations without coverage: for machines without atheris, and for the short run in the tests."""

from __future__ import annotations

import random
from collections.abc import Sequence

__all__ = ["mutate"]

_NUMBERS = (0, 1, 2, 7, 8, 9, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
_LONGEST = 1 << 16


def mutate(data: bytes, seeds: Sequence[bytes], words: Sequence[bytes], chance: random.Random) -> bytes:
    """Change `data` in one to six places; `words` are what the format is made of."""
    result = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        at = chance.randrange(len(result) + 1)
        if chance.random() < 0.5:  # structure stands at the start, more often than not
            at = min(at, chance.randrange(1, 1025))
        match chance.randrange(9):
            case 0:
                result[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                result[at : at + 1] = bytes([(result[at] if at < len(result) else 0) ^ 1 << chance.randrange(8)])
            case 2:
                width = chance.choice((1, 2, 4, 8))
                number = chance.choice(_NUMBERS) % (1 << 8 * width)
                result[at : at + width] = number.to_bytes(width, chance.choice(("big", "little")))
            case 3:
                del result[at : at + chance.choice((1, 2, 4, 16, 256))]
            case 4:
                size = chance.choice((1, 4, 16, 64, 512))
                result[at:at] = result[at : at + size] * chance.choice((1, 1, 2, 50))
            case 5:
                result[at:at] = chance.choice(words) if words else b""
            case 6:
                word = chance.choice(words) if words else b"\0"
                result[at : at + len(word)] = word
            case 7:
                other = chance.choice(seeds)
                start = chance.randrange(len(other) + 1)
                size = chance.choice((4, 32, 256, 4096))
                result[at : at + chance.choice((0, size))] = other[start : start + size]
            case _:
                del result[at:]
        if not result:
            result = bytearray(chance.choice(seeds))
    return bytes(result[:_LONGEST])
