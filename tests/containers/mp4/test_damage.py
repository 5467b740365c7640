"""Hostile and damaged files: a clear error, or an edit that leaves everything else as the damaged file had it."""

from __future__ import annotations

import os
import random
import struct
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaptag.containers import mp4
from chaptag.model.errors import AudioError
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.containers.mp4.tagging import NO_CHAPTERS, applied, chapters
from tests.support.mp4 import audio, box, chpl, ftyp, full, plain, walk
from tests.support.mp4_layouts import LAYOUTS

NEW = chapters([(0, "One"), (1500, "Two"), (30_000, "Three ✂")], 60_000)
FILES = {name: make() for name, make in LAYOUTS.items()}
FILES["images"] = applied(FILES["hindenburg"], mp4.edit(BytesSource(FILES["hindenburg"]), NEW, WriteOptions()))


def media(data: bytes) -> list[bytes]:
    """The bodies of all media boxes, as far as the top level can be read."""
    try:
        return [data[body:stop] for path, _, body, stop in walk(data) if path == (b"mdat",)]
    except IndexError:
        return []


def survives(data: bytes) -> bool:
    """Put a damaged file through everything; answers whether an edit was made of it."""
    source = BytesSource(data)
    for ask in (mp4.inspect, mp4.measure, lambda each: list(mp4.payload(each))):
        with suppress(AudioError):
            ask(source)
    with suppress(AudioError):
        mp4.measure(source, deep=True)
    made = False
    for wanted in (NEW, NO_CHAPTERS):
        edit = None
        with suppress(AudioError):
            edit = mp4.edit(source, wanted, WriteOptions())
        if edit is None:
            continue
        made = True
        edit.check()
        new = applied(data, edit)
        kept = [data[start:stop] for start, stop in edit.payload]
        assert all(body in new for body in kept), "the sound is kept"
        with suppress(AudioError):
            layout = mp4.inspect(BytesSource(new))
            first = next((store for store in layout.stores if store.kind == "text-track"), None)
            if wanted is NO_CHAPTERS:
                assert first is None
            else:
                assert first is not None
                assert [(each.start, each.title) for each in first.chapters] == [
                    (each.start, each.title) for each in NEW.chapters
                ]
        again = mp4.edit(BytesSource(new), wanted, WriteOptions())
        assert again.unchanged, "writing twice is writing once, in a damaged file too"
    return made


@pytest.mark.parametrize("name", FILES)
def test_bytes_of_the_movie_flipped(name: str) -> None:
    """Some bytes of the movie, spread over all of it; all of them where CHAPTAG_THOROUGH is set (minutes)."""
    data = FILES[name]
    rng = random.Random(name)
    at = data.index(b"moov") - 4
    size = int.from_bytes(data[at : at + 4], "big")
    tables = [(start, stop) for path, start, _, stop in walk(data) if path[-1] in {b"stsz", b"meta"}]
    places = [
        place
        for place in range(at, at + size)
        if not any(start + 40 < place < stop for start, stop in tables) or rng.random() < 0.02
    ]
    if not os.environ.get("CHAPTAG_THOROUGH"):
        places = rng.sample(places, 150)
    made = 0
    for place in places:
        broken = bytearray(data)
        broken[place] ^= rng.choice((0x01, 0x80, 0xFF, 1 << rng.randrange(8)))
        made += survives(bytes(broken))
    assert 0.2 < made / len(places) < 0.98


@pytest.mark.parametrize("name", FILES)
def test_truncations(name: str) -> None:
    data = FILES[name]
    rng = random.Random(name)
    for stop in [*range(60), *sorted(rng.sample(range(len(data)), 60)), *range(len(data) - 20, len(data))]:
        survives(data[:stop])


