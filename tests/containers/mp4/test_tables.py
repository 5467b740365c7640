"""Sample tables by their books: counts at and beyond the ends of boxes, every width, chunks and what is in them."""

from __future__ import annotations

from array import array

import pytest

from chaptag.containers.mp4.boxes import Box, Tree
from chaptag.containers.mp4.movie import Movie, Track
from chaptag.containers.mp4.tables import (
    Sizes,
    audible_spans,
    chunk_offsets,
    chunks,
    deltas,
    last_chunk_size,
    media_ticks,
    sample_count,
    sample_sizes,
    sample_spans,
    table,
)
from chaptag.model.errors import DamagedAudio
from tests.containers.mp4.bare import opened, refusal, trak, tree_of, u32
from tests.support.mp4 import box, full

EACH = {"stsz": u32(0, 5, 10, 20, 30, 40, 50), "stts": u32(1, 5, 64), "stsc": u32(1, 1, 2, 1), "stco": u32(2, 28, 60)}


def tables(**given: bytes | None) -> tuple[Movie, Tree, Track]:
    movie = opened(trak(**given))  # type: ignore[arg-type]
    return movie, movie.tree, movie.tracks[0]


def alone(data: bytes) -> tuple[Tree, Box]:
    """A box in a tree that begins at byte 40 of a file."""
    tree = tree_of(box(b"stbl", data, box(b"free", bytes(16))), base=40)
    return tree, tree.children(tree.root)[0]


# --- numbers


@pytest.mark.parametrize(("code", "width"), [("I", 4), ("Q", 8)])
def test_entries_up_to_the_last_byte(code: str, width: int) -> None:
    numbers = [1, 1 << 8 * width - 1, 0x01020304]
    tree, each = alone(box(b"stco", b"ab", b"".join(n.to_bytes(width, "big") for n in numbers)))
    assert table(tree, each, 2, 3, code) == array(code, numbers)
    assert table(tree, each, 2 + width, 2, code) == array(code, numbers[1:])
    assert list(table(tree, each, 2, 0, code)) == []
    assert len(table(tree, each, 2, 1, code, width=3)) == 3
    for at, count, times in ((2, 4, 1), (3, 3, 1), (2, 2, 2), (2, 1, 4), (2, 0xFFFFFFFF, 3)):
        message = f"box 'stco' claims {count} entries, it has room for fewer"
        with refusal(DamagedAudio, message, 48):
            table(tree, each, at, count, code, width=times)


def test_offsets_of_32_and_64_bits() -> None:
    tree, each = alone(full(b"stco", u32(2, 7, 9)))
    assert chunk_offsets(tree, each) == array("I", [7, 9])
    tree, each = alone(full(b"co64", u32(2, 1, 7, 0, 9)))
    assert chunk_offsets(tree, each) == array("Q", [(1 << 32) + 7, 9])
    for kind in (b"stco", b"co64"):
        tree, each = alone(full(kind, u32(3, 1, 7)))
        with refusal(DamagedAudio, f"box '{kind.decode()}' claims 3 entries, it has room for fewer", 48):
            chunk_offsets(tree, each)


# --- times


def test_how_long_samples_last() -> None:
    _, tree, track = tables(stts=u32(3, 2, 10, 0, 99, 3, 7), stsz=u32(1, 5))
    assert media_ticks(tree, track) == 41
    assert [media_ticks(tree, track, limit) for limit in range(7)] == [0, 10, 20, 27, 34, 41, 41]
    assert list(deltas(tree, track, 9)) == [10, 10, 7, 7, 7]
    assert [list(deltas(tree, track, limit)) for limit in range(4)] == [[], [10], [10, 10], [10, 10, 7]]


@pytest.mark.parametrize(("kind", "width"), [("stts", 2), ("stsc", 3)])
def test_runs_are_held_against_their_box(kind: str, width: int) -> None:
    movie, tree, track = tables(**{kind: u32(2, *range(1, 2 * width))})
    at = movie.box.start + tree.need(track.stbl, kind.encode()).start
    with refusal(DamagedAudio, f"box '{kind}' claims 2 entries, it has room for fewer", at):
        media_ticks(tree, track) if kind == "stts" else list(chunks(tree, track, 9))


# --- sizes


