"""Builders of FLAC, Ogg Vorbis and Opus files, byte by byte and without chaptag; and readers of their comments.

No decoder takes the sound of these for music, but headers, numbers and checksums are right.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterable, Sequence

__all__ = [
    "block",
    "chapter_items",
    "comments",
    "flac",
    "flac_blocks",
    "flac_frames",
    "items_of",
    "ogg_packets",
    "ogg_pages",
    "opus",
    "page",
    "paged",
    "picture",
    "streaminfo",
    "vorbis",
]


def chapter_items(chapters: Sequence[tuple[str, str]], *, first: int = 1) -> list[str]:
    """Write chapters (time, title) as comments."""
    items = []
    for number, (time, title) in enumerate(chapters, first):
        items += [f"CHAPTER{number:03d}={time}", f"CHAPTER{number:03d}NAME={title}"]
    return items


def picture(size: int = 3000) -> str:
    """Make a comment like that of a cover."""
    return "METADATA_BLOCK_PICTURE=" + "QUJD" * (size // 4)


def comments(items: Iterable[str | bytes], vendor: str = "some encoder 1.0") -> bytes:
    """Make a comment block."""
    parts = [vendor.encode(), *(item.encode() if isinstance(item, str) else item for item in items)]
    packed = [struct.pack("<I", len(part)) + part for part in parts]
    return packed[0] + struct.pack("<I", len(parts) - 1) + b"".join(packed[1:])


def items_of(data: bytes) -> tuple[bytes, list[bytes], bytes]:
    """Read a comment block: vendor, comments, what follows."""
    parts: list[bytes] = []
    at = 0
    count = 1
    while len(parts) < count:
        (size,) = struct.unpack_from("<I", data, at)
        parts.append(data[at + 4 : at + 4 + size])
        assert len(parts[-1]) == size
        at += 4 + size
        if len(parts) == 1:
            count += struct.unpack_from("<I", data, at)[0]
            at += 4
    return parts[0], parts[1:], data[at:]


def _crc(data: bytes, poly: int, bits: int) -> int:
    """Compute a checksum bit by bit, by the book."""
    value, top, mask = 0, 1 << bits - 1, (1 << bits) - 1
    for byte in data:
        value ^= byte << bits - 8
        for _ in range(8):
            value = (value << 1 ^ poly if value & top else value << 1) & mask
    return value


# FLAC


def block(kind: int, body: bytes, *, last: bool = False) -> bytes:
    """Make a metadata block."""
    return bytes((kind | 0x80 * last,)) + len(body).to_bytes(3, "big") + body


def streaminfo(samples: int, *, rate: int = 44100, size: int = 4096) -> bytes:
    """Make the body of STREAMINFO: mono, 16 bits, no checksum."""
    packed = rate << 44 | 0 << 41 | 15 << 36 | samples
    return struct.pack(">HH", size, size) + bytes(6) + packed.to_bytes(8, "big") + bytes(16)


def _number(value: int) -> bytes:
    if value < 0x80:
        return bytes((value,))
    tail: list[int] = []
    length = 1
    while value >= 1 << (6 if length == 1 else 7 - length):
        tail.insert(0, 0x80 | value & 0x3F)
        value >>= 6
        length += 1
    return bytes((0xFF << 8 - length & 0xFF | value, *tail))


def flac_frames(samples: int, *, size: int = 4096, seed: int = 2, first: int = 0) -> bytes:
    """Make frames of random bytes, with right checksums; the last one is shorter."""
    chance, out = random.Random(seed), []
    for number in range(first, first + -(-samples // size)):
        left = min(size, samples - (number - first) * size)
        head = bytes((0xFF, 0xF8, 0x70 | 9, 0x08)) + _number(number) + struct.pack(">H", left - 1)
        head += bytes((_crc(head, 0x07, 8),))
        body = head + chance.randbytes(2)
        out.append(body + _crc(body, 0x8005, 16).to_bytes(2, "big"))
    return b"".join(out)


def flac(
    items: Sequence[str | bytes] | None = ("TITLE=Episode", "ARTIST=Ada", "title=again"),
    *,
    padding: int | None = 4096,
    others: Sequence[tuple[int, bytes]] = (),
    seconds: int = 60,
    stated: int | None = None,
) -> bytes:
    """Make a FLAC file; `stated` is what STREAMINFO says in samples."""
    samples = seconds * 44100
    blocks = [(0, streaminfo(samples if stated is None else stated))]
    blocks += [] if items is None else [(4, comments(items))]
    blocks += list(others)
    blocks += [] if padding is None else [(1, bytes(padding))]
    made = [block(kind, body, last=number == len(blocks)) for number, (kind, body) in enumerate(blocks, 1)]
    return b"fLaC" + b"".join(made) + flac_frames(samples)


def flac_blocks(data: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """List the metadata blocks and give what follows them."""
    assert data[:4] == b"fLaC"
    at, last, found = 4, False, []
    while not last:
        size = int.from_bytes(data[at + 1 : at + 4], "big")
        found.append((data[at] & 0x7F, data[at + 4 : at + 4 + size]))
        last = bool(data[at] & 0x80)
        at += 4 + size
    return found, data[at:]


# Ogg


def page(body: bytes, lacing: bytes, *, flags: int = 0, granule: int = 0, serial: int = 77, sequence: int = 0) -> bytes:
    """Make a page."""
    head = b"OggS" + struct.pack("<BBQIIIB", 0, flags, granule & (1 << 64) - 1, serial, sequence, 0, len(lacing))
    data = bytearray(head + lacing + body)
    data[22:26] = _page_crc(bytes(data)).to_bytes(4, "little")
    return bytes(data)


_TABLE = [_crc(bytes((byte,)), 0x04C11DB7, 32) for byte in range(256)]


def _page_crc(data: bytes) -> int:
    value = 0
    for byte in data:
        value = (value << 8 ^ _TABLE[value >> 24 ^ byte]) & 0xFFFFFFFF
    return value


def paged(
    packets: Sequence[bytes],
    *,
    sequence: int,
    serial: int = 77,
    granule: int = 0,
    segments: int = 255,
    last: bool = False,
) -> list[bytes]:
    """Put packets on pages of at most `segments` segments; the last page has the `granule`."""
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,)) for packet in packets)
    data, at = b"".join(packets), 0
    made: list[bytes] = []
    for o in range(0, len(lacing), segments):
        sizes = lacing[o : o + segments]
        final = o + segments >= len(lacing)
        flags = (1 if o and lacing[o - 1] == 255 else 0) | (4 if final and last else 0)
        position = granule if any(size < 255 for size in sizes) else -1
        body = data[at : at + sum(sizes)]
        made.append(page(body, sizes, flags=flags, granule=position, serial=serial, sequence=sequence + len(made)))
        at += sum(sizes)
    return made


def opus(
    items: Sequence[str | bytes] = ("TITLE=Episode", "ARTIST=Ada"),
    *,
    rest: bytes = b"",
    seconds: int = 60,
    skip: int = 312,
    late: int = 0,
    serial: int = 77,
    segments: int = 255,
) -> bytes:
    """Make an Ogg Opus file with a page each second, of packets of 20 ms; `late` samples were cut off its start."""
    chance = random.Random(4)
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, skip, 48000, 0, 0)
    made = [page(head, bytes((len(head),)), flags=2, serial=serial)]
    made += paged([b"OpusTags" + comments(items) + rest], sequence=1, serial=serial, segments=segments)
    for second in range(1, seconds + 2):
        packets = [b"\x78" + chance.randbytes(chance.randrange(5, 12)) for _ in range(50)]
        final = second > seconds
        granule = late + (seconds * 48000 + skip if final else second * 48000)
        made += paged(packets, sequence=len(made), serial=serial, granule=granule, last=final)
    return b"".join(made)


def vorbis(
    items: Sequence[str | bytes] = ("TITLE=Episode", "ARTIST=Ada"),
    *,
    rest: bytes = b"",
    seconds: int = 60,
    setup: int = 4000,
    together: bool = True,
    serial: int = 77,
    framing: bytes = b"\1",
) -> bytes:
    """Make an Ogg Vorbis file; `together` puts comments and codebooks on the same pages."""
    chance = random.Random(6)
    head = b"\1vorbis" + struct.pack("<IBIiiiBB", 0, 1, 44100, 0, 64000, 0, 0xB8, 1)
    made = [page(head, bytes((len(head),)), flags=2, serial=serial)]
    packets = [b"\3vorbis" + comments(items) + framing + rest, b"\5vorbis" + chance.randbytes(setup)]
    for group in [packets] if together else [[packet] for packet in packets]:
        made += paged(group, sequence=len(made), serial=serial)
    for second in range(1, seconds + 1):
        packets = [chance.randbytes(chance.randrange(5, 30)) for _ in range(20)]
        made += paged(packets, sequence=len(made), serial=serial, granule=second * 44100, last=second == seconds)
    return b"".join(made)


def ogg_pages(data: bytes) -> list[tuple[int, int, int, int, bytes, bytes]]:
    """List the pages of a whole file (flags, granule, serial, sequence, lacing, body); proves their checksums."""
    at, found = 0, []
    while at < len(data):
        magic, version, flags, granule, serial, sequence, crc, count = struct.unpack_from("<4sBBQIIIB", data, at)
        assert (magic, version) == (b"OggS", 0)
        lacing = data[at + 27 : at + 27 + count]
        size = 27 + count + sum(lacing)
        whole = data[at : at + size]
        assert _page_crc(whole[:22] + bytes(4) + whole[26:]) == crc
        found.append((flags, granule, serial, sequence, lacing, whole[27 + count :]))
        at += size
    return found


def ogg_packets(data: bytes) -> list[bytes]:
    """List the packets of a file of one stream; proves that its pages count on by one."""
    packets, part = [], b""
    pages = ogg_pages(data)
    assert [each[3] for each in pages] == list(range(pages[0][3], pages[0][3] + len(pages)))
    for flags, _, _, _, lacing, body in pages:
        assert bool(flags & 1) == bool(part)
        at = 0
        for size in lacing:
            part += body[at : at + size]
            at += size
            if size < 255:
                packets.append(part)
                part = b""
    return packets
