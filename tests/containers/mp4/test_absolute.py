"""Positions in a file that chaptag does not rewrite: each box that holds some, wherever it may lie, and none else."""

from __future__ import annotations

import pytest

from chaptag.containers.mp4.absolute import absolute_offsets
from tests.containers.mp4.bare import opened, trak, u32
from tests.support.mp4 import box, full

ILOC = full(b"iloc", bytes(8))
HDLR = full(b"hdlr", bytes(4), b"pict", bytes(13))
FULL = full(b"meta", HDLR, ILOC)
QUICKTIME = box(b"meta", HDLR, ILOC)
HARMLESS = full(b"meta", HDLR, box(b"ilst"))


@pytest.mark.parametrize("kind", ["sidx", "ssix", "tfra", "mfra"])
def test_indexes_of_segments(kind: str) -> None:
    assert absolute_offsets(opened(top=full(kind.encode(), bytes(28)))) == f"'{kind}'"
    assert absolute_offsets(opened(top=full(b"xxxx", kind.encode()))) == ""


@pytest.mark.parametrize("meta", [FULL, QUICKTIME], ids=["full", "quicktime"])
def test_items_that_are_placed(meta: bytes) -> None:
    places = {
        "top": opened(top=meta),
        "moov": opened(more=meta),
        "trak": opened(trak(front=meta)),
        "udta": opened(more=box(b"udta", box(b"name"), meta)),
        "udta of a track": opened(trak(), trak(2, front=box(b"udta", meta))),
        "second": opened(more=HARMLESS + meta),
        "second at the top": opened(top=HARMLESS + meta),
    }
    assert {name: absolute_offsets(movie) for name, movie in places.items()} == dict.fromkeys(places, "'iloc'")


def test_items_that_are_not() -> None:
    for meta in (HARMLESS, box(b"meta", HDLR, box(b"ilst")), full(b"meta"), box(b"meta"), full(b"meta", box(b"ilox"))):
        assert absolute_offsets(opened(trak(front=meta), more=meta + box(b"udta", meta), top=meta)) == ""
    assert absolute_offsets(opened(more=box(b"else", FULL))) == "", "only in a place where one may be"
    assert absolute_offsets(opened(top=box(b"else", FULL))) == ""


@pytest.mark.parametrize("table", [b"stco", b"co64"])
def test_what_holds_a_table_of_offsets_under_a_name_that_nobody_knows(table: bytes) -> None:
    assert absolute_offsets(opened(more=box(b"tra\xff", bytes(3), table, bytes(3)))) == "'tra\\xff'"
    assert absolute_offsets(opened(more=box(b"none", table[:3]))) == ""


@pytest.mark.parametrize("kind", [b"udta", b"meta", b"free", b"skip", b"trak"])
@pytest.mark.parametrize("table", [b"stco", b"co64"])
def test_what_is_understood_may_say_so(kind: bytes, table: bytes) -> None:
    inside = box(b"name", table)
    if kind == b"trak":
        assert absolute_offsets(opened(trak(front=inside))) == ""
    else:
        assert absolute_offsets(opened(more=box(kind, bytes(4) if kind == b"meta" else b"", inside))) == ""
    header = full(b"mvhd", u32(0, 0, 1000, 640), table, bytes(76))
    assert absolute_offsets(opened(mvhd=header)) == ""


def test_auxiliary_data() -> None:
    saio = bytes(8)
    assert absolute_offsets(opened(trak(), trak(2, saio=saio))) == "'saio'"
    assert absolute_offsets(opened(trak(), trak(2, saiz=saio))) == ""


def test_the_first_is_named() -> None:
    movie = opened(trak(saio=bytes(8)), more=FULL + box(b"what", b"stco"), top=full(b"sidx") + FULL)
    assert absolute_offsets(movie) == "'sidx'"
    movie = opened(trak(saio=bytes(8)), more=box(b"what", b"stco"), top=FULL)
    assert absolute_offsets(movie) == "'iloc'"
    assert absolute_offsets(opened(trak(saio=bytes(8)), more=box(b"what", b"stco"))) == "'what'"