def test_sizes_of_samples() -> None:
    one = Sizes(4, 10, array("I"))
    assert [one.total(0, 3), one.total(2, 3), one.total(8, 99), one.total(12, 14), one.total(10, 10)] == [
        12,
        4,
        8,
        0,
        0,
    ]
    each = Sizes(0, 4, array("I", [1, 2, 3, 4]))
    assert [each.total(0, 2), each.total(1, 3), each.total(3, 9), each.total(4, 9), each.total(0, 4)] == [
        3,
        5,
        4,
        0,
        10,
    ]


def test_samples_that_fit() -> None:
    one = Sizes(4, 10, array("I"))
    assert [one.fitting(0, 3, room) for room in (-9, -1, 0, 3, 4, 7, 8, 12, 99)] == [0, 0, 0, 0, 1, 1, 2, 3, 3]
    assert one.fitting(2, 3, 99) == 1
    each = Sizes(0, 4, array("I", [1, 2, 0, 4]))
    assert [each.fitting(0, 4, room) for room in (-1, 0, 1, 2, 3, 6, 7, 99)] == [0, 0, 1, 1, 3, 3, 4, 4]
    assert each.fitting(1, 2, 2) == 1
    assert Sizes(1, 3, array("I")).fitting(0, 3, 2) == 2


def test_sizes_of_32_bits() -> None:
    _, tree, track = tables(stsz=u32(4, 10))
    assert sample_sizes(tree, track) == (4, 10, array("I"))
    assert sample_count(tree, track) == 10
    _, tree, track = tables(stsz=u32(0, 3, 7, 8, 9))
    assert sample_sizes(tree, track) == (0, 3, array("I", [7, 8, 9]))
    assert sample_count(tree, track) == 3
    movie, tree, track = tables(stsz=u32(0, 4, 7, 8, 9))
    assert sample_count(tree, track) == 4
    at = movie.box.start + tree.need(track.stbl, b"stsz").start
    with refusal(DamagedAudio, "box 'stsz' claims 4 entries, it has room for fewer", at):
        sample_sizes(tree, track)


@pytest.mark.parametrize(
    ("bits", "raw", "sizes"),
    [
        (4, "12 3f", [1, 2, 3, 15]),
        (4, "12 3f", [1, 2, 3]),
        (4, "", []),
        (8, "01 ff 7f", [1, 255, 127]),
        (8, "01 ff 7f", [1, 255]),
        (16, "0102 ffff", [258, 65535]),
        (16, "0102 ffff", [258]),
    ],
)
def test_compact_sizes(bits: int, raw: str, sizes: list[int]) -> None:
    body = u32(bits, len(sizes)) + bytes.fromhex(raw)
    _, tree, track = tables(stsz=None, stz2=body)
    assert sample_sizes(tree, track) == (0, len(sizes), array("I", sizes))
    assert sample_count(tree, track) == len(sizes)


@pytest.mark.parametrize(
    ("bits", "count", "raw"),
    [
        (4, 5, "1234"),
        (8, 3, "0102"),
        (8, 9, "00" * 8),
        (16, 2, "010203"),
        (0, 1, "01"),
        (32, 1, "01020304"),
        (5, 1, "01"),
        (3, 1, "01"),
    ],
)
def test_compact_sizes_that_are_not_there(bits: int, count: int, raw: str) -> None:
    movie, tree, track = tables(stsz=None, stz2=u32(bits, count) + bytes.fromhex(raw))
    message = f"box 'stz2' claims {count} entries of {bits} bits, it has room for fewer"
    with refusal(DamagedAudio, message, movie.box.start + tree.need(track.stbl, b"stz2").start):
        sample_sizes(tree, track)


def test_the_size_of_the_last_chunk() -> None:
    def last(**given: bytes | None) -> int:
        _, tree, track = tables(**(EACH | given))
        return last_chunk_size(tree, track)

    assert last() == 90
    assert last(stsc=u32(2, 1, 3, 1, 2, 1, 1)) == 50
    assert last(stsc=u32(2, 1, 1, 1, 2, 9, 1)) == 150
    assert last(stsc=u32(1, 1, 5, 1)) == 150
    assert last(stsc=u32(1, 1, 0, 1)) == 0
    assert last(stsc=u32(0)) == 0
    assert last(stsz=u32(4, 10)) == 8
    assert last(stsz=u32(4, 1)) == 4
    assert last(stsz=None, stz2=u32(8, 5) + bytes([1, 2, 3, 4, 5])) == 9


