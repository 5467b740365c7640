"""What an edit has to do: which pictures may stay, what is there already, what is said of what goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from chaptag.containers.mp4.editing import _fitting, _image_findings, edit_file
from chaptag.containers.mp4.movie import read_movie
from chaptag.containers.mp4.stores import ImageStore
from chaptag.containers.mp4.texttrack import text_track
from chaptag.model.chapter import Chapter, ChapterList, Image
from chaptag.model.edit import Edit, EditedSource
from chaptag.model.layout import Store
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.containers.mp4.bare import film, opened, trak, u32
from tests.containers.mp4.tagging import NO_CHAPTERS, chapters
from tests.support.mp4 import box, chpl, ftyp, jpeg

A, B = (Image(jpeg(5, 6, n), "image/jpeg") for n in range(2))
GIF = Image(b"GIF89a", "image/gif")
BOTH = [(0, "A"), (300, "B")]


def chap(*ids: int, kind: bytes = b"chap") -> bytes:
    return box(kind, u32(*ids))


def image_store(*images: tuple[int, Image | None], end: int = 640) -> ImageStore:
    return ImageStore(opened().tracks[0], images, end, Store("image-track", "", ChapterList(), 0))


def stays(images: Sequence[tuple[int, Image | None]], *listed: Chapter, end: int = 9000, more: int = 0) -> bool:
    store = image_store(*images, end=end)
    found = _fitting([store] * (1 + more), listed)
    assert found in {(), (store,)}
    return bool(found)


def test_pictures_that_fit_the_chapters_stay() -> None:
    both = [(0, A), (300, B)]
    assert stays(both, Chapter(0), Chapter(300))
    assert stays(both, Chapter(0, image=A), Chapter(300, image=B))
    assert stays([(0, A), (300, None)], Chapter(0, image=A), Chapter(300))
    assert stays([(0, A), (300, None)], Chapter(0, image=A), Chapter(300, image=GIF)), (
        "what cannot be held asks for none"
    )
    assert not stays(both, Chapter(0, image=A), Chapter(300))
    assert not stays(both, Chapter(0, image=B), Chapter(300, image=B))
    assert not stays(both, Chapter(0), Chapter(301))
    assert not stays(both, Chapter(0))
    assert not stays(both, Chapter(0), Chapter(300), Chapter(600))
    assert not stays(both, Chapter(0), Chapter(300), more=1)
    assert _fitting([], [Chapter(0)]) == ()


def test_a_picture_before_the_first_chapter_and_one_for_the_last_moment() -> None:
    assert stays([(0, A), (300, B)], Chapter(300))
    assert not stays([(1, A), (300, B)], Chapter(300))
    assert stays([(0, A), (8001, B)], Chapter(0))
    assert not stays([(0, A), (8000, B)], Chapter(0)), "a second is no flash"


def said(chapters_of: list[Chapter], stores: int = 0, kept: int = 0) -> list[tuple[str, str, int | None]]:
    store = image_store((0, A), (5, None), (9, B))
    found = _image_findings([store] * stores, [store] * kept, chapters_of)
    return [(each.rule, each.message, each.chapter) for each in found]


def test_what_is_said_of_pictures() -> None:
    left = "images left out: 2 (no JPEG or PNG, or only linked)"
    assert said([Chapter(0), Chapter(1, image=GIF), Chapter(2, image=A), Chapter(3, image=GIF)]) == [
        ("mp4-images-left-out", left, 2)
    ]
    gone = "chapter images removed: 4 (they no longer fit the chapters)"
    assert said([Chapter(0)], stores=2) == [("mp4-images-removed", gone, None)]
    assert said([Chapter(0)], stores=1, kept=1) == []
    assert said([Chapter(0, image=A)], stores=1) == []
    assert said([Chapter(0)]) == []
    assert len(said([Chapter(0, image=GIF)], stores=1)) == 2


# --- whole files


def file(
    *,
    refs: bytes = chap(2),
    more_refs: bytes = b"",
    nero: tuple[bytes, ...] = (chpl(BOTH),),
    tracks: tuple[bytes, ...] = (),
    **more: Any,
) -> bytes:
    """Sound and the chapters `BOTH` in both kinds, as they should be."""
    titles = text_track([Chapter(*each) for each in BOTH], 640)

    def made(at: int) -> bytes:
        references = (box(b"tref", refs) if refs else b"") + more_refs
        text = titles.trak(2, at, movie_duration=640, quicktime=False)
        udta = box(b"udta", *nero) if nero else b""
        return film(trak(front=references), text, *tracks, more=udta, top=box(b"mdat", titles.data), **more)

    return made(len(made(0)) - len(titles.data))


def edit(data: bytes, listed: list[tuple[int, str]] | None = None) -> Edit:
    wanted = NO_CHAPTERS if listed == [] else chapters(BOTH if listed is None else listed, 640)
    found = edit_file(BytesSource(data, "a.m4a"), wanted, WriteOptions())
    found.check()
    return found


def test_a_file_that_holds_the_chapters_already() -> None:
    assert edit(file()) == Edit.nothing(len(file()))
    assert not edit(file(), [(0, "A"), (300, "C")]).unchanged


OTHERWISE: dict[str, dict[str, Any]] = {
    "a track that is missing": {"refs": chap(2, 9)},
    "a track that is none of chapters": {"refs": chap(2, 3), "tracks": (trak(3, handler=b"hint"),)},
    "a second text track": {"refs": chap(2, 3), "tracks": (trak(3, handler=b"text", stsd=u32(1) + box(b"text")),)},
    "two lists of references": {"refs": chap(2) + chap(2)},
    "two boxes of references": {"more_refs": box(b"tref", chap(9, kind=b"sync"))},
    "nobody names it": {"refs": b""},
    "sound that does not name it": {"tracks": (trak(3),)},
    "video that does not name it": {"tracks": (trak(3, handler=b"vide"),)},
    "text that names it": {"tracks": (trak(3, handler=b"hint", front=box(b"tref", chap(2))),)},
    "no list": {"nero": ()},
    "two lists": {"nero": (chpl(BOTH), chpl(BOTH))},
    "another list": {"nero": (chpl(BOTH[:1]),)},
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_a_file_that_holds_them_otherwise(name: str) -> None:
    old = file(**OTHERWISE[name])
    found = edit(old)
    assert not found.unchanged
    new = EditedSource(BytesSource(old, "a.m4a"), found)
    again = edit_file(new, chapters(BOTH, 640), WriteOptions())
    assert again.unchanged
    movie = read_movie(new)
    (number,) = movie.tracks[0].chapter_ids
    assert movie.track(number) is not None


@pytest.mark.parametrize(
    "more",
    [
        {"tracks": (trak(3, flags=0),)},
        {"refs": chap(2) + chap(9, kind=b"sync")},
        {"tracks": (trak(3, handler=b"hint"),)},
    ],
)
def test_what_does_not_matter_to_them(more: dict[str, Any]) -> None:
    assert edit(file(**more)).unchanged


def test_nothing_to_take_out() -> None:
    for data in (
        film(trak()),
        film(trak(front=box(b"tref", chap(9, kind=b"sync")))),
        film(trak(), more=box(b"udta")),
    ):
        assert edit(data, []) == Edit.nothing(len(data))
    for data in (film(trak(front=box(b"tref", chap(9)))), film(trak(), more=box(b"udta", chpl([])))):
        assert edit(data, []).size < len(data)


def rules(found: Edit) -> list[tuple[str, int | None]]:
    return [(each.rule, each.place.offset if each.place else None) for each in found.findings]


def test_a_track_that_is_shown_by_itself_is_said_to_stay() -> None:
    data = film(trak(front=box(b"tref", chap(2))), trak(2, handler=b"text", stsd=u32(1) + box(b"text"), size=(9, 9)))
    message = "track 2 was named as chapters, but it is shown by itself: it stays, and is no longer named so"
    for found in (edit(data, []), edit(data)):
        assert rules(found) == [("mp4-subtitles-as-chapters", None)]
        assert found.findings[0].message == message


@pytest.mark.parametrize("brand", [b"3gp4", b"3g2a", b"3gp\n"])
def test_a_3gp_file(brand: bytes) -> None:
    head = box(b"ftyp", brand, bytes(4), b"isom")
    found = edit(film(trak(), head=head))
    shown = brand.decode().replace("\n", "\\x0a")
    assert rules(found) == [("mp4-3gp", 0)]
    assert found.findings[0].message == f"the file is 3GP (brand '{shown}')"
    assert rules(edit(film(trak(), head=head), [])) == []
    for other in (ftyp(b"isom", b"3gp4"), ftyp(b"3ga4"), b""):
        assert rules(edit(film(trak(), head=other))) == []


def test_the_order_of_what_is_said() -> None:
    data = film(trak(front=box(b"tref", chap(3))), trak(3, handler=b"hint"), top=box(b"sidx"), head=ftyp(b"3gp4"))
    front = ftyp(b"3gp4") + data[128:-8] + box(b"sidx") + box(b"mdat", bytes(100))
    at = front.index(b"mdat") + 4
    front = front.replace(u32(1, 28), u32(1, at))
    found = edit(front, [(0, "x" * 200)])
    assert [rule for rule, _ in rules(found)] == [
        "mp4-subtitles-as-chapters", "mp4-title-cut", "mp4-3gp", "mp4-moov-at-end",
    ]  # fmt: skip
