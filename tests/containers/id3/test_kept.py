"""What a splice keeps of a tag, what it writes anew, what it leaves out, and what it says of that."""

from __future__ import annotations

import pytest

from chaptag.containers.id3 import splice as module
from chaptag.containers.id3.chap import Chap, SubFrame
from chaptag.containers.id3.frame import Frame
from chaptag.containers.id3.splice import splice
from chaptag.containers.id3.tag import Tag, TagHeader
from chaptag.model.chapter import Chapter
from chaptag.model.errors import AudioError, DamagedAudio, UnsupportedAudio
from chaptag.model.finding import Finding, Place
from chaptag.model.options import WriteOptions
from chaptag.model.rules import RULES
from chaptag.model.source import BytesSource
from tests.containers.id3.taggings import NONE, THREE, edit_of, listed, rules, tagged
from tests.support import id3

ONE = id3.chap("x", 0, 60_000, id3.text("TIT2", "x"))
ONE_24 = id3.chap("x", 0, 60_000, id3.text("TIT2", "x", version=4), version=4)


def _said(findings: tuple[Finding, ...]) -> list[tuple[str, str, int | None]]:
    return [(each.rule, each.message, each.place and each.place.offset) for each in findings]


def _error(tag: bytes, **options: object) -> tuple[type, str, str, Place | None]:
    with pytest.raises(AudioError) as caught:
        edit_of(tag, **options)  # type: ignore[arg-type]
    return type(caught.value), caught.value.message, caught.value.hint, caught.value.place


def _names(tag: bytes) -> list[str]:
    return [name for name, _ in id3.frames_of(tag)]


@pytest.mark.parametrize(("version", "flags"), [(3, 0x20), (4, 0x20), (3, 0), (4, 0)])
def test_the_flag_of_experiments_stays(version: int, flags: int) -> None:
    new = tagged(id3.tag(id3.text("TIT2", "x", version=version), version=version, flags=flags))
    assert (new[3], new[5]) == (version, flags)


def test_flags_that_no_longer_hold_go() -> None:
    frame = id3.text("TIT2", "x", version=4)
    assert tagged(id3.tag(frame, version=4, flags=0xBF))[5] == 0x20
    assert tagged(id3.tag(frame, version=4, flags=0x20), id3_version=3)[5] == 0


def test_an_extended_header_stays_with_its_flag() -> None:
    extended = id3.synchsafe(8) + b"\1\x10\1\0"
    old = id3.tag(id3.text("TIT2", "x", version=4), version=4, extended=extended, flags=0x20)
    new = tagged(old)
    assert (new[5], new[10:18]) == (0x60, extended)
    assert edit_of(old).findings == ()
    assert tagged(id3.tag(ONE_24, version=4, extended=extended), NONE)[10:18] == extended


@pytest.mark.parametrize("flags", [0x20, 0x30, 0x60, 0xFF])
def test_an_extended_header_with_a_checksum_goes(flags: int) -> None:
    extended = id3.synchsafe(12) + b"\1" + bytes((flags,)) + b"\5" + bytes(5)
    old = id3.tag(id3.text("TIT2", "x", version=4), version=4, extended=extended)
    assert tagged(old)[5] == 0
    message = "the extended header with its checksum or size of padding of the ID3v2.4 tag goes"
    assert _said(edit_of(old).findings) == [("tag-feature-dropped", message, 0)]


@pytest.mark.parametrize("flags", [0x00, 0x10, 0x40, 0x5F])
def test_an_extended_header_without_a_checksum_stays(flags: int) -> None:
    extended = id3.synchsafe(8) + b"\1" + bytes((flags,)) + b"\0\0"
    old = id3.tag(id3.text("TIT2", "x", version=4), version=4, extended=extended)
    assert tagged(old)[5] == 0x40
    assert edit_of(old).findings == ()


def test_the_extended_header_of_2_3_goes() -> None:
    old = id3.tag(id3.text("TIT2", "x"), extended=b"\0\0\0\6" + bytes(6))
    message = "the extended header with its checksum or size of padding of the ID3v2.3 tag goes"
    assert _said(edit_of(old).findings) == [("tag-feature-dropped", message, 0)]


