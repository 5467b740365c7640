"""How long the sound is: edit list, media header and sample table, in whole numbers, against each other."""

from __future__ import annotations

import struct

import pytest

from chaptag.containers import mp4
from chaptag.containers.mp4.codec import codec
from chaptag.containers.mp4.movie import read_movie
from chaptag.model.duration import Measurement
from chaptag.model.source import BytesSource
from tests.support.mp4 import MOOV, Media, Movie, Track, audio, box, build, chunks_of, esds, ftyp, full


def file(*tracks: Track, timescale: int = 1000, duration: int = 60_032, form: str = "32") -> bytes:
    return build(Movie(list(tracks), timescale, duration), [ftyp(), MOOV, Media(chunks_of(*tracks), form)])


def measured(*tracks: Track, deep: bool = False, timescale: int = 1000) -> Measurement:
    return mp4.measure(BytesSource(file(*tracks, timescale=timescale)), deep=deep)


def found(measurement: Measurement) -> list[str]:
    return [each.rule for each in measurement.findings]


@pytest.mark.parametrize("deep", [False, True])
def test_the_edit_list_counts(deep: bool) -> None:
    answer = measured(audio(1, priming=True), deep=deep)
    assert (answer.duration.ns, answer.duration.method, answer.duration.exact) == (59_968_000_000, "edit-list", True)
    assert found(answer) == []


def test_without_one_the_media_header_does_and_the_samples_bear_it_out() -> None:
    answer = measured(audio(1))
    assert (answer.duration.ns, answer.duration.method) == (60_032_000_000, "media-header")


def test_nanoseconds_are_exact() -> None:
    """25841 frames of 1024 samples at 44100 Hz: no float has touched this."""
    sound = audio(1, seconds=5, timescale=44100)
    answer = measured(sound)
    assert answer.duration.ns == len(sound.samples) * 1024 * 1_000_000_000 // 44100
    long = audio(1, seconds=5, timescale=1, deltas=[0x3000000] * 78)
    assert measured(long).duration.ns == 78 * 0x3000000 * 1_000_000_000


def test_an_edit_list_that_plays_more_than_there_is_does_not_count() -> None:
    answer = measured(audio(1, edits=((90_000, 0),)))
    assert (answer.duration.ns, answer.duration.method) == (60_032_000_000, "sample-table")
    assert found(answer) == ["mp4-duration-disagrees"]
    assert "edit list says 01:30" in answer.findings[0].message


def test_an_edit_list_that_hides_sound_counts_and_is_said() -> None:
    answer = measured(audio(1, edits=((30_000, 16_000),)))
    assert (answer.duration.ns, answer.duration.method) == (30_000_000_000, "edit-list")
    assert found(answer) == ["mp4-sound-hidden"]


def test_silence_before_the_sound_is_part_of_the_time_line() -> None:
    answer = measured(audio(1, edits=((2000, -1), (60_032, 0))))
    assert answer.duration.ns == 62_032_000_000
    assert found(answer) == []


def test_an_edit_of_no_length_plays_to_the_end() -> None:
    assert measured(audio(1, edits=((0, 1024),))).duration.ns == 59_968_000_000


def test_a_media_header_that_disagrees_with_the_samples_does_not_count() -> None:
    data = file(audio(1))
    at = data.index(b"mdhd") + 20
    broken = data[:at] + struct.pack(">I", 16_000 * 90) + data[at + 4 :]
    answer = mp4.measure(BytesSource(broken))
    assert (answer.duration.ns, answer.duration.method) == (60_032_000_000, "sample-table")
    assert found(answer) == ["mp4-duration-disagrees"]


def test_without_samples_the_media_header_is_all_there_is() -> None:
    data = file(audio(1, seconds=0))
    at = data.index(b"mdhd") + 20
    answer = mp4.measure(BytesSource(data[:at] + struct.pack(">I", 16_000) + data[at + 4 :]))
    assert (answer.duration.ns, answer.duration.method, answer.duration.exact) == (10**9, "media-header", False)


