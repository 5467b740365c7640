"""What is said of a file, word for word and byte for byte: its stores, its references, where they tell two stories."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import Any

import pytest

from chaptag.containers import mp4
from chaptag.containers.mp4.inspection import _difference, _same_title, inspect_file, read_chapters
from chaptag.containers.mp4.movie import Movie, read_movie
from chaptag.containers.mp4.stores import TitleStore, read_chpl, read_images, read_titles
from chaptag.containers.mp4.wanted import Wanted, chpl_is, titles_are, want
from chaptag.model.chapter import Chapter, Image
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.finding import Finding
from chaptag.model.layout import Layout
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.containers.mp4.bare import Claims, Huge, edit_list, film, opened, refusal, sound_entry, trak, u32
from tests.containers.mp4.tagging import chapters
from tests.support.mp4 import box, chpl, ftyp, full, href, jpeg, text_sample

FIRST = 128 + 116
TEXT = u32(1) + box(b"text", bytes(8))
JPEG = u32(1) + box(b"jpeg", bytes(8))


def chap(*ids: int, kind: bytes = b"chap") -> bytes:
    return box(b"tref", box(kind, u32(*ids)))


def holding(number: int, samples: list[bytes], deltas: list[int], media: int, **more: object) -> bytes:
    """A chapter track whose samples lie at byte `media` of the file."""
    tables = {
        "stts": u32(len(deltas), *(n for delta in deltas for n in (1, delta))),
        "stsz": u32(0, len(samples), *map(len, samples)),
        "stsc": u32(1, 1, max(1, len(samples)), 1),
        "stco": u32(1, media) if samples else u32(0),
    }
    given = {"handler": b"text", "stsd": TEXT, "flags": 0, "duration": sum(deltas)} | tables | more
    return trak(number, **given)  # type: ignore[arg-type]


def file(
    *tracks: tuple[int, list[bytes], list[int], dict[str, object]], nero: bytes = b"", refs: bytes = b"", **more: object
) -> bytes:
    """Sound that names chapter tracks, their samples in a media box at the end."""
    udta = box(b"udta", nero) if nero else b""

    def made(start: int) -> bytes:
        traks = [trak(1, front=refs, stts=u32(1, 10, 6000), duration=60_000)]
        for number, samples, deltas, given in tracks:
            traks.append(holding(number, samples, deltas, start, **given))
            start += sum(map(len, samples))
        data = b"".join(sample for _, samples, _, _ in tracks for sample in samples)
        return film(*traks, more=udta, top=box(b"mdat", data), duration=60_000, **more)  # type: ignore[arg-type]

    empty = made(0)
    return made(len(empty) - sum(len(sample) for _, samples, _, _ in tracks for sample in samples))


def titles(
    *named: str, number: int = 2, deltas: list[int] | None = None, **more: object
) -> tuple[int, list[bytes], list[int], dict[str, object]]:
    samples = [text_sample(title) for title in named]
    return number, samples, deltas or [10_000] * len(samples), more


def read(data: bytes) -> Movie:
    return read_movie(BytesSource(data, "a.m4a"))


def inspected(data: bytes) -> Layout:
    return inspect_file(BytesSource(data, "a.m4a"))


def spell(findings: tuple[Finding, ...] | list[Finding]) -> list[tuple[str, str, int | None, int | None]]:
    return [(each.rule, each.message, each.place.offset if each.place else None, each.chapter) for each in findings]


def said(data: bytes) -> list[tuple[str, str, int | None, int | None]]:
    layout = inspected(data)
    return spell(layout.findings) + [each for store in layout.stores for each in spell(store.findings)]


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


# --- what is wanted


def wanted(listed: list[Chapter], *, duration: int = 60_000, movie: int = 60_000, long: bool = False) -> Wanted:
    return want(opened(duration=movie), chapters(listed, duration), WriteOptions(long_titles=long))


def told(*listed: Chapter, **more: object) -> list[tuple[str, str, int | None]]:
    return [(each.rule, each.message, each.chapter) for each in wanted(list(listed), **more).findings]  # type: ignore[arg-type]


def test_nothing_is_lost() -> None:
    assert told(Chapter(0, "A"), Chapter(5, "B")) == []


def test_titles_that_are_cut() -> None:
    cut = "titles cut to 127 bytes in 'chpl': 2 of 3, the first is that of chapter 2, “"
    found = told(Chapter(0, "x" * 127), Chapter(1, "y" * 128), Chapter(2, "z" * 128))
    assert [(found[0][0], found[0][2])] == [("mp4-title-cut", 2)]
    assert found[0][1] == cut + "y" * 59 + "…”; the text track has them whole"
    assert told(Chapter(0, "x" * 255), long=True) == []
    found = told(Chapter(0, "x" * 256), long=True)
    assert found[0][1].startswith("titles cut to 255 bytes in 'chpl': 1 of 1, the first is that of chapter 1, “xx")


def test_titles_that_are_long() -> None:
    def long(size: int) -> list[tuple[str, str, int | None]]:
        found = told(Chapter(0, "A"), Chapter(1, "ü" * (size // 2) + "x" * (size % 2)), Chapter(2, "x" * 2000))
        return [each for each in found if each[0] == "mp4-title-long"]

    assert long(1023) == [("mp4-title-long", "the title of chapter 3 has 2000 bytes, some readers stop at 1023", 3)]
    assert long(1024) == [("mp4-title-long", "the title of chapter 2 has 1024 bytes, some readers stop at 1023", 2)]
    assert long(65_535)[0][1] == "the title of chapter 2 has 65535 bytes, some readers stop at 1023"
    assert long(65_536)[0][1] == "the title of chapter 2 has 65536 bytes, 65535 are written"


def test_what_an_mp4_has_no_place_for() -> None:
    link: dict[str, Any] = {"url": "https://a.b"}
    found = told(
        Chapter(0, "A", **link), Chapter(1, "B"), Chapter(2, "C", **link), Chapter(3, "H", hidden=True, **link)
    )
    assert found == [
        ("mp4-links-left-out", "links left out: 2 (an MP4 has no place for them that players read)", None),
        ("mp4-hidden-left-out", "hidden chapters left out: 1 (players would list them)", None),
    ]


def test_gaps() -> None:
    found = told(Chapter(0, "A", 10), Chapter(10, "B", 19), Chapter(20, "C", 59_999))
    message = (
        "chapters that end before the next one starts: 2, the first is “B” at 00:00.019; "
        "in an MP4 each lasts until the next"
    )
    assert found == [("mp4-gaps-closed", message, 2)]
    assert told(Chapter(0, "A", 10), Chapter(10, "B", 60_000)) == []


def test_more_chapters_than_a_list_holds() -> None:
    many = [Chapter(n, "A") for n in range(256)]
    assert told(*many[:255]) == []
    message = "256 chapters: the 'chpl' box holds 255, so only the text track is written"
    assert told(*many) == [("mp4-chpl-left-out", message, None)]
    assert wanted(many).entries is None
    assert len(wanted(many[:255]).entries or ()) == 255


def test_where_the_text_track_ends() -> None:
    def end(duration: int, movie: int) -> int:
        return sum(wanted([Chapter(0, "A")], duration=duration, movie=movie).titles.durations)

    assert end(60_000, 0) == 60_000, "a movie that does not say how long it is"
    assert end(60_000, 59_999) == 59_999
    assert end(60_000, 60_001) == 60_000
    scaled = want(opened(timescale=600, duration=7), chapters([(0, "A")], 60_000), WriteOptions())
    assert sum(scaled.titles.durations) == 11


def test_the_last_moment_of_a_text_track() -> None:
    most = 0xFFFFFFFF
    assert sum(wanted([Chapter(0, "A")], duration=most, movie=0).titles.durations) == most
    message = "a chapter track ends at 1193:02:47.295, the audio at 1193:02:47.296"
    with refusal(UnsupportedAudio, message, 0):
        wanted([Chapter(0, "A")], duration=most + 1, movie=0)


# --- what is there already


def test_a_list_that_is_there_already() -> None:
    def same(*boxes: bytes, entries: bool = True) -> bool:
        movie = opened(more=box(b"udta", *boxes) if boxes else b"")
        listed = wanted([Chapter(0, "A"), Chapter(5, "B")]).entries if entries else None
        return chpl_is(read_chpl(movie, 60_000), listed)

    good = [(0, "A"), (5, "B")]
    assert same(chpl(good))
    assert not same(chpl(good, version=0))
    assert not same(chpl(good)[:-1] + b"x")
    assert not same(chpl([(0, "A"), (6, "B")]))
    assert not same(chpl(good[:1]))
    assert not same(chpl([*good, (7, "C")]))
    assert not same()
    assert same(entries=False)
    assert not same(chpl(good), entries=False)
    most = [Chapter(n, "A") for n in range(255)]
    movie = opened(more=box(b"udta", chpl([(n, "A") for n in range(255)])))
    assert chpl_is(read_chpl(movie, 60_000), wanted(most).entries)
    longer = full(b"chpl", bytes(4), b"\2", chpl(good)[17:], b"more", version=1)
    assert not same(longer), "not the whole of it"


def kept(*named: str, listed: list[tuple[int, str]] | None = None, movie: int = 60_000, **more: object) -> bool:
    """Whether a track of these titles, 10 seconds each, is as it should be."""
    deltas = [10_000] * (len(named) - 1) + [60_000 - 10_000 * (len(named) - 1)]
    there = read(file(titles(*named, **({"deltas": deltas} | more)), refs=chap(2)))  # type: ignore[arg-type]
    chapters_of = [(10_000 * n, title) for n, title in enumerate(named)] if listed is None else listed
    new = want(there, chapters(chapters_of, 60_000), WriteOptions())
    return titles_are(replace(there, duration=movie), read_titles(there, there.tracks[1]), new)


def test_titles_that_are_there_already() -> None:
    assert kept("A", "B")
    assert not titles_are(opened(), None, wanted([Chapter(0, "A")]))
    assert not kept("A", "B", handler=b"sbtl")
    assert kept("A", "B", front=edit_list((60_000, 0)))
    assert not kept("A", "B", front=edit_list((60_000, 1)), listed=[(0, "A"), (9_999, "B")])
    assert not kept("A", "B", front=edit_list((60_000, 0), (5, 0)))
    assert not kept("A", "B", listed=[(0, "A"), (10_000, "C")])
    assert not kept("A", "B", listed=[(0, "A"), (10_001, "B")])
    assert not kept("A", "B", listed=[(0, "A")])
    assert not kept("A", "B", listed=[(0, "A"), (10_000, "B"), (20_000, "C")])
    assert not kept("A", "B", listed=[(0, "A"), (10_000, "BC")])
    assert kept("", "B", listed=[(10_000, "B")]), "filler in front"
    assert not kept("x", "B", listed=[(10_000, "B")])
    assert not kept("A", "B", deltas=[10_000, 0]), "a last title of no length"
    assert kept("A", "B", deltas=[10_000, 1])


def test_titles_that_last_longer_than_the_movie() -> None:
    assert kept("A", movie=60_000)
    assert kept("A", movie=59_999)
    assert not kept("A", movie=59_998)
    assert kept("A", movie=0)


def test_the_public_functions_ask_the_same() -> None:
    data = file(titles("A"), refs=chap(2))
    assert mp4.inspect(BytesSource(data, "a.m4a")) == inspected(data)
