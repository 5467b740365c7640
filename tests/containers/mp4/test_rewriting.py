"""The parts of an edit for themselves: media boxes that may go, references, ids, pieces, what stands in the way."""

from __future__ import annotations

import pytest

from chaptag.containers.mp4.doomed import doomed_boxes
from chaptag.containers.mp4.movie import Movie, read_movie
from chaptag.containers.mp4.obstacles import fragments_at, must_be_editable, must_be_whole, obstacles
from chaptag.containers.mp4.offsets import chunk_table
from chaptag.containers.mp4.references import reference_splices, referring
from chaptag.containers.mp4.rewrite import _free_ids, _joined, _same
from chaptag.containers.mp4.splices import pieces
from chaptag.model.edit import Keep, Put
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.source import BytesSource
from tests.containers.mp4.bare import film, opened, refusal, sound_entry, trak, u32
from tests.support.mp4 import box, ftyp, full

# --- media boxes that hold nothing but chapters that go


def doomed(
    spans: list[tuple[int, int]], kept: list[int], *, size: int = 40, strict: bool = False, wide: bool = False
) -> list[int]:
    """Which media boxes go. Samples of the track that goes lie at `spans`, chunks of the other at `kept`.

    Positions count from the body of a second media box of `size` bytes behind the movie.
    """

    def made(*places: int) -> bytes:
        where = places or (0,) * (len(spans) + len(kept))
        sizes, runs = [stop - start for start, stop in spans], [(n + 1, 1, 1) for n in range(len(spans))]
        head = b"\0\0\0\1mdat" + (16 + size).to_bytes(8, "big") if wide else u32(8 + size) + b"mdat"
        return film(
            trak(stco=u32(len(kept), *where[len(spans) :])),
            trak(
                2, handler=b"text", stco=u32(len(spans), *where[: len(spans)]), stsz=u32(0, len(sizes), *sizes),
                stsc=u32(len(runs), *(n for run in runs for n in run)),
            ),
            top=head + bytes(size) + box(b"mdat", bytes(9)),
        )  # fmt: skip

    body = len(made()) - 17 - size
    data = made(*(body + start for start, _ in spans), *(body + place for place in kept))
    movie = read_movie(BytesSource(data, "a.m4a"))
    tables = [chunk_table(movie.tree, movie.tracks[0].offsets[0], 1)]
    found = doomed_boxes(movie, movie.tracks[1:], tables, strict=strict)
    return sorted(each.body - body for each in found)


def test_a_media_box_of_its_own_goes() -> None:
    assert doomed([(0, 10)], []) == [0]
    assert doomed([(0, 10)], [-300]) == [0]
    assert doomed([(0, 10), (30, 40)], []) == [0]
    assert doomed([(5, 10)], [], wide=True) == [0]
    assert doomed([(0, 40)], [-1, 40, 99]) == [0], "others begin beyond it"
    assert doomed([], []) == []


@pytest.mark.parametrize("other", [0, 20, 39])
def test_a_media_box_with_samples_of_others_stays(other: int) -> None:
    assert doomed([(0, 10)], [other]) == []
    assert doomed([(0, 10)], [99, -5, other]) == [], "in any order"


def test_samples_that_do_not_lie_in_a_media_box() -> None:
    assert doomed([(-1, 5)], []) == []
    assert doomed([(35, 41)], []) == []
    assert doomed([(35, 40)], []) == [0]
    assert doomed([(5, 5)], []) == []
    assert doomed([(-200, -190)], []) == []
    assert doomed([(0, 10), (48, 57)], []) == [0, 48]
    assert doomed([(0, 10), (47, 57)], []) == [0]
    assert doomed([(0, 10), (48, 57)], [50]) == [0]


@pytest.mark.parametrize("place", [3, 19, 27])
def test_samples_in_front_of_all_media(place: int) -> None:
    movie = opened(trak(), trak(2, handler=b"text", stco=u32(1, place)))
    assert doomed_boxes(movie, movie.tracks[1:], [], strict=False) == frozenset()
    there = opened(trak(), trak(2, handler=b"text"))
    assert doomed_boxes(there, there.tracks[1:], [], strict=False) == frozenset(there.top.all(b"mdat"))


