"""ADTS frame headers (ISO/IEC 13818-7 section 6.2, ISO/IEC 14496-3 section 1.A.2.2)."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["HEADER", "LONGEST_FRAME", "SAMPLES", "SHAPE", "Header", "parse"]

HEADER = 7  # bytes; two more where there is a checksum
LONGEST_FRAME = (1 << 13) - 1
SAMPLES = 1024  # that one block decodes to, at the rate that the header says
# Sync word, layer, profile, rate, channels: what stays the same in all frames of a stream.
SHAPE = 0xFFFE_FDC0_0000_00
_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
_PROFILES = ("Main", "LC", "SSR", "LTP")


class Header(NamedTuple):
    """One header: `shape` its constant bits, `size` of the whole frame in bytes, `blocks` of `SAMPLES` in it."""

    shape: int
    size: int
    blocks: int
    rate: int
    label: str


def parse(data: bytes) -> Header | None:
    """Read the header that `data` begins with; None where there is none."""
    if len(data) < HEADER or data[0] != 0xFF or data[1] & 0xF6 != 0xF0:
        return None
    bits = int.from_bytes(data[:HEADER], "big")
    index, size = data[2] >> 2 & 15, bits >> 13 & 0x1FFF
    if index >= len(_RATES) or size < (HEADER if data[1] & 1 else HEADER + 2):
        return None
    channels = (data[2] & 1) << 2 | data[3] >> 6
    sound = {0: "channels as the stream says", 1: "mono", 2: "stereo"}.get(channels, f"{channels} channels")
    label = f"AAC {_PROFILES[data[2] >> 6]}, {_RATES[index]} Hz, {sound}"
    return Header(bits & SHAPE, size, (bits & 3) + 1, _RATES[index], label)
