"""Files that are not edited: each says why and what to do instead; those that can be read still are."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from chaptag.containers import mp4
from chaptag.containers.mp4 import boxes
from chaptag.model.errors import AudioError, DamagedAudio, UnsupportedAudio
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.containers.mp4.tagging import NO_CHAPTERS, chapters, listed, rules
from tests.support.mp4 import (
    MOOV,
    Media,
    Movie,
    Sparse,
    audio,
    box,
    build,
    chpl,
    chunks_of,
    free,
    ftyp,
    full,
    plain,
    subtitles,
)
from tests.support.mp4_layouts import CHAPTERS

SINF = box(b"sinf", box(b"frma", b"mp4a"))


def one(**more: Any) -> bytes:
    sound = audio(1, seconds=5, **more)
    movie = Movie([sound], 1000, 5000, udta=box(b"udta", chpl(CHAPTERS)))
    return build(movie, [ftyp(), MOOV, Media(chunks_of(sound))])


def entry(kind: bytes, *parts: bytes) -> bytes:
    return box(kind, struct.pack(">6xH8xHH4xI", 1, 1, 16, 16000 << 16), *parts)


def fragmented() -> bytes:
    sound = audio(1, seconds=5)
    movie = Movie([sound], 1000, 0, udta=box(b"udta", chpl(CHAPTERS)), extra=box(b"mvex", full(b"trex", bytes(20))))
    return build(movie, [ftyp(b"iso5"), MOOV, box(b"moof", bytes(60)), Media(chunks_of(sound))])


def compressed() -> bytes:
    moov = box(b"moov", box(b"cmov", box(b"dcom", b"zlib"), box(b"cmvd", zlib.compress(bytes(500)))))
    return ftyp(b"qt  ") + moov + box(b"mdat", bytes(50))


def doubled() -> bytes:
    data = one()
    at = data.index(b"moov") - 4
    return data + data[at : at + struct.unpack_from(">I", data, at)[0]]


CASES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "fragmented": (fragmented, "fragmented", "movflags +faststart"),
    "segment": (
        lambda: box(b"styp", b"msdh", bytes(4)) + box(b"moof", bytes(60)) + box(b"mdat"),
        "fragmented",
        "ffmpeg",
    ),
    "encrypted-drms": (lambda: one(entry=entry(b"drms", SINF)), "encrypted ('drms')", "without encryption"),
    "encrypted-enca": (lambda: one(entry=entry(b"enca", SINF)), "encrypted ('enca')", "without encryption"),
    "encrypted-aavd": (lambda: one(entry=entry(b"aavd")), "encrypted ('aavd')", "without encryption"),
    "encrypted-sinf": (lambda: one(entry=entry(b"mp4a", SINF)), "encrypted ('sinf')", "without encryption"),
    "encrypted-brand": (lambda: one().replace(b"ftypM4A ", b"ftypaax "), "encrypted (brand 'aax ')", "without"),
    "compressed": (compressed, "compressed ('cmov')", "ffmpeg"),
    "two-movies": (doubled, "2 'moov' boxes", "ffmpeg"),
    "no-sound": (lambda: plain(sound=subtitles(1)), "no track of the file holds sound", "holds the sound"),
    "external": (lambda: one(dref=full(b"url ", b"http://x/\0")), "in another file", "ffmpeg"),
    "no-movie": (lambda: ftyp() + box(b"mdat", bytes(500)), "no 'moov' box", "untrunc"),
    "cut-off": (lambda: one()[:-100], "100 more bytes", "whole file"),
    "empty-ftyp": (ftyp, "no 'moov' box", "untrunc"),
    "no-boxes": (lambda: b"\0\0\0\1not an MP4 at all, by no means", "claims", "export"),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("remove", [False, True])
def test_it_is_refused_with_the_way_out(name: str, remove: bool) -> None:
    make, message, hint = CASES[name]
    source = BytesSource(make(), "episode.m4a")
    wanted = NO_CHAPTERS if remove else chapters([(0, "A")], 5000)
    with pytest.raises(AudioError) as caught:
        mp4.edit(source, wanted, WriteOptions())
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.place is not None
    assert caught.value.place.file == "episode.m4a"


READABLE = {"fragmented", "encrypted-drms", "encrypted-enca", "encrypted-aavd", "encrypted-sinf", "encrypted-brand"}


@pytest.mark.parametrize("name", sorted(READABLE))
def test_chapters_of_such_a_file_are_still_read(name: str) -> None:
    data = CASES[name][0]()
    assert listed(data) == CHAPTERS
    assert "mp4-" + name.split("-", maxsplit=1)[0] in rules(data)


def test_a_fragmented_file_has_no_duration_of_its_own() -> None:
    with pytest.raises(UnsupportedAudio, match="fragmented"):
        mp4.measure(BytesSource(fragmented()))
    assert mp4.inspect(BytesSource(fragmented())).duration is None


def test_a_file_without_sound_has_no_duration() -> None:
    source = BytesSource(plain(sound=subtitles(1)))
    with pytest.raises(UnsupportedAudio, match="no track of sound"):
        mp4.measure(source)
    assert mp4.inspect(source).duration is None


def test_sizes_that_lie_are_damage() -> None:
    data = one()
    for kind in (b"mvhd", b"trak", b"mdia", b"stbl", b"stco", b"udta"):
        at = data.index(kind) - 4
        broken = data[:at] + b"\x7f\xff\xff\xff" + data[at + 4 :]
        with pytest.raises(DamagedAudio) as caught:
            mp4.edit(BytesSource(broken), chapters([(0, "A")], 5000), WriteOptions())
        assert caught.value.place is not None
        assert caught.value.place.offset == at


@pytest.mark.parametrize("kind", [b"stco", b"stsz", b"stts", b"stsc", b"elst"])
def test_counts_are_held_against_their_boxes(kind: bytes) -> None:
    data = one(edits=((5000, 0),))
    at = data.index(kind) + (12 if kind == b"stsz" else 8)
    broken = data[:at] + b"\x3f\xff\xff\xff" + data[at + 4 :]
    with pytest.raises(DamagedAudio, match="claims 1073741823 entries"):
        mp4.measure(BytesSource(broken), deep=True)


def test_chunks_outside_all_media_are_damage() -> None:
    data = one()
    at = data.index(b"stco") + 12
    for offset, message in ((1 << 31, "beyond the end"), (data.index(b"moov") + 50, "in no media data")):
        broken = data[:at] + struct.pack(">I", offset) + data[at + 4 :]
        with pytest.raises(DamagedAudio, match=message):
            mp4.edit(BytesSource(broken), chapters([(0, "A")], 5000), WriteOptions())


def test_two_tracks_of_one_id_are_damage() -> None:
    data = plain(tracks=[subtitles(2)])
    at = data.rindex(b"tkhd") + 16
    with pytest.raises(DamagedAudio, match="two tracks have the id 1"):
        mp4.inspect(BytesSource(data[:at] + struct.pack(">I", 1) + data[at + 4 :]))


def test_a_movie_box_that_is_too_large_is_not_read() -> None:
    source = Sparse([ftyp(), struct.pack(">I4s", boxes.MAX_MOOV + 9, b"moov"), boxes.MAX_MOOV + 1, box(b"mdat")])
    with pytest.raises(UnsupportedAudio, match="chaptag reads up to"):
        mp4.inspect(source)
    assert source.reads < 1000


def test_a_million_boxes_are_not_read() -> None:
    source = BytesSource(ftyp() + box(b"free") * 1_000_000)
    with pytest.raises(UnsupportedAudio, match="more than 10000 boxes"):
        mp4.inspect(source)
    moov = box(b"moov", box(b"free") * 1_000_000)
    with pytest.raises(DamagedAudio, match="more than 20000 boxes"):
        mp4.inspect(BytesSource(ftyp() + moov + box(b"mdat")))


def test_a_fragmented_file_is_not_walked_to_its_end() -> None:
    sound = audio(1, seconds=5)
    movie = Movie([sound], 1000, 0, extra=box(b"mvex"))
    data = build(movie, [ftyp(), MOOV, (box(b"moof", bytes(60)) + box(b"mdat", bytes(60))) * 20_000])
    source = Sparse([data])
    assert "mp4-fragmented" in {each.rule for each in mp4.inspect(source).findings}
    assert source.reads < 20_000


def test_a_duration_that_no_track_can_hold_is_refused() -> None:
    sound = audio(1, seconds=5)
    data = build(Movie([sound], 1000, 0), [ftyp(), free(8), Media(chunks_of(sound)), MOOV])
    with pytest.raises(UnsupportedAudio, match="a chapter track ends at"):
        mp4.edit(BytesSource(data), chapters([(0, "A")], 1 << 33), WriteOptions())