@pytest.mark.parametrize("wide", [False, True])
def test_where_others_may_have_data_in_it_samples_must_fill_it(wide: bool) -> None:
    assert doomed([(0, 40)], [], strict=True, wide=wide) == [0]
    assert doomed([(0, 20), (20, 33)], [], strict=True, wide=wide) == [0], "seven bytes may be left behind a title"
    assert doomed([(0, 32)], [], strict=True, wide=wide) == []
    assert doomed([(0, 10), (48, 57)], [], strict=True, wide=wide) == [48]


# --- references


def chap(*ids: int, kind: bytes = b"chap") -> bytes:
    return box(kind, u32(*ids))


def referenced(front: bytes, new: tuple[int, ...] = (7,), *, flags: int = 1, handler: bytes = b"soun") -> bytes | None:
    """The reference boxes of a track after an edit; None where it is not changed."""
    movie = opened(trak(front=front, flags=flags, handler=handler), trak(9))
    splices = [
        each for each in reference_splices(movie, (), (), new)
        if each.start < movie.tracks[0].box.stop
    ]  # fmt: skip
    out = b""
    for piece in pieces(movie.tree, splices):
        start = movie.tree.base
        out += movie.tree.data[piece.start - start : piece.stop - start] if isinstance(piece, Keep) else piece.data
    at = out.index(b"tkhd") - 4 + 92
    end = out.index(b"mdia") - 4
    assert out[4:8] == b"moov"
    assert int.from_bytes(out[:4], "big") == len(out)
    return out[at:end]


def test_each_shape_of_references() -> None:
    new = box(b"tref", chap(7))
    sync = chap(3, kind=b"sync")
    assert referenced(b"") == new
    assert referenced(box(b"tref")) == new
    assert referenced(box(b"tref", sync)) == box(b"tref", sync, chap(7))
    assert referenced(box(b"tref", chap(5))) == new
    assert referenced(box(b"tref", chap(5, 6), sync)) == box(b"tref", chap(7), sync)
    assert referenced(box(b"tref", chap(5), sync, chap(6))) == box(b"tref", chap(7), sync)
    assert referenced(box(b"tref", sync) + box(b"tref", chap(5))) == box(b"tref", sync) + new
    assert referenced(box(b"tref", chap(5)) + box(b"tref", chap(6))) == new
    assert referenced(box(b"tref", chap(5)) + box(b"tref", chap(6), sync)) == new + box(b"tref", sync)
    assert referenced(box(b"tref", chap(5), chap(6))) == new
    assert referenced(b"", (7, 8)) == box(b"tref", chap(7, 8))


@pytest.mark.parametrize(("new", "flags", "handler"), [((), 1, b"soun"), ((7,), 0, b"soun"), ((7,), 1, b"hint")])
def test_tracks_that_name_no_chapters(new: tuple[int, ...], flags: int, handler: bytes) -> None:
    def left(front: bytes) -> bytes | None:
        return referenced(front, new, flags=flags, handler=handler)

    sync = chap(3, kind=b"sync")
    assert left(b"") == b""
    assert left(box(b"tref", chap(5))) == b""
    assert left(box(b"tref", chap(5), chap(6))) == b""
    assert left(box(b"tref", sync)) == box(b"tref", sync)
    assert left(box(b"tref", chap(5), sync, chap(6))) == box(b"tref", sync)
    assert left(box(b"tref")) == box(b"tref")
    assert left(box(b"tref", chap(5)) + box(b"tref", sync)) == box(b"tref", sync)


def test_who_has_to_name_the_chapters() -> None:
    movie = opened(
        trak(1), trak(2, flags=0), trak(3, handler=b"vide"), trak(4, handler=b"vide", flags=0),
        trak(5, handler=b"text"), trak(6),
    )  # fmt: skip
    assert [track.id for track in referring(movie, ())] == [1, 6, 3]
    assert [track.id for track in referring(movie, movie.tracks[2:3])] == [1, 6]
    gone, kept = (movie.tracks[5],), (movie.tracks[2],)
    changed = {each.start: each.data for each in reference_splices(movie, gone, kept, (8,))}
    assert changed == {movie.tracks[0].mdia.start: box(b"tref", chap(8, 3))}


# --- ids and pieces


