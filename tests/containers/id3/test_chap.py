"""The codec of chapters and their tables, byte by byte."""

from __future__ import annotations

import pytest

from chaptag.containers.id3.chap import (
    Chap,
    SubFrame,
    Toc,
    chapter_of,
    encode_chap,
    encode_frame,
    encode_toc,
    media_type,
    read_chap,
    read_toc,
    subframes_of,
)
from chaptag.model.chapter import Chapter, Image
from chaptag.model.errors import UnsupportedAudio
from tests.support import id3

NONE = 0xFFFFFFFF
TIMES = bytes(range(16))


def _chap(*subframes: tuple[str, bytes], start: int = 5, end: int = 9) -> Chap:
    made = tuple(SubFrame(name, body, len(body)) for name, body in subframes)
    return Chap(b"a", start, end, (NONE, NONE), made, 0)


def _read(*subframes: tuple[str, bytes]) -> Chapter:
    return chapter_of(_chap(*subframes), hidden=False)


def test_the_fields_of_a_chapter() -> None:
    body = b"name\0" + TIMES + id3.frame("TIT2", b"\0x", version=4)
    offsets = (0x08090A0B, 0x0C0D0E0F)
    assert read_chap(body, 4, 77) == Chap(b"name", 0x10203, 0x4050607, offsets, (SubFrame("TIT2", b"\0x", 2),), 77)
    assert read_chap(b"\0" + TIMES, 4, 7) == Chap(b"", 0x10203, 0x4050607, offsets, (), 7)


@pytest.mark.parametrize("body", [b"", b"name", b"name\0", b"name\0" + TIMES[:15], b"\0" + TIMES[1:]])
def test_what_is_too_short_for_a_chapter(body: bytes) -> None:
    assert read_chap(body, 3, 0) is None


@pytest.mark.parametrize(
    ("body", "toc"),
    [
        (b"t\0\3\2a\0b\0rest", Toc(b"t", 3, 2, (b"a", b"b"), b"rest", 9)),
        (b"t\0\1\3a\0b\0", Toc(b"t", 1, 3, (b"a", b"b"), b"", 9)),
        (b"t\0\1\1a\0b\0", Toc(b"t", 1, 1, (b"a",), b"b\0", 9)),
        (b"t\0\1\2a\0no end", Toc(b"t", 1, 2, (b"a",), b"no end", 9)),
        (b"t\0\0\1\0", Toc(b"t", 0, 1, (b"",), b"", 9)),
        (b"\0\0\0", Toc(b"", 0, 0, (), b"", 9)),
        (b"t\0\3", None),
        (b"t\0", None),
        (b"t\3\2", None),
        (b"", None),
    ],
)
def test_the_fields_of_a_table(body: bytes, toc: Toc | None) -> None:
    assert read_toc(body, 9) == toc


@pytest.mark.parametrize("flags", range(8))
def test_the_flags_of_a_table(flags: int) -> None:
    toc = Toc(b"", flags, 0, (), b"", 0)
    assert (toc.top_level, toc.ordered) == (flags in {2, 3, 6, 7}, flags in {1, 3, 5, 7})


def test_subframes_are_unpacked_where_they_can_be() -> None:
    packed = id3.compressed("TIT2", b"\0packed")
    secret = id3.frame("APIC", b"\1secret", flags=0x0040)
    broken = id3.frame("WXXX", b"\0\0\0\1broken", flags=0x0080)
    plain = id3.frame("PRIV", b"x")
    found = subframes_of(packed + secret + broken + plain + b"\0\0rest", 3)
    assert found == (
        SubFrame("TIT2", b"\0packed", len(packed) - 10),
        SubFrame("APIC", b"", 7),
        SubFrame("WXXX", b"", 10),
        SubFrame("PRIV", b"x", 1),
    )
    assert subframes_of(id3.frame("PRIV", b"x" * 200, version=4, plain=True), 4) == (
        SubFrame("PRIV", b"x" * 200, 200, plain=True),
    )
    assert subframes_of(b"", 3) == ()


