"""Frame headers: every combination against the formula of the standard."""

from __future__ import annotations

import io
import itertools

import pytest
from mutagen.mp3 import HeaderNotFoundError, MPEGFrame

from chaptag.containers.mpeg.header import LONGEST_FRAME, lengths, parse
from tests.support.mp3 import frame_size, header, samples_per_frame

RATES = (44100, 48000, 32000, 22050, 24000, 16000, 11025, 12000, 8000)


@pytest.mark.parametrize(("rate", "layer"), list(itertools.product(RATES, (1, 2, 3))))
def test_every_bit_rate_has_the_length_of_the_standard(rate: int, layer: int) -> None:
    for kbit, padding in itertools.product((32, 48, 64, 128, 160), (0, 1)):
        if layer == 1 and rate >= 32000 and kbit == 48:
            continue  # MPEG-1 layer I has no 48 kbit/s
        word = header(kbit, rate, layer=layer, padding=padding)
        found = parse(word)
        assert found is not None
        assert (found.kbit, found.rate, found.layer, found.padded) == (kbit, rate, layer, bool(padding))
        assert found.size == frame_size(kbit, rate, layer=layer, padding=padding)
        assert found.samples == samples_per_frame(rate, layer)
        assert lengths(found.key)[word[:3]] == found.size


def _by_mutagen(word: bytes) -> tuple[int, int, float, int, bool] | None:
    try:
        frame = MPEGFrame(io.BytesIO(word + bytes(4000)))
    except HeaderNotFoundError:
        return None
    return frame.bitrate // 1000, frame.sample_rate, frame.version, frame.layer, bool(frame.padding)


def test_every_header_there_is_reads_as_mutagen_reads_it() -> None:
    sizes = []
    for second, third in itertools.product(range(0xE0, 0x100), range(256)):
        found = parse(bytes((0xFF, second, third, 0)))
        expected = _by_mutagen(bytes((0xFF, second, third, 0)))
        if found is None or not found.kbit:  # mutagen takes no free format
            assert expected is None
            continue
        assert (found.kbit, found.rate, float(found.version), found.layer, found.padded) == expected
        sizes.append(found.size)
    assert max(sizes) == LONGEST_FRAME


def test_known_sizes() -> None:
    """Two that everybody knows: 417 bytes at 128 kbit/s and 44.1 kHz, 144 at 8 kbit/s and 8 kHz … 72 samples a byte."""
    assert [parse(header(128, 44100))[i] for i in (7, 8)] == [417, 1152]  # type: ignore[index]
    assert [parse(header(8, 8000))[i] for i in (7, 8)] == [72, 576]  # type: ignore[index]


@pytest.mark.parametrize(
    "word",
    [
        b"",
        b"\xff\xfb\x90",
        b"\xfe\xfb\x90\0",
        b"\xff\xdb\x90\0",
        b"\xff\xeb\x90\0",  # the reserved version
        b"\xff\xf9\x90\0",  # the reserved layer: ADTS
        b"\xff\xfb\xf0\0",  # bit rate 15
        b"\xff\xfb\x9c\0",  # the reserved rate
    ],
)
def test_what_is_no_header(word: bytes) -> None:
    assert parse(word) is None


def test_free_format_has_no_length() -> None:
    found = parse(header(0))
    assert found is not None
    assert (found.kbit, found.size) == (0, 0)
    assert b"\xff\xfb\x00" not in lengths(found.key)


def test_a_table_holds_its_own_encoding_only() -> None:
    mine, other = parse(header(128, 44100)), parse(header(128, 48000))
    assert mine is not None
    assert other is not None
    word = header(128, 48000)
    assert word[:3] not in lengths(mine.key)
    assert lengths(other.key)[word[:3]] == 384


def test_the_label_says_it_to_people() -> None:
    found = parse(header(64, 22050, mode=0))
    assert found is not None
    assert found.label == "MPEG-2 layer III, 22050 Hz, stereo"


def test_a_checksum_and_the_private_bit_are_no_other_encoding() -> None:
    first, second, third, fourth = header(128, 48000)
    plain = parse(bytes((first, second, third, fourth)))
    assert plain is not None
    for checksum, private in ((0, 1), (1, 0), (1, 1)):
        word = bytes((first, second & ~checksum, third | private, fourth))
        assert parse(word) == plain
        assert lengths(plain.key)[word[:3]] == 384