def ids(*traks: bytes, count: int = 3) -> list[int]:
    numbers = _free_ids(opened(*traks).tracks)
    return [next(numbers) for _ in range(count)]


def test_ids_for_new_tracks() -> None:
    assert ids(trak(1)) == [2, 3, 4]
    assert ids(trak(7), trak(5)) == [8, 9, 10]
    assert ids(trak(1, front=box(b"tref", chap(9, kind=b"sync"), chap(20)))) == [10, 11, 12]
    numbers = _free_ids([])
    assert [next(numbers), next(numbers)] == [1, 2]
    high = 0xFFFFFFFD
    assert ids(trak(high), trak(2)) == [high + 1, 1, 3]
    assert ids(trak(0xFFFFFFFF), trak(1), trak(3)) == [2, 4, 5]


def test_pieces_that_touch_are_joined() -> None:
    def joined(*parts: Keep | Put) -> list[Keep | Put]:
        return list(_joined(iter(parts)))

    assert joined() == []
    assert joined(Keep(3, 3), Put(b"")) == []
    assert joined(Keep(0, 3), Keep(3, 5), Put(b"a"), Put(b"b"), Keep(5, 9)) == [Keep(0, 5), Put(b"ab"), Keep(5, 9)]
    assert joined(Keep(0, 3), Put(b""), Keep(3, 3), Keep(3, 4)) == [Keep(0, 4)]
    assert joined(Keep(0, 3), Keep(4, 5), Keep(1, 2)) == [Keep(0, 3), Keep(4, 5), Keep(1, 2)]
    assert joined(Put(b"a"), Keep(0, 1), Put(b"b")) == [Put(b"a"), Keep(0, 1), Put(b"b")]


def test_pieces_that_spell_the_file_that_is_there() -> None:
    movie = opened()
    size, data = movie.source.size, movie.source.read(0, 10_000)
    assert _same(movie, [Keep(0, size)])
    assert _same(movie, [Keep(0, 20), Put(data[20:30]), Keep(30, size)])
    assert _same(movie, [Put(data)])
    assert not _same(movie, [Keep(0, size - 1)])
    assert not _same(movie, [Keep(1, size), Put(b"x")])
    assert not _same(movie, [Keep(0, 20), Put(b"x" * 10), Keep(30, size)])
    assert not _same(movie, [Keep(0, 20), Keep(30, size), Put(data[:10])])
    assert not _same(movie, [Put(data), Put(data[:1])])


# --- what stands in the way


def found(*traks: bytes, **more: bytes) -> list[tuple[str, str, int | None]]:
    return [
        (each.rule, each.message, each.place.offset if each.place is not None else None)
        for each in obstacles(opened(*traks, **more))
    ]


FIRST = 128 + 116
SINF = box(b"sinf", box(b"frma", b"mp4a"))


def test_nothing_stands_in_the_way() -> None:
    assert found() == []
    must_be_editable(opened())
    must_be_whole(opened())


def test_fragments() -> None:
    message = "the file is a fragmented MP4 (DASH, CMAF, a live recording)"
    mvex = opened(more=box(b"free") + box(b"mvex"))
    assert fragments_at(opened()) is None
    place = len(film(trak())) + 8
    assert fragments_at(mvex) == place
    assert found(more=box(b"free") + box(b"mvex")) == [("mp4-fragmented", message, place)]
    moof = opened(more=box(b"mvex"), top=box(b"free") + box(b"moof"))
    assert fragments_at(moof) == place + 8
    assert fragments_at(opened(top=box(b"mfra"))) == place - 8
    assert fragments_at(opened(top=box(b"mfra") + box(b"moof"))) == place - 8
    hint = "Remux it without touching the sound: ffmpeg -i a.m4a -map 0 -c copy -movflags +faststart out.m4a"
    for check in (must_be_whole, must_be_editable):
        with refusal(UnsupportedAudio, message, place, hint):
            check(mvex)


@pytest.mark.parametrize("brand", [b"aax ", b"aaxc"])
def test_brands_of_encrypted_files(brand: bytes) -> None:
    data = {"head": box(b"ftyp", brand, bytes(4), b"M4A ")}
    message = f"the file is encrypted (brand '{brand.decode()}')"
    assert found(trak(stsd=u32(1) + sound_entry(b"drms")), **data) == [("mp4-encrypted", message, 0)]
    assert found(head=ftyp(b"M4A ", brand)) == []