@pytest.mark.parametrize(
    ("start", "end", "stated"),
    [
        (5, 9, 9),
        (5, 5, 5),
        (5, 4, None),
        (0, 0, None),
        (5, 0, None),
        (5, NONE, None),
        (5, NONE - 1, NONE - 1),
        (0, 1, 1),
    ],
)
def test_which_ends_are_stated(start: int, end: int, stated: int | None) -> None:
    assert chapter_of(_chap(start=start, end=end), hidden=False) == Chapter(start, "", stated)
    assert chapter_of(_chap(start=start, end=end), hidden=True) == Chapter(start, "", stated, hidden=True)


@pytest.mark.parametrize(
    ("subframes", "title"),
    [
        ([("TIT2", b"\0one"), ("TIT2", b"\0two")], "two"),
        ([("TIT2", b"\0one"), ("TIT2", b"")], "one"),
        ([("TIT2", b"\0one"), ("TIT3", b"\0two")], "one"),
        ([("TIT2", b"\1\xff\xfee\1\0\0x")], "ť"),
        ([("TIT2", b"\3\xc5\xa5\0x")], "ť"),
    ],
)
def test_the_title_is_the_last_one(subframes: list[tuple[str, bytes]], title: str) -> None:
    assert _read(*subframes).title == title


@pytest.mark.parametrize(
    ("subframes", "url"),
    [
        ([("WXXX", b"\0name\0http://a"), ("WXXX", b"\0\0http://b")], "http://a"),
        ([("WXXX", b"\0name\0"), ("WXXX", b"\0\0http://b")], "http://b"),
        ([("WXXX", b""), ("WXXX", b"\0\0http://b")], "http://b"),
        ([("WXXX", b"\0name\0http://a\0rest")], "http://a"),
        ([("WXXX", b"\0name without an end")], None),
        ([("WXXX", b"\1\xff\xfen\0\0\0http://a")], "http://a"),
        ([("WXXX", b"\2\1\0\0\1\0\0http://a")], "http://a"),  # two NULs of two characters are no end
        ([("WXXX", b"\3n\xc3\xa9\0http://\xe9")], "http://é"),
        ([("WOAF", b"http://a")], None),
    ],
)
def test_the_link_is_the_first_one_that_says_something(subframes: list[tuple[str, bytes]], url: str | None) -> None:
    assert _read(*subframes).url == url


@pytest.mark.parametrize(
    ("bodies", "image"),
    [
        ([b"\0image/PNG\0\3\0data"], Image(b"data", "image/png")),
        ([b"\0a/b\0\4\0back", b"\0a/b\0\3\0front", b"\0a/b\0\3\0more"], Image(b"front", "a/b")),
        ([b"\0a/b\0\4\0one", b"\0a/b\0\0\0two"], Image(b"one", "a/b")),
        ([b"", b"\0a/b\0\5\0data"], Image(b"data", "a/b")),
        ([b"\1a/b\0\3\xff\xfex\0\0\0data"], Image(b"data", "a/b")),
        ([b"\0a/b\0\3what it shows\0\0data\0"], Image(b"\0data\0", "a/b")),
        ([b"\0-->\0\3\0http://\xe9X\0\0"], Image(url="http://éX")),
        ([b"\0-->\0\4\0http://a", b"\0a/b\0\3\0data"], Image(b"data", "a/b")),
        ([b"\0a/b\0\4\0data", b"\0-->\0\3\0http://a"], Image(url="http://a")),
        ([b"\0a/b\0"], Image(b"", "a/b")),
        ([b"\0"], Image(b"", "")),
        ([b""], None),
        ([], None),
    ],
)
def test_the_picture_is_the_first_cover_or_else_the_first(bodies: list[bytes], image: Image | None) -> None:
    assert _read(*(("APIC", body) for body in bodies)).image == image


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\x89PNG\r\n\x1a ....", "image/jpeg"),
        (b"RIFF\1\2\3\4WEBPVP8 ", "image/webp"),
        (b"RIFF\1\2\3\4WAVEfmt ", "image/jpeg"),
        (b"XXXX\1\2\3\4WEBPVP8 ", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"GIF87a", "image/gif"),
        (b"GIF9", "image/jpeg"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"", "image/jpeg"),
    ],
)
def test_pictures_are_told_by_their_first_bytes(data: bytes, name: str) -> None:
    assert media_type(data) == name
    made = encode_chap(b"a", Chapter(0, image=Image(data or b"?")), 3)
    assert id3.frame("APIC", b"\0" + name.encode() + b"\0\0chapter image\0" + (data or b"?")) in made


