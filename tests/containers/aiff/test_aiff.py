"""AIFF: rates in 80 bits, durations, and where the chunk goes."""

from __future__ import annotations

import struct

import pytest

from chaptag.containers import aiff
from chaptag.model.chapter import Chapter
from chaptag.model.errors import AudioError
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.containers.contract import apply, list_of
from tests.support import riff


@pytest.mark.parametrize("rate", [1, 8000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000, 2_822_400])
def test_rates(rate: int) -> None:
    common = riff.chunk(b"COMM", struct.pack(">HIH", 1, rate * 3, 8) + riff.extended(rate), order=">")
    sound = riff.chunk(b"SSND", bytes(8), order=">", size=8 + rate * 3)
    data = b"FORM" + struct.pack(">I", 4 + len(common) + 16 + rate * 3) + b"AIFF" + common + sound + bytes(rate * 3)
    assert aiff.measure(BytesSource(data)).duration.ns == 3_000_000_000


def test_the_chunk_goes_to_the_end() -> None:
    data = riff.aiff(before=riff.chunk(b"NAME", b"Episode", order=">"))
    new = apply(data, aiff.edit(BytesSource(data), list_of(Chapter(0, "One")), WriteOptions()))
    assert new[8 : len(data)] == data[8:]
    assert [name for name, _ in riff.chunks_of(new)] == [b"COMM", b"NAME", b"SSND", b"ID3 "]


def test_sound_that_is_not_all_there_counts_for_what_it_is() -> None:
    cut = riff.aiff()[:-80_000]
    assert aiff.measure(BytesSource(cut)).duration.ms == 50_000
    assert [each.rule for each in aiff.inspect(BytesSource(cut)).findings] == ["hull-cut-off"]
    lying = riff.aiff(data=bytes(80_000)).replace(struct.pack(">I", 80_000), struct.pack(">I", 480_000), 1)
    assert [each.rule for each in aiff.measure(BytesSource(lying)).findings] == ["hull-sound-differs"]


def test_packets_of_ima4_hold_64_samples() -> None:
    common = struct.pack(">HIH", 1, 1250, 16) + riff.extended(8000) + b"ima4\0\0"
    body = b"AIFC" + riff.chunk(b"COMM", common, order=">") + riff.chunk(b"SSND", bytes(8 + 34 * 1250), order=">")
    data = b"FORM" + struct.pack(">I", len(body)) + body
    assert aiff.measure(BytesSource(data)).duration.ms == 10_000


@pytest.mark.parametrize(
    "data", [b"FORM\0\0\0\4AIFF", riff.aiff()[:30], b"FORM\0\0\0\x14AIFFSSND\0\0\0\x08" + bytes(8)]
)
def test_broken_files_end_in_a_message(data: bytes) -> None:
    with pytest.raises(AudioError):
        aiff.measure(BytesSource(data))
