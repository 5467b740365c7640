"""Frames: where each ends, which of two sizes a 2.4 frame means, what its flags put before its body."""

from __future__ import annotations

import zlib

import pytest

from chaptag.containers.id3 import frame as module
from chaptag.containers.id3.frame import (
    Encrypted,
    Extras,
    Frame,
    decode_body,
    encode_header,
    inflate,
    scan,
    split_extras,
)
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.source import BytesSource
from tests.support import id3


def _sizes(data: bytes, version: int, stop: int | None = None) -> list[tuple[int, bool]]:
    frames, _ = scan(BytesSource(data), 0, len(data) if stop is None else stop, version)
    return [(frame.size, frame.plain) for frame in frames]


def test_a_frame_knows_its_edges() -> None:
    frame = Frame("TIT2", 100, 7, 0)
    assert (frame.body, frame.stop, frame.plain) == (110, 117, False)


@pytest.mark.parametrize("version", [3, 4])
def test_frames_follow_each_other_to_the_end(version: int) -> None:
    data = b"??" + id3.frame("TIT2", b"\0a", version=version, flags=0x4001) + id3.frame("PRIV", b"", version=version)
    frames, stop = scan(BytesSource(data), 2, len(data), version)
    assert frames == [Frame("TIT2", 2, 2, 0x4001), Frame("PRIV", 14, 0, 0)]
    assert stop == len(data) == 24


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.parametrize(
    "rest", [b"", b"\0", bytes(9), bytes(10), b"PRIV\0\0\0\0\0", b"???? 12345", b"PR?V" + bytes(6)]
)
def test_what_is_no_frame_ends_them(version: int, rest: bytes) -> None:
    frame = id3.frame("TIT2", b"\0a", version=version)
    frames, stop = scan(BytesSource(frame + rest), 0, len(frame + rest), version)
    assert [each.name for each in frames] == ["TIT2"]
    assert stop == len(frame)


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.parametrize(("stop", "count"), [(9, 0), (10, 0), (14, 0), (15, 1), (16, 1), (24, 1), (25, 2), (30, 2)])
def test_a_frame_ends_where_the_tag_ends_or_before(version: int, stop: int, count: int) -> None:
    """Whatever the file has behind the tag."""
    data = id3.frame("TIT2", b"\0abcd", version=version) + id3.frame("TPE1", b"", version=version) + bytes(10)
    assert len(_sizes(data, version, stop)) == count


@pytest.mark.parametrize("name", ["TIT2", "abc9", "TT2 ", "TT2\0"])
def test_names_of_frames(name: str) -> None:
    frames, _ = scan(BytesSource(id3.frame(name, b"x")), 0, 11, 3)
    assert [each.name for each in frames] == [name]


@pytest.mark.parametrize("name", ["TI 2", "T\0T2", " IT2", "TIT-", "TIT\x01", "\xe9IT2"])
def test_what_is_no_name(name: str) -> None:
    assert _sizes(id3.frame(name, b"x"), 3) == []


def test_more_frames_than_any_tag_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_FRAMES", 3)
    assert len(_sizes(id3.frame("PRIV", b"") * 3, 3)) == 3
    with pytest.raises(UnsupportedAudio, match=r"^a tag with more than 3 frames$"):
        _sizes(id3.frame("PRIV", b"") * 4, 3)


def test_sizes_are_plain_in_2_3_and_sync_safe_in_2_4() -> None:
    assert _sizes(id3.frame("PRIV", bytes(300)), 3) == [(300, False)]
    assert _sizes(id3.frame("PRIV", bytes(300), version=4), 4) == [(300, False)]
    assert _sizes(id3.frame("PRIV", bytes(300), version=4), 3) == [], "as 2.3 reads it, it is too large"


@pytest.mark.parametrize("size", [0, 1, 127])
def test_below_128_both_sizes_are_the_same(size: int) -> None:
    """And what follows says nothing about it."""
    assert _sizes(id3.frame("PRIV", b"x" * size, version=4) + b"?? no frame ??", 4) == [(size, False)]


