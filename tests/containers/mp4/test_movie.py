"""The movie box as values: both versions of every header, limits and one beyond, each refusal at its byte."""

from __future__ import annotations

import struct

import pytest

from chaptag.containers.mp4 import movie as movie_module
from chaptag.containers.mp4.movie import read_movie
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.source import BytesSource
from tests.containers.mp4.bare import edit_list, film, opened, refusal, sound_entry, trak, u32
from tests.support.mp4 import box, chpl, ftyp, full

AGAIN = "The file is damaged; export it again."
REMUX = "make a plain MP4 of it first: ffmpeg -i a.m4a -map 0 -c copy -movflags +faststart out.m4a"
MOOV = 128
FIRST_TRAK = MOOV + 8 + 108


def refused(data: bytes, message: str, offset: int, hint: str = AGAIN, kind: type = DamagedAudio) -> None:
    with refusal(kind, message, offset, hint):
        read_movie(BytesSource(data, "a.m4a"))


def test_the_whole_of_a_movie() -> None:
    data = film(
        trak(7, flags=0xFFFFFE, handler=b"text", timescale=600, duration=77),
        more=box(b"udta", chpl([]), chpl([])) + box(b"udta", chpl([])),
        top=b"tail",
        timescale=90,
        duration=88,
    )
    movie = read_movie(BytesSource(data, "a.m4a"))
    assert (movie.box.start, movie.box.stop, movie.tree.base) == (MOOV, len(data) - 4, MOOV)
    assert (movie.timescale, movie.duration) == (90, 88)
    assert movie.mvhd == movie.tree.children(movie.tree.root)[0]
    assert (len(movie.udtas), len(movie.chpls)) == (2, 3)
    assert movie.trailing == (len(data) - 4, len(data))
    assert (movie.place(5).file, movie.place(5).offset) == ("a.m4a", 5)
    (track,) = movie.tracks
    assert (track.id, track.enabled, track.shown, track.handler) == (7, False, False, b"text")
    assert (track.formats, track.timescale, track.duration) == ((b"mp4a",), 600, 77)
    assert (track.edits, track.trefs, track.references, track.chapter_ids) == ((), (), (), ())
    assert [each.type for each in (track.box, track.mdia, track.stbl, *track.offsets)] == [
        b"trak", b"mdia", b"stbl", b"stco",
    ]  # fmt: skip
    assert movie.audio == ()
    assert movie.track(7) is track
    assert movie.track(1) is None


def test_the_tracks_of_sound() -> None:
    movie = opened(trak(1, handler=b"text"), trak(2), trak(3, handler=b"vide"), trak(4, flags=0))
    assert [track.id for track in movie.audio] == [2, 4]
    assert [track.enabled for track in movie.tracks] == [True, True, True, False]


@pytest.mark.parametrize(
    ("size", "shown"), [((0, 0), False), ((1, 0), False), ((0, 1), False), ((1, 1), True), ((480, 60), True)]
)
def test_what_has_a_size_is_shown(size: tuple[int, int], shown: bool) -> None:
    assert opened(trak(size=size)).tracks[0].shown is shown
    wide = struct.pack(">QQI4xQ", 9, 9, 5, 9)
    tkhd = full(b"tkhd", wide, bytes(52), u32(*size), version=1, flags=1)
    track = opened(trak(tkhd=tkhd)).tracks[0]
    assert (track.id, track.shown, track.enabled) == (5, shown, True)


# --- headers of both versions


@pytest.mark.parametrize(
    ("duration", "known"),
    [(0, 0), (7, 7), (0xFFFFFFFE, 0xFFFFFFFE), (0xFFFFFFFF, 0)],
)
def test_durations_of_32_bits(duration: int, known: int) -> None:
    movie = opened(trak(duration=duration), duration=duration)
    assert movie.duration == movie.tracks[0].duration == known


@pytest.mark.parametrize(
    ("duration", "known"),
    [(0, 0), (0xFFFFFFFF, 0xFFFFFFFF), ((1 << 64) - 2, (1 << 64) - 2), ((1 << 64) - 1, 0)],
)
def test_durations_of_64_bits(duration: int, known: int) -> None:
    times = struct.pack(">QQIQ", 1, 2, 600, duration)
    mdhd = full(b"mdhd", times, bytes(4), version=1)
    movie = opened(trak(mdhd=mdhd), mvhd=full(b"mvhd", times, bytes(80), version=1))
    assert (movie.timescale, movie.duration) == (600, known)
    assert (movie.tracks[0].timescale, movie.tracks[0].duration) == (600, known)