def test_a_footer_goes_aloud() -> None:
    old = id3.tag(id3.text("TIT2", "x", version=4), version=4, footer=True)
    assert _said(edit_of(old).findings) == [("tag-feature-dropped", "the footer of the ID3v2.4 tag goes", 0)]


def test_junk_is_counted_and_placed() -> None:
    old = id3.tag(id3.text("TIT2", "x"), bytes(5) + b"junk", padding=3)
    assert _error(old) == (
        DamagedAudio,
        "7 bytes of the ID3 tag are neither frame nor padding",
        RULES["tag-junk"].fix,
        Place("x.mp3", offset=10 + 13 + 5),
    )


def test_a_2_2_tag_is_refused_where_it_begins() -> None:
    first = id3.tag(padding=5)
    old = b"ID3\2\0\0" + id3.synchsafe(20) + b"TT2\0\0\x05\0Titl" + bytes(9)
    assert _error(first + old) == (
        UnsupportedAudio,
        "its tag is ID3v2.2, which has no chapters",
        RULES["tag-old"].fix,
        Place("x.mp3", offset=15),
    )


def test_encrypted_chapters_are_refused_where_they_are() -> None:
    old = id3.tag(id3.text("TIT2", "x"), id3.frame("CHAP", b"\x80secret", flags=0x0040))
    assert _error(old) == (
        UnsupportedAudio,
        "the file has encrypted chapters",
        RULES["chapter-encrypted"].fix,
        Place("x.mp3", offset=23),
    )


def test_the_version_is_that_of_the_first_tag_with_anything_in_it() -> None:
    three, four = id3.tag(id3.text("TIT2", "x")), id3.tag(id3.text("TIT2", "x", version=4), version=4)
    empty = id3.tag(padding=50, version=4)
    assert tagged(b"")[3] == tagged(empty)[3] == 3
    new = tagged(empty + four + three)
    assert new[3] == 4
    assert new.endswith(three)
    assert _names(new) == ["TIT2", "CTOC", "CHAP", "CHAP", "CHAP"]
    assert tagged(three + four).endswith(four)


def test_empty_tags_go_and_others_stay() -> None:
    full, empty = id3.tag(id3.text("TIT2", "x"), padding=3), id3.tag(padding=50)
    chapters = id3.tag(ONE)
    assert tagged(empty + chapters + full, NONE) == full
    assert tagged(full + empty + chapters, NONE) == full
    assert edit_of(full + empty, NONE).unchanged


def test_a_frame_may_be_written_for_the_first_chapter_or_at_the_end() -> None:
    a, b = id3.text("TIT2", "a"), id3.text("TPE1", "b")
    assert _names(tagged(id3.tag(a, b))) == ["TIT2", "TPE1", "CTOC", "CHAP", "CHAP", "CHAP"]
    assert _names(tagged(id3.tag(ONE, a, ONE, b))) == ["CTOC", "CHAP", "CHAP", "CHAP", "TIT2", "TPE1"]
    assert _names(tagged(id3.tag(a, id3.ctoc("t", []), b))) == ["TIT2", "CTOC", "CHAP", "CHAP", "CHAP", "TPE1"]


@pytest.mark.parametrize(
    ("flags", "tag_flags", "body", "kept"),
    [
        (0x0000, 0x00, b"\xff\0\xe0", id3.frame("PRIV", b"\xff\0\xe0", version=4)),
        (0x0002, 0x00, b"\xff\0\xe0", id3.frame("PRIV", b"\xff\0\xe0", version=4, flags=0x0002)),
        (0x0002, 0x80, b"\xff\0\xe0", id3.frame("PRIV", b"\xff\0\xe0", version=4, flags=0x0002)),
        (0x0000, 0x80, b"\xff\0\xe0", id3.frame("PRIV", b"\xff\xe0", version=4)),
        (0x6040, 0x80, b"g\xff\0\xe0", id3.frame("PRIV", b"g\xff\xe0", version=4, flags=0x6040)),
    ],
)
def test_a_frame_is_unsynchronised_by_itself_or_not_at_all(
    flags: int, tag_flags: int, body: bytes, kept: bytes
) -> None:
    old = id3.tag(id3.frame("PRIV", body, version=4, flags=flags), version=4, flags=tag_flags)
    new = tagged(old)
    assert new[5] == 0
    assert new[10:].startswith(kept)


