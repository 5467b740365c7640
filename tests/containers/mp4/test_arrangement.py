"""Where things lie after an edit: faststart, free space, growth, 64 bits, positions that must not move."""

from __future__ import annotations

import random
import struct

import pytest

from chaptag.containers import mp4
from chaptag.containers.mp4.arrangement import Sizes, arrange
from chaptag.containers.mp4.movie import read_movie
from chaptag.model.edit import EditedSource, Keep, Put
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.containers.mp4.tagging import applied, chapters, edited, foreign_boxes, listed, removed, stores, tagged
from tests.support.mp4 import (
    MOOV,
    Media,
    Movie,
    Sparse,
    Track,
    audio,
    box,
    build,
    chunks_of,
    free,
    ftyp,
    full,
    ilst,
    lay_out,
    plain,
    samples_of,
    subtitles,
    text_track,
    walk,
)

NEW = [(0, "One"), (20_000, "Two"), (40_000, "Three")]


def top(data: bytes) -> list[tuple[str, int]]:
    """Types and sizes of the boxes at the top level."""
    return [(path[0].decode(), stop - start) for path, start, _, stop in walk(data) if len(path) == 1]


def kinds(data: bytes) -> list[str]:
    return [kind for kind, _ in top(data)]


@pytest.mark.parametrize("gap", [free(size) for size in (0, 8, 9, 512, 900, 4096, 100_000)] + [free(64, b"skip")])
@pytest.mark.parametrize("form", ["32", "64", "end"])
def test_a_movie_in_front_stays_there(gap: bytes, form: str) -> None:
    data = plain(fast=True, gap=gap, form=form)
    new = tagged(data, NEW)
    assert listed(new) == NEW
    assert samples_of(new)[1] == samples_of(data)[1]
    assert foreign_boxes(new) == foreign_boxes(data)
    assert kinds(new)[:3] == ["ftyp", "moov", "mdat"]
    spare = [size for kind, size in top(new) if kind == "free"]
    assert spare in ([4096], []) or len(gap) >= 900
    moved = len(new) != len(data)
    assert moved == (len(gap) < 900), "a gap that is large enough is used, and the sound does not move"


def test_free_space_is_filled_to_the_last_byte() -> None:
    """Whatever is left over, zero to eight bytes too: it is a free box, or it vanishes."""
    content = len(tagged(plain(), NEW)) - len(plain())
    for spare in range(-2, 20):
        data = plain(fast=True, gap=free(content + spare))
        new = tagged(data, NEW)
        assert listed(new) == NEW
        assert len(new) - len(data) == (
            0 if spare >= 0 else 4096 - spare - len(free(content + spare)) + content + spare
        )
        assert ("free" in kinds(new)) == (spare >= 8 or spare < 0)
        assert samples_of(new)[1] == samples_of(data)[1]


@pytest.mark.parametrize("form", ["32", "64"])
@pytest.mark.parametrize("tail", [b"", free(40), box(b"uuid", bytes(30)), b"\0\0\0", b"TAG" + bytes(125)])
def test_a_movie_at_the_end_stays_there(form: str, tail: bytes) -> None:
    data = plain(form=form, tail=tail)
    new = tagged(data, NEW)
    assert listed(new) == NEW
    assert samples_of(new)[1] == samples_of(data)[1]
    assert new.endswith(tail)
    assert new[: data.index(b"moov") - 4] == data[: data.index(b"moov") - 4], "nothing in front of it moves"


def test_removing_from_a_movie_at_the_end_gives_the_old_file_back() -> None:
    data = plain()
    back = removed(tagged(data, NEW))
    at = data.index(b"mvhd") + 4 + 96  # the next track id has been used
    assert back[:at] + back[at + 4 :] == data[:at] + data[at + 4 :]


@pytest.mark.parametrize("fast", [False, True])
def test_fifty_edits_do_not_grow_the_file(fast: bool) -> None:
    rng = random.Random(7)
    lists = [[(n * 500, "x" * rng.randrange(60)) for n in range(rng.randrange(1, 100))] for _ in range(50)]
    original = plain(fast=fast)
    data, largest = original, 0
    for each in lists:
        data = tagged(data, each)
        largest = max(largest, len(tagged(original, each)))
        assert stores(data) == {"text-track": each, "chpl": each}
        assert len(data) <= largest + 4096 * fast
    assert samples_of(data)[1] == samples_of(original)[1]
    assert len(removed(data)) <= largest + 4096 * fast