def test_a_time_scale_of_nothing() -> None:
    refused(film(trak(), timescale=0), "a time scale is 0", MOOV + 8)
    data = film(trak(timescale=0))
    refused(data, "a time scale is 0", data.index(b"mdhd") - 4)
    assert opened(trak(timescale=1), timescale=1).timescale == 1


def test_headers_that_are_too_short() -> None:
    refused(film(trak(), mvhd=full(b"mvhd", u32(0, 0, 1000))), "box 'mvhd' is too short: 24 bytes", MOOV + 8)
    refused(
        film(trak(), mvhd=full(b"mvhd", u32(0, 0, 0, 0, 9, 0), version=1)),
        "box 'mvhd' is too short: 36 bytes",
        MOOV + 8,
    )
    refused(film(trak(tkhd=full(b"tkhd", bytes(79)))), "box 'tkhd' is too short: 91 bytes", FIRST_TRAK + 8)
    refused(film(trak(tkhd=full(b"tkhd", bytes(80), version=1))), "box 'tkhd' is too short: 92 bytes", FIRST_TRAK + 8)


@pytest.mark.parametrize(
    ("ticks", "scale", "ms"),
    [
        (0, 1, 0),
        (1, 1, 1000),
        (1, 2000, 1),
        (999, 2_000_000, 0),
        (1000, 2_000_000, 1),
        (3, 2000, 2),
        (44100, 44100, 1000),
        (22, 44100, 0),
        (23, 44100, 1),
    ],
)
def test_milliseconds_are_rounded_half_up(ticks: int, scale: int, ms: int) -> None:
    assert opened().ms(ticks, scale) == ms


# --- brands


def test_brands() -> None:
    def brands(*parts: bytes) -> tuple[tuple[bytes, ...], bool]:
        movie = opened(head=box(b"ftyp", *parts))
        return movie.brands, movie.quicktime

    assert brands(b"M4A ", bytes(4), b"isom", b"mp42") == ((b"M4A ", b"isom", b"mp42"), False)
    assert brands(b"qt  ", bytes(4)) == ((b"qt  ",), True)
    assert brands(b"isom", bytes(4), b"qt  ") == ((b"isom", b"qt  "), False)
    assert brands(b"M4A ", bytes(4), b"iso") == ((b"M4A ",), False)
    assert brands(b"M4A ", b"qt  ") == ((b"M4A ",), False)
    many = brands(b"M4A ", bytes(4), b"abcd" * 300)[0]
    assert len(many) == 255, "the first 1024 bytes"
    assert opened(head=b"").brands == ()
    assert opened(head=b"").quicktime


# --- one movie, whole


def test_two_movies() -> None:
    data = film(trak())
    moov = data[MOOV:]
    message = "there are 2 'moov' boxes, and which one players take differs"
    refused(data + moov, message, len(data), REMUX, UnsupportedAudio)
    message = "there are 3 'moov' boxes, and which one players take differs"
    refused(data + moov * 2, message, len(data), REMUX, UnsupportedAudio)


def test_no_movie() -> None:
    refused(
        ftyp() + box(b"mdat", bytes(9)) + b"end",
        "there is no 'moov' box: the recording was cut off before it was finished",
        37,
        "Export the file again, or mend it with untrunc and a good file of the same recorder.",
    )
    message = "a segment of a fragmented MP4, without its 'moov' box"
    refused(ftyp() + box(b"moof", bytes(4)), message, 32, REMUX, UnsupportedAudio)
    assert read_movie(BytesSource(film(trak()) + box(b"moof"))).tracks


def test_a_compressed_movie() -> None:
    data = ftyp() + box(b"moov", box(b"cmov"))
    refused(data, "the movie box is compressed ('cmov')", 20, REMUX, UnsupportedAudio)


@pytest.mark.parametrize(
    "lost", [b"mvhd", b"tkhd", b"mdia", b"mdhd", b"hdlr", b"minf", b"stbl", b"stsd", b"stts", b"stsc"]
)
def test_boxes_that_must_be_there(lost: bytes) -> None:
    around = {b"mvhd": b"moov", b"tkhd": b"trak", b"mdia": b"trak", b"stbl": b"minf"}
    parent = around.get(lost, b"stbl" if lost[:2] == b"st" else b"mdia")
    data = film(trak())
    message = f"'{parent.decode()}' has no '{lost.decode()}'"
    refused(data.replace(lost, b"lost"), message, data.index(parent) - 4)