@pytest.mark.parametrize("size", [128, 129, 255, 256, 300, 20_000])
@pytest.mark.parametrize(
    "rest",
    [
        b"",
        b"\0",
        bytes(9),
        bytes(10),
        bytes(11),
        bytes(1 << 16) + b"junk",  # so much padding is believed
        id3.frame("TIT2", b"", version=4),
        id3.frame("TIT2", b"\0x", version=4),
        id3.frame("PRIV", bytes(200), version=4),
        id3.frame("PRIV", bytes(200), version=4, plain=True),
    ],
)
def test_the_size_behind_which_the_tag_goes_on_is_meant(size: int, rest: bytes) -> None:
    body = b"x" * size
    assert _sizes(id3.frame("PRIV", body, version=4) + rest, 4)[0] == (size, False)
    assert _sizes(id3.frame("PRIV", body, version=4, plain=True) + rest, 4)[0] == (size, True)


@pytest.mark.parametrize(
    "rest",
    [
        b"?",
        b"?? no frame",
        b"PRIV\0\0\0\0\0",
        bytes(12) + b"?",
        bytes(9) + b"XXXXX",
        b"X" * 9,
        bytes((1 << 16) - 1) + b"?",
    ],
)
def test_where_neither_goes_on_the_size_is_sync_safe(rest: bytes) -> None:
    assert _sizes(id3.frame("PRIV", b"x" * 300, version=4) + rest, 4) == [(300, False)]
    assert _sizes(id3.frame("PRIV", b"x" * 256, version=4, plain=True) + rest, 4) == [(128, False)]


def test_a_frame_behind_that_is_longer_than_the_tag_does_not_count() -> None:
    """The plain size leads to something that has a frame's name; only where its own size fits is it a frame."""
    first = id3.frame("PRIV", b"x" * 256, version=4, plain=True)  # as sync-safe, it would end in the middle
    assert _sizes(first + b"TIT2\1\0\0\0\0\0", 4)[0] == (128, False)
    for size, plain in ((20, True), (21, False)):
        following = b"TIT2" + id3.synchsafe(size) + bytes(2) + b"y" * 20
        assert _sizes(first + following, 4)[0] == ((256, True) if plain else (128, False))
    following = b"TIT2" + id3.synchsafe(150) + bytes(2) + b"y" * 150  # sync-safe it fits, in plain numbers not
    assert _sizes(first + following, 4)[0] == (256, True)
    assert _sizes(first + following[:-1], 4)[0] == (128, False)


@pytest.mark.parametrize("room", [1, 5, 9, 10, 40])
def test_nothing_behind_the_end_says_what_a_size_means(room: int) -> None:
    data = id3.frame("PRIV", b"x" * 256, version=4, plain=True) + bytes(room)
    assert _sizes(data + b"sound", 4, stop=len(data)) == [(256, True)]


@pytest.mark.parametrize("cut", [1, 100])
def test_a_size_beyond_the_end_is_none(cut: int) -> None:
    for plain in (False, True):
        data = id3.frame("PRIV", b"x" * 300, version=4, plain=plain)
        assert (_sizes(data[:-cut], 4) == []) == (not plain)
    assert _sizes(id3.frame("PRIV", b"x" * 255, version=4, plain=True)[:-cut], 4) == [], "no sync-safe number either"


@pytest.mark.parametrize(("version", "head"), [(3, b"TIT2\0\0\1\x2c\x12\x34"), (4, b"TIT2\0\0\2\x2c\x12\x34")])
def test_a_header_as_it_is_written(version: int, head: bytes) -> None:
    assert encode_header("TIT2", 300, 0x1234, version) == head


@pytest.mark.parametrize(
    ("version", "flags", "stored", "extras"),
    [
        (3, 0x00, b"body", Extras(b"", b"", None, compressed=False, unsynchronised=False, data=b"body")),
        (3, 0x80, b"\0\0\1\2body", Extras(b"", b"", 258, compressed=True, unsynchronised=False, data=b"body")),
        (3, 0x40, b"mbody", Extras(b"", b"m", None, compressed=False, unsynchronised=False, data=b"body")),
        (3, 0x20, b"gbody", Extras(b"g", b"", None, compressed=False, unsynchronised=False, data=b"body")),
        (3, 0xE0, b"\0\0\1\2mgbody", Extras(b"g", b"m", 258, compressed=True, unsynchronised=False, data=b"body")),
        (3, 0x1F, b"body", Extras(b"", b"", None, compressed=False, unsynchronised=False, data=b"body")),
        (4, 0x00, b"body", Extras(b"", b"", None, compressed=False, unsynchronised=False, data=b"body")),
        (4, 0x40, b"gbody", Extras(b"g", b"", None, compressed=False, unsynchronised=False, data=b"body")),
        (4, 0x04, b"mbody", Extras(b"", b"m", None, compressed=False, unsynchronised=False, data=b"body")),
        (4, 0x01, b"\0\0\2\2body", Extras(b"", b"", 258, compressed=False, unsynchronised=False, data=b"body")),
        (4, 0x01, b"\0\0\x82\2body", Extras(b"", b"", None, compressed=False, unsynchronised=False, data=b"body")),
        (4, 0x08, b"body", Extras(b"", b"", None, compressed=True, unsynchronised=False, data=b"body")),
        (4, 0x02, b"body", Extras(b"", b"", None, compressed=False, unsynchronised=True, data=b"body")),
        (4, 0x4F, b"gm\0\0\2\2body", Extras(b"g", b"m", 258, compressed=True, unsynchronised=True, data=b"body")),
        (4, 0xB0, b"body", Extras(b"", b"", None, compressed=False, unsynchronised=False, data=b"body")),
    ],
)
def test_what_each_flag_puts_before_a_body(version: int, flags: int, stored: bytes, extras: Extras) -> None:
    assert split_extras(stored, flags, version) == extras