@settings(max_examples=60)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_runs_of_bytes_replaced(name: str, data: st.DataObject) -> None:
    whole = FILES[name]
    at = whole.index(b"moov") - 4
    size = int.from_bytes(whole[at : at + 4], "big")
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        place = at + data.draw(st.integers(0, size - 1))
        new = data.draw(
            st.one_of(st.binary(min_size=1, max_size=12), st.sampled_from([b"\xff" * 4, b"\0" * 4, b"\0\0\0\1"]))
        )
        broken[place : place + len(new)] = new
    survives(bytes(broken))


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_bytes_of_any_kind(data: bytes) -> None:
    survives(data)
    survives(plain(seconds=1) + data)


def test_claims_do_not_take_memory() -> None:
    """Every count and size in a small file says as much as it can: nothing is allocated for it."""
    data = FILES["auphonic"]
    tracemalloc.start()
    for path, _, body, stop in walk(data):
        if path[-1] in {b"stsz", b"stts", b"stsc", b"stco", b"elst", b"dref", b"stsd", b"tref", b"chap", b"ilst"}:
            for place in range(body, min(body + 16, stop - 4), 4):
                broken = bytearray(data)
                broken[place : place + 4] = b"\xff\xff\xff\xff"
                survives(bytes(broken))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 << 20


def track(**tables: bytes) -> bytes:
    """A track of sound whose tables are given whole."""
    stbl = {
        "stsd": struct.pack(">I", 1) + audio(1).entry,
        "stts": struct.pack(">III", 1, 10, 1024),
        "stsc": struct.pack(">IIII", 1, 1, 10, 1),
        "stsz": struct.pack(">II", 4, 10),
        "stco": struct.pack(">II", 1, 60),
    } | tables
    return box(
        b"trak",
        full(b"tkhd", struct.pack(">III4xI", 0, 0, 1, 640), bytes(60), flags=3),
        tables.get("tref", b""),
        box(
            b"mdia",
            full(b"mdhd", struct.pack(">IIIII", 0, 0, 16000, 10_240, 0)),
            full(b"hdlr", bytes(4), b"soun", bytes(13)),
            box(b"minf", box(b"stbl", *(full(kind.encode(), body) for kind, body in stbl.items() if kind != "tref"))),
        ),
    )


def movie(*traks: bytes, more: bytes = b"") -> bytes:
    mvhd = full(b"mvhd", struct.pack(">IIII", 0, 0, 1000, 640), bytes(76), struct.pack(">I", 2))
    return ftyp() + box(b"mdat", bytes(100)) + box(b"moov", mvhd, *traks, more)


MULTIPLIED: dict[str, Callable[[], bytes]] = {
    "chunks that are named again and again": lambda: movie(
        track(
            stsz=struct.pack(">II", 1, 0xFFFFFFFF),
            stsc=struct.pack(">I", 20_000) + struct.pack(">IIIIII", 1, 1, 1, 1 << 30, 1, 1) * 10_000,
            stco=struct.pack(">I", 20_000) + struct.pack(">I", 60) * 20_000,
        )
    ),
    "tracks": lambda: movie(*[track()] * 5000),
    "ids": lambda: movie(track(tref=box(b"tref", box(b"chap", bytes(4_000_000))))),
    "reference lists": lambda: movie(track(tref=box(b"tref", box(b"chap", bytes(4000)) * 2000))),
    "boxes in boxes": lambda: movie(*[box(b"trak", box(b"free") * 9000)] * 200),
    "list entries": lambda: movie(track(), more=box(b"udta", chpl([(0, "")] * 500_000, wide_count=True))),
    "descriptions": lambda: movie(track(stsd=struct.pack(">I", 1) + box(b"mp4a", bytes(28)) * 30_000)),
}


@pytest.mark.parametrize("name", MULTIPLIED)
def test_what_multiplies_is_bounded(name: str) -> None:
    data = MULTIPLIED[name]()
    tracemalloc.start()
    began = time.process_time()
    survives(data)
    spent = time.process_time() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 90 << 20
    assert spent < 90, "seconds, with every allocation traced"