@pytest.mark.parametrize(
    ("image", "body"),
    [
        (Image(b"GIF8", "image/png"), b"\0image/png\0\0chapter image\0GIF8"),
        (Image(b"x", "image/\u5927"), b"\0image/?\0\0chapter image\0x"),
        (Image(b"x", "image/png", "http://a"), b"\0image/png\0\0chapter image\0x"),
        (Image(url="http://a/ü"), b"\0-->\0\0chapter image\0http://a/%C3%BC"),
        (Image(media_type="image/png"), b"\0image/png\0\0chapter image\0"),
    ],
)
def test_how_a_picture_is_written(image: Image, body: bytes) -> None:
    made = encode_chap(b"a", Chapter(0, image=image), 3)
    assert made.endswith(id3.frame("APIC", body))


@pytest.mark.parametrize("version", [3, 4])
def test_how_a_chapter_is_written(version: int) -> None:
    made = encode_chap(b"chp0", Chapter(1, "t", 2, "http://a", Image(b"x", "a/b")), version)
    assert made == id3.chap(
        "chp0",
        1,
        2,
        id3.text("TIT2", "t", version=version),
        id3.wxxx("http://a", version=version),
        id3.frame("APIC", b"\0a/b\0\0chapter image\0x", version=version),
        version=version,
    )
    bare = encode_chap(b"a", Chapter(7), version)
    assert bare == id3.chap("a", 7, 7, id3.text("TIT2", "", version=version), version=version), "no end is known"


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("http://a/ !~\x7f\x80", b"http://a/%20!~%7F%C2%80"),
        ("http://a/\t\x1f%20", b"http://a/%09%1F%20"),
        ("http://a/\xe9\u5927", b"http://a/%C3%A9%E5%A4%A7"),
        ("http://a/\ud800", b"http://a/?"),
    ],
)
def test_links_are_ascii(url: str, written: bytes) -> None:
    assert id3.frame("WXXX", b"\0chapter url\0" + written) in encode_chap(b"a", Chapter(0, url=url), 3)


@pytest.mark.parametrize("version", [3, 4])
def test_how_a_table_is_written(version: int) -> None:
    for root in (True, False):
        made = encode_toc(b"toc", [b"a", b"bc"], version, top_level=root)
        assert made == id3.ctoc("toc", ["a", "bc"], version=version, flags=3 if root else 1)
    assert encode_toc(b"t", [b"x"] * 255, version, top_level=True)[10:14] == b"t\0\3\xff"


class _Claiming(bytes):
    """Bytes that say they are so many, where so many would be too many for a test."""

    size: int

    def __len__(self) -> int:
        return self.size


def test_a_frame_of_256_mib_is_refused() -> None:
    body = _Claiming(b"x")
    body.size = (1 << 28) - 1
    assert encode_frame("APIC", body, 4) == b"APIC\x7f\x7f\x7f\x7f\0\0x"
    body.size += 1
    with pytest.raises(
        UnsupportedAudio, match=r"^a chapter of 268,435,456 bytes does not fit into an ID3 tag$"
    ) as caught:
        encode_frame("APIC", body, 4)
    assert caught.value.hint == "Use a smaller image."