def test_a_plain_size_becomes_sync_safe_and_the_flags_stay() -> None:
    old = id3.tag(id3.frame("PRIV", b"g" + b"x" * 300, version=4, plain=True, flags=0x6040), version=4)
    assert tagged(old)[10:].startswith(id3.frame("PRIV", b"g" + b"x" * 300, version=4, flags=0x6040))


def test_a_frame_of_a_tag_unsynchronised_as_a_whole_loses_the_flag_for_it() -> None:
    frames = [id3.frame("PRIV", b"\xff" * 300, version=4), id3.frame("PRIV", b"\xff\xe0", version=4, flags=0x6002)]
    new = tagged(id3.tag(*frames, version=4, unsync=True))
    assert new[10:].startswith(frames[0] + id3.frame("PRIV", b"\xff\xe0", version=4, flags=0x6000))
    frame = id3.frame("PRIV", b"\xff\xe0", flags=0x0002)  # means nothing in 2.3
    assert tagged(id3.tag(frame, unsync=True))[10:].startswith(frame)


def test_the_length_of_what_a_frame_holds_stays_with_it() -> None:
    length = id3.synchsafe(2)
    whole = [
        id3.frame("PRIV", b"\xff" * 300, version=4),
        id3.frame("PRIV", length + b"\xff\xe0", version=4, flags=0x0003),
    ]
    new = tagged(id3.tag(*whole, version=4, unsync=True))
    assert new[10:].startswith(whole[0] + id3.frame("PRIV", length + b"\xff\xe0", version=4, flags=0x0001))
    each = id3.frame("PRIV", length + b"\xff\0\xe0", version=4, flags=0x0001)
    new = tagged(id3.tag(each, version=4, flags=0x80))
    assert new[10:].startswith(id3.frame("PRIV", length + b"\xff\xe0", version=4, flags=0x0001))


def test_an_unsynchronised_2_4_tag_is_edited_up_to_64_mib() -> None:
    def tag(size: int, flags: int) -> Tag:
        frames = (Frame("PRIV", 10, 60 << 20, 0), Frame("PRIV", 10, size - (60 << 20), 0))
        header = TagHeader(0, 4, flags, size + 20)
        return Tag(header, BytesSource(bytes(30), "x.mp3"), copied=False, extended=None, frames=frames, frames_stop=30,
                   area_stop=30, junk=None)  # fmt: skip

    most, options = 64 << 20, WriteOptions()
    with pytest.raises(UnsupportedAudio) as caught:
        splice([tag(most + 1, 0x80)], THREE.chapters, options)
    assert caught.value.message == "an unsynchronised tag of 67,108,885 bytes; chaptag edits up to 64 MiB"
    assert (caught.value.hint, caught.value.place) == (RULES["tag-junk"].fix, Place("x.mp3", offset=0))
    for just in (tag(most, 0x80), tag(most + 1, 0)):
        assert splice([just], THREE.chapters, options).pieces


def test_right_chapters_in_an_unsynchronised_tag_are_not_left_alone() -> None:
    right = tagged(id3.tag(id3.text("TIT2", "x", version=4), version=4))
    assert edit_of(right).unchanged
    flagged = right[:5] + b"\x80" + right[6:]
    assert not edit_of(flagged).unchanged


def test_right_chapters_in_the_second_tag_are_not_left_alone() -> None:
    right, other = tagged(b""), id3.tag(id3.text("TALB", "x"))
    assert edit_of(right + other).unchanged
    assert not edit_of(other + right).unchanged
    assert not edit_of(other).unchanged
    assert edit_of(id3.tag(padding=5) + right).unchanged


def test_right_chapters_of_another_version_are_not_left_alone() -> None:
    assert not edit_of(tagged(b""), id3_version=4).unchanged
    assert edit_of(tagged(b""), id3_version=3).unchanged


