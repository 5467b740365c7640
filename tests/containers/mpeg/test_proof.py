"""When a header is believed: its bytes are the file's, and its frames can be true for so many bytes."""

from __future__ import annotations

import pytest

from chaptag.containers.mpeg.header import LONGEST_FRAME, Header, parse
from chaptag.containers.mpeg.info import InfoHeader
from chaptag.containers.mpeg.proof import index_findings, proven_duration, trimmed_ns
from chaptag.containers.mpeg.sync import Sync
from chaptag.model.duration import Duration
from chaptag.model.source import BytesSource
from tests.support.mp3 import cbr, frame, header


def _header(data: bytes) -> Header:
    found = parse(data)
    assert found is not None
    return found


def _info(
    frames: int | None, size: int | None, kind: str = "Info", delay: int | None = None, padding: int | None = None
) -> InfoHeader:
    return InfoHeader(kind, frames, size, indexed=True, delay=delay, padding=padding)


def _proven(data: bytes, info: InfoHeader | None, at: int = 0) -> Duration | None:
    return proven_duration(BytesSource(data), info, Sync(at, _header(data[at:])), len(data))


def test_no_header_proves_nothing() -> None:
    assert _proven(cbr(10), None) is None


@pytest.mark.parametrize("before", [b"", b"before"])
def test_a_header_that_is_right_is_a_proof_and_says_why(before: bytes) -> None:
    sound = frame() + cbr(2000)
    found = _proven(before + sound, _info(2000, len(sound)), len(before))
    because = f"the Info header's 2,000 frames and {len(sound):,} bytes match the file to the byte"
    assert found == Duration(2000 * 1152 * 1_000_000_000 // 44100, "header", because)
    for off in (-1, 1):
        assert _proven(before + sound, _info(2000, len(sound) + off), len(before)) is None
    assert _proven(before + sound, _info(None, len(sound)), len(before)) is None
    assert _proven(before + sound, _info(0, len(sound)), len(before)) is None
    assert _proven(before + sound, _info(2000, None), len(before)) is None


def test_of_a_constant_bit_rate_the_count_follows_from_the_bytes() -> None:
    sound = frame(64) + cbr(100)
    for frames, proven in ((98, False), (99, False), (100, True), (101, False), (102, False)):
        assert (_proven(sound, _info(frames, len(sound))) is not None) == proven


@pytest.mark.parametrize(("off", "proven"), [(-193, 0), (-192, 0), (-191, 1), (0, 1), (191, 1), (192, 0), (193, 0)])
def test_half_a_frame_more_or_less_is_too_much(off: int, proven: int) -> None:
    """At 128 kbit/s and 48 kHz, each frame has 384 bytes."""
    sound = (frame(128, 48000) + cbr(50, 128, 48000) + bytes(200))[: 51 * 384 + off]
    assert (_proven(sound, _info(50, len(sound))) is not None) == bool(proven)


def test_the_next_frame_must_be_of_the_same_encoding() -> None:
    for following in (cbr(100, 128, 48000), cbr(100, 160, 22050), b"garbage" * 6000, b""):
        sound = frame() + following
        for frames in (1, 100, len(sound) // 418):
            assert _proven(sound, _info(frames, len(sound))) is None


@pytest.mark.parametrize("kind", ["Xing", "VBRI"])
def test_of_a_variable_bit_rate_the_count_must_be_possible(kind: str) -> None:
    first = frame()
    for size, frames, proven in (
        (24 * 100, 100, True),
        (24 * 100 - 1, 100, False),
        (LONGEST_FRAME * 10, 10, True),
        (LONGEST_FRAME * 10 + 1, 10, False),
    ):
        data = first + bytes(size)
        found = _proven(data, _info(frames, len(data), kind))
        assert (found is not None) == proven
        if found is not None:
            assert found.because.startswith(f"the {kind} header's {frames:,} frames")


@pytest.mark.parametrize(
    ("delay", "padding", "samples"),
    [
        (None, None, 2304),
        (576, None, 2304),
        (None, 576, 2304),
        (576, 1000, 728),
        (0, 0, 2304),
        (2303, 0, 1),
        (1000, 1303, 1),
        (2304, 0, 2304),  # more than there is: not believed
        (4095, 4095, 2304),
    ],
)
def test_what_the_encoder_added_is_taken_away(delay: int | None, padding: int | None, samples: int) -> None:
    info = _info(2, 0, delay=delay, padding=padding)
    assert trimmed_ns(2, info, _header(header())) == samples * 1_000_000_000 // 44100
    assert trimmed_ns(2, None, _header(header())) == 2304 * 1_000_000_000 // 44100


@pytest.mark.parametrize(
    ("kind", "indexed", "variable", "said"),
    [
        (None, False, None, False),
        (None, False, False, False),
        (None, False, True, True),
        ("Info", False, None, False),
        ("Info", True, None, False),
        ("Info", False, True, True),
        ("Xing", False, None, True),
        ("Xing", True, None, False),
        ("VBRI", False, None, True),
        ("Xing", False, False, False),
        ("Xing", True, True, False),
    ],
)
def test_a_variable_bit_rate_needs_a_table(kind: str | None, indexed: bool, variable: bool | None, said: bool) -> None:
    info = None if kind is None else InfoHeader(kind, 1, 1, indexed=indexed)
    found = index_findings(BytesSource(b"", "x.mp3"), Sync(7, _header(header())), info, variable=variable)
    message = "the bit rate varies, and no Xing or VBRI header has a table to seek by"
    assert [(each.rule, each.message, str(each.place)) for each in found] == (
        [("vbr-without-index", message, "x.mp3: byte 7")] if said else []
    )
