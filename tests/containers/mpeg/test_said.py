"""What is said of the sound: each finding with its figures and its place, and how a duration is known."""

from __future__ import annotations

import pytest

from chaptag.containers.mpeg.measure import measure_frames
from chaptag.model.duration import Measurement
from chaptag.model.edit import Span
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.source import BytesSource
from tests.support import id3
from tests.support.mp3 import cbr, frame, header, info_frame, vbr

NO_FRAME = bytes(range(1, 100))
TAG = id3.tag(padding=300)
TEN = cbr(10)
BEFORE = b"before"


def _measure(sound: bytes, *, deep: bool = False) -> Measurement:
    """Six bytes stand before the payload, and five behind it."""
    data = BEFORE + sound + b"after"
    return measure_frames(BytesSource(data, "x.mp3"), Span(6, len(data) - 5), deep=deep)


def _said(sound: bytes) -> list[tuple[str, str, int]]:
    """Rules, messages, and offsets in the sound."""
    found = []
    for each in _measure(sound).findings:
        assert each.place is not None
        assert each.place.file == "x.mp3"
        assert each.place.offset is not None
        found.append((each.rule, each.message, each.place.offset - 6))
    return found


def _with_info(sound: bytes, frames: int | None, *, magic: bytes = b"Info", toc: bool = True, off: int = 0) -> bytes:
    first = info_frame(frames, 417 + len(sound) + off, magic=magic, toc=toc)
    assert len(first) == 417
    return first + sound


@pytest.mark.parametrize(
    ("sound", "because"),
    [
        (TEN, "10 frames counted; no header states it"),
        (cbr(1200), "1,200 frames counted; no header states it"),
        (_with_info(TEN, 10, off=1), "10 frames counted; the Info header agrees"),
        (_with_info(TEN, 11), "10 frames counted; the Info header says 11"),
        (_with_info(TEN, 1100), "10 frames counted; the Info header says 1,100"),
        (_with_info(TEN, None), "10 frames counted; the Info header says nothing"),
        (_with_info(vbr(10), 10, magic=b"Xing", off=1), "10 frames counted; the Xing header agrees"),
    ],
)
def test_how_a_count_is_known(sound: bytes, because: str) -> None:
    duration = _measure(sound).duration
    assert (duration.method, duration.because) == ("frames", because)


def test_a_proof_is_taken_unless_frames_must_be_counted() -> None:
    sound = _with_info(TEN, 10)
    assert _measure(sound).duration.method == "header"
    deep = _measure(sound, deep=True).duration
    assert (deep.method, deep.because) == ("frames", "10 frames counted; the Info header agrees")
    assert deep.ns == _measure(sound).duration.ns == 11_520_000_000_000 // 44100


@pytest.mark.parametrize(("frames", "differ"), [(8, True), (9, False), (10, False), (11, False), (12, True)])
def test_a_frame_more_or_less_is_no_disagreement(frames: int, differ: bool) -> None:
    said = _said(_with_info(TEN, frames, off=1))
    assert [rule for rule, _, _ in said] == (["header-disagrees"] if differ else [])


def test_a_disagreement_is_said_with_a_guess() -> None:
    figures = "the Info header says 00:26.122 (1,000 frames), the frames make 00:31.346 (1,200)"
    assert _said(_with_info(cbr(1200), 1000, off=1)) == [
        ("header-disagrees", f"{figures}: parts were joined or inserted", 0)
    ]
    assert _said(NO_FRAME + _with_info(cbr(10), 1000, off=1)) == [
        (
            "header-disagrees",
            "the Info header says 00:26.122 (1,000 frames), the frames make 00:00.261 (10): the file is cut off",
            99,
        )
    ]