@pytest.mark.parametrize("kind", ["drms", "drmi", "drmt", "enca", "encv", "enct", "encs", "aavd", "p608"])
def test_formats_that_are_encrypted(kind: str) -> None:
    track = trak(2, stsd=u32(2) + sound_entry() + sound_entry(kind.encode()))
    place = FIRST + len(trak())
    assert found(trak(), track, track.replace(u32(2, 0, 640), u32(3, 0, 640))) == [
        ("mp4-encrypted", f"track 2 is encrypted ('{kind}')", place)
    ]


@pytest.mark.parametrize(("handler", "fields"), [(b"soun", 28), (b"soun", 44), (b"soun", 64), (b"vide", 78)])
@pytest.mark.parametrize("before", [b"", box(b"esds", bytes(5)), box(b"esds") + box(b"abcd")])
def test_sample_entries_with_a_scheme_of_protection(handler: bytes, fields: int, before: bytes) -> None:
    filled = b"\xff" * fields
    entry = box(b"mp4a", filled, before, SINF)
    sound = trak(1)
    answer = found(sound, trak(2, handler=handler, stsd=u32(1) + entry))
    assert answer == [("mp4-encrypted", "track 2 is encrypted ('sinf')", FIRST + len(sound))]
    assert found(sound, trak(2, handler=handler, stsd=u32(2) + sound_entry() + entry)) == answer
    assert found(sound, trak(2, handler=handler, stsd=u32(1) + box(b"mp4a", filled, before))) == []
    assert found(sound, trak(2, handler=handler, stsd=u32(1) + box(b"mp4a", filled[1:], before, SINF))) == []
    assert found(sound, trak(2, handler=b"text", stsd=u32(1) + entry)) == []


def test_what_looks_like_a_scheme_of_protection() -> None:
    for body in (
        u32(7) + b"free" + SINF,
        u32(0) + b"free" + SINF,
        SINF[:7],
        box(b"free", SINF),
        u32(99) + b"free" + SINF,
    ):
        assert found(trak(stsd=u32(1) + box(b"mp4a", b"\xff" * 28, body))) == []
    assert found(trak(stsd=u32(1) + box(b"mp4a", b"\xff" * 28, SINF[:8])))[0][0] == "mp4-encrypted"
    assert found(trak(stsd=u32(1) + box(b"mp4a", b"\xff" * 28, u32(8) + b"free", SINF)))[0][0] == "mp4-encrypted"


def test_no_sound() -> None:
    message = "no track of the file holds sound (tracks: “hint”, “text”)"
    tracks = trak(1, handler=b"text"), trak(2, handler=b"hint"), trak(3, handler=b"text")
    assert found(*tracks) == [("mp4-no-sound", message, 128)]
    movie = opened(more=b"")
    empty = Movie(**{name: getattr(movie, name) for name in movie.__slots__} | {"tracks": ()})
    assert [each.message for each in obstacles(empty)] == ["no track of the file holds sound (tracks: none)"]


def test_samples_elsewhere() -> None:
    def drefs(*flags: int) -> bytes:
        return box(b"dinf", full(b"dref", u32(len(flags)), *(full(b"url ", flags=each) for each in flags)))

    assert found(trak(media=drefs(1))) == []
    assert found(trak(media=drefs(3, 1))) == []
    assert found(trak(media=drefs())) == []
    assert found(trak(media=box(b"dinf"))) == []
    data = film(trak(), trak(2, media=drefs(1, 0, 0)))
    place = data.index(b"url ") - 4 + 12
    assert found(trak(), trak(2, media=drefs(1, 0, 0))) == [
        ("mp4-external-data", "the samples of track 2 are in another file", place)
    ]
    hint = "Make one file of it first: ffmpeg -i a.m4a -map 0 -c copy out.m4a"
    with refusal(UnsupportedAudio, "the samples of track 2 are in another file", place, hint):
        must_be_editable(opened(trak(), trak(2, media=drefs(1, 0))))
    assert len(found(trak(media=drefs(2)), trak(2, media=drefs(0)))) == 2
