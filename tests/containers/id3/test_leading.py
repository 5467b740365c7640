"""Tags around a stream of frames: what is said of them, and what an edit does in front and leaves behind."""

from __future__ import annotations

import pytest

from chaptag.containers import mp3
from chaptag.containers.id3.leading import Tagged, edit_leading, read_stray, read_tagged, sound_of
from chaptag.containers.mpeg.ends import Trailer
from chaptag.model.edit import Keep, Put
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from chaptag.model.span import Span
from tests.containers.id3.taggings import NONE, THREE
from tests.support import id3
from tests.support.mp3 import apev2, cbr, id3v1

SOUND = cbr(20)
TITLE = id3.text("TIT2", "x")
BEHIND = id3.tag(id3.chap("x", 0, 9000, id3.text("TIT2", "behind", version=4), version=4), version=4, footer=True)
LARGE = 16 << 20


def _said(data: bytes) -> list[tuple[str, str, int | None]]:
    tagged = read_tagged(BytesSource(data, "x.mp3"))
    assert {each.place and each.place.file for each in tagged.findings} <= {"x.mp3"}
    return [(each.rule, each.message, each.place and each.place.offset) for each in tagged.findings]


def test_sound_alone() -> None:
    tagged = read_tagged(BytesSource(SOUND))
    assert tagged.details == ()
    assert tagged.label("MP3") == "MP3"
    assert tagged == Tagged((), (), Span(0, len(SOUND)), (), ())
    assert sound_of(BytesSource(SOUND)) == Span(0, len(SOUND))


def test_sound_between_tags() -> None:
    one, two = id3.tag(TITLE, padding=2000), id3.tag(padding=9, version=4)
    data = one + two + one + SOUND + apev2() + id3v1()
    tagged = read_tagged(BytesSource(data))
    sound = Span(len(one + two + one), len(one + two + one + SOUND))
    assert tagged.sound == sound_of(BytesSource(data)) == sound
    assert tagged.behind == (
        Trailer("APE", Span(sound.stop, sound.stop + len(apev2()))),
        Trailer("ID3v1", Span(sound.stop + len(apev2()), len(data))),
    )
    assert tagged.details == (
        ("tag", f"ID3v2.3, {len(one):,} bytes"),
        ("tag", "ID3v2.4, 19 bytes"),
        ("tag", f"ID3v2.3, {len(one):,} bytes"),
        ("after the sound", f"APE, {len(apev2())} bytes"),
        ("after the sound", "ID3v1, 128 bytes"),
    )
    assert tagged.label("MP3") == "MP3, ID3v2.3, ID3v2.4"


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        (id3.tag(TITLE), []),
        (b"ID3\2\0\x80" + id3.synchsafe(10) + bytes(10), [("tag-old", "the tag is ID3v2.2", 0)]),
        (id3.tag(TITLE, unsync=True), [("tag-unsynchronised", "the ID3v2.3 tag is unsynchronised", 0)]),
        (id3.tag(TITLE, flags=0x7F & ~0x40), []),
        (
            id3.tag(id3.text("TIT2", "x", version=4), version=4, flags=0x80),
            [("tag-unsynchronised", "the ID3v2.4 tag is unsynchronised", 0)],
        ),
        (
            id3.tag(TITLE, b"\0\0??", bytes(2000)),
            [("tag-junk", "2,002 bytes at the end of the ID3v2.3 tag", 10 + len(TITLE) + 2)],
        ),
        (
            id3.tag(TITLE, id3.frame("SEEK", bytes(4)), id3.frame("SEEK", bytes(4))),
            [("tag-at-end", "a SEEK frame says that another tag follows elsewhere; it is not read", 10 + len(TITLE))],
        ),
        (id3.tag(TITLE) + id3.tag(padding=5), [("tags-several", "2 ID3 tags at the start", 10 + len(TITLE))]),
        (id3.tag(TITLE) + id3.tag() * 2, [("tags-several", "3 ID3 tags at the start", 10 + len(TITLE))]),
    ],
)
def test_what_is_said_of_tags(tag: bytes, said: list[tuple[str, str, int]]) -> None:
    assert _said(tag + SOUND) == said


def test_a_place_in_an_unsynchronised_tag_is_that_of_the_tag() -> None:
    tag = id3.tag(TITLE, id3.frame("SEEK", bytes(4)), b"???", unsync=True)
    assert [at for _, _, at in _said(b"".join((id3.tag(padding=5), tag, SOUND)))] == [15, 15, 15, 15]


class _Claiming:
    """A file with so much padding as would be too much for a test."""

    name = "x.mp3"

    def __init__(self, body: int) -> None:
        self.head = b"ID3\3\0\0" + id3.synchsafe(body) + b"PRIV" + (body - 10).to_bytes(4, "big") + b"\0\0"
        self.size = body + 10 + len(SOUND)

    def read(self, offset: int, length: int) -> bytes:
        length = max(0, min(length, self.size - offset))
        at = offset - (self.size - len(SOUND))
        if at >= 0:
            return SOUND[at : at + length]
        assert length < 1 << 20
        return self.head[offset : offset + length].ljust(length, b"\0")


