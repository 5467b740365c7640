"""Numbers of seven bits a byte, and what unsynchronisation put in."""

from __future__ import annotations

import pytest

from chaptag.containers.id3.synchsafe import deunsynchronise, read_synchsafe, write_synchsafe


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (b"\0\0\0\0", 0),
        (b"\0\0\0\x7f", 127),
        (b"\0\0\1\0", 128),
        (b"\0\1\0\0", 1 << 14),
        (b"\1\0\0\0", 1 << 21),
        (b"\1\2\3\4", 1 << 21 | 2 << 14 | 3 << 7 | 4),
        (b"\x7f\x7f\x7f\x7f", (1 << 28) - 1),
    ],
)
def test_each_byte_has_seven_bits(data: bytes, number: int) -> None:
    assert read_synchsafe(data) == number
    assert write_synchsafe(number) == data


@pytest.mark.parametrize("place", range(4))
def test_a_high_bit_in_any_byte_is_no_number(place: int) -> None:
    assert read_synchsafe(bytes(0x80 if at == place else 0 for at in range(4))) is None
    assert read_synchsafe(bytes(0xFF if at == place else 0x7F for at in range(4))) is None


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b"\0\0\0\0\0"])
def test_other_than_four_bytes_are_no_number(data: bytes) -> None:
    assert read_synchsafe(data) is None


def test_only_the_nul_behind_each_ff_goes() -> None:
    assert deunsynchronise(b"\xff\0\xe0\0\xff\0\0\xff") == b"\xff\xe0\0\xff\0\xff"