@pytest.mark.parametrize(
    ("version", "flags", "least"),
    [(3, 0x80, 4), (3, 0x40, 1), (3, 0x20, 1), (3, 0xE0, 6), (4, 0x40, 1), (4, 0x04, 1), (4, 0x01, 4), (4, 0x4F, 6)],
)
def test_a_body_shorter_than_its_flags_say(version: int, flags: int, least: int) -> None:
    found = split_extras(bytes(least), flags, version)
    assert found is not None
    assert found.data == b""
    assert split_extras(bytes(least - 1), flags, version) is None
    with pytest.raises(DamagedAudio, match=r"^a frame is shorter than its flags say$"):
        decode_body(bytes(least - 1), flags, version)


@pytest.mark.parametrize(
    ("version", "flags", "tag", "body"),
    [
        (3, 0, False, b"\xff\0x"),
        (4, 0, False, b"\xff\0x"),
        (4, 0, True, b"\xffx"),
        (4, 0x02, False, b"\xffx"),
        (4, 0x02, True, b"\xffx"),
        (4, 0x4000, False, b"\xff\0x"),
        (4, 0x4000, True, b"\xffx"),
        (4, 0x10, False, b"\xff\0x"),
    ],
)
def test_unsynchronisation_of_a_frame_or_of_the_tag(version: int, flags: int, tag: bool, body: bytes) -> None:
    assert decode_body(b"\xff\0x", flags, version, unsynchronised=tag) == body


def test_a_packed_body_is_unpacked_after_unsynchronisation() -> None:
    packed = zlib.compress(b"\xff\0\xff" * 50, 0)
    assert b"\xff\0" in packed
    stored = id3.synchsafe(150) + packed.replace(b"\xff", b"\xff\0")
    assert decode_body(stored, 0x0B, 4) == b"\xff\0\xff" * 50
    assert decode_body(stored, 0x09, 4, unsynchronised=True) == b"\xff\0\xff" * 50
    assert decode_body(bytes(4) + packed, 0x80, 3) == b"\xff\0\xff" * 50
    assert decode_body(bytes(4) + packed, 0x01, 4) == packed, "a length alone packs nothing"


@pytest.mark.parametrize(("version", "flags"), [(3, 0x40), (3, 0xC0), (4, 0x04), (4, 0x0D)])
def test_an_encrypted_body_is_not_guessed_at(version: int, flags: int) -> None:
    with pytest.raises(Encrypted, match=r"^an encrypted frame$"):
        decode_body(b"\1\1\1\1\1\1\1", flags, version)


def test_what_does_not_unpack_is_damage() -> None:
    packed = zlib.compress(b"body" * 10)
    assert inflate(packed) == b"body" * 10
    assert inflate(packed + b"behind") == b"body" * 10
    with pytest.raises(DamagedAudio, match=r"^a compressed frame does not unpack: .*incorrect header check"):
        inflate(b"no zlib data")
    for length in (0, 1, len(packed) - 1):
        with pytest.raises(DamagedAudio, match=r"^a compressed frame is cut off, or unpacks to more than 64 MiB$"):
            inflate(packed[:length])


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_BODY", 1000)
    assert inflate(zlib.compress(b"x" * 999)) == b"x" * 999
    with pytest.raises(DamagedAudio, match="more than 64 MiB"):
        inflate(zlib.compress(b"x" * 1001))
