"""Builders of WAV (RIFF, RF64) and AIFF files, byte by byte and without chaptag; and a reader of their chunks."""

from __future__ import annotations

import random
import struct
from collections.abc import Sequence

__all__ = ["aiff", "bext", "chunk", "chunks_of", "comm", "cue", "extended", "fmt", "ixml", "labels", "sound", "wav"]

UNKNOWN = 0xFFFFFFFF


def chunk(name: bytes, body: bytes, *, order: str = "<", size: int | None = None) -> bytes:
    """Make a chunk, padded to even; `size` lies about its length."""
    return name + struct.pack(order + "I", len(body) if size is None else size) + body + bytes(len(body) & 1)


def fmt(*, codec: int = 1, rate: int = 8000, channels: int = 1, bits: int = 8) -> bytes:
    """Make a plain format chunk."""
    block = channels * bits // 8
    return chunk(b"fmt ", struct.pack("<HHIIHH", codec, channels, rate, rate * block, block, bits))


def sound(seconds: float = 60, *, rate: int = 8000, seed: int = 5) -> bytes:
    """Make noise of one byte a sample."""
    return random.Random(seed).randbytes(int(seconds * rate))


def bext() -> bytes:
    """Make a broadcast extension of odd size."""
    return chunk(b"bext", b"Episode 7".ljust(256, b"\0") + b"Station".ljust(32, b"\0") + bytes(314) + b"A=PCM\r\n")


def ixml() -> bytes:
    """Make an iXML chunk."""
    return chunk(b"iXML", b"<BWFXML><PROJECT>Pod</PROJECT></BWFXML>")


def cue(samples: Sequence[int]) -> bytes:
    """Make cue points, with ids from 1."""
    points = b"".join(
        struct.pack("<II4sIII", number, sample, b"data", 0, 0, sample) for number, sample in enumerate(samples, 1)
    )
    return chunk(b"cue ", struct.pack("<I", len(samples)) + points)


def labels(names: Sequence[str], *, regions: Sequence[int] = (), encoding: str = "utf-8") -> bytes:
    """Name cue points, in a LIST of type adtl; `regions` are lengths in samples."""
    body = b"adtl"
    for number, name in enumerate(names, 1):
        body += chunk(b"labl", struct.pack("<I", number) + name.encode(encoding) + b"\0")
    for number, length in enumerate(regions, 1):
        body += chunk(b"ltxt", struct.pack("<II4sHHHH", number, length, b"rgn ", 0, 0, 0, 0))
    return chunk(b"LIST", body)


def wav(
    *,
    before: bytes = b"",
    after: bytes = b"",
    data: bytes | None = None,
    form: str = "RIFF",
    size: int | None = None,
    data_size: int | None = None,
    tail: bytes = b"",
    format_: bytes | None = None,
) -> bytes:
    """Make a WAV of one minute; `size` and `data_size` lie about its lengths."""
    data = sound() if data is None else data
    body = (fmt() if format_ is None else format_) + before
    if form == "RIFF":
        body = b"WAVE" + body + chunk(b"data", data, size=data_size) + after
        return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body + tail
    body += chunk(b"data", data, size=UNKNOWN) + after
    whole = 4 + 36 + len(body)
    ds64 = chunk(b"ds64", struct.pack("<QQQI", whole, len(data), len(data), 0))
    return form.encode() + struct.pack("<I", UNKNOWN) + b"WAVE" + ds64 + body + tail


def extended(rate: int) -> bytes:
    """Write a whole number as an 80-bit float."""
    power = rate.bit_length() - 1
    return struct.pack(">HQ", 0x3FFF + power, rate << 63 - power)


def comm(frames: int, *, rate: int = 8000, codec: bytes = b"") -> bytes:
    """Make a common chunk of 8 bits, mono; `codec` makes it AIFC's."""
    body = struct.pack(">HIH", 1, frames, 8) + extended(rate)
    return chunk(b"COMM", body + (codec + b"\x0enot compressed\0" if codec else b""), order=">")


def aiff(
    *, kind: bytes = b"AIFF", before: bytes = b"", after: bytes = b"", data: bytes | None = None, codec: bytes = b""
) -> bytes:
    """Make an AIFF (or AIFC) of one minute."""
    data = sound() if data is None else data
    body = kind + comm(len(data), codec=codec) + before + chunk(b"SSND", bytes(8) + data, order=">") + after
    return b"FORM" + struct.pack(">I", len(body)) + body


def chunks_of(data: bytes) -> list[tuple[bytes, bytes]]:
    """List the chunks of a whole file, in order, with their bodies; proves that sizes and padding are right."""
    order = ">" if data[:4] == b"FORM" else "<"
    (size,) = struct.unpack(order + "I", data[4:8])
    sizes = {}
    if data[:4] == b"RF64":
        size, sizes[b"data"] = struct.unpack("<QQ", data[20:36])
    at, found = 12, []
    while at < 8 + size:
        name, (length,) = data[at : at + 4], struct.unpack(order + "I", data[at + 4 : at + 8])
        length = sizes.get(name, length) if length == UNKNOWN else length
        found.append((name, data[at + 8 : at + 8 + length]))
        assert len(found[-1][1]) == length
        at += 8 + length + (length & 1)
    assert at == 8 + size
    assert size % 2 == 0
    return found
