"""Frames become a tag: how long it is, and which of the old bytes stay where they were."""

from __future__ import annotations

import pytest

from chaptag.containers.id3.assemble import assemble
from chaptag.containers.id3.tag import Tag, TagHeader, read_header, read_tag
from chaptag.model.edit import Keep, Put
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.source import BytesSource
from tests.support import id3

LARGEST = (1 << 28) - 1


def _old(data: bytes, at: int = 0) -> Tag:
    source = BytesSource(data)
    header = read_header(source, at)
    assert header is not None
    return read_tag(source, header)


def _huge(size: int) -> Tag:
    stop = size + 10
    header, source = TagHeader(0, 3, 0, size), BytesSource(b"")
    return Tag(header, source, copied=False, extended=None, frames=(), frames_stop=stop, area_stop=stop, junk=None)


def test_no_frames_make_no_tag() -> None:
    assert assemble([], 3, 0, None) == []
    assert assemble([Put(b""), Keep(5, 5)], 3, 0, _old(id3.tag(padding=100))) == []


@pytest.mark.parametrize(("used", "whole"), [(1, 4096), (2038, 4096), (2039, 6144), (4086, 6144), (4087, 8192)])
def test_a_new_tag_has_room_and_ends_at_a_multiple_of_2048(used: int, whole: int) -> None:
    head = b"ID3\4\0\x20" + id3.synchsafe(whole - 10)
    assert assemble([Put(b"x" * used)], 4, 0x20, None) == [Put(head + b"x" * used + bytes(whole - 10 - used))]


def test_what_was_elsewhere_is_kept() -> None:
    pieces = assemble([Put(b"ab"), Keep(50, 60), Put(b""), Put(b"c")], 3, 0, None)
    assert pieces == [Put(b"ID3\3\0\0" + id3.synchsafe(4086) + b"ab"), Keep(50, 60), Put(b"c" + bytes(4086 - 13))]


@pytest.mark.parametrize("footer", [False, True])
def test_a_tag_that_is_just_large_enough_keeps_its_size(footer: bool) -> None:
    old = _old(id3.tag(id3.frame("PRIV", b"x"), padding=89, version=4, footer=footer))
    room = 110 if footer else 100
    head = Put(b"ID3\4\0\0" + id3.synchsafe(110)) if footer else Keep(0, 10)
    assert assemble([Keep(20, 20 + room)], 4, 0, old) == [head, Keep(20, 20 + room)]
    grown = assemble([Put(b"y" * (room + 1))], 4, 0, old)
    assert sum(piece.size for piece in grown) == 4096


@pytest.mark.parametrize(
    ("used", "rest"),
    [
        (5, [Put(b"y" * 5 + bytes(6)), Keep(28, 117)]),
        (11, [Put(b"y" * 11), Keep(28, 117)]),
        (12, [Put(b"y" * 12), Keep(29, 117)]),
        (99, [Put(b"y" * 99), Keep(116, 117)]),
        (100, [Put(b"y" * 100)]),
    ],
)
def test_padding_stays_where_it_is(used: int, rest: list[Put | Keep]) -> None:
    """Behind a tag of seven bytes, with eleven bytes of frame and 89 of padding."""
    old = _old(b"before " + id3.tag(id3.frame("PRIV", b"x"), padding=89), at=7)
    assert assemble([Put(b"y" * used)], 3, 0, old) == [Keep(7, 17), *rest]


def test_padding_before_a_footer_stays_and_the_footer_goes() -> None:
    old = _old(id3.tag(id3.frame("PRIV", b"x", version=4), padding=89, version=4, footer=True))
    pieces = assemble([Put(b"y" * 20)], 4, 0, old)
    assert pieces == [Put(b"ID3\4\0\0" + id3.synchsafe(110) + b"y" * 20), Keep(30, 110), Put(bytes(10))]
    pieces = assemble([Put(b"y" * 105)], 4, 0, old)
    assert pieces == [Put(b"ID3\4\0\0" + id3.synchsafe(110) + b"y" * 105 + bytes(5))]


def test_nothing_of_a_tag_that_was_unsynchronised_as_a_whole_is_kept() -> None:
    old = _old(id3.tag(id3.frame("PRIV", b"\xff\0"), padding=87, unsync=True))
    assert old.copied
    size = old.header.size
    assert assemble([Put(b"y")], 3, 0, old) == [Put(b"ID3\3\0\0" + id3.synchsafe(size) + b"y" + bytes(size - 1))]


def test_a_header_with_other_flags_or_of_another_version_is_put() -> None:
    old = _old(id3.tag(id3.frame("PRIV", b"x"), padding=89, flags=0x20))
    assert assemble([Put(b"y" * 20)], 3, 0x20, old)[0] == Keep(0, 10)
    assert assemble([Put(b"y" * 20)], 3, 0, old)[0] == Put(b"ID3\3\0\0" + id3.synchsafe(100) + b"y" * 20)
    assert assemble([Put(b"y" * 20)], 4, 0x20, old)[0] == Put(b"ID3\4\0\x20" + id3.synchsafe(100) + b"y" * 20)


def test_a_tag_ends_at_256_mib() -> None:
    most = (1 << 28) - 2048 - 10
    assert assemble([Keep(0, most)], 3, 0, None)[0] == Put(b"ID3\3\0\0" + id3.synchsafe((1 << 28) - 10))
    with pytest.raises(UnsupportedAudio, match=r"^a tag of 268,433,399 bytes; ID3 tags end at 256 MiB$") as caught:
        assemble([Keep(0, most + 1)], 3, 0, None)
    assert caught.value.hint == "Use smaller images."
    assert assemble([Keep(0, LARGEST)], 3, 0, _huge(LARGEST)) == [Put(b"ID3\3\0\0\x7f\x7f\x7f\x7f"), Keep(0, LARGEST)]
    with pytest.raises(UnsupportedAudio, match="268,435,456 bytes"):
        assemble([Keep(0, LARGEST + 1)], 3, 0, _huge(LARGEST + 1))
