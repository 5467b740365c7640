"""Xing, Info, VBRI and the LAME tag."""

from __future__ import annotations

import pytest

from chaptag.containers.mpeg.header import parse
from chaptag.containers.mpeg.info import InfoHeader, read_info
from tests.support.mp3 import frame, info_frame, vbri_frame


def _read(data: bytes) -> InfoHeader | None:
    header = parse(data)
    assert header is not None
    return read_info(data, header)


@pytest.mark.parametrize("rate", [44100, 22050, 8000])
@pytest.mark.parametrize("mode", [0, 1, 3])
@pytest.mark.parametrize("magic", [b"Xing", b"Info"])
def test_where_it_stands_depends_on_version_and_channels(rate: int, mode: int, magic: bytes) -> None:
    data = info_frame(1234, 567890, magic=magic, rate=rate, mode=mode, kbit=160, lame=(576, 1100))
    assert _read(data) == InfoHeader(magic.decode(), 1234, 567890, indexed=True, delay=576, padding=1100)


def test_fields_may_be_left_out() -> None:
    assert _read(info_frame(None, 9, toc=False)) == InfoHeader("Info", None, 9, indexed=False)
    assert _read(info_frame(7, None)) == InfoHeader("Info", 7, None, indexed=True)
    assert _read(info_frame(None, None, toc=False, lame=(4095, 4095))) == InfoHeader(
        "Info", None, None, indexed=False, delay=4095, padding=4095
    )


def test_vbri() -> None:
    assert _read(vbri_frame(100, 41_700)) == InfoHeader("VBRI", 100, 41_700, indexed=True)


def test_sound_is_no_header() -> None:
    assert _read(frame()) is None
    assert _read(frame(layer=2)) is None


def test_a_header_that_is_cut_off_is_harmless() -> None:
    whole = info_frame(1234, 567890, lame=(576, 1100))
    for length in range(4, len(whole)):
        _read(whole[:length])


@pytest.mark.parametrize(("rate", "mode", "at"), [(44100, 3, 21), (44100, 0, 36), (22050, 3, 13), (22050, 0, 21)])
def test_a_checksum_may_put_it_two_bytes_further(rate: int, mode: int, at: int) -> None:
    data = info_frame(7, 8, rate=rate, mode=mode, lame=(1, 2), kbit=160)
    assert data.index(b"Info") == at
    moved = data[:at] + b"\0\0" + data[at:-2]
    assert _read(moved) == _read(data) == InfoHeader("Info", 7, 8, indexed=True, delay=1, padding=2)
    for wrong in (1, 3):
        assert _read(data[:at] + bytes(wrong) + data[at:-wrong]) is None


@pytest.mark.parametrize("flags", range(16))
def test_each_flag_puts_its_field_and_no_other(flags: int) -> None:
    body = b"Xing" + bytes((0, 0, 0, flags))
    body += bytes((0, 0, 1, 2)) if flags & 1 else b""
    body += bytes((0, 3, 4, 5)) if flags & 2 else b""
    body += bytes(100) if flags & 4 else b""
    body += bytes(4) if flags & 8 else b""
    body += b"LAME3.100" + bytes(12) + bytes((0x24, 0x04, 0x4C))
    data = frame()[:21] + body
    assert _read(data) == InfoHeader(
        "Xing", 0x102 if flags & 1 else None, 0x30405 if flags & 2 else None, bool(flags & 4), 0x240, 0x44C
    )
    assert _read(data[:-1]) == InfoHeader(
        "Xing", 0x102 if flags & 1 else None, 0x30405 if flags & 2 else None, bool(flags & 4)
    )


@pytest.mark.parametrize(
    ("encoder", "known"),
    [(b"LAME", True), (b"Lavf", True), (b"Lavc", True), (b"Gogo", False), (b"lame", False), (b"\0\0\0\0", False)],
)
def test_delay_and_padding_of_encoders_that_players_honour(encoder: bytes, known: bool) -> None:
    data = info_frame(7, 8, lame=(0x123, 0x456)).replace(b"LAME", encoder)
    found = _read(data)
    assert found is not None
    assert (found.delay, found.padding) == ((0x123, 0x456) if known else (None, None))


def test_the_fields_of_vbri() -> None:
    head = frame()[:36] + b"VBRI" + bytes(6)
    fields = bytes(range(1, 9))
    assert _read(head + fields + b"\0\1" + bytes(6)) == InfoHeader("VBRI", 0x5060708, 0x1020304, indexed=True)
    assert _read(head + fields + b"\1\0" + bytes(6)) == InfoHeader("VBRI", 0x5060708, 0x1020304, indexed=True)
    assert _read(head + fields + b"\0\0" + b"\1" * 6) == InfoHeader("VBRI", 0x5060708, 0x1020304, indexed=False)
    assert _read(head + fields + b"\0\1" + bytes(5)) is None, "it is cut off"
    assert _read(frame()[:35] + head[36:] + fields + bytes(9)) is None
