"""Codecs by their sample descriptions, and AAC by its own: every rate, every kind of object, lengths of any form."""

from __future__ import annotations

import pytest

from chaptag.containers.mp4.codec import Codec, codec
from tests.containers.mp4.bare import opened, sound_entry, trak, u32
from tests.support.mp4 import box, esds, full

RATES = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350, 0, 0]
NAMED = {
    b"alac": "Apple Lossless",
    b"Opus": "Opus",
    b"fLaC": "FLAC",
    b"ac-3": "AC-3",
    b"ec-3": "E-AC-3",
    b".mp3": "MP3",
    b"samr": "AMR",
    b"sawb": "AMR-WB",
    b"sowt": "sowt",
    b"ms\0\x11": "ms\0\x11",
    b"raw ": "raw",
    b"\xe9abc": "éabc",
}
AAC = {1: "AAC Main", 2: "AAC", 5: "HE-AAC", 29: "HE-AAC v2", 39: "AAC-ELD", 42: "xHE-AAC"}
LC = (2, 5), (8, 4), (1, 4), (1, 1)  # 16 kHz, mono, frames of 960 samples: its last bit is in the second byte
PLAIN = Codec("AAC", 16000, 960)
CUT = Codec("AAC", 16000, 1024)


def coded(*fields: tuple[int, int]) -> bytes:
    """Numbers of so many bits each, filled up with ones."""
    bits = "".join(f"{number:0{width}b}" for number, width in fields)
    bits += "1" * (-len(bits) % 8)
    return int(bits or "0", 2).to_bytes(len(bits) // 8, "big")


def kind(number: int) -> tuple[tuple[int, int], ...]:
    """An object type: five bits, and six more from 32 on."""
    return ((number, 5),) if number < 31 else ((31, 5), (number - 32, 6))


def named(entry: bytes) -> Codec:
    movie = opened(trak(stsd=u32(1) + entry))
    return codec(movie.tree, movie.tracks[0])


def aac(config: bytes) -> Codec:
    return named(sound_entry(b"mp4a", full(b"esds", esds(config))))


def described(descriptors: bytes) -> Codec:
    return named(sound_entry(b"mp4a", full(b"esds", descriptors)))


@pytest.mark.parametrize("entry", NAMED)
def test_names(entry: bytes) -> None:
    assert named(sound_entry(entry, full(b"esds", esds(coded(*LC))))) == Codec(NAMED[entry])


def test_a_track_without_a_description() -> None:
    movie = opened(trak(stsd=u32(0)))
    assert codec(movie.tree, movie.tracks[0]) == Codec("unknown")


def test_the_first_description_counts() -> None:
    movie = opened(trak(stsd=u32(2) + sound_entry(b"alac") + sound_entry(b"Opus")))
    assert codec(movie.tree, movie.tracks[0]).name == "Apple Lossless"


# --- AudioSpecificConfig


@pytest.mark.parametrize("index", range(15))
def test_rates(index: int) -> None:
    assert aac(coded((2, 5), (index, 4), (2, 4), (0, 1))) == Codec("AAC", RATES[index], 1024)
    assert aac(coded((5, 5), (index, 4), (2, 4), (3, 4), (2, 5), (0, 1))) == Codec("HE-AAC", RATES[index], 1024)
    assert aac(coded((5, 5), (7, 4), (2, 4), (index, 4), (2, 5), (1, 1))) == Codec("HE-AAC", 22050, 960)


def test_a_rate_in_full() -> None:
    assert aac(coded((2, 5), (15, 4), (0xABCDEF, 24), (2, 4), (1, 1))) == Codec("AAC", 0xABCDEF, 960)
    explicit = coded((5, 5), (7, 4), (2, 4), (15, 4), (0xFFFFFF, 24), (2, 5), (1, 1))
    assert aac(explicit) == Codec("HE-AAC", 22050, 960)


@pytest.mark.parametrize("number", [*range(5), *range(6, 29), 30, *range(32, 46)])
def test_kinds_of_objects(number: int) -> None:
    name = AAC.get(number, f"MPEG-4 audio {number}")
    long, short = (1024, 960) if number in {1, 2, 3, 4} else (0, 0)
    assert aac(coded(*kind(number), (4, 4), (15, 4), (0, 1))) == Codec(name, 44100, long)
    assert aac(coded(*kind(number), (4, 4), (15, 4), (1, 1))) == Codec(name, 44100, short)


@pytest.mark.parametrize("number", [5, 29])
def test_what_codes_half_the_spectrum_apart(number: int) -> None:
    head = (*kind(number), (7, 4), (1, 4), (4, 4))
    assert aac(coded(*head, (2, 5), (0, 1))) == Codec(AAC[number], 22050, 1024)
    assert aac(coded(*head, (2, 5), (1, 1))) == Codec(AAC[number], 22050, 960)
    assert aac(coded(*head, (22, 5), (1, 1))) == Codec(AAC[number], 22050, 0)
    assert aac(coded(*head, *kind(34), (1, 1))) == Codec(AAC[number], 22050, 0)


@pytest.mark.parametrize("more", [0, 1, 13, 14, 15, 40])
def test_what_follows_alters_nothing(more: int) -> None:
    assert aac(coded(*LC) + b"\xff" * more) == PLAIN
    assert aac(coded((2, 5), (8, 4), (1, 4), (0, 1)) + bytes(more)) == CUT


def test_what_is_cut_short_counts_as_zeros() -> None:
    assert aac(b"") == Codec("MPEG-4 audio 0", 96000, 0)
    assert aac(coded(*LC)[:1]) == CUT
    assert aac(b"\x13") == Codec("AAC", RATES[6], 1024)


# --- descriptors


def descriptor(tag: int, body: bytes, width: int = 1, *, length: int | None = None) -> bytes:
    """A descriptor with a length of `width` bytes of seven bits."""
    size = len(body) if length is None else length
    sizes = [size >> 7 * at & 0x7F | (0x80 if at else 0) for at in range(width - 1, -1, -1)]
    return bytes([tag, *sizes]) + body


def nested(*widths: int, end: bytes = b"\x06\x01\x02") -> bytes:
    outer, middle, inner = widths
    specific = descriptor(5, coded(*LC), inner)
    return descriptor(3, b"\x9f" * 3 + descriptor(4, b"\x9f" * 13 + specific, middle) + end, outer)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_lengths_that_expand(width: int) -> None:
    assert described(nested(width, 1, 1)) == PLAIN
    assert described(nested(1, width, 1)) == PLAIN
    assert described(nested(1, 1, width)) == PLAIN
    assert described(nested(width, width, width)) == PLAIN


def test_a_length_of_more_than_seven_bits() -> None:
    padded = descriptor(4, bytes(13) + descriptor(5, coded(*LC) + bytes(126), 2), 2)
    assert described(descriptor(3, bytes(3) + padded, 2)) == PLAIN


def test_a_length_ends_with_its_fourth_byte() -> None:
    outer = b"\x03\x80\x80\x80\xa0" + bytes(3) + descriptor(4, bytes(13) + descriptor(5, coded(*LC)))
    assert described(outer) == PLAIN


def test_a_length_bounds_what_is_read() -> None:
    short = descriptor(5, coded(*LC), length=1)
    assert described(descriptor(3, bytes(3) + descriptor(4, bytes(13) + short))) == CUT
    none = descriptor(5, coded(*LC), length=0)
    assert described(descriptor(3, bytes(3) + descriptor(4, bytes(13) + none))).name == "MPEG-4 audio 0"
    outer = descriptor(3, bytes(3) + descriptor(4, bytes(13) + short), length=3)
    assert described(outer) == Codec("mp4a")


@pytest.mark.parametrize("size", range(26))
def test_descriptors_cut_anywhere(size: int) -> None:
    whole = nested(1, 1, 1, end=b"")
    assert len(whole) == 24
    answers = {21: Codec("MPEG-4 audio 0", 96000), 22: Codec("MPEG-4 audio 0", 96000), 23: CUT}
    assert described(whole[:size]) == (answers.get(size, PLAIN) if size > 20 else Codec("mp4a"))


@pytest.mark.parametrize("tags", [(2, 4, 5), (3, 5, 5), (3, 4, 6), (4, 3, 5)])
def test_other_descriptors(tags: tuple[int, int, int]) -> None:
    outer, middle, inner = tags
    data = descriptor(outer, bytes(3) + descriptor(middle, bytes(13) + descriptor(inner, coded(*LC))))
    assert described(data) == Codec("mp4a")


def test_where_the_descriptors_lie() -> None:
    config = full(b"esds", nested(1, 1, 1))
    assert named(sound_entry(b"enca", config)) == PLAIN
    assert named(sound_entry(b"mp4a", box(b"wave", box(b"frma", b"mp4a"), config))) == PLAIN, "QuickTime's form"
    assert named(sound_entry(b"mp4a", bytes(16), config)) == PLAIN, "version 1 of the fields"
    assert named(sound_entry(b"mp4a")) == Codec("mp4a")
    assert named(box(b"mp4a", config)) == PLAIN
    assert named(box(b"mp4a", config[1:])) == Codec("mp4a"), "no room for a size in front of it"