def test_right_chapters_that_are_hidden_are_left_alone() -> None:
    wanted = listed(Chapter(0, "a"), Chapter(5000, "b", hidden=True))
    edit = edit_of(tagged(b"", wanted), wanted)
    assert edit.unchanged
    assert _said(edit.findings) == [("chapter-hidden", "1 chapter is written as hidden", None)]


def test_a_long_subframe_is_left_alone_only_where_the_plan_has_one() -> None:
    """The title is long by what no reader shows: another way of writing it fits."""
    sub = id3.frame("TIT2", b"\3x\0" + bytes(200), version=4)
    old = id3.tag(id3.ctoc("t", ["x"], version=4), id3.chap("x", 0, 60_000, sub, version=4), version=4)
    wanted = listed(Chapter(0, "x"))
    assert not edit_of(old, wanted).unchanged
    assert edit_of(tagged(old, wanted), wanted).unchanged


def _lost(*subframes: bytes) -> list[str]:
    old = id3.tag(id3.ctoc("t", ["x"]), id3.chap("x", 0, 9, *subframes))
    return [each.message for each in edit_of(old).findings]


HELD = "the chapters that are replaced held more than title, link and image: "


@pytest.mark.parametrize("title", ["", "chapter url", "Chapter URL", " url ", "URL", "chapter link", "Chapter Link"])
def test_usual_names_of_links_are_no_loss(title: str) -> None:
    assert _lost(id3.text("TIT2", "x"), id3.wxxx("http://a", title), id3.apic(b"x")) == []


@pytest.mark.parametrize("title", ["Homepage", "the url", "chapter", "urls", "link"])
def test_other_names_of_links_are_lost_aloud(title: str) -> None:
    assert _lost(id3.wxxx("http://a", title)) == [HELD + "the name of a link (1)"]


def test_names_of_links_in_each_encoding() -> None:
    assert _lost(id3.frame("WXXX", b"\1\xff\xfeu\0r\0l\0\0\0http://a")) == []
    assert _lost(id3.frame("WXXX", b"\1\xff\xfeu\0r\0\0\0http://a")) == [HELD + "the name of a link (1)"]
    assert _lost(id3.frame("WXXX", b"\2\0u\0r\0l\0\0http://a")) == []
    assert _lost(id3.frame("WXXX", b"")) == []


def test_each_kind_of_subframe_that_is_lost_is_counted() -> None:
    title = id3.text("TIT2", "x")
    assert _lost(title, title, id3.apic(b"x"), id3.apic(b"y"), id3.apic(b"z")) == [HELD + "APIC (2)"]
    assert _lost(id3.wxxx("http://a"), id3.wxxx("http://b", "Name")) == [HELD + "WXXX (1)"]
    assert _lost(id3.frame("TT2\0", b"\0x"), id3.text("TIT3", "y"), id3.text("TIT3", "y")) == [
        HELD + "TIT3 (2), TT2\\x00 (1)"
    ]


def test_the_ten_most_frequent_losses_are_named() -> None:
    frames = [id3.text(f"TX{number:02}", "x") for number in range(11)]
    message = _lost(*frames, frames[10])[0]
    assert message == HELD + "TX10 (2), " + ", ".join(f"TX{number:02} (1)" for number in range(9))


def test_losses_of_all_chapters_of_all_tags_are_one_finding() -> None:
    lossy = id3.tag(id3.ctoc("t", ["x"]), id3.chap("x", 0, 9, id3.text("TIT3", "x"), id3.apic(b"1")))
    edit = edit_of(lossy + lossy)
    assert [each.message for each in edit.findings if each.rule == "chapter-data-lost"] == [HELD + "TIT3 (2)"]
    assert "chapter-data-lost" not in rules(edit_of(lossy + lossy, NONE).findings)


def test_a_splice_without_pieces_changes_nothing() -> None:
    assert splice([], (), WriteOptions()).pieces is None
    assert module.Splice([]).pieces == []
    assert module._lost([Chap(b"", 0, 0, (0, 0), (SubFrame("TIT2", b"", 0),), 0)]) == []
