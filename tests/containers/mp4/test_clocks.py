"""The clocks of a track to the nanosecond: where two agree, where they stop to, and what is said of it."""

from __future__ import annotations

from typing import Any

import pytest

from chaptag.containers.mp4.duration import Clocks, clocks, listened, measure_movie
from chaptag.containers.mp4.movie import read_movie
from chaptag.model.duration import Measurement
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.source import BytesSource
from tests.containers.mp4.bare import edit_list, film, opened, refusal, sound_entry, trak, u32
from tests.support.mp4 import esds, full

MS = 1_000_000
SECOND = 1000 * MS


def runs(*pairs: tuple[int, int]) -> bytes:
    """A table of (samples, ticks)."""
    return u32(len(pairs), *(number for pair in pairs for number in pair))


def measured(*tracks: bytes, deep: bool = False, **more: int) -> Measurement:
    return measure_movie(opened(*tracks, **more), deep=deep)


def said(answer: Measurement) -> list[tuple[str, str]]:
    return [(each.rule, each.message) for each in answer.findings]


def ms(answer: Measurement) -> tuple[float, str, bool]:
    return answer.duration.ns / MS, answer.duration.method, answer.duration.exact


def seen(*edits: tuple[int, int], scale: int = 1000, samples: int = 640, header: int = 640) -> Clocks:
    movie = opened(
        trak(front=edit_list(*edits), duration=header, stts=runs((1, samples)) if samples else u32(0)), timescale=scale
    )
    return clocks(movie, movie.tracks[0])


# --- what each clock says


def test_each_clock() -> None:
    assert seen() == Clocks(None, 0, 0, 0, 640 * MS, 640 * MS)
    assert seen((600, 0)) == Clocks(600 * MS, 600 * MS, 0, 0, 640 * MS, 640 * MS)
    assert seen((600, 20)) == Clocks(600 * MS, 620 * MS, 0, 20 * MS, 640 * MS, 640 * MS)
    assert seen((600, 20), scale=600) == Clocks(SECOND, SECOND + 20 * MS, 0, 20 * MS, 640 * MS, 640 * MS)
    assert seen((5, 100), (7, 50)) == Clocks(12 * MS, 105 * MS, 0, 100 * MS, 640 * MS, 640 * MS)
    assert seen((7, 50), (5, 100)) == Clocks(12 * MS, 105 * MS, 0, 50 * MS, 640 * MS, 640 * MS)
    assert seen(header=7, samples=9) == Clocks(None, 0, 0, 0, 7 * MS, 9 * MS)


def test_silence() -> None:
    assert seen((30, -1), (600, 20)) == Clocks(630 * MS, 620 * MS, 30 * MS, 20 * MS, 640 * MS, 640 * MS)
    assert seen((30, -1), (10, -1), (9, 0)) == Clocks(49 * MS, 9 * MS, 40 * MS, 0, 640 * MS, 640 * MS)
    assert seen((9, 5), (30, -1), (9, 50)) == Clocks(48 * MS, 59 * MS, 0, 5 * MS, 640 * MS, 640 * MS)
    assert seen((30, -1)) == Clocks(30 * MS, 0, 30 * MS, 0, 640 * MS, 640 * MS)


def test_an_edit_of_no_length() -> None:
    assert seen((0, 40)) == Clocks(600 * MS, 640 * MS, 0, 40 * MS, 640 * MS, 640 * MS)
    assert seen((0, 0)) == Clocks(640 * MS, 640 * MS, 0, 0, 640 * MS, 640 * MS)
    assert seen((0, 40), samples=0) == Clocks(600 * MS, 640 * MS, 0, 40 * MS, 640 * MS, 0)
    assert seen((0, 700)) == Clocks(0, 700 * MS, 0, 700 * MS, 640 * MS, 640 * MS)
    assert seen((0, 40), (9, 50)) == Clocks(9 * MS, 59 * MS, 0, 40 * MS, 640 * MS, 640 * MS), "the only edit"
    assert seen((0, -1)) == Clocks(0, 0, 0, 0, 640 * MS, 640 * MS)


