"""Whole edits of the smallest files, held against files that are built: every byte of the new one is foreseen."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import pytest

from chaptag.containers.mp4 import rewrite as rewrite_module
from chaptag.containers.mp4.imagetrack import ImageTrack, image_track
from chaptag.containers.mp4.movie import Movie, read_movie
from chaptag.containers.mp4.rewrite import NewChapters, rewrite
from chaptag.containers.mp4.tables import chunk_offsets
from chaptag.containers.mp4.texttrack import text_track
from chaptag.model.chapter import Chapter, Image
from chaptag.model.edit import Edit, EditedSource, Keep, Put
from chaptag.model.errors import DamagedAudio
from chaptag.model.source import BytesSource
from tests.containers.mp4.bare import film, refusal, trak, u32
from tests.support.mp4 import Sparse, box, chpl, free, ftyp, full, jpeg

GIB4 = 1 << 32
SOUND = box(b"mdat", bytes(range(100)))
NERO = chpl([(0, "A"), (5, "B")])
TITLES = text_track([Chapter(0, "A"), Chapter(5, "B")], 640)
META = full(b"meta", full(b"hdlr", bytes(4), b"pict", bytes(13)), full(b"iloc", bytes(8)))


def pictures() -> ImageTrack:
    made = image_track([Chapter(0, image=Image(jpeg(5, 6), "image/jpeg")), Chapter(5)], 640)
    assert made is not None
    return made


def chap(*ids: int) -> bytes:
    return box(b"tref", box(b"chap", u32(*ids)))


def mvhd(next_id: int = 2, timescale: int = 1000) -> bytes:
    return full(b"mvhd", u32(0, 0, timescale, 640), bytes(76), u32(next_id))


def moov(*traks: bytes, more: bytes = b"", next_id: int = 2, timescale: int = 1000) -> bytes:
    return box(b"moov", mvhd(next_id, timescale), *traks, more)


def movie_of(*parts: bytes | int) -> Movie:
    return read_movie(Sparse(parts, "a.m4a"))


def changed(data: bytes | Sequence[bytes], gone: Sequence[int] = (), findings: Sequence[str] = (), **new: Any) -> bytes:
    """The new file; the sound that the edit says to keep must be what lies in the media boxes that stay."""
    whole = data if isinstance(data, bytes) else b"".join(data)
    source = BytesSource(whole, "a.m4a")
    movie = read_movie(source)
    edit = rewrite(movie, [track for track in movie.tracks if track.id in gone], NewChapters(**new))
    edit.check()
    assert [each.rule for each in edit.findings] == list(findings)
    made = EditedSource(source, edit)
    return made.read(0, made.size)


def titled(number: int, offset: int, *, timescale: int = 1000, quicktime: bool = False, wide: bool = False) -> bytes:
    duration = 640 * timescale // 1000
    return TITLES.trak(number, offset, movie_duration=duration, quicktime=quicktime, wide=wide)


# --- put in


@pytest.mark.parametrize("more", [b"", box(b"meta", bytes(4))])
@pytest.mark.parametrize(("timescale", "brand"), [(1000, b"M4A "), (600, b"qt  "), (44100, b"mp42")])
def test_chapters_are_put_behind_the_sound(more: bytes, timescale: int, brand: bytes) -> None:
    head = ftyp(brand)
    titles, udta = titled(2, 136, timescale=timescale, quicktime=brand == b"qt  "), box(b"udta", NERO)
    added = titles + more + udta if more else udta + titles
    new = moov(trak(front=chap(2)), more=added, next_id=3, timescale=timescale)
    old = [head, SOUND, moov(trak(), more=more, timescale=timescale)]
    assert changed(old, chpl=NERO, titles=TITLES) == head + SOUND + box(b"mdat", TITLES.data) + new


def test_titles_and_pictures() -> None:
    images = pictures()
    media = box(b"mdat", images.data) + box(b"mdat", TITLES.data)
    shown = images.trak(3, 136, movie_duration=640, quicktime=False)
    new = moov(trak(front=chap(2, 3)), titled(2, 136 + 8 + len(images.data)), shown, next_id=4)
    assert changed(film(trak()), titles=TITLES, images=images) == ftyp() + SOUND + media + new


def test_chapters_are_put_between_the_movie_and_the_sound() -> None:
    images = pictures()
    old = moov(trak(stco=u32(1, 1000)))
    size = 20 + len(old)
    gap = free(5000)
    sound = size + 5000 + 8
    old = moov(trak(stco=u32(1, sound)))
    shown_at = 20 + len(old) + 5000 - len(images.data)
    reference = trak(front=chap(2, 3), stco=u32(1, sound))
    grown = len(moov(reference, titled(2, 0), images.trak(3, 0, movie_duration=640, quicktime=False)))
    new = moov(
        reference,
        titled(2, 20 + grown + 8),
        images.trak(3, shown_at, movie_duration=640, quicktime=False),
        next_id=4,
    )
    titles, shown = box(b"mdat", TITLES.data), box(b"mdat", images.data)
    left = free(len(old) + 5000 - len(new) - len(titles) - len(shown))
    made = changed([ftyp(), old, gap, SOUND], titles=TITLES, images=images)
    assert made == ftyp() + new + titles + left + shown + SOUND


@pytest.mark.parametrize("spare", range(8))
def test_dead_bytes_behind_the_last_title(spare: int) -> None:
    new = moov(trak(front=chap(2)), titled(2, 0), next_id=3)
    room = len(new) - len(moov(trak())) + 8 + len(TITLES.data) + spare
    sound = 20 + len(moov(trak())) + room + 8
    new = moov(trak(front=chap(2), stco=u32(1, sound)), titled(2, 20 + len(new) + 8), next_id=3)
    old = moov(trak(stco=u32(1, sound)))
    made = changed([ftyp(), old, free(room), SOUND], titles=TITLES)
    assert made == ftyp() + new + box(b"mdat", TITLES.data, bytes(spare)) + SOUND


def test_the_list_alone() -> None:
    assert changed(film(trak()), chpl=NERO) == film(trak(), more=box(b"udta", NERO))
    name = box(b"name", b"x")
    old = film(trak(), more=box(b"udta", name, bytes(4)) + box(b"udta"))
    assert changed(old, chpl=NERO) == film(trak(), more=box(b"udta", name, NERO, bytes(4)) + box(b"udta"))
    old = film(trak(), more=box(b"udta", chpl([(1, "old")]), name, chpl([])) + box(b"udta", chpl([])))
    assert changed(old, chpl=NERO) == film(trak(), more=box(b"udta", NERO, name) + box(b"udta"))


# --- taken out


def test_lists_are_taken_out() -> None:
    name = box(b"name", b"x")
    one, two = chpl([(1, "old")]), chpl([])
    for udta, left in (
        (box(b"udta", one), b""),
        (box(b"udta", one, two), b""),
        (box(b"udta", one, bytes(4)), b""),
        (box(b"udta", name, one), box(b"udta", name)),
        (box(b"udta", one, name, two), box(b"udta", name)),
        (box(b"udta", one) + box(b"udta", name), box(b"udta", name)),
        (box(b"udta", name, one) + box(b"udta", two, two), box(b"udta", name)),
        (box(b"udta", name), box(b"udta", name)),
        (b"", b""),
    ):
        assert changed(film(trak(), more=udta)) == film(trak(), more=left)


def chaptered(media: bytes, top: bytes = b"", *, sound: bytes = SOUND, more: bytes = b"", chunks: int = 1) -> bytes:
    """A file whose titles, 10 bytes, lie in a media box of their own behind the sound."""
    at = 20 + len(sound) + 8
    where = u32(1, 28) if chunks else u32(0)
    text = trak(2, handler=b"text", stsz=u32(1, 10), stco=u32(1, at))
    return ftyp() + sound + media + moov(trak(front=chap(2), stco=where), text, more=more, next_id=3) + top


def test_titles_go_with_their_media_box() -> None:
    bare = ftyp() + SOUND + moov(trak(), next_id=3)
    assert changed(chaptered(box(b"mdat", bytes(10))), gone=[2]) == bare
    assert changed(chaptered(box(b"mdat", bytes(10)), b"junk"), gone=[2]) == bare + b"junk"
    assert changed(chaptered(box(b"mdat", bytes(99))), gone=[2]) == (ftyp() + SOUND + moov(trak(), next_id=3)), (
        "whatever else is in it"
    )


def test_some_media_must_stay_in_front_of_junk() -> None:
    """Without any, junk behind the last box could not be told from a box that is cut off."""
    media = box(b"mdat", bytes(10))
    old = chaptered(media, b"junk", sound=b"", chunks=0)
    bare = moov(trak(stco=u32(0)), next_id=3)
    assert changed(old, gone=[2]) == ftyp() + media + bare + b"junk"
    assert changed(chaptered(media, sound=b"", chunks=0), gone=[2]) == ftyp() + bare
    new = changed(old, gone=[2], titles=TITLES)
    reference = trak(stco=u32(0), front=chap(2))
    assert new == ftyp() + box(b"mdat", TITLES.data) + moov(reference, titled(2, 28), next_id=3) + b"junk"


def test_the_sound_that_is_kept() -> None:
    movie = read_movie(BytesSource(chaptered(box(b"mdat", bytes(10)), box(b"mdat", bytes(5)))))
    size = movie.source.size
    edit = rewrite(movie, movie.tracks[1:], NewChapters())
    assert [tuple(each) for each in edit.payload] == [(28, 128), (size - 5, size)]
    assert edit.source_size == size


def test_no_change_at_all() -> None:
    data = film(trak(front=chap(2)), trak(2, handler=b"text"), more=box(b"udta", NERO))
    movie = read_movie(BytesSource(data))
    images = movie.tracks[1:]
    assert rewrite(movie, (), NewChapters(chpl=NERO, kept_images=images)) == Edit.nothing(len(data))
    assert changed(data, chpl=NERO, kept_images=images) == data
    nothing = rewrite(read_movie(BytesSource(film(trak()))), (), NewChapters())
    assert nothing.pieces == (Keep(0, len(film(trak()))),)
    assert nothing.unchanged


# --- the next track id


@pytest.mark.parametrize(("next_id", "after"), [(0, 6), (5, 6), (6, 6), (7, 7), (0xFFFFFFFF, 0xFFFFFFFF)])
def test_the_next_track_id(next_id: int, after: int) -> None:
    old = ftyp() + SOUND + moov(trak(4), next_id=next_id)
    new = moov(trak(4, front=chap(5)), titled(5, 136), next_id=after)
    assert changed(old, titles=TITLES) == ftyp() + SOUND + box(b"mdat", TITLES.data) + new
    wide = full(b"mvhd", struct.pack(">QQIQ", 0, 0, 1000, 640), bytes(76), u32(next_id), version=1)
    made = changed(film(trak(4), mvhd=wide), titles=TITLES)
    at = made.index(b"mvhd") - 4
    assert made[at : at + 120] == wide[:-4] + u32(after)


def test_the_last_track_id() -> None:
    made = changed(film(trak(0xFFFFFFFD)), titles=TITLES)
    assert made[made.index(b"mvhd") + 4 + 96 :][:4] == u32(0xFFFFFFFF)
    made = changed(film(trak(0xFFFFFFFE)), titles=TITLES)
    assert made[made.index(b"mvhd") + 4 + 96 :][:4] == u32(2)
    assert titled(1, 136) in made


# --- positions that must hold


def test_where_nothing_may_move_the_movie_goes_to_the_end() -> None:
    old = moov(trak(stco=u32(1, 1000)))
    at = 20 + len(old) + len(META) + 8
    old = moov(trak(stco=u32(1, at)))
    end = at + 100
    new = moov(trak(front=chap(2), stco=u32(1, at)), titled(2, end + 8), next_id=3)
    data = ftyp() + old + META + SOUND
    vacated = old[:4] + b"free" + old[8:]
    made = changed(data, findings=["mp4-moov-at-end"], titles=TITLES)
    assert made == ftyp() + vacated + META + SOUND + box(b"mdat", TITLES.data) + new
    movie = read_movie(BytesSource(data, "a.m4a"))
    (finding,) = rewrite(movie, (), NewChapters(titles=TITLES)).findings
    assert finding.message == "'iloc' holds positions in the file, so nothing in it may move: 'moov' goes to the end"
    assert finding.place == movie.place(20)


def test_where_nothing_may_move_free_space_is_not_given_back() -> None:
    titles = box(b"mdat", bytes(80_000))
    old = moov(trak(), trak(2))
    at = 20 + len(old)
    sound = at + len(titles) + len(META) + 8
    text = trak(2, handler=b"text", stsz=u32(8000, 10), stco=u32(1, at + 8))
    old = moov(trak(front=chap(2), stco=u32(1, sound)), text)
    at += len(chap(2))
    sound += len(chap(2))
    text = trak(2, handler=b"text", stsz=u32(8000, 10), stco=u32(1, at + 8))
    old = moov(trak(front=chap(2), stco=u32(1, sound)), text)
    made = changed([ftyp(), old, titles, META, SOUND], gone=[2])
    new = moov(trak(stco=u32(1, sound)))
    size = len(old) + len(titles) - len(new)
    assert len(made) == 20 + len(old) + len(titles) + len(META) + len(SOUND)
    assert made[: 20 + len(new) + 8] == ftyp() + new + u32(size) + b"free"
    assert made.endswith(META + SOUND)
    harmless = box(b"uuid", META[8:])
    assert len(changed([ftyp(), old, titles, harmless, SOUND], gone=[2])) < len(made) - 60_000, "where it may move"


def test_titles_among_other_data_stay_where_positions_may_lead_to_it() -> None:
    bare = moov(trak(), more=META, next_id=3)
    media = box(b"mdat", bytes(18))
    assert changed(chaptered(media, more=META), gone=[2]) == ftyp() + SOUND + media + bare
    exact = box(b"mdat", bytes(10))
    assert changed(chaptered(exact, more=META), gone=[2]) == ftyp() + SOUND + bare


# --- 64 bits


def far(*tops: int) -> Movie:
    """A movie in front of six gigabytes; a chunk of each track lies at one of `tops`."""
    traks = [trak(number, stco=u32(1, top)) for number, top in enumerate(tops, 1)]
    head = struct.pack(">I4sQ", 1, b"mdat", 6 << 30)
    return movie_of(ftyp(), moov(*traks, next_id=len(tops) + 1), head, (6 << 30) - 16)


def offsets(movie: Movie, edit: Edit) -> list[tuple[bytes, int]]:
    edit.check()
    new = read_movie(EditedSource(movie.source, edit))
    tables = [track.offsets[0] for track in new.tracks]
    return [(each.type, chunk_offsets(new.tree, each)[0]) for each in tables]


def test_a_table_becomes_wide_when_its_last_offset_does() -> None:
    near = far(5000)
    grown = rewrite(near, (), NewChapters(titles=TITLES)).size - near.source.size
    for top, kind, more in ((GIB4 - 1 - grown, b"stco", 0), (GIB4 - grown, b"co64", 4)):
        movie = far(top)
        edit = rewrite(movie, (), NewChapters(titles=TITLES))
        assert edit.size - movie.source.size == grown + more
        assert offsets(movie, edit)[0] == (kind, top + grown + more)
        assert offsets(movie, edit)[1][0] == b"stco"


def test_a_table_that_becomes_wide_may_widen_another() -> None:
    near = far(5000, 5000)
    grown = rewrite(near, (), NewChapters(titles=TITLES)).size - near.source.size
    edges = {
        (GIB4 - grown, GIB4 - 1 - grown - 4): [b"co64", b"stco"],
        (GIB4 - grown, GIB4 - grown - 4): [b"co64", b"co64"],
        (GIB4 - grown - 1, GIB4 - grown - 1): [b"stco", b"stco"],
    }
    for tops, kinds in edges.items():
        movie = far(*tops)
        edit = rewrite(movie, (), NewChapters(titles=TITLES))
        found = offsets(movie, edit)
        assert [kind for kind, _ in found[:2]] == kinds
        by = edit.size - movie.source.size
        assert by == grown + 4 * kinds.count(b"co64")
        assert [offset for _, offset in found[:2]] == [top + by for top in tops]


@pytest.mark.parametrize("over", [0, 1])
def test_titles_that_end_behind_four_gigabytes_have_offsets_of_64_bits(over: int) -> None:
    start = GIB4 - 1 - 8 - len(TITLES.data) + over
    head = struct.pack(">I4sQ", 1, b"mdat", start - 20)
    movie = movie_of(ftyp(), head, start - 36, moov(trak()))
    edit = rewrite(movie, (), NewChapters(titles=TITLES))
    kind = b"co64" if over else b"stco"
    assert offsets(movie, edit) == [(b"stco", 28), (kind, start + 8)]
    assert edit.pieces[0] == Keep(0, start)


def test_a_movie_whose_pieces_do_not_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewrite_module, "pieces", lambda *_: [Put(b"too short")])
    movie = read_movie(BytesSource(film(trak()), "a.m4a"))
    with refusal(DamagedAudio, "the movie box contradicts itself; no place in it can be trusted", 128):
        rewrite(movie, (), NewChapters(titles=TITLES))
