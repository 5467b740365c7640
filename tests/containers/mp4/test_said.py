"""What is said of a file, word for word and byte for byte: its stores, its references, where they tell two stories."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import Any

import pytest

from chaptag.containers import mp4
from chaptag.containers.mp4.inspection import _difference, _same_title, read_chapters
from chaptag.containers.mp4.stores import TitleStore, read_chpl, read_images, read_titles
from chaptag.model.chapter import Chapter, Image
from chaptag.model.errors import DamagedAudio
from chaptag.model.source import BytesSource
from tests.containers.mp4.bare import Claims, Huge, edit_list, film, opened, refusal, sound_entry, trak, u32
from tests.containers.mp4.told import FIRST, JPEG, TEXT, chap, file, holding, inspected, read, said, spell, titles
from tests.support.mp4 import box, chpl, ftyp, full, href, jpeg, text_sample

# --- the Nero list


def nero(*boxes: bytes, end: int = 60_000) -> tuple[list[tuple[str, str, int | None, int | None]], list[Chapter], int]:
    movie = opened(more=box(b"udta", *boxes))
    at = movie.box.start + movie.chpls[0].start
    store = read_chpl(movie, end)
    assert store is not None
    assert (store.store.kind, store.store.label, store.store.offset) == ("chpl", "Nero chapters (chpl)", at)
    assert store.box is movie.chpls[0]
    return spell(store.store.findings), list(store.store.chapters), at


def test_a_list_as_players_want_it() -> None:
    found, listed, _ = nero(chpl([(0, "A"), (5, "B"), (5, "C"), (3, "D")]), end=3)
    assert found == []
    assert listed == [Chapter(0, "A", 5), Chapter(5, "B"), Chapter(5, "C"), Chapter(3, "D")]
    assert nero(chpl([(0, "A")]), end=1)[1] == [Chapter(0, "A", 1)]
    assert read_chpl(opened(), 5) is None


def test_what_players_cannot_read_of_a_list() -> None:
    rule = "mp4-chpl-unreadable"
    found, _, at = nero(chpl([(0, "A")], version=0))
    assert found == [(rule, "the 'chpl' box has version 0, players want 1", at, None)]
    assert nero(chpl([(n, "") for n in range(255)], wide_count=True))[0] == []
    found, _, at = nero(chpl([(n, "") for n in range(256)], wide_count=True))
    message = "the 'chpl' box counts 256 chapters; most players take that for 0"
    assert found == [(rule, message, at, None)]
    found, listed, at = nero(chpl([]))
    assert found == [(rule, "the 'chpl' box is empty", at, None)]
    assert listed == []
    found, listed, at = nero(full(b"chpl", bytes(4), b"\3", struct.pack(">QBQB", 0, 0, 50_000, 0), version=1))
    assert found == [(rule, "the 'chpl' box counts 3 chapters, 2 can be read from it", at, None)]
    assert [each.start for each in listed] == [0, 5]
    one = chpl([(0, "A")])
    found, _, at = nero(one, one)
    assert found == [(rule, "there are 2 'chpl' boxes; the first counts", at, None)]
    found, _, at = nero(one, one, one)
    assert found == [(rule, "there are 3 'chpl' boxes; the first counts", at, None)]


def test_a_list_without_a_count() -> None:
    movie = opened(more=box(b"udta", full(b"chpl", bytes(4), version=1)))
    with refusal(DamagedAudio, "box 'chpl' is too short: 16 bytes", movie.box.start + movie.chpls[0].start):
        read_chpl(movie, 5)


def test_titles_of_a_list() -> None:
    found, listed, at = nero(chpl([(0, "x" * 127), (1, "y" * 128), (2, b"\xff\n")]))
    assert [each.title for each in listed] == ["x" * 127, "y" * 128, "\ufffd\n"]
    shown = "“" + "y" * 59 + "…”"
    over = "the title has 128 bytes, AntennaPod loses all chapters from a title over 127 on"
    assert found[0] == ("mp4-chpl-title", f"chapter 2, {shown}: {over}", at, 2)
    assert found[1][0] == "mp4-chpl-title"
    assert found[1][1].endswith("”: the title is no UTF-8, mutagen cannot open the file")
    assert found[1][2:] == (at, 3)


# --- a text track


def text(*named: str, zero: bool = False, **more: object) -> TitleStore:
    movie = read(file(titles(*named, **more), refs=chap(2)))  # type: ignore[arg-type]
    store = read_titles(movie, movie.tracks[1], named_at_zero=zero)
    assert store.store.offset == movie.box.start + movie.tracks[1].box.start
    assert (store.store.kind, store.store.label) == ("text-track", "QuickTime text track 2")
    assert len(store.samples) == len(store.texts) == len(named)
    return store


def test_titles_of_a_track() -> None:
    assert list(text("A", "B").store.chapters) == [Chapter(0, "A", 10_000), Chapter(10_000, "B", 20_000)]
    assert text("A", "B", deltas=[5, 0]).store.chapters[1] == Chapter(5, "B")
    assert [each.title for each in text("", "B").store.chapters] == ["B"], "filler"
    assert [each.title for each in text("", "B", zero=True).store.chapters] == ["", "B"]
    assert [each.title for each in text("").store.chapters] == [""]
    assert [each.title for each in text("A", "").store.chapters] == ["A", ""]
    late = edit_list((5, -1), (20_000, 0))
    assert [each.title for each in text("", "B", front=late).store.chapters] == ["", "B"], "not at 0"


def test_a_first_chapter_that_is_meant() -> None:
    samples = [b"\0\0" + bytes.fromhex("0000000866726565"), text_sample("B")]
    movie = read(file((2, samples, [5, 5], {}), refs=chap(2)))
    assert [each.title for each in read_titles(movie, movie.tracks[1]).store.chapters] == ["", "B"]
    movie = read(file((2, [text_sample(""), samples[0]], [5, 5], {}), refs=chap(2)))
    assert len(read_titles(movie, movie.tracks[1]).store.chapters) == 1


def test_titles_that_cannot_be_read() -> None:
    data = file(titles("A", "B"), refs=chap(2))
    longer = data.replace(u32(0, 2, 15, 15), u32(0, 2, 15, 16))
    assert longer != data
    movie = read(longer)
    store = read_titles(movie, movie.tracks[1])
    place = movie.box.start + movie.tracks[1].box.start
    message = "the title of chapter 2 cannot be read: its bytes lie outside the file"
    assert spell(store.store.findings) == [("mp4-chapter-lost", message, place, 2)]
    assert [each.title for each in store.store.chapters] == ["A", ""]


def test_chapters_that_are_shifted() -> None:
    def shifted(*edits: tuple[int, int]) -> list[tuple[str, str]]:
        store = text("A", "B", front=edit_list(*edits))
        return [(each.rule, each.message) for each in store.store.findings]

    message = "the edit list of chapter track 2 moves its chapters; many players ignore it"
    assert shifted((20_000, 0)) == []
    assert shifted((20_000, 1)) == [("mp4-chapters-shifted", message)]
    assert shifted((5, -1), (20_000, 0)) == [("mp4-chapters-shifted", message)]
    assert shifted((20_000, 0), (5, -1)) == []


# --- pictures and links


def test_pictures_of_a_track() -> None:
    a, b = jpeg(5, 6), jpeg(7, 8)
    pictures: dict[str, object] = {"handler": b"vide", "stsd": JPEG}
    movie = read(file((2, [a, b"none", b], [10, 20, 30], pictures), refs=chap(2)))
    track = movie.tracks[1]
    whole = read_images(movie, track, [])
    image = Image(a, "image/jpeg"), Image(b, "image/jpeg")
    assert whole.images == ((0, image[0]), (10, None), (30, image[1]))
    assert whole.end == 60
    assert (whole.store.kind, whole.store.label) == ("image-track", "QuickTime image track 2")
    assert whole.store.offset == movie.box.start + track.box.start
    assert list(whole.store.chapters) == [
        Chapter(0, "", 10, image=image[0]), Chapter(10, "", 30), Chapter(30, "", 60, image=image[1]),
    ]  # fmt: skip
    assert [each.start for each in read_images(movie, track, [0, 30]).store.chapters] == [0, 30]
    assert [each.start for each in read_images(movie, track, [0, 31]).store.chapters] == [0, 10, 30]
    last = read(file((2, [a, b], [10, 0], pictures), refs=chap(2)))
    assert [each.end for each in read_images(last, last.tracks[1], []).store.chapters] == [10, None]
    none = read(file((2, [], [], pictures), refs=chap(2)))
    assert (none.tracks[1].id, read_images(none, none.tracks[1], []).end) == (2, 0)


@pytest.mark.parametrize("more", [0, 1])
def test_the_largest_picture(more: int) -> None:
    size = (16 << 20) + more
    movie = opened(trak(handler=b"vide", stsd=JPEG, stsz=u32(0, 1, size), stsc=u32(1, 1, 1, 1)))

    class Large(Claims):
        def read(self, offset: int, length: int) -> bytes:
            return Huge.of(length, jpeg(5, 6))

    store = read_images(replace(movie, source=Large(1 << 40)), movie.tracks[0], [])
    assert (store.images[0][1] is None) == bool(more)


def test_links_and_pictures_join_the_titles() -> None:
    a = jpeg(5, 6)
    own = text_sample("B", more=href("https://own.b", 1))
    links = [text_sample("x", more=href(f"https://link.{n}", 1)) for n in "abc"]
    data = file(
        (2, [text_sample("A"), own, text_sample("C")], [10, 10, 10], {}),
        (3, links, [10, 11, 10], {}),
        (4, [a, a], [10, 30], {"handler": b"vide", "stsd": JPEG}),
        refs=chap(2, 3, 4),
    )
    found = read_chapters(read(data))
    assert found.titles is not None
    image = Image(a, "image/jpeg")
    assert list(found.titles.store.chapters) == [
        Chapter(0, "A", 10, "https://link.a", image),
        Chapter(10, "B", 20, "https://own.b", image),
        Chapter(20, "C", 30),
    ]
    assert [store.kind for store in found.stores] == ["text-track", "text-track", "image-track"]


def test_what_the_list_says_of_a_first_title_that_is_empty() -> None:
    def first(*listed: tuple[int, str]) -> str:
        found = read_chapters(read(file(titles("", "B"), refs=chap(2), nero=chpl(listed)))).titles
        assert found is not None
        return found.store.chapters[0].title

    assert first((0, ""), (10_000, "B")) == ""
    assert first((0, "A"), (0, "")) == "B", "the first of the list"
    assert first((5, ""), (10_000, "B")) == "B"
    assert first((5, "A")) == "B"


def test_the_last_chapter_ends_with_the_sound() -> None:
    def last(**more: Any) -> tuple[int | None, int | None]:
        found = read_chapters(opened(**more))
        assert found.chpl is not None
        return found.duration.ms if found.duration else None, found.chpl.store.chapters[0].end

    udta = box(b"udta", chpl([(0, "A")]))
    assert last(more=udta) == (640, 640)
    assert last(more=udta + box(b"mvex")) == (None, None)
    assert last(more=udta, top=box(b"moof")) == (None, None)
    silent = read_chapters(opened(trak(handler=b"text"), more=udta))
    assert silent.duration is None
    assert silent.chpl is not None
    assert silent.chpl.store.chapters[0].end is None


# --- references


def test_tracks_that_are_named_and_are_not_there() -> None:
    for ids, shown in (((5,), "5"), ((5, 6, 7, 8, 9), "5, 6, 7, 8, 9"), ((5, 6, 7, 8, 9, 10), "5, 6, 7, 8, 9 …")):
        message = f"chapters are said to be in track {shown}: no such track"
        assert said(file(refs=chap(*ids))) == [("mp4-dangling-reference", message, 128, None)]


def test_tracks_that_are_named_and_shown() -> None:
    data = film(trak(1, front=chap(2)), trak(2, handler=b"s\xffbt", stsd=TEXT))
    message = "track 2 ('s\\xffbt') is named as chapters, but it is shown by itself"
    place = FIRST + len(trak(1, front=chap(2)))
    assert said(data) == [("mp4-subtitles-as-chapters", message, place, None)]


def test_several_text_tracks() -> None:
    data = file(titles("A"), titles("B", number=3), refs=chap(3, 2), nero=chpl([(0, "B")]))
    assert said(data) == [("mp4-several-text-tracks", "text tracks 3, 2 are all named as chapters", 128, None)]


def test_sound_that_names_no_chapters() -> None:
    sound = trak(1)
    other = trak(3, front=chap(2))
    data = film(sound, trak(4, flags=0), other, holding(2, [b"\0\1A"], [640], 28), more=box(b"udta", chpl([(0, "")])))
    message = "sound track 1 does not name the chapter track 2"
    assert ("mp4-reference-missing", message, FIRST, None) in said(data)
    assert sum(each[0] == "mp4-reference-missing" for each in said(data)) == 1


# --- two stories


def test_one_store_alone() -> None:
    message = "chapters are in 'chpl' only, a text track is missing: Apple's players find less"
    assert said(file(nero=chpl([(0, "A")]))) == [("mp4-one-store", message, 128, None)]
    message = "chapters are in a text track only, 'chpl' is missing: AntennaPod and VLC before 4 find less"
    assert said(file(titles("A"), refs=chap(2))) == [("mp4-one-store", message, 128, None)]
    assert said(file(titles(*["A"] * 255, deltas=[9] * 255), refs=chap(2)))[0][0] == "mp4-one-store"
    assert said(file(titles(*["A"] * 256, deltas=[9] * 256), refs=chap(2))) == []
    assert said(file()) == []


def differ(short: list[tuple[int, str]], full_ones: list[tuple[int, str]]) -> str:
    return _difference(tuple(Chapter(*each) for each in short), tuple(Chapter(*each) for each in full_ones))


def test_where_two_stores_differ() -> None:
    some = [(0, "A"), (10_000, "B")]
    assert differ(some, some) == ""
    assert differ([(0, "A"), (10_001, "B")], some) == differ([(0, "A"), (9_999, "B")], some) == ""
    late = "chapter 2 starts at 00:10.002 in 'chpl' and at 00:10 in the text track"
    assert differ([(0, "A"), (10_002, "C")], some) == late
    assert differ([(0, "A"), (9_998, "C")], some) == late.replace("00:10.002", "00:09.998")
    assert differ([(0, "A"), (10_000, "C")], some) == "chapter 2 is “C” in 'chpl' and “B” in the text track"
    assert differ(some[:1], some) == "'chpl' has 1 chapters, the text track 2"
    assert differ(some, some[:1]) == "'chpl' has 2 chapters, the text track 1"
    data = file(titles("A"), refs=chap(2), nero=chpl([(0, "B")]))
    ending = "; VLC and AntennaPod show 'chpl', Apple's players the text track, ffmpeg a mixture"
    message = "chapter 1 is “B” in 'chpl' and “A” in the text track" + ending
    assert said(data) == [("mp4-stores-disagree", message, 128, None)]


@pytest.mark.parametrize(
    ("short", "whole", "same"),
    [
        ("A", "A", True),
        ("A", "B", False),
        ("x" * 99 + "…", "x" * 200, False),
        ("x" * 100 + "…", "x" * 200, True),
        ("x" * 100, "x" * 101, True),
        ("x" * 100 + "…", "x" * 100, False),
        ("x" * 100 + "y", "x" * 200, False),
        ("ü" * 50 + "\ufffd", "ü" * 80, True),
        ("ü" * 49 + "\ufffd", "ü" * 80, False),
        ("x" * 101, "x" * 100, False),
    ],
)
def test_titles_that_were_cut(short: str, whole: str, same: bool) -> None:
    assert _same_title(short, whole) is same


# --- the layout


def test_the_layout_of_a_file() -> None:
    data = film(
        trak(1, stsd=u32(1) + sound_entry(b"alac")),
        trak(2, handler=b"vide", stsd=u32(2) + box(b"avc1", bytes(8)) + box(b"jpeg"), flags=0),
        trak(3, handler=b"text", stsd=TEXT),
        trak(4, handler=b"sbtl", stsd=TEXT),
        trak(5, handler=b"subt", stsd=u32(1) + box(b"\xe9 \n ", bytes(8))),
        trak(6, handler=b"h\xefn\n", stsd=u32(0)),
        top=box(b"mdat", bytes(5)) + b"tail",
    )
    layout = inspected(data)
    assert layout.container == "mp4"
    assert layout.label == "MP4 (M4A)"
    assert layout.size == len(data)
    assert [tuple(each) for each in layout.payload] == [(28, 128), (len(data) - 9, len(data) - 4)]
    assert layout.details == (
        ("moov", "after the sound"),
        ("track 1", "sound, Apple Lossless"),
        ("track 2", "video, avc1/jpeg, not enabled"),
        ("track 3", "text, text"),
        ("track 4", "subtitles, text"),
        ("track 5", "subtitles, é"),
        ("track 6", "hïn\\x0a, "),
    )
    assert said(data) == [
        ("mp4-trailing-bytes", "4 bytes behind the last box belong to none; they are kept", len(data) - 4, None)
    ]


def test_labels() -> None:
    def label(head: bytes) -> str:
        return inspected(film(trak(), head=head)).label

    assert label(ftyp(b"qt  ")) == "QuickTime movie"
    assert label(b"") == "QuickTime movie"
    assert label(ftyp(b"mp42")) == "MP4 (mp42)"
    assert label(box(b"ftyp", b"mp42", bytes(4), b"isom")) == "MP4 (mp42)"
    assert label(ftyp(b"    ")) == "MP4"
    assert label(ftyp(b"a\nb ")) == "MP4 (a\\x0ab)"


def test_a_movie_in_front_of_its_sound() -> None:
    data = film(trak(stco=u32(1, 540)))
    front = data[:20] + data[128:] + data[20:128]
    assert dict(inspected(front).details)["moov"] == "before the sound"
    assert "moov" not in dict(inspected(front[:-108]).details)


def test_the_public_functions_ask_the_same() -> None:
    data = file(titles("A"), refs=chap(2))
    assert mp4.inspect(BytesSource(data, "a.m4a")) == inspected(data)
