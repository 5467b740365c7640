"""The walk visits every frame, and says what else it has passed."""

from __future__ import annotations

import pytest

from chaptag.containers.mpeg import walk as module
from chaptag.containers.mpeg.header import parse
from chaptag.containers.mpeg.sync import Sync
from chaptag.containers.mpeg.walk import Walk, walk
from chaptag.model.source import BytesSource
from chaptag.model.span import Span
from tests.support import id3
from tests.support.mp3 import apev2, cbr, frame, garbage, header, id3v1, vbr

TAG = id3.tag(padding=300)
TEN = cbr(10)
NO_FRAME = bytes(range(1, 100))


def _walk(data: bytes, at: int = 0, stop: int | None = None) -> Walk:
    first = parse(data, at)
    assert first is not None
    return walk(BytesSource(data), Sync(at, first), len(data) if stop is None else stop)


def _counted(frames: int, rate: int = 44100, *, samples: int = 1152, **other: object) -> Walk:
    made = Walk(frames=frames, **other)  # type: ignore[arg-type]
    made.samples[rate] = frames * samples
    return made


def test_nothing_but_frames() -> None:
    assert _walk(TEN) == _counted(10)
    assert _walk(b"before" + TEN, 6) == _counted(10)
    assert _walk(frame()) == _counted(1)
    assert _walk(TEN, len(cbr(3))) == _counted(7)
    assert _walk(TEN, 0, len(cbr(3))) == _counted(3), "nothing behind the end"
    assert _walk(b"before" + TEN, 6, 6 + len(cbr(3))) == _counted(3)
    assert _walk(TEN + NO_FRAME, 0, len(TEN)) == _counted(10)


@pytest.mark.parametrize(
    ("rate", "layer", "samples"),
    [(48000, 3, 1152), (48000, 2, 1152), (32000, 1, 384), (22050, 3, 576), (16000, 2, 1152), (8000, 3, 576)],
)
def test_samples_of_each_kind(rate: int, layer: int, samples: int) -> None:
    assert _walk(cbr(20, 64, rate, layer=layer)) == _counted(20, rate, samples=samples)


def test_how_long_they_sound() -> None:
    made = Walk()
    assert made.ns == 0
    made.samples.update({44100: 44100, 8000: 4000})
    assert made.ns == 1_500_000_000
    made.samples[11025] = 1
    assert made.ns == 1_500_000_000 + 1_000_000_000 // 11025


@pytest.mark.parametrize("rate", [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000])
def test_a_second_of_every_rate_is_one_second(rate: int) -> None:
    made = Walk()
    made.samples[rate] = rate
    assert made.ns == 1_000_000_000


def test_a_bit_rate_that_changes() -> None:
    assert _walk(vbr(10)) == _counted(10, variable=True)
    assert _walk(frame(128) * 2) == _counted(2)
    assert _walk(frame(128) + frame(128, padding=1)) == _counted(2)
    assert _walk(frame(128, padding=1) * 3) == _counted(3)
    assert _walk(frame(128, padding=1) + frame(128)) == _counted(2)
    assert _walk(frame(128) * 9 + frame(64)) == _counted(10, variable=True)
    assert _walk(frame(128) * 9 + frame(160)) == _counted(10, variable=True)
    assert _walk(frame(128, 44100, layer=1, padding=1) * 3 + frame(128, 44100, layer=1)) == _counted(4, samples=384)


@pytest.mark.parametrize("cut", [1, 100, 413, 414, 415])
def test_a_last_frame_that_is_cut_off(cut: int) -> None:
    data = TEN + frame()[:-cut]
    if len(frame()) - cut > 2:  # the table of lengths goes by three bytes
        assert _walk(data) == _counted(10, cut_off=len(TEN))
    else:
        assert _walk(data).frames == 10
    assert _walk(TEN + frame(), stop=len(TEN) + 417 - cut).frames == 10


def test_bytes_that_are_neither() -> None:
    gap = Span(len(TEN), len(TEN) + len(NO_FRAME))
    for behind, frames in ((b"", 10), (TEN, 20)):
        assert _walk(TEN + NO_FRAME + behind) == _counted(frames, gaps=[gap], gap_count=1, gap_bytes=99)
    assert _walk(TEN + NO_FRAME + frame() * 2 + NO_FRAME) == _counted(
        12,
        gaps=[gap, Span(gap.stop + 834, gap.stop + 834 + len(NO_FRAME))],
        gap_count=2,
        gap_bytes=2 * len(NO_FRAME),
    ), "one frame more is enough for the encoding of before"


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_few_bytes_at_the_end(size: int) -> None:
    assert _walk(TEN + b"\1" * size) == _counted(
        10, gaps=[Span(len(TEN), len(TEN) + size)], gap_count=1, gap_bytes=size
    )


