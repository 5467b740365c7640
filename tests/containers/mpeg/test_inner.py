"""Tags that stand between frames, or inside one."""

from __future__ import annotations

import pytest

from chaptag.containers.mpeg.inner import inner_tag, tag_within
from chaptag.model.source import BytesSource
from tests.support import id3
from tests.support.mp3 import apev2, id3v1

TAG = id3.tag(padding=300)
FOOTED = id3.tag(padding=300, version=4, footer=True)


def _size(data: bytes, at: int = 0, stop: int | None = None) -> int:
    return inner_tag(BytesSource(data), at, len(data) if stop is None else stop)


@pytest.mark.parametrize(
    ("tag", "size"),
    [
        (TAG, 310),
        (id3.tag(), 10),
        (FOOTED, 320),
        (id3.tag(padding=5, flags=0xEF), 15),
        (id3v1(), 128),
        (apev2(), len(apev2())),
        (apev2(0), 64),
    ],
)
@pytest.mark.parametrize("before", [b"", b"sound"])
def test_the_size_of_a_tag(tag: bytes, size: int, before: bytes) -> None:
    data = before + tag + b"x" * 50
    assert len(tag) == size
    assert _size(data, len(before)) == size
    assert _size(before + tag, len(before)) == size
    assert _size((before + tag)[:-1], len(before)) == 0
    assert _size(data, len(before), len(before + tag) - 1) == 0, "it does not reach beyond the end"


@pytest.mark.parametrize(
    "head",
    [
        b"ID3\xff\0\0\0\0\0\0",
        b"ID3\3\xff\0\0\0\0\0",
        b"ID3\3\0\0\0\0\0\x80",
        b"ID3\3\0\0\0\0\0",
        b"id3\3\0\0\0\0\0\0",
        b"TAX" + bytes(200),
        b"APETAGE " + apev2()[8:],
        apev2()[:23] + b"\0" + apev2()[24:],  # it says that it is a footer
        apev2()[:23] + b"\x81" + apev2()[24:],
        apev2()[:31],
        b"",
    ],
)
def test_what_begins_like_a_tag_and_is_none(head: bytes) -> None:
    assert _size(head) == 0
    assert _size(b"??" + head, 2) == 0


@pytest.mark.parametrize("version", [3, 4, 0xFE])
@pytest.mark.parametrize("revision", [0, 0xFE])
def test_a_tag_of_whatever_version_is_one(version: int, revision: int) -> None:
    assert _size(b"ID3" + bytes((version, revision, 0)) + b"\0\0\0\5" + bytes(5)) == 15


def test_nothing_is_read_behind_the_end() -> None:
    for tag in (TAG, id3v1(), apev2()):
        assert _size(tag, 0, 9) == 0
    assert _size(apev2(), 0, 31) == 0
    assert _size(b"ID3\3\0\0\0\0\0\0", 0, 10) == 10


def _within(data: bytes, at: int, start: int = 0) -> int | None:
    return tag_within(BytesSource(data), start, at, len(data))


def test_a_tag_that_cuts_a_frame_in_two() -> None:
    data = b"frame" + TAG + b"frame"
    assert _within(data, 6) is None, "it begins in front, but its name is not whole there"
    for at in (8, 100, 314):
        assert _within(data, at) == 5
    assert _within(data, 315) is None, "it ends here"
    assert _within(data, 320) is None
    assert _within(data, 100, start=5) == 5
    assert _within(data, 100, start=6) is None
    assert _within(TAG + b"frame", 100) == 0


def test_of_several_tags_the_last_one_that_goes_on_is_meant() -> None:
    fake = b"ID3 is no tag  "
    assert _within(b"??" + TAG[:50] + fake + TAG[65:], 80) == 2
    inner = id3.tag(padding=100)
    assert _within(b"??" + TAG[:50] + inner + TAG[160:], 70) == 52
    assert _within(b"??" + TAG[:50] + inner + TAG[160:], 170) == 2
    assert _within(fake + b"ID3" + bytes(50), 60) is None
    assert _within(TAG[:20] + b"ID3ID3ID3" + TAG[29:], 200) == 0
