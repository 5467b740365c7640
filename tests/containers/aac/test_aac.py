"""ADTS: every frame counts, whatever stands between them."""

from __future__ import annotations

import random

import pytest

from chaptag.containers import aac
from chaptag.model.duration import Measurement
from chaptag.model.errors import DamagedAudio
from chaptag.model.source import BytesSource
from tests.support import id3
from tests.support.adts import adts, frame
from tests.support.mp3 import id3v1

ONE_MINUTE = -(-60 * 44_100 // 1024)


def measure(data: bytes) -> Measurement:
    return aac.measure(BytesSource(data))


def ns(frames: int, rate: int = 44_100) -> int:
    return frames * 1024 * 1_000_000_000 // rate


def test_frames_are_counted_between_the_tags() -> None:
    data = adts(60, tag=id3.tag(id3.text("TIT2", "x")), tail=id3v1())
    assert (measure(data).duration.ns, measure(data).findings) == (ns(ONE_MINUTE), ())
    assert aac.inspect(BytesSource(data)).label == "AAC (ADTS), ID3v2.3"


def test_frames_of_several_blocks_and_checksums() -> None:
    data = frame(bytes(50), blocks=4) * 10 + frame(bytes(50), checksum=False, blocks=2) * 5
    assert measure(data).duration.ns == ns(50)
    assert measure(frame(bytes(50), checksum=True) * 10).duration.ns == ns(10)


@pytest.mark.parametrize("rate", [7350, 8000, 24_000, 96_000])
def test_rates(rate: int) -> None:
    assert measure(adts(2, rate=rate)).duration.ns == ns(-(-2 * rate // 1024), rate)


def test_garbage_is_stepped_over_and_reported() -> None:
    part = adts(10, seed=1)
    data = bytes(300) + part + random.Random(1).randbytes(5000) + part
    measured = measure(data)
    assert measured.duration.ns == ns(2 * -(-10 * 44_100 // 1024))
    assert [(each.rule, each.message[:26]) for each in measured.findings] == [
        ("garbage-skipped", "5,300 bytes in 2 places ar")
    ]


@pytest.mark.parametrize("cut", [1, 3, 10, 20])
def test_a_last_frame_that_is_cut_off_is_not_counted(cut: int) -> None:
    data = frame(bytes(30)) * 20
    measured = measure(data[:-cut])
    assert measured.duration.ns == ns(19)
    assert [each.rule for each in measured.findings] == ["last-frame-cut-off"]


def test_joined_parts_of_two_rates() -> None:
    measured = measure(adts(10) + adts(10, rate=22_050))
    assert [each.rule for each in measured.findings] == ["mixed-rates"]
    assert abs(measured.duration.ms - 20_000) < 100


def test_longer_than_a_block_of_reading() -> None:
    data = frame(bytes(3000)) * 1000
    assert measure(data).duration.ns == ns(1000)


@pytest.mark.parametrize(
    "data", [b"\xff" * 500_000, b"\xff\xf1" * 250_000, frame(b"x" * 20)[:7] * 100_000, bytes(100_000)]
)
def test_hostile_bytes_end_soon(data: bytes) -> None:
    with pytest.raises(DamagedAudio):
        measure(data)
