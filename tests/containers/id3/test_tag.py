"""Tags as a whole: headers, footers, extended headers, unsynchronisation, padding and what is none."""

from __future__ import annotations

import pytest

from chaptag.containers.id3 import tag as module
from chaptag.containers.id3.frame import Frame
from chaptag.containers.id3.tag import Tag, TagHeader, leading_headers, leading_stop, read_header, read_tag
from chaptag.model.errors import AudioError, DamagedAudio, UnsupportedAudio
from chaptag.model.finding import Place
from chaptag.model.source import BytesSource
from chaptag.model.span import Span
from tests.support import id3

WAY_OUT = "ffmpeg -i IN.mp3 -c copy OUT.mp3 writes the tag anew, without touching the sound."


def _header(data: bytes, at: int = 0) -> TagHeader | None:
    return read_header(BytesSource(data, "x.mp3"), at)


def _tag(data: bytes, at: int = 0) -> Tag:
    source = BytesSource(data, "x.mp3")
    header = read_header(source, at)
    assert header is not None
    return read_tag(source, header)


def _error(data: bytes, at: int = 0) -> tuple[type, str, str, Place | None]:
    with pytest.raises(AudioError) as caught:
        _tag(data, at)
    return type(caught.value), caught.value.message, caught.value.hint, caught.value.place


def test_a_header_and_its_edges() -> None:
    header = _header(b"12345" + id3.tag(padding=300, flags=0x20) + b"sound", 5)
    assert header == TagHeader(5, 3, 0x20, 300, footer=False)
    assert (header.body, header.stop) == (Span(15, 315), 315)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"ID3\3\0\0\0\0\0",
        b"ID4\3\0\0\0\0\0\0",
        b"id3\3\0\0\0\0\0\0",
        b"ID3\xff\0\0\0\0\0\0",
        b"ID3\3\xff\0\0\0\0\0",
        b" ID3\3\0\0\0\0\0\0",
    ],
)
def test_what_is_no_header(head: bytes) -> None:
    assert _header(head) is None


@pytest.mark.parametrize("version", [0, 1, 5, 0xFE])
def test_a_version_that_does_not_exist(version: int) -> None:
    message = f"an ID3 tag of version 2.{version}, which does not exist"
    assert _error(b"??ID3" + bytes((version, 0, 0)) + bytes(4), 2) == (
        UnsupportedAudio, message, WAY_OUT, Place("x.mp3", offset=2),
    )  # fmt: skip


@pytest.mark.parametrize("version", [2, 3, 4])
def test_versions_and_revisions_that_exist(version: int) -> None:
    for revision in (0, 1, 0xFE):
        header = _header(b"ID3" + bytes((version, revision, 0)) + bytes(4))
        assert header == TagHeader(0, version, 0, 0)


def test_a_size_that_is_not_sync_safe() -> None:
    assert _error(b"??ID3\3\0\0\0\0\0\x80" + bytes(128), 2) == (
        DamagedAudio, "the size of the ID3 tag is not sync-safe", WAY_OUT, Place("x.mp3", offset=2),
    )  # fmt: skip


def test_a_tag_may_end_with_the_file_but_not_behind_it() -> None:
    data = b"??" + id3.tag(padding=2000)
    assert _tag(data, 2).header.stop == len(data)
    assert _error(data[:-1], 2) == (
        DamagedAudio,
        "the ID3 tag is said to be 2,000 bytes long, the file ends after 1,999",
        "The file is cut off, or its tag is broken. " + WAY_OUT,
        Place("x.mp3", offset=2),
    )


def test_a_footer_counts_where_it_is_there_and_the_version_has_it() -> None:
    footed = id3.tag(padding=20, version=4, footer=True)
    header = _header(b"?" + footed, 1)
    assert header == TagHeader(1, 4, 0x10, 20, footer=True)
    assert (header.body, header.stop) == (Span(11, 31), 41)
    assert _header(id3.tag(padding=20, version=4) + b"3DI\4\0\0\0\0\0\x14") == TagHeader(0, 4, 0, 20)
    assert _header(id3.tag(padding=20, version=4, flags=0x10) + b"3Di\4\0\0\0\0\0\x14") == TagHeader(0, 4, 0x10, 20)
    assert _header(id3.tag(padding=20, version=3, footer=True)) == TagHeader(0, 3, 0x10, 20)
    assert _error(footed[:-1])[0] is DamagedAudio