def test_the_longest_track_that_is_played_counts() -> None:
    answer = measured(audio(1, 50), audio(2, 55), audio(3, 60, enabled=False))
    assert answer.duration.ns == audio(2, 55).deltas[0] * len(audio(2, 55).deltas) * 10**9 // 16_000
    assert found(answer) == ["mp4-tracks-differ"]
    assert measured(audio(1, 50, enabled=False)).duration.ms == 49_984


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.99])
def test_a_file_that_ends_before_its_sound_has_what_is_there(share: float, deep: bool) -> None:
    data = file(audio(1, priming=True), form="end")
    start = data.index(b"mdat") + 4
    cut = data[: start + int((len(data) - start) * share)]
    answer = mp4.measure(BytesSource(cut), deep=deep)
    assert found(answer) == ["mp4-cut-off"]
    assert answer.duration.method == "sample-table"
    sizes = [len(sample) for sample in audio(1).samples]
    there = next(n for n in range(len(sizes) + 1) if n == len(sizes) or sum(sizes[: n + 1]) > len(cut) - start)
    assert answer.duration.ns == (there - 1) * 64_000_000


def test_samples_of_one_size_are_counted_not_walked() -> None:
    """One hour of uncompressed sound has 158 million samples: no loop may go over them."""
    count, frame = 158_760_000, 4
    stbl = box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 1), box(b"sowt", struct.pack(">6xH8xHH4xI", 1, 2, 16, 44100 << 16))),
        full(b"stts", struct.pack(">III", 1, count, 1)),
        full(b"stsc", struct.pack(">IIII", 1, 1, count, 1)),
        full(b"stsz", struct.pack(">II", frame, count)),
        full(b"stco", struct.pack(">II", 1, 600)),
    )
    data = file(audio(1, seconds=1, timescale=44100))
    old = data.index(b"stbl") - 4
    size = struct.unpack_from(">I", data, old)[0]
    grown = len(stbl) - size
    patched = bytearray(data[:old] + stbl + data[old + size :])
    for kind in (b"moov", b"trak", b"mdia", b"minf"):
        at = data.index(kind) - 4
        struct.pack_into(">I", patched, at, struct.unpack_from(">I", data, at)[0] + grown)
    struct.pack_into(">I", patched, data.index(b"mdhd") + 20, count)
    answer = mp4.measure(BytesSource(bytes(patched)), deep=True)
    assert found(answer) == ["mp4-cut-off"]
    assert answer.duration.ns == (len(patched) - 600) // frame * 10**9 // 44100
    assert sum(stop - start for start, stop in mp4.payload(BytesSource(bytes(patched)))) == len(patched) - 600


CONFIGS = {
    "1408": ("AAC", 16000, 1024),
    "1210": ("AAC", 44100, 1024),
    "1214": ("AAC", 44100, 960),
    "2b928800": ("HE-AAC", 22050, 1024),
    "eb8a8800": ("HE-AAC v2", 22050, 1024),
    "f8e82000": ("AAC-ELD", 44100, 0),
    "17801f4001": ("AAC", 16000, 1024),
    "": ("MPEG-4 audio 0", 96000, 0),
}


@pytest.mark.parametrize("config", CONFIGS)
def test_the_codec_is_named(config: str) -> None:
    name, rate, frame = CONFIGS[config]
    entry = box(b"mp4a", struct.pack(">6xH8xHH4xI", 1, 1, 16, 16000 << 16), full(b"esds", esds(bytes.fromhex(config))))
    movie = read_movie(BytesSource(file(audio(1, entry=entry))))
    assert codec(movie.tree, movie.tracks[0]) == (name, rate, frame)


def test_he_aac_counted_in_either_rate_is_as_long_as_it_says() -> None:
    """22050 Hz core and 44100 Hz out: 1024 of the one are 2048 of the other."""
    entry = box(
        b"mp4a", struct.pack(">6xH8xHH4xI", 1, 1, 16, 22050 << 16), full(b"esds", esds(bytes.fromhex("2b928800")))
    )
    for timescale, delta in ((22050, 1024), (44100, 2048)):
        sound = audio(1, entry=entry, timescale=timescale, deltas=[delta] * 938)
        answer = measured(sound)
        assert answer.duration.ns == 938 * delta * 10**9 // timescale
        assert found(answer) == []
    mixed_up = measured(audio(1, entry=entry, timescale=44100, deltas=[1024] * 938))
    assert found(mixed_up) == ["mp4-frame-rate"]
    assert "HE-AAC at 22050 Hz last 43.561 s, the sample table says 21.780 s" in mixed_up.findings[0].message
