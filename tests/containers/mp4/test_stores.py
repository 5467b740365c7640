"""What `show` and `verify` learn: each store for itself, where they disagree, and what players make of it."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from chaptag.containers import mp4
from chaptag.model.layout import Layout
from chaptag.model.source import BytesSource
from tests.containers.mp4.tagging import edited, listed, removed, rules, stores, tagged
from tests.support.mp4 import (
    MOOV,
    Media,
    Movie,
    Track,
    audio,
    box,
    build,
    chpl,
    chunks_of,
    free,
    ftyp,
    image_track,
    jpeg,
    plain,
    samples_of,
    subtitles,
    text_track,
)
from tests.support.mp4_layouts import CHAPTERS, DURATION


def file(nero: bytes = b"", *tracks: Track, refs: tuple[int, ...] = (2,), **more: Any) -> bytes:
    sound = audio(1, **more)
    if refs:
        sound.refs = {**sound.refs, b"chap": refs}
    every = [sound, *tracks]
    movie = Movie(every, 1000, DURATION, udta=box(b"udta", nero) if nero else b"")
    return build(movie, [ftyp(), Media(chunks_of(*every)), MOOV])


def inspected(data: bytes) -> Layout:
    return mp4.inspect(BytesSource(data))


def messages(data: bytes) -> list[str]:
    layout = inspected(data)
    return [each.message for each in layout.findings] + [each.message for s in layout.stores for each in s.findings]


def test_stores_that_agree() -> None:
    data = file(chpl(CHAPTERS), text_track(2, CHAPTERS, DURATION))
    assert stores(data) == {"text-track": CHAPTERS, "chpl": CHAPTERS}
    assert rules(data) == set()
    layout = inspected(data)
    assert [data[store.offset + 4 : store.offset + 8] for store in layout.stores] == [b"trak", b"chpl"]
    assert [each.end for each in layout.stores[1].chapters] == [15_000, 40_000, DURATION]
    assert layout.duration is not None
    assert layout.duration.ms == DURATION
    assert dict(layout.details)["track 1"] == "sound, AAC"


DISAGREEMENTS = {
    "start": ([(0, "Intro"), (16_000, "Zürich, 日本"), CHAPTERS[2]], "starts at 00:16 in 'chpl' and at 00:15"),
    "title": ([(0, "Intro"), (15_000, "Zürich"), CHAPTERS[2]], "is “Zürich” in 'chpl' and “Zürich, 日本” in"),
    "fewer": (CHAPTERS[:2], "'chpl' has 2 chapters, the text track 3"),
    "more": ([*CHAPTERS, (50_000, "Phantom")], "'chpl' has 4 chapters, the text track 3"),
}


@pytest.mark.parametrize("name", DISAGREEMENTS)
def test_stores_that_disagree(name: str) -> None:
    nero, message = DISAGREEMENTS[name]
    data = file(chpl(nero), text_track(2, CHAPTERS, DURATION))
    assert rules(data) == {"mp4-stores-disagree"}
    assert message in messages(data)[0]
    assert listed(data) == CHAPTERS, "the text track has the say"
    new = tagged(data, CHAPTERS)
    assert rules(new) == set()
    assert stores(new)["chpl"] == CHAPTERS


def test_a_title_that_was_cut_is_no_disagreement() -> None:
    long = [(0, "x" * 300), (10, "y" * 200)]
    for cut in (("x" * 255, "y" * 200), ("x" * 124 + "…", "y" * 127)):
        nero = chpl([(0, cut[0]), (10, cut[1])])
        assert "mp4-stores-disagree" not in rules(file(nero, text_track(2, long, DURATION)))


def test_a_start_that_was_rounded_is_no_disagreement() -> None:
    odd = [(0, "A"), (15_001, "B"), (40_333, "C")]
    data = file(chpl(odd), text_track(2, odd, DURATION, timescale=600))
    assert rules(data) == set()


UNREADABLE = {
    "version 0": (chpl(CHAPTERS, version=0), "has version 0, players want 1"),
    "count 300": (
        chpl([(n, "") for n in range(300)], wide_count=True),
        "counts 300 chapters; most players take that for 44",
    ),
    "empty": (chpl([]), "is empty"),
    "short": (chpl(CHAPTERS)[:-4].replace(b"\0\0\0\x4achpl", b"\0\0\0\x46chpl"), "3 chapters, 2 can be read from it"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_lists_that_players_cannot_read(name: str) -> None:
    nero, message = UNREADABLE[name]
    nero = struct.pack(">I", len(nero)) + nero[4:]
    data = file(nero, text_track(2, CHAPTERS, DURATION))
    assert "mp4-chpl-unreadable" in rules(data)
    assert any(message in each for each in messages(data))
    assert not edited(BytesSource(data), CHAPTERS).unchanged
    assert rules(tagged(data, CHAPTERS)) == set()


def test_titles_that_players_cannot_read() -> None:
    listed_titles: list[tuple[int, bytes | str]] = [(0, "x" * 127), (1, "y" * 128), (2, "é".encode() * 127 + b"\xc3")]
    data = file(chpl(listed_titles))
    assert rules(data) == {"mp4-chpl-title", "mp4-one-store", "mp4-dangling-reference"}
    found = inspected(data).stores[0].findings
    assert [each.chapter for each in found] == [2, 3]
    assert "128 bytes, AntennaPod loses" in found[0].message
    assert "no UTF-8" in found[1].message


def test_two_lists_become_one() -> None:
    data = file(chpl(CHAPTERS) + chpl(CHAPTERS[:1]), text_track(2, CHAPTERS, DURATION))
    assert "mp4-chpl-unreadable" in rules(data)
    assert tagged(data, CHAPTERS).count(b"chpl") == 1
    assert b"chpl" not in removed(data)
    assert b"udta" not in removed(data), "an empty box that only held chapters goes with them"


# --- text tracks


def test_a_filler_is_no_chapter_unless_another_store_names_it() -> None:
    late = [(0, ""), (5000, "First"), (9000, "Second")]
    assert listed(file(b"", text_track(2, late, DURATION))) == late[1:]
    assert listed(file(chpl(late[1:]), text_track(2, late, DURATION))) == late[1:]
    assert listed(file(chpl(late), text_track(2, late, DURATION))) == late
    assert listed(file(b"", text_track(2, [(0, "")], DURATION))) == [(0, "")]


def test_an_edit_list_shifts_a_chapter_track_and_players_ignore_it() -> None:
    titles = text_track(2, [(0, "A"), (10_000, "B")], 50_000, edits=((5000, -1), (50_000, 0)))
    data = file(b"", titles)
    assert listed(data) == [(5000, "A"), (15_000, "B")]
    assert "mp4-chapters-shifted" in rules(data)
    assert not edited(BytesSource(data), [(5000, "A"), (15_000, "B")]).unchanged
    skipped = text_track(2, [(0, "A"), (10_000, "B")], 50_000, edits=((45_000, 5000),))
    assert listed(file(b"", skipped)) == [(0, "A"), (5000, "B")]


def test_titles_that_are_not_in_the_file() -> None:
    data = bytearray(file(b"", text_track(2, CHAPTERS, DURATION)))
    at = data.rindex(b"stco") + 12
    data[at : at + 4] = struct.pack(">I", 0x7FFFFFFF)
    assert stores(bytes(data))["text-track"] == [(0, ""), (15_000, ""), (40_000, "")][1:]
    assert "mp4-chapter-lost" in rules(bytes(data))
    assert stores(tagged(bytes(data), CHAPTERS))["text-track"] == CHAPTERS


def test_samples_that_all_claim_the_same_megabytes_are_bounded() -> None:
    """A small file whose every title is said to be as long as the file, 200,000 times over."""
    titles = text_track(2, [(0, "A")], DURATION)
    titles.samples, titles.deltas = titles.samples * 20_500, [1] * 20_500
    data = bytearray(file(b"", titles))
    stsz = data.rindex(b"stsz") + 8
    struct.pack_into(">I", data, stsz, 60_000)
    assert len(stores(bytes(data))["text-track"]) <= 20_000


def test_chapters_in_several_chunks_and_uneven_ones() -> None:
    many = [(n * 100, f"Title {n}") for n in range(25)]
    for per_chunk in (1, 2, 7, 24, 25):
        data = file(chpl(many), text_track(2, many, DURATION, per_chunk=per_chunk))
        assert stores(data) == {"text-track": many, "chpl": many}
        assert edited(BytesSource(data), many).unchanged


# --- references


def test_every_enabled_track_names_the_chapters() -> None:
    second, silent = audio(3), audio(4, enabled=False, refs={b"chap": (2,)})
    data = file(chpl(CHAPTERS), text_track(2, CHAPTERS, DURATION), second, silent)
    assert "mp4-reference-missing" in rules(data)
    assert not edited(BytesSource(data), CHAPTERS).unchanged
    new = tagged(data, CHAPTERS)
    assert rules(new) == set()
    assert new.count(b"tref") == 2, "the one that is not enabled no longer names any"


def test_a_reference_box_with_other_lists_is_kept() -> None:
    sound = audio(1, refs={b"subt": (5,), b"chap": (9,), b"sync": (5,)})
    lines = subtitles(5)
    data = build(Movie([sound, lines], 1000, DURATION), [ftyp(), MOOV, free(8), Media(chunks_of(sound, lines))])
    assert "mp4-dangling-reference" in rules(data)
    new = tagged(data, CHAPTERS)
    at = new.index(b"tref")
    assert new[at - 4 : at + 40] == (
        b"\0\0\0\x2ctref\0\0\0\x0csubt\0\0\0\5\0\0\0\x0cchap\0\0\0\6\0\0\0\x0csync\0\0\0\5"
    )
    bare = removed(new)
    at = bare.index(b"tref")
    assert bare[at - 4 : at + 28] == b"\0\0\0\x20tref\0\0\0\x0csubt\0\0\0\5\0\0\0\x0csync\0\0\0\5"


def test_two_reference_boxes_become_one() -> None:
    extra = box(b"tref", box(b"chap", struct.pack(">I", 2)))
    data = file(chpl(CHAPTERS), text_track(2, CHAPTERS, DURATION), extra=extra)
    assert not edited(BytesSource(data), CHAPTERS).unchanged
    assert tagged(data, CHAPTERS).count(b"tref") == 1
    assert b"tref" not in removed(data)


def test_dangling_references_are_cleaned_without_chapters_too() -> None:
    data = file(refs=(7, 8))
    assert rules(data) == {"mp4-dangling-reference"}
    bare = removed(data)
    assert b"tref" not in bare
    assert samples_of(bare) == samples_of(data)


def test_subtitles_that_are_shown_are_not_ours() -> None:
    data = file(b"", subtitles(2))
    assert rules(data) == {"mp4-subtitles-as-chapters"}
    assert stores(data) == {}
    edit = edited(BytesSource(data), CHAPTERS)
    assert [each.rule for each in edit.findings] == ["mp4-subtitles-as-chapters"]
    new = tagged(data, CHAPTERS)
    assert samples_of(new)[2] == samples_of(data)[2]
    assert stores(new) == {"text-track": CHAPTERS, "chpl": CHAPTERS}
    assert samples_of(removed(data))[2] == samples_of(data)[2]


def test_a_chapter_track_that_serves_something_else_stays() -> None:
    lines = text_track(2, CHAPTERS, DURATION)
    other = subtitles(3, refs={b"forc": (2,)})
    data = file(b"", lines, other)
    assert samples_of(removed(data))[2] == samples_of(data)[2]


def test_video_that_is_named_as_chapters_stays_and_pictures_are_no_video() -> None:
    film = image_track(2, [b"frame"] * 4, [0, 100, 200, 300], 400)
    film.entry = box(b"avc1", bytes(78))
    data = file(b"", film)
    assert samples_of(removed(data))[2] == samples_of(data)[2]
    new = tagged(data, CHAPTERS)
    assert new.count(b"tref") == 2, "what is seen names the chapters as what is heard does"
    cover = image_track(2, [jpeg(10, 10)], [0], 400)
    assert samples_of(removed(file(b"", cover, refs=())))[2] == cover.samples, "a picture that nobody calls a chapter"


def test_trailing_bytes_are_said() -> None:
    assert rules(plain(tail=b"TAG" + bytes(125))) == {"mp4-trailing-bytes"}
    assert rules(plain(tail=b"\0\0\0")) == {"mp4-trailing-bytes"}
