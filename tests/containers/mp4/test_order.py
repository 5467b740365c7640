"""The order of the new file, part by part: room to the last byte, free space given back and kept, boxes over 4 GiB."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest

from chaptag.containers.mp4.arrangement import FREE, Arrangement, Part, Sizes, arrange, arrange_at_end
from chaptag.containers.mp4.movie import Movie, read_movie
from chaptag.containers.mp4.offsets import Moved
from chaptag.model.edit import Keep, Put
from chaptag.model.errors import UnsupportedAudio
from tests.containers.mp4.bare import film, refusal, trak
from tests.support.mp4 import Sparse, box, free, ftyp

MOOV = film(trak())[128:]
M = len(MOOV)
SOUND = box(b"mdat", bytes(92))
TITLES = box(b"mdat", bytes(22))
KIB64 = 65_536


def movie_of(*parts: bytes | int) -> Movie:
    return read_movie(Sparse(parts, "a.m4a"))


def doomed(movie: Movie, *starts: int) -> frozenset:  # type: ignore[type-arg]
    found = frozenset(each for each in movie.top.boxes if each.start in starts)
    assert len(found) == len(starts)
    return found


def parts(at: Arrangement) -> list[object]:
    """The parts that have a size."""
    return [each for each in at.parts if each.size]


def fast(gap: bytes, moov: int, titles: int = 0, images: int = 0, *, shrink: bool = True) -> Sequence[object]:
    """What lies between `ftyp` and the sound in the new file, in a file with `gap` between movie and sound."""
    movie = movie_of(ftyp(), MOOV, gap, SOUND)
    at = arrange(movie, frozenset(), Sizes(moov, titles, images), shrink=shrink)
    found = parts(at)
    assert found[0] == Keep(0, 20)
    assert found[-1] == Keep(20 + M + len(gap), 120 + M + len(gap))
    assert not at.at_end
    grown = sum(each.size for each in at.parts) - movie.source.size
    assert at.rest_moves == bool(grown)
    assert at.moves[-1].by == grown
    return found[1:-1]


# --- the movie in front


def test_room_to_the_last_byte() -> None:
    gap = free(100)
    for left in (8, 9, 100, 99):
        assert fast(gap, M + 100 - left) == [Part("moov", M + 100 - left), Put(free(left))]
    assert fast(gap, M + 100) == [Part("moov", M + 100)]
    for less in (*range(1, 8), -1, -5000):
        size = M + 100 - less
        assert fast(gap, size) == [Part("moov", size), Put(free(4096))], "too little for a box"


def test_room_behind_the_last_title() -> None:
    gap = free(300)
    for left in range(1, 8):
        assert fast(gap, M, 300 - left) == [Part("moov", M), Part("titles", 300)]
    assert fast(gap, M, 300) == [Part("moov", M), Part("titles", 300)]
    assert fast(gap, M, 292) == [Part("moov", M), Part("titles", 292), Put(free(8))]
    assert fast(gap, M, 301) == [Part("moov", M), Part("titles", 301), Put(free(4096))]


def test_pictures_come_behind_the_free_space() -> None:
    gap = free(1000)
    assert fast(gap, M, 100, 200) == [Part("moov", M), Part("titles", 100), Put(free(700)), Part("images", 200)]
    assert fast(gap, M, 100, 900) == [Part("moov", M), Part("titles", 100), Part("images", 900)]
    assert fast(gap, M, 100, 901)[2:] == [Put(free(FREE)), Part("images", 901)]


def test_free_space_that_was_there_stays_however_large() -> None:
    gap = free(KIB64, fill=b"\xaa")
    assert fast(gap, M) == [Part("moov", M), Put(free(KIB64))]
    gap = free(KIB64 + 1, fill=b"\xaa")
    end = 20 + M + KIB64 + 1
    assert fast(gap, M) == [
        Part("moov", M), Put(struct.pack(">I4s", KIB64 + 1, b"free")), Keep(end - KIB64 - 1 + 8, end),
    ]  # fmt: skip


def test_free_space_that_chapters_leave_is_given_back() -> None:
    """Titles of 70,000 bytes go: what was free stays, at most 64 KiB, and 4 KiB at least."""

    def left(spare: int, size: int, *, shrink: bool = True) -> list[object]:
        movie = movie_of(ftyp(), MOOV, box(b"mdat", bytes(spare - 8)), free(size), SOUND)
        at = arrange(movie, doomed(movie, 20 + M), Sizes(M, 0, 0), shrink=shrink)
        found = parts(at)
        assert found[:2] == [Keep(0, 20), Part("moov", M)]
        assert found[-1] == Keep(movie.source.size - 100, movie.source.size)
        return found[2:-1]

    assert left(KIB64, 0) == [Put(free(KIB64))]
    assert left(KIB64 + 1, 0) == [Put(free(4096))]
    assert left(KIB64 - 5000, 5001) == [Put(free(5001))]
    assert left(KIB64 - 5000, 5000) == [Put(free(KIB64))]
    assert left(9, 100_000) == [Put(free(KIB64))]
    end = 20 + M + KIB64 + 1
    assert left(KIB64 + 1, 0, shrink=False) == [
        Put(struct.pack(">I4s", KIB64 + 1, b"free")), Keep(end - KIB64 + 7, end),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("size", "head"),
    [((1 << 32) - 1, struct.pack(">I4s", 0xFFFFFFFF, b"free")), (1 << 32, struct.pack(">I4sQ", 1, b"free", 1 << 32))],
)
def test_free_space_of_more_than_four_gigabytes(size: int, head: bytes) -> None:
    movie = movie_of(ftyp(), MOOV, struct.pack(">I4sQ", 1, b"free", size), size - 16, SOUND)
    at = arrange(movie, frozenset(), Sizes(M, 0, 0))
    end = 20 + M + size
    assert parts(at) == [
        Keep(0, 20), Part("moov", M), Put(head), Keep(end - size + len(head), end), Keep(end, end + 100),
    ]  # fmt: skip
    assert not at.rest_moves


def test_what_counts_as_room() -> None:
    def room(*between: bytes, gone: Sequence[int] = ()) -> int:
        """How much free space an edit of no size change makes."""
        movie = movie_of(ftyp(), *between[:1], MOOV, *between[1:], SOUND)
        at = arrange(movie, doomed(movie, *gone), Sizes(M, 0, 0))
        return sum(each.size for each in at.parts if isinstance(each, Put))

    assert room(b"", free(50), free(60, b"skip"), free(70)) == 180
    assert room(b"", free(50), box(b"uuid"), free(60)) == 50
    assert room(b"", box(b"wide"), free(60)) == 0
    assert room(free(50), free(60)) == 60, "what lies in front is not behind"
    assert room(b"", TITLES, free(60), gone=[20 + M]) == 90
    assert room(b"", free(60), TITLES, gone=[80 + M]) == 90
    assert room(b"", free(60), TITLES) == 60
    assert room(b"", SOUND, TITLES, gone=[120 + M]) == 0, "what lies behind the sound is not reached"


def test_doomed_boxes_behind_the_room_go_and_what_lies_between_moves() -> None:
    movie = movie_of(ftyp(), TITLES, MOOV, SOUND, TITLES, box(b"uuid"), TITLES, b"end")
    at = arrange(movie, doomed(movie, 20, 150 + M, 188 + M), Sizes(M, 0, 0))
    assert parts(at) == [
        Keep(0, 20), Part("moov", M), Keep(50 + M, 150 + M), Keep(180 + M, 188 + M), Keep(218 + M, 221 + M),
    ]  # fmt: skip
    assert list(at.moves) == [
        Moved(0, 20, 0), Moved(50 + M, 150 + M, -30), Moved(180 + M, 188 + M, -60), Moved(218 + M, 221 + M, -90),
    ]  # fmt: skip
    assert at.offsets == {"moov": 20, "titles": 20 + M, "images": 20 + M}
    assert at.rest_moves


def test_positions_of_what_is_new() -> None:
    movie = movie_of(ftyp(), MOOV, free(1000), SOUND)
    at = arrange(movie, frozenset(), Sizes(M + 10, 200, 300))
    assert at.offsets == {"moov": 20, "titles": 30 + M, "images": 20 + M + 700}
    assert list(at.moves) == [Moved(0, 20, 0), Moved(1020 + M, 1120 + M, 0)]


# --- the movie behind the sound


def test_a_movie_behind_the_sound_stays_there() -> None:
    movie = movie_of(ftyp(), SOUND, free(50), MOOV, box(b"uuid"))
    at = arrange(movie, frozenset(), Sizes(M + 7, 200, 300))
    assert parts(at) == [
        Keep(0, 170), Part("images", 300), Part("titles", 200), Part("moov", M + 7), Keep(170 + M, 178 + M),
    ]  # fmt: skip
    assert at.offsets == {"images": 170, "titles": 470, "moov": 670}
    assert list(at.moves) == [Moved(0, 170, 0), Moved(170 + M, 178 + M, 507)]
    assert at.rest_moves
    assert not at.at_end
    assert not arrange(movie, frozenset(), Sizes(M, 0, 0)).rest_moves


def test_only_titles_behind_the_movie_leave_it_last() -> None:
    movie = movie_of(ftyp(), SOUND, TITLES, MOOV, TITLES)
    behind = 150 + M
    at = arrange(movie, doomed(movie, 120, behind), Sizes(M, 9, 0))
    assert parts(at) == [Keep(0, 120), Part("titles", 9), Part("moov", M)]
    at = arrange(movie, doomed(movie, 120), Sizes(M, 9, 0))
    assert parts(at) == [
        Keep(0, 120), Part("moov", M), Part("titles", 9), Put(free(4096)), Keep(behind, behind + 30),
    ], "a media box behind the movie that stays"  # fmt: skip


def test_nothing_behind_the_movie_moves_where_only_what_lies_in_front_does() -> None:
    movie = movie_of(ftyp(), TITLES, SOUND, MOOV)
    at = arrange(movie, doomed(movie, 20), Sizes(M, 0, 0))
    assert list(at.moves) == [Moved(0, 20, 0), Moved(50, 150, -30)]
    assert not at.rest_moves


# --- positions that hold


def test_the_movie_goes_behind_everything() -> None:
    movie = movie_of(ftyp(), MOOV, SOUND, TITLES)
    at = arrange_at_end(movie, doomed(movie, 120 + M), Sizes(M + 5, 9, 7))
    end = 150 + M
    assert parts(at) == [
        Keep(0, 24), Put(b"free"), Keep(28, 124 + M), Put(b"free"), Keep(128 + M, end),
        Part("images", 7), Part("titles", 9), Part("moov", M + 5),
    ]  # fmt: skip
    assert at.at_end
    assert not at.rest_moves
    assert at.offsets == {"images": end, "titles": end + 7, "moov": end + 16}
    assert {each.by for each in at.moves} == {0}


@pytest.mark.parametrize("size", [108, (1 << 32) - 1])
def test_a_last_box_to_the_end_gets_its_size(size: int) -> None:
    movie = movie_of(ftyp(), MOOV, struct.pack(">I4s", 0, b"mdat"), size - 8)
    at = arrange_at_end(movie, frozenset(), Sizes(M, 9, 0))
    start = 20 + M
    assert parts(at) == [
        Keep(0, 24), Put(b"free"), Keep(28, start), Put(struct.pack(">I", size)), Keep(start + 4, start + size),
        Part("titles", 9), Part("moov", M),
    ]  # fmt: skip


def test_what_nothing_can_be_put_behind() -> None:
    message = "the file holds positions that chaptag does not rewrite, and nothing can be put behind its last box"
    start = 20 + M
    for movie in (
        movie_of(ftyp(), MOOV, struct.pack(">I4s", 0, b"mdat"), (1 << 32) - 8),
        movie_of(ftyp(), MOOV, SOUND, b"x"),
    ):
        with refusal(UnsupportedAudio, message, start):
            arrange_at_end(movie, frozenset(), Sizes(M, 0, 0))
    sized = movie_of(ftyp(), MOOV, struct.pack(">I4sQ", 1, b"mdat", 5 << 30), (5 << 30) - 16)
    assert parts(arrange_at_end(sized, frozenset(), Sizes(M, 0, 0)))[-2:] == [
        Keep(28, start + (5 << 30)), Part("moov", M),
    ]  # fmt: skip
