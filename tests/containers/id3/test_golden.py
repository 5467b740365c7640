"""The bytes of tags, spelt out: a change here is a change of what lands in people's files."""

from __future__ import annotations

from chaptag.model.chapter import Chapter, Image
from tests.containers.id3.taggings import listed, tagged
from tests.support import id3

JPEG = b"\xff\xd8\xff\xe0sound of a picture"
RICH = listed(
    Chapter(0, "Intro"),
    Chapter(10_500, "Größe 😀", url="https://example.org/a b?x=ü"),
    Chapter(10_500, "Hidden", hidden=True),
    Chapter(30_000, "End", end=59_500, image=Image(JPEG, "image/jpeg")),
)

TOC = "43544f43 00000015 0000 746f6300 03 03 6368703000 6368703100 6368703300"
CHP0 = "43484150 00000026 0000 6368703000 00000000 00002904 ffffffff ffffffff 54495432 00000007 0000 00 496e74726f 00"
CHP1 = (
    "43484150 0000006d 0000 6368703100 00002904 00007530 ffffffff ffffffff"
    "54495432 00000015 0000 01 fffe 4700 7200 f600 df00 6500 2000 3dd8 00de 0000"
    "57585858 0000002f 0000 00 63686170746572 20 75726c 00"
    "68747470733a2f2f 6578616d706c652e6f7267 2f61253230623f783d254333254243"
)
CHP2 = "43484150 00000027 0000 6368703200 00002904 0000ea60 ffffffff ffffffff 54495432 00000008 0000 00 48696464656e 00"
CHP3 = (
    "43484150 0000005f 0000 6368703300 00007530 0000e86c ffffffff ffffffff"
    "54495432 00000005 0000 00 456e64 00"
    "41504943 00000031 0000 00 696d6167652f6a706567 00 00 6368617074657220696d616765 00"
    "ffd8ffe0 736f756e64206f6620612070696374757265"
)


def test_a_new_tag_is_2_3_with_its_table_first() -> None:
    frames = b"".join(bytes.fromhex(part) for part in (TOC, CHP0, CHP1, CHP2, CHP3))
    tag = tagged(b"", RICH)
    assert tag[:10] == b"ID3\3\0\0" + id3.synchsafe(len(tag) - 10)
    assert tag[10 : 10 + len(frames)] == frames
    assert not tag[10 + len(frames) :].strip(b"\0")
    assert len(tag) % 2048 == 0
    assert len(tag) - 10 - len(frames) >= 2048


def test_a_2_4_tag_has_sync_safe_sizes_and_utf_8() -> None:
    title = id3.text("TIT2", "Größe", version=4)
    expected = id3.ctoc("toc", ["chp0", "chp1"], version=4)
    expected += id3.chap("chp0", 0, 500, id3.text("TIT2", "x" * 120, version=4), version=4)
    expected += id3.chap("chp1", 500, 60_000, title, version=4)
    tag = tagged(
        id3.tag(version=4, padding=9) + b"", listed(Chapter(0, "x" * 120), Chapter(500, "Größe")), id3_version=4
    )
    assert tag[:6] == b"ID3\4\0\0"
    assert tag[10 : 10 + len(expected)] == expected
    assert b"CHAP" + id3.synchsafe(21 + 10 + 122) in tag


def test_a_linked_picture() -> None:
    tag = tagged(b"", listed(Chapter(0, "a", image=Image(url="https://example.org/é.jpg"))))
    assert b"APIC\0\0\0\x32\0\0\0-->\0\0chapter image\0https://example.org/%C3%A9.jpg" in tag
