"""Durations are exact: proven by a header, or counted frame by frame, whatever was done to the file."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.containers import mp3 as container
from chaptag.containers.mpeg.measure import measure_frames
from chaptag.containers.mpeg.walk import BLOCK
from chaptag.model.duration import Measurement
from chaptag.model.edit import Span
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.source import BytesSource
from tests.support import id3
from tests.support.mp3 import (
    apev2,
    cbr,
    frame,
    garbage,
    header,
    id3v1,
    info_frame,
    lyrics3,
    mp3,
    samples_per_frame,
    vbr,
    vbri_frame,
)

PICTURE = id3.tag(id3.apic(garbage(200_000, 5)))


def measure(data: bytes, *, deep: bool = False) -> Measurement:
    return container.measure(BytesSource(data, "x.mp3"), deep=deep)


def ns(frames: int, rate: int = 44100, layer: int = 3) -> int:
    """What that many frames last, by arithmetic."""
    return frames * samples_per_frame(rate, layer) * 1_000_000_000 // rate


def with_header(sound: bytes, frames: int, **options: object) -> bytes:
    first = info_frame(frames, 0, **options)  # type: ignore[arg-type]
    return info_frame(frames, len(sound) + len(first), **options) + sound  # type: ignore[arg-type]


def rules(measured: Measurement) -> set[str]:
    return {finding.rule for finding in measured.findings}


# What was done to a file; the frames that it then has; how that is known; what there is to say about it.
CASES: dict[str, tuple[bytes, int, str, set[str]]] = {
    "cbr, no header": (cbr(2000), 2000, "frames", set()),
    "cbr, info": (mp3(60), 2297, "header", set()),
    "cbr, info, id3v1": (mp3(60, tail=id3v1()), 2297, "header", set()),
    "cbr, info, all tags": (mp3(60, tag=PICTURE, tail=apev2() + lyrics3() + id3v1()), 2297, "header", set()),
    "vbr, xing": (with_header(vbr(2000), 2000, magic=b"Xing"), 2000, "header", set()),
    "vbr, xing without table": (
        with_header(vbr(2000), 2000, magic=b"Xing", toc=False),
        2000,
        "header",
        {"vbr-without-index"},
    ),
    "vbr, no header": (vbr(2000), 2000, "frames", {"vbr-without-index"}),
    "vbr, vbri": (vbri_frame(2000, 417 + len(vbr(2000))) + vbr(2000), 2000, "header", set()),
    "two parts joined": (
        with_header(vbr(1000), 1000, magic=b"Xing") * 2,
        2001,  # the second header is a frame as any other
        "frames",
        {"header-disagrees"},
    ),
    "eighteen parts joined": (mp3(10) * 18, 18 * 384 - 1, "frames", {"header-disagrees"}),
    "cut off": (mp3(60)[:336_000], 1606, "frames", {"header-disagrees", "last-frame-cut-off"}),
    "tag in the middle": (vbr(1000) + PICTURE + vbr(1000), 2000, "frames", {"vbr-without-index", "tag-between-frames"}),
    "tag inside a frame": (
        vbr(1000)[:-20] + PICTURE + vbr(1000),
        2000,
        "frames",
        {"vbr-without-index", "tag-between-frames"},
    ),
    "finished files joined": (
        mp3(10, tag=PICTURE, tail=id3v1()) + mp3(10, tag=PICTURE, tail=apev2() + id3v1()),
        767,
        "frames",
        {"header-disagrees", "tag-between-frames"},
    ),
    "garbage in the middle": (cbr(1000) + garbage(3000) + cbr(1000), 2000, "frames", {"garbage-skipped"}),
    "garbage in front": (garbage(3000) + cbr(1000), 1000, "frames", set()),
    "garbage behind": (cbr(1000) + garbage(3000), 1000, "frames", {"garbage-skipped"}),
    "zeros behind": (cbr(1000) + bytes(5000), 1000, "frames", set()),
    "info, then garbage": (mp3(60) + garbage(999), 2297, "frames", {"garbage-skipped"}),
    "layer two": (cbr(1000, layer=2, rate=48000, kbit=192), 1000, "frames", set()),
    "layer one": (cbr(1000, layer=1, rate=32000, kbit=192), 1000, "frames", set()),
    "mpeg 2": (cbr(1000, 64, 22050), 1000, "frames", set()),
    "mpeg 2.5": (cbr(1000, 8, 8000), 1000, "frames", set()),
    "one frame": (frame(), 1, "frames", set()),
}
KINDS = {"layer two": (48000, 2), "layer one": (32000, 1), "mpeg 2": (22050, 3), "mpeg 2.5": (8000, 3)}


@pytest.mark.parametrize("case", CASES)
def test_within_a_millisecond_of_arithmetic(case: str) -> None:
    data, frames, method, said = CASES[case]
    measured = measure(data)
    assert abs(measured.duration.ns - ns(frames, *KINDS.get(case, (44100, 3)))) < 1_000_000
    assert measured.duration.method == method
    assert rules(measured) == said
    assert measured.duration.exact


@pytest.mark.parametrize("case", CASES)
def test_deep_always_counts_and_agrees(case: str) -> None:
    data, frames, _, _ = CASES[case]
    measured = measure(data, deep=True)
    assert measured.duration.method == "frames"
    assert abs(measured.duration.ns - ns(frames, *KINDS.get(case, (44100, 3)))) < 1_000_000


def test_different_rates_are_added_up_exactly() -> None:
    data = cbr(100, 128, 44100) + cbr(100, 128, 48000) + cbr(100, 64, 22050) + cbr(100, 128, 48000)
    measured = measure(data)
    exact = 100 * 1152 / 44100 + 200 * 1152 / 48000 + 100 * 576 / 22050
    assert abs(measured.duration.seconds - exact) < 1e-6
    assert rules(measured) == {"mixed-rates"}


def test_delay_and_padding_of_the_encoder_are_subtracted() -> None:
    """60 s of sound in 2,298 frames: what LAME writes for them."""
    frames, delay = 2298, 576
    padding = frames * 1152 - delay - 60 * 44100
    data = with_header(cbr(frames, 64), frames, kbit=64, lame=(delay, padding))
    for deep in (False, True):
        assert measure(data, deep=deep).duration.ns == 60_000_000_000


def test_delay_and_padding_of_a_part_are_not() -> None:
    part = with_header(cbr(1000, 64), 1000, kbit=64, lame=(576, 1000))
    assert measure(part + part).duration.ns == ns(2001)


def test_more_padding_than_sound_is_not_believed() -> None:
    assert measure(with_header(cbr(2), 2, kbit=128, lame=(4095, 4095))).duration.ns == ns(2)


@pytest.mark.parametrize("wrong", [1, 2296, 2298, 4594, 100_000])
def test_a_wrong_frame_count_proves_nothing(wrong: int) -> None:
    """The byte count is right, so the frame count alone gives it away."""
    data = bytearray(mp3(60))
    at = data.index(b"Info") + 8
    data[at : at + 4] = wrong.to_bytes(4, "big")
    measured = measure(bytes(data))
    assert measured.duration.method == "frames"
    assert measured.duration.ns == ns(2297)
    assert ("header-disagrees" in rules(measured)) == (abs(wrong - 2297) > 1)


@pytest.mark.parametrize("off", [-1, 1, 500])
def test_a_wrong_byte_count_proves_nothing(off: int) -> None:
    data = bytearray(mp3(60))
    at = data.index(b"Info") + 12
    data[at : at + 4] = (int.from_bytes(data[at : at + 4], "big") + off).to_bytes(4, "big")
    assert measure(bytes(data)).duration.method == "frames"


def test_a_disagreement_names_both_figures_and_a_guess() -> None:
    joined = measure(mp3(10) + mp3(20)).findings
    assert [f.message for f in joined] == [
        "the Info header says 00:10.004 (383 frames), the frames make 00:30.040 (1,150): parts were joined or inserted"
    ]
    assert joined[0].place is not None
    assert joined[0].place.offset == 0
    cut = next(f for f in measure(mp3(60)[:100_000]).findings if f.rule == "header-disagrees")
    assert cut.message.endswith("the file is cut off")


def test_garbage_is_counted_and_placed() -> None:
    data = cbr(100) + garbage(300) + cbr(100) + garbage(500, 2) + cbr(100)
    found = next(f for f in measure(data).findings if f.rule == "garbage-skipped")
    assert found.message == "800 bytes in 2 places are neither frame nor tag"
    assert found.place is not None
    assert found.place.offset == len(cbr(100))


def test_free_format_is_a_clear_limit() -> None:
    one = header(0) + bytes(600)
    with pytest.raises(UnsupportedAudio, match="free format") as caught:
        measure(one * 50)
    assert "--duration" in caught.value.hint


@pytest.mark.parametrize("data", [b"", b"\0", bytes(100_000), garbage(100_000), b"ID3", id3.tag(padding=50)])
def test_no_sound_is_damage(data: bytes) -> None:
    with pytest.raises(DamagedAudio, match="no MPEG audio frames"):
        measure(data)


@given(st.integers(0, 2000), st.integers(0, 400), st.integers(0, 2000), st.integers(0, 99))
def test_garbage_anywhere_never_costs_more_than_a_frame_a_side(before: int, size: int, cut: int, seed: int) -> None:
    """Random bytes put into sound that is itself random: no frame but the one that was cut is lost."""
    sound = cbr(60, 128, fill=random.Random(seed))
    at = (before + cut) % len(sound)
    data = sound[:at] + garbage(size, seed) + sound[at:]
    counted = measure(data).duration.ns / ns(1)
    assert 57.99 < counted < 60.01


@dataclass
class Metered:
    """A source that notes how much was read, and at most how much at once."""

    data: bytes
    name: str = "metered"
    total: int = 0
    largest: int = 0
    calls: int = field(default=0)

    @property
    def size(self) -> int:
        return len(self.data)

    def read(self, offset: int, length: int) -> bytes:
        result = self.data[offset : offset + length]
        self.total += len(result)
        self.largest = max(self.largest, len(result))
        self.calls += 1
        return result


def test_a_proven_header_is_not_walked() -> None:
    source = Metered(mp3(600))
    assert container.measure(source).duration.method == "header"
    assert source.total < 40_000


def test_the_walk_reads_each_byte_once_in_large_blocks() -> None:
    source = Metered(cbr(20_000))
    measure_frames(source, Span(0, source.size))
    assert source.total < source.size * 1.05 + 200_000
    assert source.largest <= BLOCK
    assert BLOCK >= 1 << 20


def test_a_file_full_of_gaps_is_not_read_over_and_over() -> None:
    source = Metered((cbr(3) + b"\0") * 3000)
    measure_frames(source, Span(0, source.size))
    assert source.total < 40 * source.size