def test_fractions_of_a_tick_are_cut_to_nanoseconds() -> None:
    movie = opened(trak(timescale=3, duration=2, stts=runs((1, 1)), front=edit_list((5, 1))), timescale=7)
    assert clocks(movie, movie.tracks[0]) == Clocks(
        714_285_714, 333_333_333 + 714_285_714, 0, 333_333_333, 666_666_666, 333_333_333
    )


# --- which one counts


def test_the_media_header_where_the_samples_are_as_long() -> None:
    for header in (640, 490, 790):
        answer = measured(trak(duration=header))
        assert ms(answer) == (header, "media-header", True)
        assert answer.duration.because == "the media header of track 1, as its samples add up to"
        assert said(answer) == []
    for header, text in ((489, "0.489 s"), (791, "0.791 s"), (61_000, "01:01")):
        answer = measured(trak(duration=header))
        assert ms(answer) == (640, "sample-table", True)
        assert answer.duration.because == "the samples of track 1 add up to it"
        assert said(answer) == [
            ("mp4-duration-disagrees", f"track 1: the media header says {text}, the samples add up to 0.640 s")
        ]
        assert answer.findings[0].place == opened().tree.place(116)


def test_the_edit_list_where_the_media_bears_it_out() -> None:
    for reach in (1, 640, 790):
        answer = measured(trak(front=edit_list((reach, 0))))
        assert ms(answer) == (reach, "edit-list", True)
        assert answer.duration.because == "the edit list of track 1 says so, and its samples reach that far"
        assert said(answer) == []
    answer = measured(trak(front=edit_list((791, 0))))
    assert ms(answer) == (640, "sample-table", True)
    assert said(answer) == [
        ("mp4-duration-disagrees", "track 1: the edit list says 0.791 s, the samples add up to 0.640 s")
    ]
    assert answer.findings[0].place == opened().tree.place(116)


def test_an_edit_list_without_samples_counts_and_is_not_exact() -> None:
    answer = measured(trak(front=edit_list((600, 0)), stts=u32(0)))
    assert ms(answer) == (600, "edit-list", False)
    assert said(answer) == []


def test_an_edit_list_of_nothing_but_silence_does_not_count() -> None:
    assert ms(measured(trak(front=edit_list((300, -1))))) == (940, "sample-table", True)
    assert ms(measured(trak(front=edit_list((0, -1))))) == (640, "sample-table", True)
    assert ms(measured(trak(front=edit_list((0, 700))))) == (0, "sample-table", True)
    assert ms(measured(trak(front=edit_list((1, 640))))) == (1, "edit-list", True)


def test_what_is_skipped_and_what_is_silent_where_the_edit_list_does_not_count() -> None:
    answer = measured(trak(front=edit_list((200, -1), (900, 40))))
    assert ms(answer) == (800, "sample-table", True)
    answer = measured(trak(front=edit_list((200, -1), (900, 40)), stts=u32(0)))
    assert ms(answer) == (800, "media-header", False)
    assert answer.duration.because == "the media header of track 1 says so"
    assert said(answer) == [
        ("mp4-duration-disagrees", "track 1: the edit list says 0.940 s, the samples add up to 0.640 s")
    ]


def test_without_samples_the_header_is_all_there_is() -> None:
    answer = measured(trak(stts=u32(0)))
    assert ms(answer) == (640, "media-header", False)
    assert said(answer) == []


def test_sound_that_is_hidden() -> None:
    long: dict[str, Any] = {"duration": 90_000, "stts": runs((1, 90_000))}
    assert said(measured(trak(front=edit_list((89_000, 0)), **long))) == []
    answer = measured(trak(front=edit_list((88_999, 0)), **long))
    assert ms(answer) == (88_999, "edit-list", True)
    assert said(answer) == [("mp4-sound-hidden", "the edit list plays 01:28.999 of 01:30 of sound")]
    assert answer.findings[0].place == opened().tree.place(116)
    assert said(measured(trak(front=edit_list((1000, 88_000)), **long))) == []


