"""What every chapter track is made of, byte by byte: 32 and 64 bits, both kinds of handlers, chunks in place."""

from __future__ import annotations

import struct

import pytest

from chaptag.containers.mp4.chaptertrack import TIMESCALE, TrackKind, _offsets, chapter_trak
from chaptag.containers.mp4.imagetrack import ImageTrack, image_track
from chaptag.containers.mp4.movie import read_movie
from chaptag.containers.mp4.picture import PLACEHOLDER, Picture, picture
from chaptag.containers.mp4.tables import chunk_offsets, chunks
from chaptag.containers.mp4.texttrack import sample_times, text_track
from chaptag.model.chapter import Chapter, Image
from chaptag.model.source import BytesSource
from tests.containers.mp4.bare import film, tree_of, u32
from tests.support.mp4 import box, full, jpeg, png

MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
KIND = TrackKind(b"text", b"Name", flags=2, media_header=box(b"nmhd"))
FILM = TrackKind(b"vide", b"Pictures", flags=1, media_header=box(b"vmhd"), layer=1, width=640, height=480)
STSD = full(b"stsd", u32(0))
GIB4 = 1 << 32


def made(kind: TrackKind = KIND, *, movie_duration: int = 77, quicktime: bool = False, wide: bool = False) -> bytes:
    return chapter_trak(
        kind, 5, movie_duration=movie_duration, quicktime=quicktime, stsd=STSD,
        durations=(10, 20, 30), sizes=(4, 5, 6), chunks=[(2, 1), (1, 2)], offset=1000, wide=wide,
    )  # fmt: skip


def expected(tkhd: bytes, elst: bytes, hdlr: bytes, offsets: bytes, header: bytes = box(b"nmhd")) -> bytes:
    stbl = box(
        b"stbl",
        STSD,
        full(b"stts", u32(3, 1, 10, 1, 20, 1, 30)),
        full(b"stsc", u32(2, 1, 2, 1, 2, 1, 2)),
        full(b"stsz", u32(0, 3, 4, 5, 6)),
        offsets,
    )
    dinf = box(b"dinf", full(b"dref", u32(1), full(b"url ", flags=1)))
    mdhd = full(b"mdhd", u32(0, 0, 1000, 60), b"\x55\xc4\0\0")
    return box(b"trak", tkhd, box(b"edts", elst), box(b"mdia", mdhd, hdlr, box(b"minf", header, dinf, stbl)))


SHAPE = bytes(16) + MATRIX + bytes(8)
TKHD = full(b"tkhd", u32(0, 0, 5, 0, 77), SHAPE, flags=2)
ELST = full(b"elst", u32(1, 77, 0, 0x10000))
HDLR = full(b"hdlr", bytes(4), b"text", bytes(12), b"Name\0")
STCO = full(b"stco", u32(2, 1000, 1009))


def test_a_track_of_32_bits() -> None:
    assert TIMESCALE == 1000
    assert made() == expected(TKHD, ELST, HDLR, STCO)


def test_offsets_of_64_bits() -> None:
    assert made(wide=True) == expected(TKHD, ELST, HDLR, full(b"co64", struct.pack(">IQQ", 2, 1000, 1009)))


def test_a_handler_of_quicktime() -> None:
    hdlr = full(b"hdlr", b"mhlr", b"text", bytes(12), b"\x04Name")
    assert made(quicktime=True) == expected(TKHD, ELST, hdlr, STCO)


def test_a_track_that_is_seen() -> None:
    size = u32(640 << 16, 480 << 16)
    tkhd = full(b"tkhd", u32(0, 0, 5, 0, 77), bytes(8), b"\0\1", bytes(6), MATRIX, size, flags=1)
    hdlr = full(b"hdlr", bytes(4), b"vide", bytes(12), b"Pictures\0")
    assert made(FILM) == expected(tkhd, ELST, hdlr, STCO, box(b"vmhd"))


@pytest.mark.parametrize("duration", [GIB4 - 1, GIB4, (1 << 64) - 1])
def test_a_movie_of_more_ticks_than_32_bits_hold(duration: int) -> None:
    if duration < GIB4:
        tkhd, elst = (
            full(b"tkhd", u32(0, 0, 5, 0, duration), SHAPE, flags=2),
            full(b"elst", u32(1, duration, 0, 0x10000)),
        )
    else:
        tkhd = full(b"tkhd", struct.pack(">QQI4xQ", 0, 0, 5, duration), SHAPE, version=1, flags=2)
        elst = full(b"elst", struct.pack(">IQqI", 1, duration, 0, 0x10000), version=1)
    new = made(movie_duration=duration)
    assert new == expected(tkhd, elst, HDLR, STCO)
    track = read_movie(BytesSource(film(new))).tracks[0]
    assert (track.id, track.edits, track.enabled, track.shown) == (5, ((duration, 0),), False, False)


