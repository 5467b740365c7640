"""Chapter images: written beside the titles, kept while the chapters fit them, removed when they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chaptag.containers import mp4
from chaptag.containers.mp4.picture import PLACEHOLDER, picture, to_image
from chaptag.model.chapter import Chapter, Image
from chaptag.model.source import BytesSource
from tests.containers.mp4.tagging import applied, edited, foreign_boxes, removed, stores, tagged
from tests.support.mp4 import jpeg, plain, png, samples_of
from tests.support.mp4_layouts import CHAPTERS, LAYOUTS, auphonic

A, B, C = (Image(jpeg(64, 48, n), "image/jpeg") for n in range(3))
P = Image(png(32, 80), "image/png")


def illustrated(*images: Image | None, first: int = 0) -> list[Chapter]:
    return [Chapter(first + n * 10_000, f"Chapter {n}", image=image) for n, image in enumerate(images)]


def read(data: bytes) -> list[Image | None]:
    return [each.image for each in mp4.inspect(BytesSource(data)).chapters]


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("first", [0, 5250])
@pytest.mark.parametrize("images", [(A,), (A, B, C), (A, None, C), (None, B), (P,), (A, P, B, None, P), (A, A)])
def test_images_are_written_and_read(images: tuple[Image | None, ...], first: int, fast: bool) -> None:
    data = plain(fast=fast)
    wanted = illustrated(*images, first=first)
    new = tagged(data, wanted)
    assert read(new) == list(images)
    found = stores(new)
    assert found["text-track"] == found["chpl"] == [(each.start, each.title) for each in wanted]
    assert [start for start, _ in found["image-track"]] == [each.start for each in wanted]
    assert samples_of(new)[1] == samples_of(data)[1]
    assert foreign_boxes(new) == foreign_boxes(data)
    pictures = [each.data if each is not None else PLACEHOLDER for each in images]
    assert samples_of(new)[3] == [PLACEHOLDER] * bool(first) + pictures
    bare = removed(new)
    assert stores(bare) == {}
    assert list(samples_of(bare)) == [1]


def test_the_track_is_shaped_as_auphonics() -> None:
    new = tagged(plain(), illustrated(A, P))
    moov = new[new.index(b"moov") :]
    trak = moov[moov.rindex(b"trak") :]
    assert trak[8:16] == b"tkhd" + b"\0\0\0\1", "enabled, as Auphonic's and Hindenburg's"
    assert trak.index(b"vide") < trak.index(b"vmhd") < trak.index(b"stsd")
    described = trak[trak.index(b"stsd") + 4 :]
    assert described[4:8] == b"\0\0\0\2"
    assert described[8:16] == b"\0\0\0\x56jpeg"
    assert described[40:44] == (64).to_bytes(2, "big") + (80).to_bytes(2, "big"), "one size for all, the largest"
    assert described[8 + 86 :][4:8] == b"png "
    references = moov[moov.index(b"tref") : moov.index(b"tref") + 24]
    assert references == b"tref\0\0\0\x10chap\0\0\0\2\0\0\0\3" + references[20:]


@pytest.mark.parametrize("fast", [False, True])
def test_images_change_and_go_without_a_trace(fast: bool) -> None:
    data = plain(fast=fast)
    first = tagged(data, illustrated(A, B))
    second = tagged(first, illustrated(B, C))
    assert read(second) == [B, C]
    assert len(second) == len(first)
    third = tagged(second, [replace(each, start=each.start + 5) for each in illustrated(B, C)])
    assert read(third) == [B, C]
    assert stores(third)["image-track"] == [(5, ""), (10_005, "")]
    plainly = tagged(third, [(0, "No"), (7, "pictures")])
    assert "image-track" not in stores(plainly)
    assert len(plainly) <= len(third)
    assert jpeg(64, 48, 2) not in plainly


def test_titles_change_and_images_stay() -> None:
    data = tagged(plain(fast=True), illustrated(A, B))
    edit = edited(BytesSource(data), [(0, "Other"), (10_000, "titles, longer than the old ones")])
    assert edit.findings == ()
    new = applied(data, edit)
    assert len(new) == len(data)
    assert read(new) == [A, B]
    assert stores(new)["chpl"] == [(0, "Other"), (10_000, "titles, longer than the old ones")]


@pytest.mark.parametrize("name", ["auphonic", "hindenburg"])
def test_an_image_track_is_kept_while_it_fits(name: str) -> None:
    data = LAYOUTS[name]()
    same = tagged(data, CHAPTERS)
    assert read(same) == read(data)
    moved = edited(BytesSource(data), [(0, "A"), (15_001, "B"), (40_000, "C")])
    assert [each.rule for each in moved.findings] == ["mp4-images-removed"]
    assert "image-track" not in stores(applied(data, moved))
    fewer = edited(BytesSource(data), CHAPTERS[:2])
    assert [each.rule for each in fewer.findings] == ["mp4-images-removed"]


def test_images_carried_over_keep_the_track_or_make_a_new_one() -> None:
    data = auphonic()
    carried = [replace(each, url=None) for each in mp4.inspect(BytesSource(data)).chapters]
    same = tagged(data, carried)
    assert samples_of(same)[4] == samples_of(data)[4]
    moved = tagged(data, [replace(each, start=each.start + 500, end=None) for each in carried])
    assert read(moved) == [each.image for each in carried]


def test_what_is_no_picture_is_left_out_and_said() -> None:
    wanted = illustrated(Image(b"GIF89a", "image/gif"), Image(url="https://example.com/a.jpg"), A, Image(b"\xff\xd8"))
    edit = edited(BytesSource(plain()), wanted)
    assert [(each.rule, each.chapter) for each in edit.findings] == [("mp4-images-left-out", 1)]
    assert edit.findings[0].message.startswith("images left out: 3 ")
    new = tagged(plain(), wanted)
    assert read(new) == [None, None, A, None]


def test_pictures_are_known_by_their_bytes() -> None:
    assert picture(jpeg(640, 480)) == (jpeg(640, 480), b"jpeg", 640, 480)
    assert picture(png(640, 480)) == (png(640, 480), b"png ", 640, 480)
    exif = b"\xff\xd8\xff\xe1\0\x06Exif" + jpeg(7, 9)[2:]
    assert picture(exif) == (exif, b"jpeg", 7, 9)
    assert picture(b"\xff\xd8\xff\xff" + jpeg(7, 9)[2:]) is not None, "fill bytes"
    for broken in (b"", b"\xff\xd8", jpeg(0, 9), png(0, 1), png(70_000, 1), b"\xff\xd8\xff\xe1\xff\xff", b"RIFFWEBP"):
        assert picture(broken) is None
    assert picture(PLACEHOLDER) == (PLACEHOLDER, b"jpeg", 1, 1)
    assert to_image(PLACEHOLDER) is None
    assert to_image(None) is None