@pytest.mark.parametrize(("header", "text"), [(59_999, "59.999 s"), (60_000, "01:00"), (60_001, "01:00.001")])
def test_short_times_are_said_in_seconds(header: int, text: str) -> None:
    assert text in measured(trak(duration=header)).findings[0].message


def test_two_clocks_are_close_to_the_nanosecond() -> None:
    def of(header: int, reach: int | None = None) -> list[str]:
        front = edit_list((reach, 0)) if reach else b""
        track = trak(timescale=SECOND, duration=header, stts=runs((1, 3 * SECOND)), front=front)
        return [rule for rule, _ in said(measured(track, timescale=SECOND))]

    close = 150 * MS
    assert of(3 * SECOND + close) == of(3 * SECOND - close) == of(3 * SECOND, 3 * SECOND + close) == []
    assert of(3 * SECOND + close + 1) == of(3 * SECOND - close - 1) == ["mp4-duration-disagrees"]
    assert of(3 * SECOND, 3 * SECOND + close + 1) == ["mp4-duration-disagrees"]
    assert of(3 * SECOND, 2 * SECOND) == []
    assert of(3 * SECOND, 2 * SECOND - 1) == ["mp4-sound-hidden"]
    assert of(3 * SECOND, 1) == ["mp4-sound-hidden"], "an edit of one nanosecond counts"


# --- several tracks


def test_what_is_listened_to() -> None:
    movie = opened(trak(1, flags=0), trak(2), trak(3, handler=b"text"), trak(4))
    assert [track.id for track in listened(movie)] == [2, 4]
    assert [track.id for track in listened(opened(trak(1, flags=0), trak(3, flags=0), trak(4, handler=b"vide")))] == [
        1,
        3,
    ]
    with refusal(UnsupportedAudio, "there is no track of sound in the file", 128):
        measured(trak(handler=b"text"))


def test_the_longest_track() -> None:
    def of(number: int, length: int) -> bytes:
        return trak(number, duration=length, stts=runs((1, length)))

    for tracks in ((of(1, 640), of(2, 1640)), (of(2, 1640), of(1, 640))):
        answer = measured(*tracks)
        assert ms(answer) == (1640, "media-header", True)
        assert said(answer) == []
    answer = measured(of(1, 640), of(2, 1641), of(3, 900))
    assert said(answer) == [
        ("mp4-tracks-differ", "3 tracks of sound last between 0.640 s and 1.641 s; the longest counts")
    ]
    assert answer.findings[0].place == opened().tree.place(116 + len(of(1, 640)))
    assert "track 1" in measured(of(1, 640), of(2, 640)).duration.because


# --- frames


def frames(count: int, ticks: int, config: str = "1408") -> list[tuple[str, str]]:
    """A track of frames of 64 ms that says to last so many ms in all."""
    entry = sound_entry(b"mp4a", full(b"esds", esds(bytes.fromhex(config))))
    track = trak(
        stsd=u32(1) + entry, stsz=u32(1, count), stsc=u32(1, 1, count, 1), duration=ticks, stts=runs((1, ticks))
    )
    return said(measured(track))


def test_frames_that_last_about_as_long_as_they_say() -> None:
    assert frames(10, 640) == []
    assert frames(9, 321) == []
    assert frames(11, 1279) == []
    message = "track 1: 9 frames of AAC at 16000 Hz last 0.576 s, the sample table says 0.320 s"
    assert frames(9, 320) == [("mp4-frame-rate", message)]
    message = "track 1: 11 frames of AAC at 16000 Hz last 0.704 s, the sample table says 1.280 s"
    assert frames(11, 1280) == [("mp4-frame-rate", message)]


def test_frames_that_cannot_be_counted() -> None:
    assert frames(0, 640) == []
    assert frames(10, 0) == []
    assert frames(10, 5, "1688") == [], "a rate that is none"
    assert frames(10, 5, "b608") == [], "an object whose frames have no known size"