def test_chunks_lie_one_behind_another() -> None:
    track = read_movie(BytesSource(film(made()))).tracks[0]
    movie = read_movie(BytesSource(film(made())))
    assert [tuple(each) for each in chunks(movie.tree, track, 3)] == [(1000, 0, 2), (1009, 2, 3)]
    assert _offsets(100, [1, 2, 4, 8, 16], [(2, 1), (1, 1), (1, 1), (1, 1)]) == [100, 103, 107, 115]


# --- titles


def test_samples_reach_to_the_end() -> None:
    assert sample_times([Chapter(0), Chapter(10), Chapter(25)], 60) == (10, 15, 35)
    assert sample_times([Chapter(5), Chapter(10)], 60) == (5, 5, 50)
    assert sample_times([Chapter(1)], 60) == (1, 59)
    assert sample_times([Chapter(0)], 60) == (60,)
    for duration in (0, 20, 25, 26):
        assert sample_times([Chapter(0), Chapter(25)], duration) == (25, 1), "the last is never empty"
    assert sample_times([Chapter(0), Chapter(25)], 27) == (25, 2)


def test_titles_as_samples() -> None:
    encd = bytes.fromhex("0000000c656e636400000100")
    mark = bytes.fromhex("0000000866726565")
    assert text_track([Chapter(0, "A"), Chapter(5, "")], 9).samples == (b"\0\1A" + encd, b"\0\0" + encd)
    assert text_track([Chapter(0, ""), Chapter(5, "B")], 9).samples == (b"\0\0" + encd + mark, b"\0\1B" + encd)
    assert text_track([Chapter(1, ""), Chapter(5, "B")], 9).samples == (b"\0\0" + encd, b"\0\0" + encd, b"\0\1B" + encd)
    track = text_track([Chapter(1, "A"), Chapter(5, "B")], 9)
    assert track.durations == (1, 4, 4)
    assert track.data == b"".join(track.samples)


@pytest.mark.parametrize("wide", [False, True])
def test_a_track_of_titles(wide: bool) -> None:
    track = text_track([Chapter(0, "A"), Chapter(5, "BC")], 9)
    movie = read_movie(BytesSource(film(track.trak(9, GIB4 - 1 + wide, movie_duration=9, quicktime=False, wide=wide))))
    (made_track,) = movie.tracks
    assert (made_track.id, made_track.handler, made_track.formats) == (9, b"text", (b"text",))
    assert list(chunk_offsets(movie.tree, made_track.offsets[0])) == [GIB4 - 1 + wide]
    assert made_track.offsets[0].type == (b"co64" if wide else b"stco")
    narrow = track.trak(9, 5, movie_duration=9, quicktime=False)
    assert narrow == track.trak(9, 5, movie_duration=9, quicktime=False, wide=False)


# --- pictures


def shown(*images: bytes | None, first: int = 0) -> ImageTrack | None:
    chapters = [
        Chapter(first + 10 * n, image=None if data is None else Image(data, "image/jpeg"))
        for n, data in enumerate(images)
    ]
    return image_track(chapters, 100)


def test_pictures_as_samples() -> None:
    blank = Picture(PLACEHOLDER, b"jpeg", 1, 1)
    one, two = picture(jpeg(30, 20)), picture(png(10, 40))
    assert one is not None
    assert two is not None
    assert picture(PLACEHOLDER) == blank
    assert shown(one.data, None, two.data) == ImageTrack((one, blank, two), (10, 10, 80))
    assert shown(one.data, first=7) == ImageTrack((blank, one), (7, 93))
    assert shown(None, None) is None
    assert shown(b"no picture") is None


def described(kind: bytes, width: int, height: int) -> bytes:
    size = struct.pack(">HH", width, height)
    fields = bytes(6) + b"\0\1" + bytes(16) + size + u32(72 << 16, 72 << 16, 0) + b"\0\1"
    return box(kind, fields, bytes(32), b"\0\x18\xff\xff")