def test_the_first_twenty_gaps_and_tags_are_kept() -> None:
    many = _walk((frame() * 2 + NO_FRAME) * 21)
    assert (many.frames, many.gap_count, len(many.gaps), many.gap_bytes) == (42, 21, 20, 21 * len(NO_FRAME))
    assert many.gaps[19] == Span(20 * 834 + 19 * 99, 20 * (834 + 99))
    many = _walk((frame() * 2 + TAG) * 21)
    assert (many.frames, many.tag_count, len(many.tags)) == (42, 21, 20)
    assert many.tags[19] == Span(20 * 834 + 19 * 310, 20 * (834 + 310))


@pytest.mark.parametrize("tag", [TAG, id3v1(), apev2()])
def test_tags_between_frames(tag: bytes) -> None:
    span = Span(len(TEN), len(TEN + tag))
    assert _walk(TEN + tag + TEN) == _counted(20, tags=[span], tag_count=1)
    assert _walk(TEN + tag) == _counted(10, tags=[span], tag_count=1)


def test_tags_that_follow_each_other() -> None:
    first, second = Span(len(TEN), len(TEN) + 128), Span(len(TEN) + 128, len(TEN) + 438)
    assert _walk(TEN + id3v1() + TAG + TEN) == _counted(20, tags=[first, second], tag_count=2)
    assert _walk(TEN + id3v1() + TAG + NO_FRAME + TEN) == _counted(
        20, tags=[first, second], tag_count=2, gaps=[Span(second.stop, second.stop + 99)], gap_count=1, gap_bytes=99
    )


def test_a_tag_that_was_put_into_a_frame() -> None:
    """The frame is counted with what is in front of the tag; the rest of it is no gap."""
    data = TEN[:-20] + TAG + TEN[-20:] + TEN
    found = _walk(data)
    assert found.frames == 20
    assert found.tags == [Span(len(TEN) - 20, len(TEN) - 20 + len(TAG))]
    assert (found.gap_count, found.gap_bytes) == (1, 20)
    assert found.gaps == [Span(len(TEN) - 20 + len(TAG), len(TEN) + len(TAG))]


def test_frames_of_another_encoding_are_counted_by_their_rate() -> None:
    found = _walk(TEN + cbr(10, 64, 22050) + TEN)
    assert found.frames == 30
    assert dict(found.samples) == {44100: 20 * 1152, 22050: 10 * 576}
    assert (found.gap_count, found.tag_count, found.cut_off) == (0, 0, None)
    assert _walk(TEN + cbr(2, 64, 22050) + NO_FRAME).frames == 10, "two frames of another encoding may be chance"


def test_a_header_in_free_format_is_no_frame() -> None:
    found = _walk(TEN + header(0) + bytes(400) + TEN)
    assert (found.frames, found.gap_bytes) == (20, 404)


@pytest.mark.parametrize("block", [1000, 1024, 4170, 4179, 4180, 5000])
def test_frames_over_the_edges_of_blocks(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(module, "BLOCK", block)
    monkeypatch.setattr(module, "_RESTART", 500)
    data = cbr(40) + NO_FRAME + vbr(40) + TAG + cbr(40)
    found = _walk(data)
    assert (found.frames, found.gap_bytes, found.tag_count, found.cut_off) == (120, 99, 1, None)
    assert _walk(data[:-1]).cut_off == len(cbr(40) + NO_FRAME + vbr(40) + TAG + cbr(39))


def test_the_walk_reads_large_blocks_and_small_ones_behind_a_gap() -> None:
    class Noting:
        name, data = "x", frame() * 3000 + NO_FRAME + frame() * 5000
        size = len(data)
        reads: list[tuple[int, int]] = []  # noqa: RUF012

        def read(self, offset: int, length: int) -> bytes:
            self.reads.append((offset, length))
            return self.data[offset : offset + length]

    source = Noting()
    first = parse(source.data)
    assert first is not None
    assert walk(source, Sync(0, first), source.size).frames == 8000
    after = 3000 * 417 + len(NO_FRAME)
    assert source.reads[0] == (0, 1 << 20)
    lengths = [length for offset, length in source.reads if offset >= after and length > 32]
    assert (1 << 13) in lengths
    assert (1 << 16) in lengths
    assert (1 << 19) in lengths
    assert (1 << 20) in lengths
    assert max(length for _, length in source.reads) == 1 << 20


def test_random_bytes_are_one_gap() -> None:
    data = TEN + garbage(3000) + TEN
    found = _walk(data)
    assert (found.frames, found.gap_count) == (20, 1)