@pytest.mark.parametrize(
    "tables",
    [{"stco": None}, {"stsz": None}, {"co64": u32(0)}, {"stco": None, "stsz": None}],
    ids=["no-offsets", "no-sizes", "two-offsets", "neither"],
)
def test_tables_that_must_be_there_once(tables: dict[str, bytes | None]) -> None:
    data = film(trak(**tables))  # type: ignore[arg-type]
    message = "a track does not say, or says twice, where its samples are"
    refused(data, message, data.index(b"stbl") - 4)


def test_either_form_of_a_table_will_do() -> None:
    assert opened(trak(stco=None, co64=u32(1, 0, 28))).tracks[0].offsets[0].type == b"co64"
    assert opened(trak(stsz=None, stz2=u32(8, 0))).tracks[0].id == 1


def test_the_formats_of_a_track() -> None:
    two = trak(stsd=u32(2) + sound_entry(b"mp4a") + sound_entry(b"Opus"))
    assert opened(two).tracks[0].formats == (b"mp4a", b"Opus")


def test_as_many_tracks_as_a_movie_may_have_and_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert movie_module._MAX_TRACKS == 1000
    monkeypatch.setattr(movie_module, "_MAX_TRACKS", 3)
    many = [trak(number) for number in range(1, 6)]
    assert len(opened(*many[:3]).tracks) == 3
    refused(film(*many[:4]), "there are 4 tracks, more than 3", FIRST_TRAK + 3 * len(trak()))
    refused(film(*many), "there are 5 tracks, more than 3", FIRST_TRAK + 3 * len(trak()))


def test_two_tracks_of_one_id() -> None:
    data = film(trak(1), trak(2), trak(1))
    refused(data, "two tracks have the id 1", FIRST_TRAK + 2 * len(trak()))


# --- edit lists


@pytest.mark.parametrize("wide", [False, True])
def test_edit_lists(wide: bool) -> None:
    edits = ((2000, -1), (0xFFFFFFFF, 5), (0, 0x7FFFFFFF))
    assert opened(trak(front=edit_list(*edits, wide=wide))).tracks[0].edits == edits
    assert opened(trak(front=edit_list(wide=wide))).tracks[0].edits == ()
    assert opened(trak(front=box(b"edts"))).tracks[0].edits == ()
    data = bytearray(film(trak(front=edit_list(*edits, wide=wide))))
    at = data.index(b"elst")
    data[at + 8 : at + 12] = u32(4)
    refused(bytes(data), "box 'elst' claims 4 entries, it has room for fewer", at - 4)


def test_edit_lists_of_64_bits() -> None:
    edits = (((1 << 64) - 1, (1 << 63) - 1), (1 << 32, -1))
    assert opened(trak(front=edit_list(*edits, wide=True))).tracks[0].edits == edits


def test_the_longest_edit_list_and_one_longer() -> None:
    assert len(opened(trak(front=edit_list(*[(1, 2)] * 20_000))).tracks[0].edits) == 20_000
    data = film(trak(front=edit_list(*[(1, 2)] * 20_001)))
    refused(data, "box 'elst' has 20001 entries, more than 20000", data.index(b"elst") - 4)


# --- references


def test_references() -> None:
    two = box(b"tref", box(b"sync", u32(3)), box(b"chap", u32(5, 4))) + box(b"tref", box(b"chap", u32(9), b"odd"))
    track = opened(trak(front=two)).tracks[0]
    assert [(each.kind, each.ids) for each in track.references] == [
        (b"sync", (3,)), (b"chap", (5, 4)), (b"chap", (9,)),
    ]  # fmt: skip
    assert [each.box.type for each in track.references] == [b"sync", b"chap", b"chap"]
    assert track.chapter_ids == (5, 4, 9)
    assert len(track.trefs) == 2


def test_the_longest_list_of_references_and_one_longer() -> None:
    def naming(count: int) -> bytes:
        return film(trak(front=box(b"tref", box(b"chap", bytes(4 * count)))))

    assert len(read_movie(BytesSource(naming(1000))).tracks[0].references[0].ids) == 1000
    data = naming(1001)
    refused(data, "box 'chap' names 1001 tracks, more than 1000", data.index(b"chap") - 4)