def test_where_frames_are_counted_wrongly() -> None:
    entry = sound_entry(b"mp4a", full(b"esds", esds(bytes.fromhex("1408"))))
    answer = measured(trak(stsd=u32(1) + entry, stts=runs((10, 6)), duration=60))
    assert answer.findings[0].rule == "mp4-frame-rate"
    assert answer.findings[0].place == opened().tree.place(116)


# --- sound that is not all in the file


def cut(*offsets: int, per: int = 10, deep: bool = False, front: bytes = b"") -> Measurement:
    """Samples of 4 bytes; offsets below zero count from the end of the file."""
    size = len(film(trak(front=front, stco=u32(len(offsets), *[0] * len(offsets)))))
    places = [offset if offset >= 0 else size + offset for offset in offsets]
    track = trak(front=front, stsc=u32(1, 1, per, 1), stco=u32(len(places), *places))
    return measured(track, deep=deep)


@pytest.mark.parametrize("deep", [False, True])
def test_a_last_chunk_that_reaches_beyond_the_file(deep: bool) -> None:
    whole = cut(-40, deep=deep)
    assert ms(whole) == (640, "media-header", True)
    assert said(whole) == []
    answer = cut(-39, deep=deep)
    assert ms(answer) == (576, "sample-table", True)
    assert answer.duration.because == "9 of 10 samples are in the file"
    assert said(answer) == [("mp4-cut-off", "the file holds 9 of 10 samples of track 1: 0.576 s of 0.640 s")]
    assert answer.findings[0].place is not None
    assert answer.findings[0].place.offset == len(film(trak()))
    assert ms(cut(-4, deep=deep))[0] == 64
    assert ms(cut(-3, deep=deep))[0] == 0
    assert ms(cut(5000, deep=deep))[0] == 0


@pytest.mark.parametrize("deep", [False, True])
def test_chunks_that_do_not_ascend(deep: bool) -> None:
    assert said(cut(-20, 28, per=5, deep=deep)) == []
    assert said(cut(-8, 28, 60, 40, 28, per=2, deep=deep)) == []
    assert ms(cut(5000, 28, per=5, deep=deep))[0] == 0, "what comes behind a lost chunk is lost to the ear"
    assert ms(cut(28, 5000, per=5, deep=deep))[0] == 320
    assert ms(cut(28, 5000, 28, per=3, deep=deep))[0] == 192


def test_a_chunk_in_the_middle_that_reaches_beyond_the_file_is_found_by_going_deep() -> None:
    assert said(cut(-8, 28, per=5)) == []
    assert ms(cut(-8, 28, per=5, deep=True))[0] == 128


def test_a_chunk_that_begins_where_the_file_ends() -> None:
    size = len(film(trak(stco=u32(3, 0, 0, 0))))
    assert said(cut(28, size - 1, 28, per=3)) == []
    assert said(cut(28, size, 28, per=3)) != []


@pytest.mark.parametrize("deep", [False, True])
def test_no_chunks_at_all(deep: bool) -> None:
    answer = measured(trak(stco=u32(0), stsz=u32(4, 0)), deep=deep)
    assert ms(answer) == (640, "media-header", True)
    assert said(answer) == []
    answer = measured(trak(stco=u32(0)), deep=deep)
    assert ms(answer) == (0, "sample-table", True)
    assert said(answer) == [("mp4-cut-off", "the file holds 0 of 10 samples of track 1: 0.000 s of 0.640 s")]


def test_what_is_left_of_an_edit() -> None:
    answer = cut(-39, front=edit_list((30, -1), (600, 40)))
    assert ms(answer) == (566, "sample-table", True)
    assert ms(cut(-3, front=edit_list((30, -1), (600, 40))))[0] == 30
    assert ms(cut(-39, front=edit_list((100, 0))))[0] == 100, "never more than all of it"


def test_sizes_of_64_bits_do_not_matter_to_the_clocks() -> None:
    data = film(trak(stco=None, co64=u32(1, 0, 28)))
    assert measure_movie(read_movie(BytesSource(data))).duration.ms == 640