def test_more_than_16_mib_of_tags_are_said() -> None:
    assert read_tagged(_Claiming(LARGE - 10)).findings == ()
    found = read_tagged(_Claiming(LARGE - 9)).findings
    assert [(each.rule, each.message, each.place and each.place.offset) for each in found] == [
        ("tag-large", "16,777,217 bytes of tags before the sound", 0)
    ]


def test_more_than_16_mib_of_tags_that_are_written_are_said() -> None:
    """Tags are whole multiples of 2,048 bytes where they have to grow."""
    for body, said in ((LARGE - 2500, 0), (LARGE - 2048, 1)):
        edit = edit_leading(_Claiming(body), THREE, WriteOptions())
        found = [each for each in edit.findings if each.rule == "tag-large"]
        assert len(found) == said
        size = edit.size - len(SOUND)
        assert size % 2048 == 0
        assert [each.message for each in found] == [f"{size:,} bytes of tags before the sound"] * said
        assert (size > LARGE) == bool(said)


def test_a_tag_behind_the_sound_is_read_but_not_edited() -> None:
    data = id3.chapter_tag([(0, 9000, "before")]) + SOUND + BEHIND + id3v1()
    start = len(data) - len(BEHIND) - 128
    tagged = read_tagged(BytesSource(data, "x.mp3"))
    assert [(store.chapters[0].title, store.editable, store.offset) for store in tagged.stores] == [
        ("before", True, 0),
        ("behind", False, start),
    ]
    assert _said(data) == [("tag-at-end", "an ID3v2.4 tag stands after the sound", start)]
    edit = mp3.edit(BytesSource(data, "x.mp3"), THREE, WriteOptions())
    message = "an ID3v2.4 tag stands after the sound; it stays as it is, with any chapters in it"
    assert [(each.rule, each.message, str(each.place)) for each in edit.findings] == [("tag-at-end", message, "x.mp3")]
    without = id3.chapter_tag([(0, 9000, "before")]) + SOUND + apev2() + id3v1()
    assert mp3.edit(BytesSource(without), THREE, WriteOptions()).findings == ()
    assert len(read_tagged(BytesSource(without)).stores) == 1


def test_a_tag_behind_the_sound_without_chapters_is_no_store() -> None:
    data = SOUND + id3.tag(id3.text("TIT2", "x", version=4), version=4, footer=True)
    tagged = read_tagged(BytesSource(data))
    assert tagged.stores == ()
    assert [each.rule for each in tagged.findings] == ["tag-at-end"]


def test_an_edit_in_front_keeps_everything_behind() -> None:
    tag = id3.tag(TITLE, padding=2000)
    data = tag + SOUND + id3v1()
    edit = edit_leading(BytesSource(data), THREE, WriteOptions())
    assert isinstance(edit.pieces[-1], Keep)
    assert edit.pieces[-1].stop == len(data)
    assert edit.pieces[-1].start < len(tag), "padding and sound are one piece"
    assert edit.payload == (Span(len(tag), len(tag + SOUND)),)
    gone = edit_leading(BytesSource(id3.chapter_tag([(0, 9, "x")]) + SOUND), NONE, WriteOptions())
    assert gone.pieces == (Keep(gone.source_size - len(SOUND), gone.source_size),)


def test_an_edit_of_a_file_without_sound() -> None:
    edit = edit_leading(BytesSource(b""), THREE, WriteOptions())
    assert [type(piece) for piece in edit.pieces] == [Put]
    assert edit.payload == ()
    full = id3.tag(id3.frame("PRIV", b"x" * 10))
    edit = edit_leading(BytesSource(full), THREE, WriteOptions())
    assert isinstance(edit.pieces[-1], Put)
    assert edit.payload == ()
    assert edit_leading(BytesSource(full + b"s"), THREE, WriteOptions()).payload == (Span(len(full), len(full) + 1),)


def test_nothing_to_do_is_said_with_its_findings() -> None:
    data = SOUND + BEHIND
    edit = edit_leading(BytesSource(data), NONE, WriteOptions())
    assert edit.unchanged
    assert [each.rule for each in edit.findings] == ["tag-at-end"]


def test_tags_before_a_file_of_another_format() -> None:
    assert read_stray(BytesSource(b"fLaC")) == (0, (), ())
    tags = id3.chapter_tag([(0, 9, "x")], padding=2000) + id3.tag(padding=5)
    stop, stores, found = read_stray(BytesSource(tags + b"fLaC", "x.flac"))
    assert stop == len(tags)
    assert [(store.chapters[0].title, store.editable) for store in stores] == [("x", False)]
    message = f"{len(tags):,} bytes of ID3 tag stand before the file proper; they stay as they are"
    assert [(each.rule, each.message) for each in found] == [("hull-stray-id3", message)]
    assert str(found[0].place) == "x.flac: byte 0"
