"""The frame before the first one: Xing, Info and VBRI headers, and the LAME tag in them.

Layouts: Xing's VBR header SDK, the LAME tag's description by its authors, and Fraunhofer's VBRI as FFmpeg reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from chaptag.containers.mpeg.header import Header

__all__ = ["InfoHeader", "read_info"]

_ENCODERS = (b"LAME", b"Lavf", b"Lavc")  # the writers whose delay and padding players honour


class InfoHeader(NamedTuple):
    """What the header says; None for what it leaves out.

    `frames` do not include the frame that holds it, `size` (bytes) begins with that frame. `indexed` is whether
    there is a table to seek by. `delay` and `padding` are samples that the encoder put before and after the sound.
    """

    kind: str
    frames: int | None
    size: int | None
    indexed: bool
    delay: int | None = None
    padding: int | None = None


def read_info(frame: bytes, header: Header) -> InfoHeader | None:
    """Read the header in the first `frame`; None where that frame is sound."""
    if header.layer != 3:
        return None
    mono = header.mode == "mono"
    side = (17 if mono else 32) if header.version == "1" else (9 if mono else 17)
    for at in (4 + side, 6 + side):  # with a checksum, some writers count its two bytes and some do not
        if frame[at : at + 4] in {b"Xing", b"Info"}:
            return _xing(frame, at)
    if frame[36:40] == b"VBRI" and len(frame) >= 62:
        size, frames, entries = (int.from_bytes(frame[a:b], "big") for a, b in ((46, 50), (50, 54), (54, 56)))
        return InfoHeader("VBRI", frames, size, indexed=entries > 0)
    return None


def _xing(frame: bytes, at: int) -> InfoHeader | None:
    kind, flags = frame[at : at + 4].decode("ascii"), int.from_bytes(frame[at + 4 : at + 8], "big")
    at += 8
    numbers: list[int | None] = []
    for bit in (1, 2):
        numbers.append(int.from_bytes(frame[at : at + 4], "big") if flags & bit else None)
        at += 4 if flags & bit else 0
    at += 100 if flags & 4 else 0
    at += 4 if flags & 8 else 0
    delay = padding = None
    if frame[at : at + 4] in _ENCODERS and len(frame) >= at + 24:
        both = int.from_bytes(frame[at + 21 : at + 24], "big")
        delay, padding = both >> 12, both & 0xFFF
    return InfoHeader(kind, numbers[0], numbers[1], bool(flags & 4), delay, padding)
