"""Builders of MP3 files, byte by byte and without chaptag: MPEG frames, Xing/Info/VBRI headers, trailing tags.

The sound is silence that every decoder accepts: side information of zeros means "no data", what follows is ancillary.
ID3v2 tags are in `tests.support.id3`; the common case needs only `mp3(seconds=60, tag=...)`.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Sequence

__all__ = [
    "apev2",
    "cbr",
    "frame",
    "frame_size",
    "garbage",
    "header",
    "id3v1",
    "info_frame",
    "lyrics3",
    "mp3",
    "samples_per_frame",
    "vbr",
    "vbri_frame",
]

_RATES = {1: (44100, 48000, 32000), 2: (22050, 24000, 16000), 2.5: (11025, 12000, 8000)}
_VERSION_BITS: dict[float, int] = {1: 3, 2: 2, 2.5: 0}
_KBIT: dict[tuple[int, int], tuple[int, ...]] = {
    (1, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def _version_of(rate: int) -> float:
    return next(version for version, rates in _RATES.items() if rate in rates)


def header(kbit: int = 128, rate: int = 44100, *, layer: int = 3, padding: int = 0, mode: int = 3) -> bytes:
    """Make the four bytes of a frame header; `mode` 3 is mono, 0 stereo; `kbit` 0 is free format."""
    version = _version_of(rate)
    index = _KBIT[1 if version == 1 else 2, layer].index(kbit)
    return bytes(
        (
            0xFF,
            0xE1 | _VERSION_BITS[version] << 3 | (4 - layer) << 1,
            index << 4 | _RATES[version].index(rate) << 2 | padding << 1,
            mode << 6,
        )
    )


def samples_per_frame(rate: int = 44100, layer: int = 3) -> int:
    """Samples that one frame of this kind decodes to."""
    return 384 if layer == 1 else 1152 if layer == 2 or _version_of(rate) == 1 else 576


def frame_size(kbit: int = 128, rate: int = 44100, *, layer: int = 3, padding: int = 0) -> int:
    """Bytes of one frame, its header included."""
    if layer == 1:
        return (12000 * kbit // rate + padding) * 4
    return samples_per_frame(rate, layer) // 8 * 1000 * kbit // rate + padding


def frame(
    kbit: int = 128,
    rate: int = 44100,
    *,
    layer: int = 3,
    padding: int = 0,
    mode: int = 3,
    fill: random.Random | None = None,
) -> bytes:
    """Make a silent frame; `fill` makes its ancillary bytes random (false sync words and all)."""
    size = frame_size(kbit, rate, layer=layer, padding=padding)
    head = header(kbit, rate, layer=layer, padding=padding, mode=mode)
    if fill is None or size < 48:
        return head + bytes(size - 4)
    return head + bytes(32) + fill.randbytes(size - 36)


def cbr(
    count: int, kbit: int = 128, rate: int = 44100, *, layer: int = 3, mode: int = 3, fill: random.Random | None = None
) -> bytes:
    """Make `count` frames of constant bit rate, padded as an encoder would."""
    out = bytearray()
    spf = samples_per_frame(rate, layer)
    slot = 4 if layer == 1 else 1
    for number in range(1, count + 1):
        due = spf * kbit * 125 * number // rate
        padding = due - len(out) >= frame_size(kbit, rate, layer=layer) + slot
        out += frame(kbit, rate, layer=layer, padding=int(padding), mode=mode, fill=fill)
    return bytes(out)


def vbr(
    count: int, rate: int = 44100, *, kbits: Sequence[int] = (64, 128, 96, 32, 160), fill: random.Random | None = None
) -> bytes:
    """Make `count` frames of layer III whose bit rates take turns."""
    return b"".join(frame(kbits[number % len(kbits)], rate, fill=fill) for number in range(count))


def info_frame(
    frames: int | None,
    size: int | None,
    *,
    magic: bytes = b"Info",
    kbit: int = 128,
    rate: int = 44100,
    mode: int = 3,
    toc: bool = True,
    lame: tuple[int, int] | None = None,
) -> bytes:
    """Make a Xing (`magic` ``Xing``) or Info frame; it does not count itself in `frames`, but its bytes in `size`.

    None leaves a field out. `lame` is (encoder delay, padding) in samples and adds a LAME tag.
    """
    side = (17 if mode == 3 else 32) if _version_of(rate) == 1 else (9 if mode == 3 else 17)
    flags = (frames is not None) | (size is not None) << 1 | toc << 2
    body = magic + struct.pack(">I", flags)
    body += b"" if frames is None else struct.pack(">I", frames)
    body += b"" if size is None else struct.pack(">I", size)
    body += bytes(number * 255 // 99 for number in range(100)) if toc else b""
    if lame is not None:
        delay, padding = lame
        body += b"LAME3.100" + bytes(12) + (delay << 12 | padding).to_bytes(3, "big") + bytes(12)
    out = header(kbit, rate, mode=mode) + bytes(side) + body
    return out.ljust(frame_size(kbit, rate), b"\0")


def vbri_frame(frames: int, size: int, *, kbit: int = 128, rate: int = 44100) -> bytes:
    """Make a frame with a Fraunhofer VBRI header, which stands 32 bytes after the frame header, always."""
    body = b"VBRI" + struct.pack(">HHHIIHHHH", 1, 0, 75, size, frames, 1, 1, 2, frames) + bytes(2)
    return (header(kbit, rate) + bytes(32) + body).ljust(frame_size(kbit, rate), b"\0")


def garbage(size: int, seed: int = 1) -> bytes:
    """Make random bytes, with sync words among them."""
    return random.Random(seed).randbytes(size)


def id3v1(title: str = "Old title") -> bytes:
    """Make the 128 bytes of an ID3v1 tag."""
    return b"TAG" + title.encode("latin-1").ljust(30, b"\0")[:30] + b"Artist".ljust(30, b" ") + bytes(64) + b"\x0c"


def apev2(items: int = 3, *, with_header: bool = True) -> bytes:
    """Make an APEv2 tag with its footer, and its header unless told otherwise."""
    body = b""
    for number in range(items):
        value = f"value {number}".encode()
        body += struct.pack("<II", len(value), 0) + f"Key{number}".encode() + b"\0" + value
    flags = 0x80000000 if with_header else 0

    def edge(extra: int) -> bytes:
        return b"APETAGEX" + struct.pack("<IIII", 2000, len(body) + 32, items, flags | extra) + bytes(8)

    return (edge(0x20000000) if with_header else b"") + body + edge(0)


def lyrics3() -> bytes:
    """Make a Lyrics3v2 tag; it stands right before an ID3v1 tag."""
    body = b"LYRICSBEGIN" + b"IND00002" + b"10" + b"LYR00011" + b"[00:02]Text"
    return body + b"%06d" % len(body) + b"LYRICS200"


def mp3(
    seconds: float = 60,
    *,
    tag: bytes = b"",
    tail: bytes = b"",
    kbit: int = 64,
    rate: int = 44100,
    info: bool = True,
    lame: tuple[int, int] | None = None,
    seed: int | None = None,
) -> bytes:
    """Make a whole MP3: `tag`, an Info frame that is right (unless `info` is False), CBR frames, `tail`.

    The sound lasts `seconds` rounded up to whole frames.
    """
    count = -(-int(seconds * rate * 1000) // (samples_per_frame(rate) * 1000))
    sound = cbr(count, kbit, rate, fill=None if seed is None else random.Random(seed))
    if info:
        first = frame_size(max(kbit, 64), rate)
        sound = info_frame(count, len(sound) + first, kbit=max(kbit, 64), rate=rate, lame=lame) + sound
    return tag + sound + tail
