"""The four bytes of an MPEG audio frame header, and tables of frame lengths made from them.

Layout: ISO/IEC 11172-3 section 2.4.2.3 and 13818-3; MPEG 2.5 is the usual extension for 8, 11.025 and 12 kHz.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

__all__ = ["LONGEST_FRAME", "Header", "Key", "lengths", "parse"]

LONGEST_FRAME = 2881  # bytes: layer II and III at 160 kbit/s and 8 kHz, padded
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_VERSIONS = {3: "1", 2: "2", 0: "2.5"}
_LAYERS = {3: 1, 2: 2, 1: 3}
_KBIT_1 = {
    1: (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    2: (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
}
_KBIT_2_LOW = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_KBIT_2 = {1: (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256), 2: _KBIT_2_LOW, 3: _KBIT_2_LOW}
_MODES = ("stereo", "joint stereo", "two channels", "mono")


class Key(NamedTuple):
    """What all frames of one encoding share: the bits of version and layer, and those of the sampling rate."""

    kind: int
    rate: int


class Header(NamedTuple):
    """One frame: `kbit` is 0 in free format, and `size` (bytes, header included) then unknown, that is 0."""

    key: Key
    version: str
    layer: int
    kbit: int
    rate: int
    mode: str
    padded: bool
    size: int
    samples: int

    @property
    def label(self) -> str:
        """Say it to people: ``MPEG-1 layer III, 44100 Hz, mono``."""
        return f"MPEG-{self.version} layer {'I' * self.layer}, {self.rate} Hz, {self.mode}"

    @property
    def slot(self) -> int:
        """Bytes that padding adds to a frame."""
        return 4 if self.layer == 1 else 1


def parse(data: bytes, at: int = 0) -> Header | None:
    """Read the header at `at`; None where the bytes are none (or are cut off)."""
    if len(data) - at < 4 or data[at] != 0xFF or data[at + 1] < 0xE0:
        return None
    first, second = data[at + 1], data[at + 2]
    version, layer = first >> 3 & 3, _LAYERS.get(first >> 1 & 3)
    bitrate, rate_index, padded = second >> 4, second >> 2 & 3, second >> 1 & 1
    if version == 1 or layer is None or bitrate == 15 or rate_index == 3:
        return None
    rate = _RATES[version][rate_index]
    kbit = (_KBIT_1 if version == 3 else _KBIT_2)[layer][bitrate - 1] if bitrate else 0
    samples = 384 if layer == 1 else 1152 if layer == 2 or version == 3 else 576
    if not kbit:
        size = 0
    elif layer == 1:
        size = (12_000 * kbit // rate + padded) * 4
    else:
        size = samples * 125 * kbit // rate + padded
    key = Key(first & 0x1E, second & 0x0C)
    return Header(key, _VERSIONS[version], layer, kbit, rate, _MODES[data[at + 3] >> 6], bool(padded), size, samples)


@lru_cache(maxsize=32)
def lengths(key: Key) -> dict[bytes, int]:
    """Make the table ``first three bytes of a header → length of its frame`` of the frames that share `key`.

    Everything else is missing from it: other encodings, free format, what is no header at all.
    """
    table: dict[bytes, int] = {}
    for protected in (0, 1):
        for rest in range(64):  # bit rate, padding, the private bit
            word = bytes((0xFF, 0xE0 | key.kind | protected, (rest >> 2) << 4 | key.rate | rest & 3))
            header = parse(word + b"\0")
            if header is not None and header.size:
                table[word] = header.size
    return table