def test_a_lot_of_free_space_is_given_back() -> None:
    many = [(n * 10, "x" * 120) for n in range(1000)]
    data = tagged(plain(fast=True), many)
    bare = removed(data)
    assert len(data) - len(bare) > 140_000
    assert dict(top(bare))["free"] == 4096
    assert samples_of(bare)[1] == samples_of(plain(fast=True))[1]


def test_free_space_that_was_there_is_not_taken_away() -> None:
    data = plain(fast=True, gap=free(300_000, fill=b"\xaa"))
    new = tagged(data, NEW)
    assert len(new) == len(data)
    edit = edited(BytesSource(data), NEW)
    assert edit.put_size < 2000, "what lay in a large free space is kept, only its header is new"
    assert len(tagged(data, [(0, "")])) == len(data)


def test_an_edit_is_small() -> None:
    """No piece for a sample or a chunk, and the tables that do not change are kept, not written again."""
    data = plain(seconds=3600, fast=True)
    edit = edited(BytesSource(data), NEW)
    assert len(edit.pieces) < 25
    assert edit.put_size < 20_000 < len(data)
    cover = data.index(b"covr")
    assert any(isinstance(piece, Keep) and piece.start <= cover < piece.stop for piece in edit.pieces)


@pytest.mark.parametrize("fast", [False, True])
def test_titles_among_the_sound_are_left_in_peace(fast: bool) -> None:
    first = tagged(plain(fast=fast), NEW)
    # A program that copies chunk by chunk: titles and sound in one box.
    samples = samples_of(first)
    titles = Track(2, b"text", box(b"text", bytes(51)), samples[2], [20_000, 20_000, 20_032])
    sound = audio(1)
    sound.refs = {b"chap": (2,)}
    movie = Movie([sound, titles], 1000, 60_032, udta=box(b"udta", ilst()))
    media = Media([*chunks_of(titles), *chunks_of(sound)])
    data = build(movie, [ftyp(), MOOV, media] if fast else [ftyp(), media, MOOV])
    new = tagged(data, [(0, "Other")])
    assert max(stop - start for path, start, _, stop in walk(new) if path == (b"mdat",)) == max(
        stop - start for path, start, _, stop in walk(data) if path == (b"mdat",)
    )
    assert samples_of(new)[1] == samples_of(data)[1]


def test_a_media_box_of_titles_between_two_of_sound_is_removed() -> None:
    sound, titles = audio(1), subtitles(2)
    titles.handler, titles.enabled = b"text", False
    sound.refs = {b"chap": (2,)}
    half = len(sound.chunks) // 2
    movie = Movie([sound, titles], 1000, 60_032)
    every = chunks_of(sound)
    data = build(movie, [ftyp(), Media(every[:half]), Media(chunks_of(titles)), Media(every[half:]), MOOV])
    bare = removed(data)
    assert kinds(bare) == ["ftyp", "mdat", "mdat", "moov"]
    assert samples_of(bare)[1] == sound.samples
    mixed = build(movie, [ftyp(), MOOV, Media(every[half:]), Media(chunks_of(titles)), Media(every[:half])])
    assert samples_of(tagged(mixed, NEW))[1] == sound.samples, "chunks that do not ascend move by their own distances"


# --- 64 bits


def sparse(hole: int, *, fast: bool, sounds: list[Track]) -> Sparse:
    movie = Movie(sounds, 1000, 60_032, udta=box(b"udta", ilst()))
    media = Media(chunks_of(*sounds), "64", hole=hole)
    return Sparse(lay_out(movie, [ftyp(), MOOV, media] if fast else [ftyp(), media, MOOV]))


def samples_in(new: EditedSource) -> list[bytes]:
    """The sound's samples, through the container's own reader of tables."""
    return [new.read(start, stop - start) for start, stop in mp4.payload(new)]


@pytest.mark.parametrize("fast", [False, True])
def test_ten_gigabytes(fast: bool) -> None:
    source = sparse(10 << 30, fast=fast, sounds=[audio(1, wide=True)])
    edit = edited(source, NEW)
    assert source.reads < 100_000, "nothing but the structure is read"
    new = EditedSource(source, edit)
    assert [each.title for each in mp4.inspect(new).chapters] == ["One", "Two", "Three"]
    assert b"".join(samples_in(new)) == b"".join(audio(1).samples)
    assert mp4.edit(new, chapters(NEW, 60_032), WriteOptions()).unchanged
    moov = new.read(0, 8000) if fast else new.read(new.size - 8000, 8000)
    assert moov.count(b"co64") == (1 if fast else 2), "the titles lie behind 4 GiB only where the movie does"