@pytest.mark.parametrize(
    ("sound", "said"),
    [
        (TEN + TAG + TEN, ("tag-between-frames", "1 tag in the middle of the sound: finished files were joined", 4179)),
        (
            TEN + TAG + TEN + TAG + TEN,
            ("tag-between-frames", "2 tags in the middle of the sound: finished files were joined", 4179),
        ),
        (TEN + b"\1" + TEN, ("garbage-skipped", "1 byte in 1 place is neither frame nor tag", 4179)),
        (TEN + b"XX" + TEN, ("garbage-skipped", "2 bytes in 1 place are neither frame nor tag", 4179)),
        (
            TEN + NO_FRAME * 20 + TEN + NO_FRAME + TEN,
            ("garbage-skipped", "2,079 bytes in 2 places are neither frame nor tag", 4179),
        ),
        (
            TEN + bytes(50) + TEN + NO_FRAME + TEN,
            ("garbage-skipped", "149 bytes in 2 places are neither frame nor tag", 2 * 4179 + 50),
        ),
        (
            TEN + bytes(1 << 16) + b"\1" + TEN,
            None,  # so many zeros are taken for what some writers leave
        ),
        (
            TEN + bytes((1 << 16) - 1) + b"\1" + TEN,
            ("garbage-skipped", "65,536 bytes in 1 place are neither frame nor tag", 4179),
        ),
        (TEN + bytes(5000) + TEN, None),
        (TEN + bytes(5000), None),
        (TEN + frame()[:100], ("last-frame-cut-off", "the last frame has only 100 bytes; it is not counted", 4179)),
        (
            cbr(10, 64, 22050) + TEN,
            ("mixed-rates", "the sampling rate changes: 22050 Hz, 44100 Hz", 0),
        ),
        (
            BEFORE + TEN + cbr(10, 64, 22050) + cbr(10, 64, 48000) + TEN,
            ("mixed-rates", "the sampling rate changes: 44100 Hz, 22050 Hz, 48000 Hz", 0),
        ),
        (
            BEFORE + vbr(10),
            ("vbr-without-index", "the bit rate varies, and no Xing or VBRI header has a table to seek by", 6),
        ),
        (TEN, None),
    ],
)
def test_what_is_said_of_the_sound(sound: bytes, said: tuple[str, str, int] | None) -> None:
    assert len(TEN) == 4179
    assert _said(sound) == ([] if said is None else [said])


@pytest.mark.parametrize(
    ("magic", "toc", "said"), [(b"Xing", True, False), (b"Xing", False, True), (b"Info", False, False)]
)
@pytest.mark.parametrize("off", [0, 1])
def test_a_table_to_seek_by(magic: bytes, toc: bool, said: bool, off: int) -> None:
    sound = _with_info(vbr(100) if magic == b"Xing" else cbr(100), 100, magic=magic, toc=toc, off=off)
    assert [rule for rule, _, _ in _said(sound)] == (["vbr-without-index"] if said else [])


def test_no_sound_is_said_of_the_file() -> None:
    with pytest.raises(DamagedAudio) as caught:
        _measure(NO_FRAME)
    assert caught.value.message == "there are no MPEG audio frames in it"
    assert caught.value.hint == "Check that the file is whole and really an MP3."
    assert str(caught.value.place) == "x.mp3"


def test_free_format_is_said_where_it_begins() -> None:
    with pytest.raises(UnsupportedAudio) as caught:
        _measure(NO_FRAME + (header(0) + bytes(600)) * 5)
    assert caught.value.message == (
        "MPEG-1 layer III, 44100 Hz, mono in free format, whose frames do not tell their length"
    )
    assert caught.value.hint == "Pass --duration H:MM:SS, or re-encode it: ffmpeg -i IN.mp3 -b:a 128k OUT.mp3"
    assert str(caught.value.place) == f"x.mp3: byte {6 + 99}"


def test_sound_may_begin_late_but_free_format_may_not() -> None:
    late = bytes(1 << 16)
    assert _measure(late + TEN).duration.ns == _measure(TEN).duration.ns
    assert _measure(late[1:] + TEN).duration.ns == _measure(TEN).duration.ns
    free = (header(0) + bytes(600)) * 5
    with pytest.raises(UnsupportedAudio):
        _measure(late[1:] + free)
    with pytest.raises(DamagedAudio):
        _measure(late + free)
    with pytest.raises(UnsupportedAudio):
        _measure(free + late + TEN)


def test_the_header_s_own_frame_is_counted_where_no_other_one_follows() -> None:
    alone = _measure(info_frame(10, 417)).duration
    assert (alone.ns, alone.because) == (1_152_000_000_000 // 44100, "1 frame counted; the Info header says 10")


def test_delay_and_padding_are_taken_away_where_the_count_agrees() -> None:
    sound = info_frame(10, 0, lame=(576, 1000)) + TEN
    assert _measure(sound).duration.ns == (11_520 - 1576) * 1_000_000_000 // 44100
    sound = info_frame(11, 0, lame=(576, 1000)) + TEN
    assert _measure(sound).duration.ns == 11_520 * 1_000_000_000 // 44100
