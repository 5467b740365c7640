"""Titles and starts at their limits, in both kinds, and the bytes of each down to the last."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.containers import mp4
from chaptag.containers.mp4.chpl import MAX_ENTRIES, decode_chpl, encode_chpl, entry_at, fit_title
from chaptag.containers.mp4.textsample import decode_sample, encode_sample
from chaptag.containers.mp4.texttrack import text_track
from chaptag.model.chapter import Chapter
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.containers.mp4.tagging import chapters, edited, stores, tagged
from tests.support.mp4 import chpl, href, plain, text_sample

# Read right by ffprobe, mpv, VLC, mp4chaps, TagLib, mutagen, mediainfo and AntennaPod's reader.
GOLDEN = [Chapter(5000, "Intró"), Chapter(20_000, "Second"), Chapter(40_000, "Third 😀")]
GOLDEN_CHPL = bytes.fromhex(
    """
    00000042 6368706c 01000000 00000000 03000000 0002faf0 8006496e 7472c3b3
    00000000 0bebc200 06536563 6f6e6400 00000017 d784000a 54686972 6420f09f
    9880
    """
)
GOLDEN_TRAK = bytes.fromhex(
    """
    00000228 7472616b 0000005c 746b6864 00000002 00000000 00000000 00000002
    00000000 0000ea60 00000000 00000000 00000000 00000000 00010000 00000000
    00000000 00000000 00010000 00000000 00000000 00000000 40000000 00000000
    00000000 00000024 65647473 0000001c 656c7374 00000000 00000001 0000ea60
    00000000 00010000 000001a0 6d646961 00000020 6d646864 00000000 00000000
    00000000 000003e8 0000ea60 55c40000 00000029 68646c72 00000000 00000000
    74657874 00000000 00000000 00000000 43686170 74657273 00000001 4f6d696e
    66000000 4c676d68 64000000 18676d69 6e000000 00004080 00800080 00000000
    00000000 2c746578 74000100 00000000 00000000 00000000 00000100 00000000
    00000000 00000000 00400000 00000000 2464696e 66000000 1c647265 66000000
    00000000 01000000 0c75726c 20000000 01000000 d7737462 6c000000 4b737473
    64000000 00000000 01000000 3b746578 74000000 00000000 01000000 01000000
    00000000 00000000 00000000 00000000 01000000 00000000 00000d66 74616200
    01000100 00000030 73747473 00000000 00000004 00000001 00001388 00000001
    00003a98 00000001 00004e20 00000001 00004e20 0000001c 73747363 00000000
    00000001 00000001 00000004 00000001 00000024 7374737a 00000000 00000000
    00000004 0000000e 00000014 00000014 00000018 00000014 7374636f 00000000
    00000001 00075fd0
    """
)


def test_the_golden_list() -> None:
    entries = [entry_at(each.start, fit_title(each.title)) for each in GOLDEN]
    assert encode_chpl(entries) == GOLDEN_CHPL


def test_the_golden_track() -> None:
    track = text_track(GOLDEN, 60_000)
    assert track.trak(2, 0x75FD0, movie_duration=60_000, quicktime=False) == GOLDEN_TRAK
    encd = bytes.fromhex("0000000c656e636400000100")
    assert track.data == b"".join(
        struct.pack(">H", len(title)) + title + encd
        for title in (b"", "Intró".encode(), b"Second", "Third 😀".encode())
    )
    assert [len(each) for each in track.samples] == [14, 20, 20, 24]


def test_a_quicktime_movie_gets_its_own_kind_of_handler() -> None:
    new = tagged(plain(brand=b"qt  "), [(0, "A")])
    at = new.index(b"mhlrtext")
    assert new[at + 20 :].startswith(b"\x08Chapters")


@pytest.mark.parametrize("count", [1, 2, 255, 256, 300, 2000])
@pytest.mark.parametrize("first", [0, 1, 5250])
def test_any_number_of_chapters(count: int, first: int) -> None:
    wanted = [(first + n * 25, f"Chapter {n}") for n in range(count - 1)] + [(60_031, "Last")]
    data = plain()
    edit = edited(BytesSource(data), wanted)
    found = stores(tagged(data, wanted))
    assert found.pop("text-track") == wanted
    assert found.pop("chpl", None) == (wanted if count <= 255 else None)
    assert [each.rule for each in edit.findings] == (["mp4-chpl-left-out"] if count > 255 else [])


def test_an_old_list_goes_when_the_chapters_are_too_many() -> None:
    old = tagged(plain(), [(0, "A")])
    new = tagged(old, [(n, f"{n}") for n in range(256)])
    assert b"chpl" not in new
    assert len(stores(new)["text-track"]) == 256


SIZES = [0, 1, 126, 127, 128, 255, 256, 1023, 5000, 65_535, 65_536, 70_000]
CHARACTERS = ["x", "é", "日", "😀", "👩\u200d🚀", "e\u0301"]


@pytest.mark.parametrize("character", CHARACTERS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("long", [False, True])
def test_titles_of_any_size(size: int, character: str, long: bool) -> None:
    unit = len(character.encode())
    title = "x" * (size % unit) + character * (size // unit)
    assert len(title.encode()) == size
    data = plain()
    new = tagged(data, [(0, "A"), (1000, title), (2000, "Z")], WriteOptions(long_titles=long))
    found = stores(new)
    assert [start for start, _ in found["chpl"]] == [0, 1000, 2000]
    whole = found["text-track"][1][1]
    assert (whole == title) == (size <= 65_535)
    assert len(whole.encode()) <= 65_535
    short = found["chpl"][1][1]
    limit = 255 if long else 127
    assert (short == title) == (size <= limit)
    assert limit - 3 - 2 * unit < len(short.encode()) <= limit or size <= limit
    if size > limit:
        stem = short.removesuffix("…").removeprefix("x" * (size % unit))
        assert stem == character * (len(stem) // len(character)), "no character is cut in two"


def test_what_is_cut_is_said() -> None:
    data = BytesSource(plain())
    edit = edited(data, [(0, "x" * 130), (1, "y" * 1100), (2, "z" * 70_000)])
    assert [(each.rule, each.chapter) for each in edit.findings] == [("mp4-title-cut", 1), ("mp4-title-long", 2)]
    assert "titles cut to 127 bytes in 'chpl': 3 of 3" in edit.findings[0].message
    long = edited(data, [(0, "x" * 130)], WriteOptions(long_titles=True))
    assert long.findings == ()


@pytest.mark.parametrize("first", [1, 5250])
def test_a_late_first_chapter_is_late_in_both_kinds(first: int) -> None:
    wanted = [(first, "Late"), (20_000, "Later")]
    assert stores(tagged(plain(), wanted)) == {"text-track": wanted, "chpl": wanted}


def test_a_first_chapter_without_a_title_is_a_chapter() -> None:
    wanted = [(0, ""), (20_000, "Later")]
    assert stores(tagged(plain(), wanted)) == {"text-track": wanted, "chpl": wanted}


def test_it_is_one_among_many_too() -> None:
    wanted = [(n * 100, f"{n}" * bool(n)) for n in range(300)]
    assert stores(tagged(plain(), wanted)) == {"text-track": wanted}


def test_gaps_are_closed_and_the_end_is_that_of_the_sound() -> None:
    given_ends = [Chapter(0, "A", 5000), Chapter(10_000, "B", 20_000), Chapter(20_000, "C", 50_000)]
    data = plain()
    edit = edited(BytesSource(data), given_ends)
    assert [each.rule for each in edit.findings] == ["mp4-gaps-closed"]
    assert edit.findings[0].message.startswith(
        "chapters that end before the next one starts: 2, the first is “A” at 00:05"
    )
    layout = mp4.inspect(BytesSource(tagged(data, given_ends)))
    for store in layout.stores:
        assert [each.end for each in store.chapters][:2] == [10_000, 20_000]
    # The movie says 60.000 s, the samples 60.032 s: the chapters end with the earlier.
    assert layout.chapters[2].end == 60_000


def test_links_and_hidden_chapters_are_left_out_and_said() -> None:
    given_links = [Chapter(0, "A", url="https://example.com"), Chapter(5, "H", hidden=True), Chapter(10, "B")]
    data = plain()
    edit = edited(BytesSource(data), given_links)
    assert [each.rule for each in edit.findings] == ["mp4-links-left-out", "mp4-hidden-left-out"]
    new = tagged(data, given_links)
    assert stores(new)["chpl"] == [(0, "A"), (10, "B")]
    assert [each.rule for each in edited(BytesSource(new), given_links).findings] == [
        "mp4-links-left-out",
        "mp4-hidden-left-out",
    ]


def test_hidden_chapters_alone_are_no_chapters() -> None:
    only = chapters([Chapter(0, "H", hidden=True)], 60_000)
    assert mp4.edit(BytesSource(plain()), only, WriteOptions()).unchanged


# --- codecs


@given(st.lists(st.tuples(st.integers(0, (1 << 63) // 10_000), st.text(max_size=300)), max_size=MAX_ENTRIES))
def test_lists_survive_the_round_trip(items: list[tuple[int, str]]) -> None:
    clean = [(start, title.encode("utf-8", "replace").decode()) for start, title in items]
    entries = [entry_at(start, fit_title(title, long=True)) for start, title in clean]
    decoded = decode_chpl(encode_chpl(entries)[8:])
    assert decoded is not None
    assert list(decoded.entries) == entries
    assert (decoded.version, decoded.stated, decoded.whole) == (1, len(entries), True)


@given(st.binary(max_size=600))
def test_no_bytes_are_too_odd_for_a_list(body: bytes) -> None:
    decoded = decode_chpl(body)
    assert decoded is None or len(decoded.entries) * 9 <= len(body)


@pytest.mark.parametrize("count", [3, 255, 300])
@pytest.mark.parametrize(("version", "wide"), [(1, False), (1, True), (0, False)])
def test_lists_of_every_school_are_read(count: int, version: int, wide: bool) -> None:
    if count > 255 and not wide:
        return
    listed = [(n, f"{n}") for n in range(count)]
    decoded = decode_chpl(chpl(listed, version=version, wide_count=wide)[8:])
    assert decoded is not None
    assert [(each.start, each.title.decode()) for each in decoded.entries] == listed
    assert (decoded.version, decoded.stated, decoded.whole) == (version, count, True)


@given(st.text(max_size=200))
def test_samples_survive_the_round_trip(title: str) -> None:
    clean = title.encode("utf-8", "replace").decode().rstrip("\0")
    assert decode_sample(encode_sample(clean)).text == clean


@given(st.binary(max_size=100))
def test_no_bytes_are_too_odd_for_a_sample(data: bytes) -> None:
    assert isinstance(decode_sample(data).text, str)


def test_samples_of_other_programs() -> None:
    assert decode_sample(text_sample("Titel", encd=False)).text == "Titel"
    assert decode_sample(text_sample("Titel", more=href("https://example.com", 5))).url == "https://example.com"
    for codec, mark in (("utf-16-be", b"\xfe\xff"), ("utf-16-le", b"\xff\xfe")):
        text = mark + "Züge 日".encode(codec)
        assert decode_sample(struct.pack(">H", len(text)) + text).text == "Züge 日"
    assert decode_sample(b"\0\x04Z\x9fge").text == "Züge", "Mac Roman"
    assert decode_sample(b"\0").text == decode_sample(b"").text == ""
    assert decode_sample(b"\xff\xffcut off").text == "cut off"