# --- chunks


def spans(**given: bytes | None) -> list[tuple[int, int, int]]:
    _, tree, track = tables(**given)
    return [tuple(each) for each in chunks(tree, track, sample_sizes(tree, track).number)]  # type: ignore[misc]


def test_chunks_and_their_samples() -> None:
    assert spans() == [(28, 0, 10)]
    three = {"stco": u32(3, 30, 50, 40), "stsz": u32(1, 7)}
    assert spans(**three, stsc=u32(1, 1, 2, 1)) == [(30, 0, 2), (50, 2, 4), (40, 4, 6)]
    assert spans(**three, stsc=u32(1, 1, 3, 1)) == [(30, 0, 3), (50, 3, 6), (40, 6, 7)], "as far as there are samples"
    assert spans(**three, stsc=u32(1, 1, 7, 1)) == [(30, 0, 7)]
    assert spans(**three, stsc=u32(2, 1, 1, 1, 3, 4, 1)) == [(30, 0, 1), (50, 1, 2), (40, 2, 6)]
    assert spans(**three, stsc=u32(3, 1, 1, 1, 2, 2, 1, 3, 3, 1)) == [(30, 0, 1), (50, 1, 3), (40, 3, 6)]
    assert spans(**three, stsc=u32(1, 2, 3, 1)) == [(50, 0, 3), (40, 3, 6)]
    assert spans(**three, stsc=u32(1, 3, 3, 1)) == [(40, 0, 3)]
    assert spans(**three, stsc=u32(1, 4, 3, 1)) == []
    assert spans(**three, stsc=u32(0)) == []


def test_tables_that_name_chunks_twice_or_none() -> None:
    three = {"stco": u32(3, 30, 50, 40), "stsz": u32(1, 7)}
    assert spans(**three, stsc=u32(1, 1, 0, 1)) == []
    assert spans(**three, stsc=u32(2, 1, 1, 1, 2, 0, 1)) == [(30, 0, 1)]
    assert spans(**three, stsc=u32(2, 1, 1, 1, 9, 1, 1)) == [(30, 0, 1), (50, 1, 2), (40, 2, 3)]
    assert spans(**three, stsc=u32(3, 1, 1, 1, 3, 1, 1, 1, 2, 1)) == [(30, 0, 1), (50, 1, 2), (40, 2, 4)]
    assert spans(**three, stsc=u32(2, 0, 2, 1, 2, 1, 1)) == [(30, 0, 2), (50, 2, 3), (40, 3, 4)]


def test_offsets_of_64_bits_in_chunks() -> None:
    assert spans(stco=None, co64=u32(2, 1, 5, 0, 28), stsc=u32(1, 1, 5, 1)) == [((1 << 32) + 5, 0, 5), (28, 5, 10)]


def test_the_bytes_of_samples() -> None:
    _, tree, track = tables(**EACH, stss=None)
    assert [tuple(each) for each in sample_spans(tree, track)] == [(28, 58), (60, 130)]


def test_the_bytes_of_sound_end_with_the_media_data() -> None:
    def audible(offset: int, count: int = 10) -> list[tuple[int, int]]:
        track = trak(stco=u32(1, offset), stsz=u32(4, count), stsc=u32(1, 1, count, 1))
        silent = trak(2, handler=b"text", stco=u32(1, 30))
        return [tuple(each) for each in audible_spans(opened(track, silent, top=box(b"mdat", bytes(20))))]  # type: ignore[misc]

    assert audible(28) == [(28, 68)]
    assert audible(27) == []
    assert audible(100) == [(100, 128)]
    assert audible(127) == [(127, 128)]
    assert audible(88) == [(88, 128)]
    assert audible(128) == []
    assert audible(3) == []
    end = len(opened(trak(), trak(2, handler=b"text"), top=box(b"mdat", bytes(20))).source.read(0, 9999))
    assert audible(end - 20, 2) == [(end - 20, end - 12)]
    assert audible(end - 21, 2) == []
    assert audible(end) == []
