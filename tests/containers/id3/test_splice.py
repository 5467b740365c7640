"""Tags in every condition: what is spliced, what is put right, what is refused (and with which way out)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.containers import mp3
from chaptag.model.chapter import Chapter, Image
from chaptag.model.edit import Keep, Put
from chaptag.model.errors import AudioError, DamagedAudio, UnsupportedAudio
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.containers.id3.taggings import NONE, SOUND, THREE, edit_of, inspect, listed, rules, tagged
from tests.support import id3
from tests.support.mp3 import garbage

OTHERS = id3.forty_frames()
OTHERS_24 = id3.forty_frames(4)
CHAPTERS = [(0, 20_000, "Eins"), (20_000, 60_000, "Zwei")]


def others(tag: bytes) -> list[tuple[str, bytes]]:
    return [each for each in id3.frames_of(tag) if each[0] not in {"CHAP", "CTOC"}]


def raw_is_kept(tag: bytes, frames: list[bytes]) -> bool:
    """Whether every frame stands in the tag with its very bytes, in this order."""
    at = 0
    for frame in frames:
        at = tag.find(frame, at)
        if at < 0:
            return False
        at += len(frame)
    return True


@pytest.mark.parametrize(("version", "frames"), [(3, OTHERS), (4, OTHERS_24)])
def test_forty_frames_keep_their_bytes_and_their_order(version: int, frames: list[bytes]) -> None:
    assert len(frames) > 40
    old = id3.tag(*frames, version=version)
    new = tagged(old)
    assert raw_is_kept(new, frames)
    assert new[10 : 10 + sum(map(len, frames))] == b"".join(frames)
    gone = tagged(new, NONE)
    assert gone[10 : 10 + sum(map(len, frames))] == b"".join(frames)
    assert not gone[10 + sum(map(len, frames)) :].strip(b"\0")
    assert tagged(gone) == new


def test_chapters_take_the_place_of_the_old_ones() -> None:
    first, second = OTHERS[:10], OTHERS[10:]
    old = id3.tag(*first, id3.chap("x", 0, 5, id3.text("TIT2", "x")), *second, id3.ctoc("toc", ["x"]))
    names = [name for name, _ in id3.frames_of(tagged(old))]
    assert names[10:14] == ["CTOC", "CHAP", "CHAP", "CHAP"]
    assert names.count("CTOC") == 1


def test_where_they_fit_nothing_moves() -> None:
    old = id3.tag(*OTHERS, padding=4000)
    edit = edit_of(old)
    assert edit.size == len(old) + len(SOUND)
    keeps = [piece for piece in edit.pieces if isinstance(piece, Keep)]
    assert keeps[0].start == 0  # header and frames stay where they are
    assert keeps[-1].stop == edit.source_size
    assert edit.put_size < 400
    at = 0
    for piece in edit.pieces:
        assert isinstance(piece, Put) or piece.start == at
        at += piece.size


def test_where_they_do_not_fit_there_is_room_next_time() -> None:
    new = tagged(id3.tag(*OTHERS, padding=10))
    assert len(new) % 2048 == 0
    more = listed(*THREE.chapters, Chapter(40_000, "One more"))
    assert len(tagged(new, more)) == len(new)


@pytest.mark.parametrize("padding", range(285, 305))
def test_every_way_of_just_fitting(padding: int) -> None:
    """Padding around the size of the chapters: exactly full, one byte short, a rest that is no frame."""
    old = id3.tag(id3.text("TIT2", "x"), padding=padding - 80)
    new = tagged(old)
    assert others(new) == others(old)
    assert tagged(tagged(new, NONE)) == new
    assert edit_of(new).unchanged


def test_a_tag_left_without_frames_goes() -> None:
    assert tagged(id3.chapter_tag(CHAPTERS), NONE) == b""
    assert tagged(id3.chapter_tag(CHAPTERS) + id3.tag(OTHERS[0]), NONE) == id3.tag(OTHERS[0])


def test_an_empty_tag_is_no_tag() -> None:
    for empty in (id3.tag(), id3.tag(padding=9000), id3.tag(padding=5, version=4)):
        assert tagged(empty) == tagged(b"")
        assert edit_of(empty, NONE).unchanged


def test_no_chapters_where_there_are_none_changes_nothing() -> None:
    assert edit_of(id3.tag(*OTHERS), NONE).unchanged
    assert edit_of(b"", NONE).unchanged


def test_unsynchronisation_goes() -> None:
    old = id3.tag(*OTHERS, id3.chap("x", 0, 60_000, id3.text("TIT2", "x")), unsync=True)
    assert rules(inspect(old)) >= {"tag-unsynchronised", "toc-missing"}
    assert [c.title for c in inspect(old).chapters] == ["x"]
    new = tagged(old)
    assert not new[5] & 0x80
    assert raw_is_kept(new, OTHERS)
    assert tagged(tagged(new, NONE)) == new


def test_unsynchronisation_of_2_4_frames_goes_where_the_tag_alone_said_so() -> None:
    body = b"\0\xff\x00\xfb"
    implied = id3.frame("GEOB", id3.unsynchronise(body), version=4)
    stated = id3.frame("PRIV", id3.unsynchronise(body), version=4, flags=0x0002)
    old = id3.tag(implied, stated, version=4, flags=0x80)
    new = tagged(old)
    assert not new[5] & 0x80
    assert others(new) == [("GEOB", body), ("PRIV", body)]
    assert stated in new


def test_a_2_4_tag_unsynchronised_as_a_whole_is_read_too() -> None:
    frames = [*OTHERS_24[:6], id3.frame("PRIV", b"\xff" * 300, version=4), OTHERS_24[7]]
    old = id3.tag(*frames, id3.chap("x", 0, 60_000, id3.text("TIT2", "x"), version=4), version=4, unsync=True)
    assert [c.title for c in inspect(old).chapters] == ["x"]
    assert raw_is_kept(tagged(old), frames)


def test_extended_headers_stay_unless_they_would_lie() -> None:
    restricted = id3.synchsafe(8) + b"\1\x10\1\0"
    new = tagged(id3.tag(*OTHERS_24, version=4, extended=restricted))
    assert new[5] & 0x40
    assert new[10:18] == restricted
    for old in (
        id3.tag(*OTHERS_24, version=4, extended=id3.synchsafe(12) + b"\1\x20\5" + bytes(5)),
        id3.tag(*OTHERS, extended=b"\0\0\0\x0a\x80\0" + bytes(8)),
    ):
        new = tagged(old)
        assert not new[5] & 0x40
        assert others(new) == id3.frames_of(old)
        assert "tag-feature-dropped" in rules(edit_of(old).findings)


def test_a_flag_without_its_extended_header_goes() -> None:
    old = id3.tag(*OTHERS, flags=0x40)
    assert raw_is_kept(tagged(old), OTHERS)


def test_the_footer_becomes_padding() -> None:
    footed = id3.tag(*OTHERS_24, *[id3.chap(f"{n}", 0, 9, version=4) for n in range(9)], version=4, footer=True)
    new = tagged(footed)
    assert b"3DI" not in new
    assert not new[5] & 0x10
    assert len(new) == len(footed)  # so that the sound need not move


def test_a_flag_without_its_footer_is_no_footer() -> None:
    """Else ten bytes of sound would count as tag."""
    new = tagged(id3.tag(*OTHERS_24, version=4, flags=0x10))
    assert raw_is_kept(new, OTHERS_24)


def test_plain_sizes_in_2_4_become_sync_safe_and_bodies_stay() -> None:
    """As ffmpeg and old iTunes write them, next to right ones."""
    big = garbage(70_000)
    frames = [
        id3.frame("PRIV", b"a" * 200, version=4, plain=True),
        id3.frame("PRIV", b"b" * 200, version=4),
        id3.frame("APIC", b"\0image/png\0\3\0" + big, version=4, plain=True),
        id3.frame("GEOB", b"c" * 128, version=4, plain=True),
        id3.text("TIT2", "short", version=4),
    ]
    chapters = [
        id3.ctoc("toc", [f"ch{n}" for n in range(60)], version=4, plain=True),
        *(
            id3.chap(
                f"ch{n}",
                n * 1000,
                n * 1000 + 1000,
                id3.text("TIT2", f"N{n}" + "x" * 110, version=4),
                version=4,
                plain=True,
            )
            for n in range(60)
        ),
    ]
    old = id3.tag(*frames, *chapters, version=4, padding=50)
    layout = inspect(old)
    assert len(layout.chapters) == 60
    assert "size-not-synchsafe" in rules(layout)
    assert rules(edit_of(old, NONE).findings) == set()
    new = tagged(old)
    assert others(new) == [
        ("PRIV", b"a" * 200),
        ("PRIV", b"b" * 200),
        ("APIC", b"\0image/png\0\3\0" + big),
        ("GEOB", b"c" * 128),
        ("TIT2", b"\3short\0"),
    ]


def test_compressed_chapters_are_read_and_replaced() -> None:
    for version in (3, 4):
        body = id3.chap("x", 0, 60_000, id3.text("TIT2", "packed", version=version), version=version)[10:]
        old = id3.tag(id3.compressed("CHAP", body, version=version), version=version)
        layout = inspect(old)
        assert [c.title for c in layout.chapters] == ["packed"]
        assert "chapter-packed" in rules(layout)
        assert [name for name, _ in id3.frames_of(tagged(old))].count("CHAP") == 3


def test_a_compression_bomb_is_defused() -> None:
    bomb = id3.tag(id3.compressed("CHAP", b"x\0" + bytes(70 << 20)), id3.chap("y", 0, 9, id3.text("TIT2", "y")))
    layout = inspect(bomb)
    assert [c.title for c in layout.chapters] == ["y"]
    assert "chapter-unreadable" in rules(layout)


def test_encrypted_chapters_are_refused() -> None:
    for version, flags in ((3, 0x0040), (4, 0x0004)):
        old = id3.tag(id3.frame("CHAP", b"\x80secret", version=version, flags=flags), version=version)
        assert "chapter-encrypted" in rules(inspect(old))
        for wanted in (THREE, NONE):
            with pytest.raises(UnsupportedAudio, match="encrypted"):
                edit_of(old, wanted)


def test_other_encrypted_and_flagged_frames_stay_as_they_are() -> None:
    frames = [
        id3.frame("PRIV", b"\x80whatever", flags=0x0040),
        id3.compressed("TIT2", b"\0packed"),
        id3.frame("TALB", b"\x01\0grouped", flags=0xE020),
    ]
    assert raw_is_kept(tagged(id3.tag(*frames)), frames)


def test_two_tags_are_read_and_become_one_list() -> None:
    first = id3.chapter_tag(CHAPTERS, id3.text("TIT2", "one"))
    second = id3.chapter_tag([(0, 60_000, "Other")], *OTHERS_24, version=4, padding=30)
    layout = inspect(first + second)
    assert [[c.title for c in store.chapters] for store in layout.stores] == [["Eins", "Zwei"], ["Other"]]
    assert "tags-several" in rules(layout)
    new = tagged(first + second)
    size = id3.tag_size(new)
    assert [name for name, _ in id3.frames_of(new)] == ["TIT2", "CTOC", "CHAP", "CHAP", "CHAP"]
    assert raw_is_kept(new[size:], OTHERS_24)
    assert id3.frames_of(new, size) == [
        (f[:4].decode(), b) for f, (_, b) in zip(OTHERS_24, id3.frames_of(new, size), strict=True)
    ]


def test_the_same_chapters_twice_are_not_left_alone() -> None:
    one = tagged(b"")
    assert not edit_of(one + one).unchanged
    assert edit_of(one).unchanged


def test_2_2_is_refused_with_the_way_out() -> None:
    old = b"ID3\2\0\0" + id3.synchsafe(20) + b"TT2\0\0\x05\0Titl" + bytes(9)
    assert "tag-old" in rules(inspect(old))
    assert edit_of(old, NONE).unchanged
    with pytest.raises(UnsupportedAudio, match=r"2\.2") as caught:
        edit_of(old)
    assert "-id3v2_version 3" in caught.value.hint


def test_a_2_2_tag_beside_another_one_stays() -> None:
    old = b"ID3\2\0\0" + id3.synchsafe(20) + b"TT2\0\0\x05\0Titl" + bytes(9)
    chapters = id3.chapter_tag(CHAPTERS)
    assert tagged(old + chapters, NONE) == old
    assert tagged(chapters + old) == tagged(chapters) + old


def test_the_rest_of_a_frame_after_the_tag_is_no_finding() -> None:
    assert rules(inspect(id3.tag(*OTHERS) + SOUND[-500:-128])) == set()


def test_times_beyond_49_days_are_refused() -> None:
    late = listed(Chapter(0, "a"), Chapter(1 << 32, "b"), duration=1 << 33)
    with pytest.raises(UnsupportedAudio, match="49 days"):
        edit_of(b"", late)


@pytest.mark.parametrize(
    "tag",
    [
        b"ID3\3\0\0\xff\xff\xff\xff",
        b"ID3\3\0\0\0\0\x80\0" + bytes(50),
        b"ID3\3\0\0" + id3.synchsafe(200 << 20),
        b"ID3\4\0\x40" + id3.synchsafe(50) + b"\0\0\0\x03" + bytes(46),
    ],
)
def test_broken_headers_are_damage(tag: bytes) -> None:
    for call in (inspect, edit_of):
        with pytest.raises(DamagedAudio) as caught:
            call(tag)
        assert "ffmpeg" in caught.value.hint


def test_a_version_that_does_not_exist() -> None:
    with pytest.raises(UnsupportedAudio, match=r"2\.5"):
        inspect(b"ID3\5\0\0" + id3.synchsafe(10) + bytes(10))


def test_junk_in_the_padding_is_refused() -> None:
    junk = id3.tag(*OTHERS, bytes(50) + b"junk" + bytes(50))
    layout = inspect(junk)
    found = next(each for each in layout.findings if each.rule == "tag-junk")
    assert found.place is not None
    assert found.place.offset == junk.index(b"junk")
    with pytest.raises(DamagedAudio, match="neither frame nor padding"):
        edit_of(junk)


def test_a_tag_that_covers_sound_is_refused_and_named() -> None:
    body = b"".join(OTHERS)
    long = b"ID3\3\0\0" + id3.synchsafe(len(body) + 60_000) + body
    assert "tag-junk" in rules(inspect(long))
    with pytest.raises(DamagedAudio):
        edit_of(long)


def test_a_tag_that_is_too_short_is_named_and_edited() -> None:
    short = id3.tag(*OTHERS, padding=6000)
    short = short[:6] + id3.synchsafe(len(short) - 10 - 5000) + short[10:]
    assert rules(inspect(short)) == {"tag-size-wrong"}
    new = tagged(short)
    assert raw_is_kept(new, OTHERS)


def test_no_sound_at_all_after_the_tag() -> None:
    layout = mp3.inspect(BytesSource(id3.tag(*OTHERS) + garbage(100_000)))
    assert rules(layout) == {"tag-size-wrong"}


def test_a_tag_at_the_end_is_read_and_left_alone() -> None:
    behind = id3.tag(
        id3.chap("x", 0, 9000, id3.text("TIT2", "at the end", version=4), version=4), version=4, footer=True
    )
    data = SOUND + behind
    layout = mp3.inspect(BytesSource(data))
    assert [c.title for c in layout.chapters] == ["at the end"]
    assert "tag-at-end" in rules(layout)
    assert layout.payload[0].stop <= len(SOUND)
    for wanted in (THREE, NONE):
        edit = mp3.edit(BytesSource(data), wanted, WriteOptions())
        edit.check()
        assert edit.pieces[-1].size >= len(data)
        assert rules(edit.findings) == {"tag-at-end"}


def test_a_seek_frame_is_reported() -> None:
    assert "tag-at-end" in rules(inspect(id3.tag(id3.frame("SEEK", bytes(4), version=4), version=4)))


def test_hidden_chapters_are_in_no_table() -> None:
    wanted = listed(Chapter(0, "a"), Chapter(5000, "secret", hidden=True), Chapter(9000, "b"))
    new = tagged(b"", wanted)
    layout = inspect(new)
    assert [(c.title, c.hidden) for c in layout.chapters] == [("a", False), ("secret", True), ("b", False)]
    assert rules(edit_of(b"", wanted).findings) == {"chapter-hidden"}
    assert edit_of(new, wanted).unchanged
    only_hidden = listed(Chapter(0, "secret", hidden=True))
    assert inspect(tagged(b"", only_hidden)).chapters.hidden


@pytest.mark.parametrize(
    ("count", "tables"), [(1, 1), (254, 1), (255, 1), (256, 2), (300, 2), (509, 2), (510, 3), (1000, 4)]
)
def test_more_than_255_chapters_are_chained(count: int, tables: int) -> None:
    wanted = listed(*(Chapter(number * 50, f"N{number}") for number in range(count)))
    new = tagged(b"", wanted)
    frames = id3.frames_of(new)
    tocs = [body for name, body in frames if name == "CTOC"]
    assert len(tocs) == tables
    assert [name for name, _ in frames[:tables]] == ["CTOC"] * tables
    assert [toc.split(b"\0")[0] for toc in tocs] == [b"toc", *(b"toc%d" % n for n in range(2, tables + 1))]
    flags = [toc[toc.index(b"\0") + 1] for toc in tocs]
    assert flags == [3] + [1] * (tables - 1)
    assert [c.title for c in inspect(new).chapters] == [f"N{number}" for number in range(count)]
    assert rules(inspect(new)) == set()
    assert ("toc-chained" in rules(edit_of(b"", wanted).findings)) == (tables > 1)
    assert edit_of(new, wanted).unchanged


def test_too_many_chapters_are_refused() -> None:
    wanted = listed(*(Chapter(number, "x") for number in range(70_000)), duration=70_000)
    with pytest.raises(UnsupportedAudio, match="70,000 chapters"):
        edit_of(b"", wanted)


@pytest.mark.parametrize("character", ["x", "é", "大", "😀", "e\u0301", "👨‍👩‍👧"])
@pytest.mark.parametrize("extra", [-1, 0, 1, 2, 40])
def test_long_titles_in_2_4_are_cut_where_a_reader_would(character: str, extra: int) -> None:
    old = id3.tag(*OTHERS_24, version=4)
    size = len(character.encode())
    title = character * (125 // size) + "x" * (125 % size) + "x" * extra if extra >= 0 else character * (124 // size)
    wanted = listed(Chapter(0, title))
    edit = edit_of(old, wanted)
    written = inspect(tagged(old, wanted)).chapters[0].title
    assert len(written.encode()) <= 125
    assert rules(edit.findings) == ({"title-cut"} if len(title.encode()) > 125 else set())
    assert edit_of(tagged(old, wanted), wanted).unchanged
    if len(title.encode()) > 125:
        assert written.endswith("…")
        assert title.startswith(written[:-1])
        assert edit.findings[0].chapter == 1
    else:
        assert written == title
    kept = inspect(tagged(old, wanted, long_titles=True))
    assert kept.chapters[0].title == title
    assert inspect(tagged(id3.tag(*OTHERS), wanted)).chapters[0].title == title


def test_long_titles_that_are_kept_are_warned_of_and_left_alone() -> None:
    old = id3.tag(*OTHERS_24, version=4)
    wanted = listed(Chapter(0, "x" * 200))
    edit = edit_of(old, wanted, long_titles=True)
    assert rules(edit.findings) == {"subframe-too-long"}
    assert "Apple" in edit.findings[0].why
    assert edit_of(tagged(old, wanted, long_titles=True), wanted, long_titles=True).unchanged
    assert not edit_of(tagged(old, wanted, long_titles=True), wanted).unchanged


def test_long_links_and_images_in_2_4_are_kept_with_a_warning() -> None:
    old = id3.tag(*OTHERS_24, version=4)
    wanted = listed(Chapter(0, "a", url="https://example.org/" + "x" * 100, image=Image(bytes(300), "image/png")))
    edit = edit_of(old, wanted)
    assert [f.message for f in edit.findings] == [
        "the link and the image of chapter 1 “a” are over 127 bytes in an ID3v2.4 tag"
    ]
    assert "--id3 2.3" in edit.findings[0].advice
    assert edit_of(tagged(old, wanted), wanted).unchanged
    assert not edit_of(id3.tag(*OTHERS), wanted).findings


def test_what_strangers_put_into_chapters_is_lost_aloud() -> None:
    old = id3.chapter_tag(CHAPTERS)
    assert not edit_of(old).findings
    rich = id3.tag(
        id3.ctoc("toc", ["a", "b"]),
        id3.chap("a", 0, 9, id3.text("TIT2", "x"), id3.text("TIT3", "subtitle"), id3.wxxx("http://a", "Title of link")),
        id3.chap("b", 9, 99, id3.text("TIT2", "y"), id3.text("TIT3", "z"), id3.wxxx("http://b"), id3.wxxx("http://c")),
    )
    found = [each for each in edit_of(rich).findings if each.rule == "chapter-data-lost"]
    assert len(found) == 1
    assert "TIT3 (2)" in found[0].message
    assert "WXXX (1)" in found[0].message
    assert "name of a link (1)" in found[0].message
    assert not edit_of(rich, NONE).findings


@pytest.mark.parametrize(
    "old",
    [
        id3.chapter_tag([(0, 20_000, "Eins"), (20_000, 60_000, "Zwei ü")], *OTHERS),
        id3.chapter_tag([(0, 20_000, "Eins"), (20_000, 60_000, "Zwei ü")], *OTHERS_24, version=4),
        id3.tag(  # as Hindenburg and Auphonic write them
            id3.ctoc("TOC", ["id3", "id4"], id3.text("TIT2", "toplevel toc", encoding=1, end=False)),
            id3.chap("id3", 0, 20_000, id3.text("TIT2", "Eins", encoding=1, end=False), id3.text("TIT2", "Eins")),
            id3.chap("id4", 20_000, 60_000, id3.text("TIT2", "Zwei ü", encoding=0), id3.text("TIT3", "more")),
        ),
        id3.tag(  # the table behind
            id3.chap("1", 0, 20_000, id3.text("TIT2", "Eins")),
            id3.chap("2", 20_000, 60_000, id3.text("TIT2", "Zwei ü")),
            id3.ctoc("t", ["1", "2"]),
        ),
    ],
)
def test_right_chapters_of_any_writer_are_left_alone(old: bytes) -> None:
    assert edit_of(old, listed(Chapter(0, "Eins"), Chapter(20_000, "Zwei ü"))).unchanged
    assert not edit_of(old, listed(Chapter(0, "Eins"), Chapter(20_001, "Zwei ü"))).unchanged
    assert not edit_of(old, listed(Chapter(0, "Eins"), Chapter(20_000, "Zwei"))).unchanged
    assert not edit_of(old, listed(Chapter(0, "Eins"), Chapter(20_000, "Zwei ü", end=59_999))).unchanged
    assert not edit_of(old, listed(Chapter(0, "Eins"), Chapter(20_000, "Zwei ü", url="http://x"))).unchanged


def test_a_tag_of_200_mib_is_kept_by_ranges() -> None:
    """Nothing but its headers is read, and nothing of it is held."""

    class Sparse:
        name, reads = "sparse", 0
        head = b"ID3\3\0\0" + id3.synchsafe(10 + (200 << 20)) + b"GEOB" + (200 << 20).to_bytes(4, "big") + b"\0\0"
        size = len(head) + (200 << 20) + len(SOUND)

        def read(self, offset: int, length: int) -> bytes:
            length = max(0, min(length, self.size - offset))
            self.reads += length
            start = len(self.head) + (200 << 20)
            if offset >= start:
                return SOUND[offset - start : offset - start + length]
            return (self.head[offset:] + bytes(length))[:length]

    source = Sparse()
    edit = mp3.edit(source, THREE, WriteOptions())
    edit.check()
    assert source.reads < 1 << 20
    assert edit.put_size < 10_000
    assert "tag-large" in rules(edit.findings)
    assert "tag-large" in rules(mp3.inspect(source))


def test_hostile_counts_are_refused_or_read_in_time() -> None:
    many = id3.tag(*[id3.chap(f"{n}", n, n + 1) for n in range(20_000)])
    assert len(inspect(many).chapters) == 20_000
    with pytest.raises(UnsupportedAudio, match="200,000 frames"):
        inspect(id3.tag(id3.text("TIT2", "") * 300_000))
    liar = id3.ctoc("toc", ["x"], count=255)
    assert "toc-count" in rules(inspect(id3.tag(liar, id3.chap("x", 0, 9))))


def test_many_small_frames_are_joined_in_time() -> None:
    frames = [id3.frame("PRIV", b"\xff\xe0x")] * 30_000
    new = tagged(id3.tag(*frames, unsync=True))
    assert new.count(frames[0]) == len(frames)
    broken = inspect(id3.tag(*[id3.frame("CHAP", b"x")] * 30_000))
    assert len(broken.stores[0].findings) == 1


def test_tables_that_name_each_other_end() -> None:
    circle = id3.tag(
        id3.ctoc("a", ["b", "x"]), id3.ctoc("b", ["a", "y"], flags=1), id3.chap("x", 0, 5), id3.chap("y", 5, 9)
    )
    assert [c.start for c in inspect(circle).chapters] == [5, 0]
    deep = id3.tag(
        *[id3.ctoc(f"t{n}", [f"t{n + 1}"], flags=3 if n == 0 else 1) for n in range(5000)], id3.chap("t5000", 0, 9)
    )
    assert len(inspect(deep).chapters) == 1


_FRAMES = st.lists(
    st.builds(
        lambda name, body, flags: id3.frame(name, body, flags=flags),
        st.sampled_from(["TIT2", "PRIV", "COMM", "XYZ9", "APIC", "RVA\0"]),
        st.binary(max_size=300),
        st.sampled_from([0, 0, 0, 0x8000, 0x0020, 0x0080, 0x0040]),
    ),
    max_size=8,
)


@given(_FRAMES, st.integers(0, 3000), st.lists(st.integers(0, 59_999), max_size=5, unique=True))
def test_any_frames_survive_any_chapters(frames: list[bytes], padding: int, starts: list[int]) -> None:
    wanted = listed(*(Chapter(start, f"C{start}") for start in starts))
    old = id3.tag(*frames, padding=padding)
    new = tagged(old, wanted)
    if not wanted.chapters:
        assert new == old
        return
    assert raw_is_kept(new, frames)
    assert [(c.start, c.title) for c in inspect(new).chapters] == [(c.start, c.title) for c in wanted.chapters]
    assert edit_of(new, wanted).unchanged
    gone = tagged(new, NONE)
    assert tagged(gone, wanted) == new
    assert others(gone) == others(old) if frames else gone == b""


@given(st.binary(max_size=2000), st.sampled_from([3, 4]), st.sampled_from([0, 0x80, 0x40, 0x10, 0xF0]))
def test_garbage_in_a_tag_is_an_error_or_harmless(body: bytes, version: int, flags: int) -> None:
    old = b"ID3" + bytes((version, 0, flags)) + id3.synchsafe(len(body)) + body
    try:
        inspect(old)
        new = tagged(old)
    except AudioError:
        return
    assert [c.title for c in inspect(new).chapters] == ["Intro", "Größe", "End"]