def last_chunks(sounds: list[Track]) -> list[int]:
    """Where the last chunk of each track lies in a file without a hole, its movie in front."""
    source = sparse(0, fast=True, sounds=sounds)
    data = source.read(0, source.size)
    return [data.index(b"".join(sound.chunks[-1])) for sound in sounds]


def promotions(source: Sparse) -> int:
    """Tag, and count the tables that became 64-bit ones; the samples must be found again."""
    edit = edited(source, NEW)
    new = EditedSource(source, edit)
    old = b"".join(source.read(start, stop - start) for start, stop in mp4.payload(source))
    assert b"".join(samples_in(new)) == old
    assert mp4.edit(new, chapters(NEW, 60_032), WriteOptions()).unchanged
    return new.read(0, 60_000).count(b"co64")


@pytest.mark.parametrize("spare", [-3000, -1, 0, 1, 2, 3000])
def test_a_table_becomes_64_bit_when_its_offsets_outgrow_32(spare: int) -> None:
    sounds = [audio(1)]
    plain_growth = edited(sparse(0, fast=True, sounds=sounds), NEW).size - sparse(0, fast=True, sounds=sounds).size
    (last,) = last_chunks(sounds)
    source = sparse((1 << 32) - last - plain_growth - spare, fast=True, sounds=sounds)
    assert promotions(source) == (spare <= 0)


def test_one_table_that_becomes_wider_may_push_another_over_the_border() -> None:
    sounds = [audio(1, per_chunk=5), audio(2, per_chunk=5)]
    growth = edited(sparse(0, fast=True, sounds=sounds), NEW).size - sparse(0, fast=True, sounds=sounds).size
    first, second = last_chunks(sounds)
    assert first < second < first + 4 * len(sounds[1].chunks)
    assert promotions(sparse((1 << 32) - second - growth - 1, fast=True, sounds=sounds)) == 0
    assert promotions(sparse((1 << 32) - second - growth, fast=True, sounds=sounds)) == 2


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("hole", [0, 1 << 32])
def test_a_table_with_bytes_behind_its_entries(fast: bool, hole: int) -> None:
    """Its count is smaller than its box: what follows stays, and no size is guessed from the count."""
    source = sparse(hole - 20_000 if hole else 0, fast=fast, sounds=[audio(1)])
    for index, part in enumerate(source.parts):
        if isinstance(part, bytes) and b"stco" in part:
            count = part.index(b"stco") + 8
            source.parts[index] = part[:count] + struct.pack(">I", 40) + part[count + 4 :]
    new = EditedSource(source, edited(source, NEW))
    assert [each.title for each in mp4.inspect(new).chapters] == ["One", "Two", "Three"]
    assert b"".join(samples_in(new)) == b"".join(audio(1).samples[: 40 * 22])


# --- positions that chaptag does not rewrite


IINF = full(b"meta", full(b"hdlr", bytes(4), b"pict", bytes(13)), full(b"iloc", bytes(8)))


@pytest.mark.parametrize("holder", ["meta", "sidx", "saio", "meta in moov"])
def test_where_positions_must_hold_the_movie_goes_to_the_end(holder: str) -> None:
    sound = audio(1, in_tables=full(b"saio", bytes(8)) if holder == "saio" else b"")
    movie = Movie([sound], 1000, 60_032, extra=IINF if holder == "meta in moov" else b"")
    between = {"meta": IINF, "sidx": full(b"sidx", bytes(28))}.get(holder, b"")
    data = build(movie, [ftyp(), MOOV, between, Media(chunks_of(sound))])
    edit = edited(BytesSource(data), NEW)
    assert [each.rule for each in edit.findings] == ["mp4-moov-at-end"]
    new = applied(data, edit)
    assert listed(new) == NEW
    assert samples_of(new)[1] == sound.samples
    at = data.index(b"mdat") - 4
    assert new[at : len(data)] == data[at:], "nothing moves"
    assert kinds(new) == ["ftyp", "free", *([between[4:8].decode()] if between else []), "mdat", "mdat", "moov"]
    other = tagged(new, [(0, "Other")])
    assert len(other) < len(new), "the next edit works at the end, and leaves nothing behind"
    assert kinds(other) == kinds(new)
    assert samples_of(other)[1] == sound.samples


def test_positions_hold_where_there_is_room() -> None:
    sound = audio(1)
    movie = Movie([sound], 1000, 60_032)
    data = build(movie, [ftyp(), MOOV, free(4000), IINF, Media(chunks_of(sound))])
    assert len(tagged(data, NEW)) == len(data)


