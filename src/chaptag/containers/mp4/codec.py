"""What kind of sound a track holds: the sample description, and for AAC the AudioSpecificConfig in its `esds`.

HE-AAC codes the upper half of the spectrum apart (SBR), and a decoder gives twice the rate that the core states. The
sample table counts in the track's own time scale, so this alters no duration, unless a muxer mixed the two up.
"""

from __future__ import annotations

from typing import NamedTuple

from chaptag.containers.mp4.boxes import Box, Tree
from chaptag.containers.mp4.movie import Track

__all__ = ["Codec", "codec"]

_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
_NAMES = {
    b"alac": "Apple Lossless",
    b"fLaC": "FLAC",
    b"ac-3": "AC-3",
    b"ec-3": "E-AC-3",
    b".mp3": "MP3",
    b"samr": "AMR",
    b"sawb": "AMR-WB",
}
_AAC = {1: "AAC Main", 2: "AAC", 5: "HE-AAC", 29: "HE-AAC v2", 39: "AAC-ELD", 42: "xHE-AAC"}


class Codec(NamedTuple):
    """A codec's name for people. For AAC also the core's sampling rate, and how many samples of it make a frame."""

    name: str
    core_rate: int = 0
    frame: int = 0


def codec(tree: Tree, track: Track) -> Codec:
    """Name the codec of a track of sound; what is not known keeps its four letters."""
    stsd = tree.find(track.stbl, b"stsd")
    entry = next(iter(tree.children(stsd, 8)), None) if stsd is not None else None
    if entry is None:
        return Codec("unknown")
    if entry.type in {b"mp4a", b"enca"}:
        config = _config(tree, entry)
        if config is not None:
            return _aac(config)
    return Codec(_NAMES.get(entry.type, entry.type.decode("latin-1").strip()))


def _config(tree: Tree, entry: Box) -> bytes | None:
    """Find the decoder-specific info: in `esds` behind the entry's fields, in QuickTime within a `wave` box."""
    body = tree.body(entry)
    at = body.find(b"esds")
    if at < 4:
        return None
    return _descriptor(body[at + 8 : at + 8 + 256], (3, 4, 5))


def _descriptor(data: bytes, path: tuple[int, ...]) -> bytes | None:
    """Go down nested descriptors (ISO/IEC 14496-1, 7.2.6): a tag, a length of 7 bits a byte, a body."""
    own_fields = {3: 3, 4: 13, 5: 0}
    for tag in path:
        if not data or data[0] != tag:
            return None
        at, length = 1, 0
        while at < min(len(data), 5):
            length = length << 7 | data[at] & 0x7F
            at += 1
            if not data[at - 1] & 0x80:
                break
        data = data[at : at + length][own_fields[tag] :]
    return data


def _aac(config: bytes) -> Codec:
    """Read AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1), as far as it concerns time."""
    bits = int.from_bytes(config[:16].ljust(16, b"\0"), "big")
    left = 128

    def take(count: int) -> int:
        nonlocal left
        left -= count
        return bits >> left & ((1 << count) - 1)

    def object_type() -> int:
        kind = take(5)
        return 32 + take(6) if kind == 31 else kind

    def rate() -> int:
        index = take(4)
        return take(24) if index == 15 else _RATES[index] if index < len(_RATES) else 0

    kind = object_type()
    core_rate = rate()
    take(4)  # channels
    name = _AAC.get(kind, f"MPEG-4 audio {kind}")
    if kind in {5, 29}:
        rate()  # the rate that comes out
        kind = object_type()
    frame = (960 if take(1) else 1024) if kind in {1, 2, 3, 4} else 0
    return Codec(name, core_rate, frame)
