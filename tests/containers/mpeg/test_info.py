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