def test_a_last_box_without_a_size_gets_one_before_the_movie_follows_it() -> None:
    sound = audio(1)
    data = build(Movie([sound], 1000, 60_032), [ftyp(), MOOV, IINF, Media(chunks_of(sound), "end")])
    new = tagged(data, NEW)
    assert kinds(new) == ["ftyp", "free", "meta", "mdat", "mdat", "moov"]
    assert samples_of(new)[1] == sound.samples


def test_data_of_others_beside_the_titles_is_kept_where_positions_lead_to_it() -> None:
    sound, titles = audio(1), text_track(2, NEW, 60_032)
    sound.refs = {b"chap": (2,)}
    movie = Movie([sound, titles], 1000, 60_032)
    shared = Media(chunks_of(titles), after=b"an item that iloc names")
    bare = removed(build(movie, [ftyp(), IINF, Media(chunks_of(sound)), shared, MOOV]))
    assert b"an item that iloc names" in bare
    assert kinds(bare).count("mdat") == 2
    alone = removed(build(movie, [ftyp(), IINF, Media(chunks_of(sound)), Media(chunks_of(titles)), MOOV]))
    assert kinds(alone).count("mdat") == 1


def test_a_track_under_an_unknown_name_does_not_lose_its_samples() -> None:
    """Its table cannot be trusted to be one, and must not be left pointing elsewhere."""
    data = plain(fast=True, tracks=[audio(2)])
    at = data.rindex(b"trak")
    broken = data[:at] + b"trax" + data[at + 4 :]
    new = tagged(broken, NEW)
    mended = new.replace(b"trax", b"trak")
    assert samples_of(mended)[2] == samples_of(data)[2]
    assert samples_of(mended)[1] == samples_of(data)[1]


def test_a_gap_that_is_too_small_for_a_box_becomes_free_space_that_is_not() -> None:
    movie = read_movie(BytesSource(plain(fast=True)))
    for gap in range(1, 8):
        at = arrange(movie, frozenset(), Sizes(movie.box.size - gap, 0, 0))
        assert Put(free(4096)) in at.parts
    assert not [
        part for part in arrange(movie, frozenset(), Sizes(movie.box.size, 0, 0)).parts if isinstance(part, Put)
    ]


def test_positions_and_junk_behind_the_last_box_are_refused() -> None:
    sound = audio(1)
    data = build(Movie([sound], 1000, 60_032), [ftyp(), MOOV, IINF, Media(chunks_of(sound)), b"\0\0\0"])
    with pytest.raises(UnsupportedAudio, match="nothing can be put behind"):
        edited(BytesSource(data), NEW)


# --- odds and ends of real files


def test_a_next_track_id_never_goes_down_and_ids_are_not_used_twice() -> None:
    data = plain(tracks=[subtitles(0xFFFFFFFE)], seconds=10)
    new = tagged(data, [(0, "One"), (1000, "Two")])
    assert sorted(samples_of(new)) == [1, 2, 0xFFFFFFFE]
    sound = audio(1)
    movie = Movie([sound], 1000, 60_032, next_id=77)
    high = tagged(build(movie, [ftyp(), Media(chunks_of(sound)), MOOV]), NEW)
    at = high.index(b"mvhd") + 4 + 96
    assert struct.unpack_from(">I", high, at) == (77,)


def test_an_id_that_another_reference_names_is_not_given_away() -> None:
    sound = audio(1, refs={b"sync": (2,)})
    data = build(Movie([sound], 1000, 60_032), [ftyp(), Media(chunks_of(sound)), MOOV])
    assert sorted(samples_of(tagged(data, NEW))) == [1, 3]


def test_a_movie_of_version_1_boxes() -> None:
    sound = audio(1)
    movie = Movie([sound], 1000, 60_032)
    data = build(movie, [ftyp(), Media(chunks_of(sound)), MOOV])
    at = data.index(b"mvhd")
    old = data[at + 4 : at + 4 + 100]
    fields = struct.unpack(">IIIII", old[:20])
    wide = struct.pack(">IQQIQ", 1 << 24, fields[1], fields[2], fields[3], fields[4]) + old[20:]
    moov = data.index(b"moov") - 4
    grown = data[moov : at - 4] + struct.pack(">I4s", 120, b"mvhd") + wide + data[at + 104 :]
    size = struct.unpack_from(">I", data, moov)[0] + 12
    new = tagged(data[:moov] + struct.pack(">I", size) + grown[4:], NEW)
    assert listed(new) == NEW
    at = new.index(b"mvhd") + 4 + 108
    assert struct.unpack_from(">I", new, at) == (3,)