def test_tags_follow_each_other_and_16_are_enough() -> None:
    one, two = id3.tag(padding=5), id3.tag(padding=9, version=4, footer=True)
    headers = leading_headers(BytesSource(one + two + one + b"sound" + one))
    assert [(each.offset, each.version) for each in headers] == [(0, 3), (15, 4), (44, 3)]
    assert leading_stop(BytesSource(one + two + one + b"sound" + one)) == 59
    assert leading_stop(BytesSource(b"sound" + one)) == 0
    for count in (15, 16):
        assert leading_stop(BytesSource(one * count)) == 15 * count
    assert leading_stop(BytesSource(one * 17)) == 15 * 16


def test_frames_padding_and_the_end() -> None:
    tag = _tag(b"??" + id3.tag(id3.frame("TIT2", b"\0a"), id3.frame("PRIV", b""), padding=7) + b"sound", 2)
    assert tag.frames == (Frame("TIT2", 12, 2, 0), Frame("PRIV", 24, 0, 0))
    assert (tag.frames_stop, tag.area_stop, tag.junk, tag.extended, tag.copied) == (34, 41, None, None, False)
    assert (tag.version, tag.label) == (3, "ID3v2.3")
    assert tag.stored(tag.frames[0]) == b"\0a"
    assert tag.area.read(34, 100) == bytes(7), "nothing behind the tag"
    assert tag.place(24) == Place("x.mp3", offset=24)


def test_a_2_2_tag_is_not_read() -> None:
    data = b"ID3\2\0\x80" + id3.synchsafe(20) + b"TT2\0\0\x05\0Titl" + bytes(9)
    assert _tag(data)._replace(area=BytesSource(b"")) == Tag(
        TagHeader(0, 2, 0x80, 20), BytesSource(b""), copied=False, extended=None, frames=(), frames_stop=10,
        area_stop=30, junk=None,
    )  # fmt: skip


@pytest.mark.parametrize("padding", [0, 1, 9, 10, 11, (1 << 20) - 1, 1 << 20, (1 << 20) + 5])
def test_the_first_byte_that_is_neither_frame_nor_padding(padding: int) -> None:
    frame = id3.frame("TIT2", b"\0a")
    tag = _tag(id3.tag(frame, bytes(padding) + b"?", padding=3))
    assert (tag.junk, tag.area_stop) == (22 + padding, 26 + padding)
    assert _tag(id3.tag(frame, padding=padding)).junk is None


def test_a_2_3_tag_that_is_unsynchronised_is_read_from_a_copy() -> None:
    frames = [id3.frame("PRIV", b"\xff\xe0\xff\0x"), id3.frame("TIT2", b"\0a")]
    data = b"??" + id3.tag(*frames, padding=7, unsync=True)
    tag = _tag(data, 2)
    assert tag.copied
    assert tag.frames == (Frame("PRIV", 0, 5, 0), Frame("TIT2", 15, 2, 0))
    assert (tag.frames_stop, tag.area_stop, tag.junk) == (27, 34, None)
    assert tag.area == BytesSource(b"".join(frames) + bytes(7), "x.mp3")
    assert tag.place(15) == Place("x.mp3", offset=2), "places in a copy are none in the file"
    assert not tag.unsynchronised_frames


def test_a_2_4_tag_may_be_unsynchronised_frame_by_frame_or_as_a_whole() -> None:
    body = b"\xff\xe0" * 70
    by_frame = _tag(id3.tag(id3.frame("PRIV", id3.unsynchronise(body), version=4), version=4, flags=0x80))
    assert (by_frame.copied, by_frame.unsynchronised_frames, by_frame.frames[0].size) == (False, True, 210)
    whole = _tag(id3.tag(id3.frame("PRIV", body, version=4), padding=3, version=4, unsync=True))
    assert (whole.copied, whole.unsynchronised_frames, whole.frames[0].size) == (True, False, 140)
    assert (whole.frames_stop, whole.area_stop, whole.junk, whole.extended) == (150, 153, None, None)
    plain = _tag(id3.tag(id3.frame("PRIV", body, version=4), version=4))
    assert (plain.copied, plain.unsynchronised_frames) == (False, False)


def test_where_neither_reading_comes_to_the_end_the_tag_is_broken_as_it_stands() -> None:
    frame = id3.frame("PRIV", b"\xff\xe0" * 70, version=4)
    tag = _tag(id3.tag(frame, b"????", version=4, unsync=True))
    assert (tag.copied, tag.junk is None) == (False, False)
    extended = id3.synchsafe(6) + b"\1\0"
    tag = _tag(id3.tag(frame, version=4, unsync=True, extended=extended))
    assert (tag.copied, tag.junk is None) == (False, False)
    tag = _tag(id3.tag(frame, b"????", version=4))
    assert (tag.copied, tag.junk) == (False, 10 + 150)


