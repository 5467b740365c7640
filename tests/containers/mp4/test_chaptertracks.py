"""Which tracks are chapters, and their samples as they are read: placed in time, bounded, in as few reads as may be."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from chaptag.containers.mp4 import chaptertracks
from chaptag.containers.mp4.chaptertracks import TimedSample, chapter_tracks, timed_samples
from chaptag.containers.mp4.movie import Movie
from chaptag.containers.mp4.textsample import TextSample, decode_sample, encode_sample, untitled_sample
from tests.containers.mp4.bare import Huge, edit_list, opened, sound_entry, trak, u32
from tests.support.mp4 import box, href

MIB = 1 << 20


def chap(*ids: int, kind: bytes = b"chap") -> bytes:
    return box(b"tref", box(kind, u32(*ids)))


def format_of(*kinds: bytes) -> bytes:
    return u32(len(kinds)) + b"".join(box(kind, bytes(8)) for kind in kinds)


def sorted_as(*, naming: bytes = b"", more: bytes = b"", **track: object) -> str:
    """What track 2 is taken for, where track 1 names it."""
    movie = opened(trak(front=chap(2) + naming), trak(2, **track), trak(3, handler=b"text", front=more))  # type: ignore[arg-type]
    found = chapter_tracks(movie)
    names = [name for name in ("titles", "images", "others") if [each.id for each in getattr(found, name)] == [2]]
    assert len(names) == 1
    assert found.ours == found.titles + found.images
    assert found.missing == ()
    return names[0]


@pytest.mark.parametrize("handler", [b"text", b"sbtl", b"subt"])
@pytest.mark.parametrize("kind", [b"text", b"tx3g"])
def test_tracks_of_text(handler: bytes, kind: bytes) -> None:
    assert sorted_as(handler=handler, stsd=format_of(kind)) == "titles"
    assert sorted_as(handler=handler, stsd=format_of(kind, kind)) == "titles"
    assert sorted_as(handler=handler, stsd=format_of(b"tx3g", b"text")) == "titles"
    assert sorted_as(handler=handler, stsd=format_of(kind, b"stpp")) == "others"
    assert sorted_as(handler=handler, stsd=format_of()) == "titles"
    assert sorted_as(handler=handler, stsd=format_of(b"wvtt")) == "others"


def test_text_that_is_shown_by_itself() -> None:
    text: dict[str, Any] = {"handler": b"text", "stsd": format_of(b"text")}
    assert sorted_as(**text, size=(10, 10)) == "others"
    assert sorted_as(**text, size=(10, 10), flags=0) == "titles"
    assert sorted_as(**text, size=(0, 10)) == "titles"


@pytest.mark.parametrize("kind", [b"jpeg", b"png ", b"mjpa", b"mjpb", b"MJPG", b"mjpg"])
def test_tracks_of_pictures(kind: bytes) -> None:
    assert sorted_as(handler=b"vide", stsd=format_of(kind)) == "images"
    assert sorted_as(handler=b"vide", stsd=format_of(kind, b"jpeg"), size=(9, 9)) == "images"
    every = format_of(b"jpeg", b"png ", b"mjpa", b"mjpb", b"MJPG", b"mjpg")
    assert sorted_as(handler=b"vide", stsd=every) == "images"
    assert sorted_as(handler=b"vide", stsd=format_of(kind, b"avc1")) == "others"
    assert sorted_as(handler=b"vide", stsd=format_of()) == "others"
    assert sorted_as(handler=b"pict", stsd=format_of(kind)) == "others"


def test_what_is_neither() -> None:
    assert sorted_as(handler=b"soun") == "others"
    assert sorted_as(handler=b"vide", stsd=format_of(b"avc1")) == "others"
    assert sorted_as(handler=b"text", stsd=format_of(b"text"), more=chap(2, kind=b"subt")) == "others"
    assert sorted_as(handler=b"text", stsd=format_of(b"text"), naming=chap(9, kind=b"subt")) == "titles"
    assert sorted_as(handler=b"text", stsd=format_of(b"text"), more=chap(2)) == "titles", "named twice, there once"


def test_the_order_in_which_they_are_named() -> None:
    text: dict[str, Any] = {"handler": b"text", "stsd": format_of(b"text")}
    movie = opened(trak(front=chap(4, 9, 2)), trak(2, **text), trak(3, front=chap(8, 3)), trak(4, **text))
    found = chapter_tracks(movie)
    assert [track.id for track in found.titles] == [4, 2]
    assert [track.id for track in found.others] == [3]
    assert found.missing == (9, 8)


# --- samples


@dataclass
class Reads:
    """A source that gives what is asked for, up to its end, and takes no memory for it."""

    size: int
    name: str = "a.m4a"
    asked: list[tuple[int, int]] = field(default_factory=list)

    def read(self, offset: int, length: int) -> bytes:
        """As many bytes as there are."""
        self.asked.append((offset, length))
        there = max(0, min(length, self.size - offset))
        return Huge.of(there) if there > 2 * MIB else bytes(there)


def reading(size: int, *, longest: int = 70_000, **tables: bytes) -> tuple[list[int | None], list[tuple[int, int]]]:
    """How long each sample is that is read, and what was read for it."""
    movie = opened(trak(stts=u32(1, 0xFFFF, 5), **tables))  # type: ignore[arg-type]
    source = Reads(size)
    samples = timed_samples(replace(movie, source=source), movie.tracks[0], longest)
    return [None if each.data is None else len(each.data) for each in samples], source.asked


def test_a_chunk_is_read_at_once() -> None:
    sizes = u32(0, 5, 3, 0, 4, 2, 9)
    tables: dict[str, Any] = {"stsz": sizes, "stsc": u32(1, 1, 3, 1), "stco": u32(2, 100, 50)}
    assert reading(1000, **tables) == ([3, 0, 4, 2, 9], [(100, 7), (50, 11)])
    assert reading(103, **tables) == ([3, 0, None, 2, 9], [(100, 7), (50, 11)]), "the file ends within the chunk"
    assert reading(106, **tables)[0] == [3, 0, None, 2, 9]
    assert reading(107, **tables)[0] == [3, 0, 4, 2, 9]
    assert reading(1000, stsz=u32(6, 3), stsc=u32(1, 1, 2, 1), stco=u32(2, 100, 50)) == (
        [6, 6, 6], [(100, 12), (50, 6)],
    )  # fmt: skip


def test_a_chunk_of_more_than_a_megabyte_is_read_sample_by_sample() -> None:
    one: dict[str, Any] = {"stsc": u32(1, 1, 2, 1), "stco": u32(1, 100)}
    half = MIB // 2
    assert reading(9 * MIB, longest=MIB, stsz=u32(half, 2), **one) == ([half, half], [(100, MIB)])
    assert reading(9 * MIB, longest=MIB, stsz=u32(half + 1, 2), **one) == (
        [half + 1] * 2, [(100, half + 1), (101 + half, half + 1)],
    )  # fmt: skip
    assert reading(9 * MIB, longest=70_000, stsz=u32(0, 2, 9, MIB), **one) == ([9, None], [(100, 9)])
    assert reading(100 + half + 1, longest=MIB, stsz=u32(half + 1, 2), **one)[0] == [half + 1, None]


@pytest.mark.parametrize(("size", "there"), [(69_999, True), (70_000, True), (70_001, False)])
def test_the_longest_sample(size: int, there: bool) -> None:
    one: dict[str, Any] = {"stsc": u32(1, 1, 1, 1), "stco": u32(1, 100)}
    assert reading(9 * MIB, stsz=u32(0, 1, size), **one)[0] == [size if there else None]
    two: dict[str, Any] = {"stsc": u32(1, 1, 2, 1), "stco": u32(1, 100)}
    assert reading(9 * MIB, stsz=u32(0, 2, size, 2 * MIB), **two)[0] == [size if there else None, None]


def test_the_longest_title() -> None:
    movie = opened(trak(stsz=u32(0, 2, 0xFFFF + 4096, 0xFFFF + 4097)))
    samples = timed_samples(replace(movie, source=Reads(9 * MIB)), movie.tracks[0])
    assert [each.data is None for each in samples] == [False, True]


def test_samples_of_more_than_64_mebibytes_are_not_read() -> None:
    longest = 16 * MIB
    each: dict[str, Any] = {"stsc": u32(1, 1, 1, 1), "stco": u32(6, *range(100, 106))}
    assert reading(1 << 40, longest=longest, stsz=u32(longest, 5), **each)[0] == [longest] * 4 + [None]
    more = u32(0, 5, longest, longest, longest, longest - 9, 9)
    assert reading(1 << 40, longest=longest, stsz=more, **each)[0] == [longest] * 3 + [longest - 9, 9]
    more = u32(0, 5, longest, longest, longest, longest - 9, 10)
    assert reading(1 << 40, longest=longest, stsz=more, **each)[0] == [longest] * 3 + [longest - 9, None]
    rest: dict[str, Any] = {"stsc": u32(2, 1, 1, 1, 4, 3, 1), "stco": u32(4, *range(100, 104))}
    more = u32(0, 6, longest, longest, longest, longest - 9, 9, 0)
    assert reading(1 << 40, longest=longest, stsz=more, **rest)[0] == [longest] * 3 + [longest - 9, 9, 0]


def test_as_many_samples_as_a_chapter_track_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chaptertracks.MAX_SAMPLES == 20_000
    monkeypatch.setattr(chaptertracks, "MAX_SAMPLES", 4)
    assert reading(1000, stsz=u32(1, 4), stsc=u32(1, 1, 9, 1))[0] == [1] * 4
    assert reading(1000, stsz=u32(1, 5), stsc=u32(1, 1, 9, 1)) == ([1] * 4, [(28, 4)])


def timed(
    *edits: tuple[int, int], scale: int = 1000, movie_scale: int = 1000, stts: bytes | None = None
) -> list[TimedSample]:
    table = u32(2, 2, 10, 1, 25) if stts is None else stts
    front = edit_list(*edits) if edits else b""
    movie = opened(trak(front=front, timescale=scale, stts=table, stsz=u32(2, 3)), timescale=movie_scale)
    return list(timed_samples(movie, movie.tracks[0]))


def times(*edits: tuple[int, int], scale: int = 1000, movie_scale: int = 1000) -> list[tuple[int, int]]:
    return [(each.start, each.stop) for each in timed(*edits, scale=scale, movie_scale=movie_scale)]


def test_when_samples_are_shown() -> None:
    assert timed() == [
        TimedSample(0, 10, bytes([0, 1])), TimedSample(10, 20, bytes([2, 3])), TimedSample(20, 45, bytes([4, 5])),
    ]  # fmt: skip
    assert times((45, 0)) == [(0, 10), (10, 20), (20, 45)]
    assert times(scale=100) == [(0, 100), (100, 200), (200, 450)]
    assert times((5, -1), (45, 0)) == [(5, 15), (15, 25), (25, 50)]
    assert times((5, -1), (7, -1), (45, 3)) == [(9, 19), (19, 29), (29, 54)]
    assert times((45, 15)) == [(0, 0), (0, 5), (5, 30)]
    assert times((45, 1), (45, 9)) == [(0, 9), (9, 19), (19, 44)], "the first edit that shows something"
    assert times((5, -1)) == [(5, 15), (15, 25), (25, 50)]
    assert times((60, -1), (45, 100), scale=10_000, movie_scale=600) == [(90, 91), (91, 92), (92, 95)]
    assert len(timed(stts=u32(1, 2, 10))) == 2, "a sample without a time is none"


# --- one sample of text


def test_what_a_sample_says() -> None:
    assert decode_sample(encode_sample("Ü")) == TextSample("Ü")
    assert decode_sample(untitled_sample()) == TextSample("", meant=True)
    assert decode_sample(b"\0\2ab" + bytes.fromhex("0000000866726565")) == TextSample("ab", meant=True)
    assert decode_sample(b"\0\1") == TextSample("")
    assert decode_sample(b"\0\1ab") == TextSample("a")
    assert decode_sample(b"\1\1" + b"x" * 300) == TextSample("x" * 257)
    assert decode_sample(b"\0") == decode_sample(b"") == TextSample("")
    assert decode_sample(b"\0\3a\0\0") == TextSample("a"), "what ends with zeros"
    assert decode_sample(b"\0\4\xfe\xff\0a") == decode_sample(b"\0\4\xff\xfea\0") == TextSample("a")
    assert decode_sample(b"\0\6\xfe\xff\0a\0\0") == TextSample("a")
    assert decode_sample(b"\0\5\xfe\xff\0a\0") == TextSample("a\ufffd")
    assert decode_sample(b"\0\3\x8e\0\0") == TextSample("é"), "Mac Roman"


@pytest.mark.parametrize("size", [65_534, 65_535, 65_536])
def test_the_longest_text(size: int) -> None:
    sample = encode_sample("x" * size)
    assert sample[:2] == min(size, 65_535).to_bytes(2, "big")
    text = decode_sample(sample).text
    assert text == ("x" * size if size < 65_536 else "x" * 65_532 + "…")


def linked(*boxes: bytes) -> str | None:
    return decode_sample(b"\0\1A" + b"".join(boxes)).url


def test_links() -> None:
    link = href("https://a.b/ü", 1)
    raw = "https://a.b/ü".encode()
    whole = box(b"href", b"\0\0\0\1", bytes([len(raw)]), raw, b"\0")
    assert linked(whole) == "https://a.b/ü"
    assert linked(box(b"encd", b"\0\0\1\0"), whole) == "https://a.b/ü"
    assert linked(box(b"encd"), whole, box(b"href", b"\0\0\0\1\1x")) == "https://a.b/ü", "the first"
    assert linked(whole[:-1]) is None, "a box that is cut off"
    assert linked(box(b"href", b"\0\0\0\1", b"\1x")) == "x"
    assert linked(box(b"href", b"\0\0\0\1", b"\5x")) == "x"
    assert linked(box(b"href", b"\0\0\0\1", b"\5x"), box(b"more")) == "x", "a length that leads out of the box"
    assert linked(box(b"href", b"\0\0\0\1", b"\0x")) is None
    assert linked(box(b"href", b"\0\0\0\1", b"\0")) is None
    assert linked(box(b"href", b"\0\0\0\1", b"\1")) is None
    assert linked(box(b"href", b"\0\0\0\1", b"\1"), whole) == "https://a.b/ü"
    assert linked(box(b"href", b"\0\0\0\1", b"\1\xff")) == "\ufffd"
    assert linked(box(b"hrex", b"\0\0\0\1", b"\1x")) is None
    assert linked(u32(7) + b"encd", whole) is None
    assert linked(u32(0) + b"encd", whole) is None
    assert linked() is None
    assert link[4:8] == b"href"


def test_sound_is_no_text() -> None:
    assert chapter_tracks(opened(trak(stsd=u32(1) + sound_entry()))).ours == ()
    assert isinstance(opened(), Movie)