def test_a_track_of_pictures() -> None:
    a, b = jpeg(30, 20), png(10, 40)
    track = shown(a, a, b, None)
    assert track is not None
    assert track.data == a + a + b + PLACEHOLDER
    tree = tree_of(track.trak(6, 500, movie_duration=100, quicktime=False))
    stbl = tree.need(tree.root, b"mdia", b"minf", b"stbl")
    stsd = full(b"stsd", u32(2), described(b"jpeg", 30, 40), described(b"png ", 30, 40))
    assert tree.data[tree.need(stbl, b"stsd").start :].startswith(stsd)
    assert tree.body(tree.need(stbl, b"stsc"))[4:] == u32(3, 1, 2, 1, 2, 1, 2, 3, 1, 1)
    places = u32(3, 500, 500 + 2 * len(a), 500 + 2 * len(a) + len(b))
    assert tree.body(tree.need(stbl, b"stco"))[4:] == places
    tkhd = full(b"tkhd", u32(0, 0, 6, 0, 100), bytes(8), b"\0\1", bytes(6), MATRIX, u32(30 << 16, 40 << 16), flags=1)
    assert tree.data[8:].startswith(tkhd)
    assert tree.body(tree.need(tree.root, b"mdia", b"minf", b"vmhd")) == bytes([0, 0, 0, 1]) + bytes(8)
    assert tree.body(tree.need(tree.root, b"mdia", b"hdlr")) == bytes(8) + b"vide" + bytes(12) + b"Chapter images\0"
    assert tree.find(stbl, b"co64") is None
    wide = tree_of(track.trak(6, GIB4, movie_duration=100, quicktime=True, wide=True))
    assert wide.find(wide.root, b"mdia", b"minf", b"stbl", b"co64") is not None
    assert wide.body(wide.need(wide.root, b"mdia", b"hdlr"))[24:] == b"\x0eChapter images"


# --- pictures known by their bytes


@pytest.mark.parametrize("marker", range(0xC0, 0xD0))
def test_markers_that_begin_a_frame(marker: int) -> None:
    data = b"\xff\xd8\xff" + bytes([marker]) + b"\0\x0b\x08\x01\x02\x03\x04" + bytes(4)
    found = picture(data)
    if marker in {0xC4, 0xC8, 0xCC}:
        assert found is None
    else:
        assert found == Picture(data, b"jpeg", 0x304, 0x102)


FRAME = b"\xff\xc0\0\x0b\x08\0\x05\0\x07"


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"\xff\xe0\0\x04ab",
        b"\xff\xe0\0\x02",
        b"\xff",
        b"\xff\xff\xff",
        b"\xff\x01",
        b"\xff\xd0",
        b"\xff\xd7",
        b"\xff\xd0\xff\x01",
        b"\xff\xfe\x01\x00" + bytes(254),
        b"\xff\xe0\0\0",
        b"\xff\xe0\0\1",
        b"\xff\xdb\0\x03x",
    ],
)
def test_what_comes_before_the_frame(before: bytes) -> None:
    data = b"\xff\xd8" + before + FRAME
    assert picture(data) == Picture(data, b"jpeg", 7, 5)
    assert picture(data[:-1]) is None, "cut off"


@pytest.mark.parametrize("before", [b"\xff\xe0\0\x05ab", b"x", b"\xff\xe0\0\x03ab", b"\xff\xcf\0\x04ab"])
def test_what_leads_astray(before: bytes) -> None:
    found = picture(b"\xff\xd8" + before + FRAME)
    assert found is None or (found.width, found.height) != (7, 5)


@pytest.mark.parametrize("marker", [0xD8, 0xCF, 0x02, 0xFE])
def test_markers_with_a_length(marker: int) -> None:
    data = b"\xff\xd8\xff" + bytes([marker]) + b"\0\x0aabcdefgh" + FRAME
    found = picture(data)
    assert found is not None
    assert (found.width == 7) == (marker != 0xCF)


def test_pictures_without_a_size() -> None:
    for width, height in ((0, 5), (5, 0), (0, 0)):
        assert picture(jpeg(width, height)) is None
        assert picture(png(width, height)) is None
    assert picture(jpeg(0xFFFF, 0xFFFF)) == Picture(jpeg(0xFFFF, 0xFFFF), b"jpeg", 0xFFFF, 0xFFFF)


@pytest.mark.parametrize(
    ("side", "known"), [(1, True), (0xFFFF, True), (0x10000, False), (0x1000005, False), (0xFFFFFFFF, False)]
)
def test_the_largest_png(side: int, known: bool) -> None:
    assert (picture(png(side, 9)) == Picture(png(side, 9), b"png ", side, 9)) is known
    assert (picture(png(9, side)) == Picture(png(9, side), b"png ", 9, side)) is known


def test_other_bytes() -> None:
    whole = png(5, 6)[:33]
    assert picture(whole) == Picture(whole, b"png ", 5, 6)
    assert picture(whole[:32]) is None
    assert picture(whole.replace(b"IHDR", b"IHDX")) is None
    assert picture(b"X" + whole[1:]) is None
    assert picture(b"") is None
    assert picture(b"\xff\xd9" + FRAME) is None
    assert picture(b"\xff\xd8") is None
