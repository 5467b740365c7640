"""Files of random shape: any order of boxes, tracks and chunks, unknown things between; all samples are found again."""

from __future__ import annotations

import struct
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from chaptag.containers import mp4
from chaptag.model.source import BytesSource
from tests.containers.mp4.tagging import foreign_boxes, removed, stores, tagged
from tests.support.mp4 import (
    MOOV,
    Media,
    Movie,
    Track,
    audio,
    box,
    build,
    chpl,
    chunks_of,
    free,
    ftyp,
    full,
    ilst,
    image_track,
    jpeg,
    samples_of,
    subtitles,
    text_track,
)

OLD = [(0, "Old"), (700, "Chapters"), (2000, "Here")]
DURATION = 5000

titles = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80)
unknown = st.builds(
    box,
    st.sampled_from([b"free", b"skip", b"uuid", b"xyzw", b"\xa9abc", b"wide", b"meta"]),
    st.just(full(b"hdlr", bytes(4), b"mdir", bytes(13))),
    # What has the name of a table of offsets in it keeps the movie from moving, and some files are refused then.
    st.binary(max_size=40)
    .filter(lambda data: b"stco" not in data and b"co64" not in data)
    .map(lambda data: box(b"data", data)),
)
some = st.lists(unknown, max_size=3).map(b"".join)


@st.composite
def movies(draw: st.DrawFn) -> tuple[Movie, list[Track]]:
    """A movie, and which of its tracks are chapters."""
    sound = [
        audio(
            number,
            draw(st.sampled_from([1, 3, 5])),
            per_chunk=draw(st.integers(1, 30)),
            wide=draw(st.booleans()),
            extra=draw(some),
            in_tables=draw(st.sampled_from([b"", full(b"sgpd", bytes(16))])),
            run_length=draw(st.booleans()),
        )
        for number in draw(st.sampled_from([[1], [1, 2], [7]]))
    ]
    sound[0].samples, sound[0].deltas = audio(sound[0].id, 5).samples, audio(sound[0].id, 5).deltas
    others = [subtitles(20, seconds=10, per_chunk=draw(st.integers(1, 3)))] if draw(st.booleans()) else []
    ours = []
    if draw(st.booleans()):
        per_chunk = draw(st.integers(1, 3))
        ours.append(
            text_track(30, OLD, DURATION, tx3g=draw(st.booleans()), per_chunk=per_chunk, wide=draw(st.booleans()))
        )
        if draw(st.booleans()):
            ours.append(
                image_track(31, [jpeg(8, 8, n) for n in range(3)], [0, 700, 2000], DURATION, per_chunk=per_chunk)
            )
        for track in sound:
            track.refs = {b"chap": tuple(each.id for each in ours)}
    elif draw(st.booleans()):
        sound[0].refs = {b"chap": (99,), b"sync": (sound[0].id,)}
    every = draw(st.permutations([*sound, *others, *ours]))
    udta = st.sampled_from(
        [b"", box(b"udta"), box(b"udta", ilst()), box(b"udta", ilst(), chpl(OLD)), box(b"udta", bytes(4))]
    )
    timescale = draw(st.sampled_from([1000, 600, 44100]))
    return Movie(list(every), timescale, DURATION * timescale // 1000, udta=draw(udta), extra=draw(some)), ours


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, set[int]]:
    """A file, and the ids of its chapter tracks."""
    movie, ours = draw(movies())
    rest = [track for track in movie.tracks if track not in ours]
    if draw(st.booleans()):
        order = draw(st.permutations(chunks_of(*rest)))
        groups = [list(order), chunks_of(*ours)]
    else:
        groups = [chunks_of(*movie.tracks)]
    media: list[Media] = []
    for group in groups:
        cuts = sorted({0, len(group), *draw(st.lists(st.integers(0, len(group)), max_size=2))})
        for start, stop in zip(cuts, cuts[1:], strict=False):
            form = draw(st.sampled_from(["32", "64"]))
            media.append(Media(group[start:stop], form, draw(st.binary(max_size=5)), draw(st.binary(max_size=5))))
    spaces = [free(draw(st.sampled_from([8, 100, 5000, 70_000]))) for _ in range(draw(st.integers(0, 2)))]
    every: list[bytes | str | Media] = [MOOV, *media, *spaces, draw(some)]
    parts = draw(st.permutations(every))
    last = parts[-1]
    if isinstance(last, Media) and draw(st.booleans()):
        last.form = "end"
        tail = b""
    else:
        tail = draw(st.sampled_from([b"", b"\0\0", b"TAG" + bytes(125)]))
    data = build(movie, [ftyp(draw(st.sampled_from([b"M4A ", b"qt  ", b"isom", b"3gp4"]))), *parts, tail])
    return data, {each.id for each in ours}


starts = st.lists(st.integers(0, DURATION - 9), min_size=1, max_size=40, unique=True).map(sorted)


@settings(max_examples=150)
@given(files(), starts, st.data())
def test_whatever_its_shape(made: tuple[bytes, set[int]], at: list[int], data: st.DataObject) -> None:
    original, ours = made
    wanted = [(start, data.draw(titles)) for start in at]
    before = {number: samples for number, samples in samples_of(original).items() if number not in ours}
    new = tagged(original, wanted)
    after = samples_of(new)
    if "image-track" in stores(new):
        assert Counter(map(bytes, after[31])) == Counter(samples_of(original)[31])
    assert {number: after[number] for number in before} == before
    assert foreign_boxes(new) == foreign_boxes(original)
    found = stores(new)
    assert found["text-track"] == wanted
    assert [start for start, _ in found["chpl"]] == at
    assert len(samples_of(new)) == len(before) + 1 + ("image-track" in found)
    bare = removed(new)
    assert samples_of(bare) == before
    assert stores(bare) == {}
    assert stores(removed(original)) == {}


@settings(max_examples=60)
@given(files(), st.lists(starts, min_size=2, max_size=5))
def test_edit_after_edit(made: tuple[bytes, set[int]], lists: list[list[int]]) -> None:
    original, ours = made
    data, largest = original, 0
    before = {number: samples for number, samples in samples_of(original).items() if number not in ours}
    dead = sum(len(each) for number in ours for each in samples_of(original)[number])
    for at in lists:
        wanted = [(start, f"{start} " * (start % 9)) for start in at]
        data = tagged(data, wanted)
        largest = max(largest, len(tagged(original, wanted)))
        after = samples_of(data)
        assert {number: after[number] for number in before} == before
        assert len(data) <= largest + 4096 + dead + 64
    assert mp4.inspect(BytesSource(data)).payload


def test_a_free_box_of_64_bits_is_free_space_too() -> None:
    sound = audio(1, 5)
    wide = struct.pack(">I4sQ", 1, b"free", 3000) + bytes(2984)
    data = build(Movie([sound], 1000, DURATION), [ftyp(), MOOV, wide, Media(chunks_of(sound))])
    assert len(tagged(data, [(0, "A")])) == len(data)