class _Claiming:
    """A file of zeros behind a header, of whatever size."""

    name = "x.mp3"

    def __init__(self, head: bytes, size: int) -> None:
        self.head, self.size = head, size

    def read(self, offset: int, length: int) -> bytes:
        assert length < 1 << 20
        return self.head[offset : offset + length].ljust(length, b"\0")


def test_an_unsynchronised_tag_over_64_mib_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    size = (64 << 20) + 1
    source = _Claiming(b"??ID3\3\0\x80" + id3.synchsafe(size), size + 12)
    header = read_header(source, 2)
    assert header is not None
    with pytest.raises(UnsupportedAudio) as caught:
        read_tag(source, header)
    assert caught.value.message == ("an unsynchronised tag of 67,108,865 bytes; chaptag reads such tags up to 64 MiB")
    assert (caught.value.hint, caught.value.place) == (WAY_OUT, Place("x.mp3", offset=2))
    monkeypatch.setattr(module, "LARGEST_BODY", 20)
    assert _tag(id3.tag(padding=20, unsync=True)).copied
    assert _error(id3.tag(padding=21, unsync=True))[0] is UnsupportedAudio


@pytest.mark.parametrize(
    ("version", "extended"),
    [
        (3, b"\0\0\0\2\0\0"),
        (3, b"\0\0\0\6\0\0\0\0\0\0"),
        (3, b"\0\0\0\x0a\x80\0\0\0\0\0\1\2\3\4"),
        (4, b"\0\0\0\6\1\0"),
        (4, b"\0\0\0\x0c\1\x20\5\0\0\0\0\0"),
    ],
)
def test_an_extended_header_is_stepped_over(version: int, extended: bytes) -> None:
    frame = id3.frame("TIT2", b"\0a", version=version)
    tag = _tag(b"??" + id3.tag(frame, version=version, extended=extended), 2)
    assert tag.extended == Span(12, 12 + len(extended))
    assert [each.offset for each in tag.frames] == [12 + len(extended)]
    assert tag.junk is None
    without = _tag(id3.tag(extended, frame, version=version))
    assert (without.extended, without.frames) == (None, ()), "there is no flag"
    alone = _tag(id3.tag(version=version, extended=extended))
    assert (alone.extended, alone.frames_stop) == (Span(10, 10 + len(extended)), 10 + len(extended))


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.parametrize("first", [b"TIT2", b"ABC9"])
def test_a_frame_in_the_place_of_the_extended_header(version: int, first: bytes) -> None:
    frame = id3.frame(first.decode(), b"\0a", version=version)
    tag = _tag(id3.tag(frame, version=version, flags=0x40))
    assert (tag.extended, [each.offset for each in tag.frames]) == (None, [10])


@pytest.mark.parametrize(
    ("version", "body"),
    [
        (3, b"\0\0\0\1\0\0\0\0"),  # five bytes
        (3, b"\0\0\0\5\0\0\0\0"),  # one beyond the end
        (3, b"tit2\0\0\0\2\0\0\0x"),
        (3, b"1234\0\0\0\2\0\0\0x"),
        (3, b"TI-2\0\0\0\2\0\0\0x"),
        (3, b"TIT2"),
        (4, b"\0\0\0\5\0\0\0\0"),
        (4, b"\0\0\0\x09\0\0\0\0"),
        (4, b"\0\0\x80\6\0\0\0\0"),
        (4, b""),
    ],
)
def test_a_broken_extended_header(version: int, body: bytes) -> None:
    assert _error(b"??" + id3.tag(body, version=version, flags=0x40) + b"sound and more", 2) == (
        DamagedAudio, "the extended header of the ID3 tag is broken", WAY_OUT, Place("x.mp3", offset=12),
    )  # fmt: skip


def test_the_extended_header_of_an_unsynchronised_tag() -> None:
    tag = _tag(id3.tag(id3.frame("PRIV", b"\xff\xe0"), extended=b"\0\0\0\6\0\0\0\0\0\0", unsync=True))
    assert (tag.copied, tag.extended, tag.frames) == (True, Span(0, 10), (Frame("PRIV", 10, 2, 0),))
