"""What is wanted of a file: what is lost and said of it, and whether a file holds it already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chaptag.containers.mp4.stores import read_chpl, read_titles
from chaptag.containers.mp4.wanted import Wanted, chpl_is, titles_are, want
from chaptag.model.chapter import Chapter
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.options import WriteOptions
from tests.containers.mp4.bare import edit_list, opened, refusal
from tests.containers.mp4.tagging import chapters
from tests.containers.mp4.told import chap, file, read, titles
from tests.support.mp4 import box, chpl, full

# --- what is wanted


def wanted(listed: list[Chapter], *, duration: int = 60_000, movie: int = 60_000, long: bool = False) -> Wanted:
    return want(opened(duration=movie), chapters(listed, duration), WriteOptions(long_titles=long))


def told(*listed: Chapter, **more: object) -> list[tuple[str, str, int | None]]:
    return [(each.rule, each.message, each.chapter) for each in wanted(list(listed), **more).findings]  # type: ignore[arg-type]


def test_nothing_is_lost() -> None:
    assert told(Chapter(0, "A"), Chapter(5, "B")) == []


def test_titles_that_are_cut() -> None:
    cut = "titles cut to 127 bytes in 'chpl': 2 of 3, the first is that of chapter 2, “"
    found = told(Chapter(0, "x" * 127), Chapter(1, "y" * 128), Chapter(2, "z" * 128))
    assert [(found[0][0], found[0][2])] == [("mp4-title-cut", 2)]
    assert found[0][1] == cut + "y" * 59 + "…”; the text track has them whole"
    assert told(Chapter(0, "x" * 255), long=True) == []
    found = told(Chapter(0, "x" * 256), long=True)
    assert found[0][1].startswith("titles cut to 255 bytes in 'chpl': 1 of 1, the first is that of chapter 1, “xx")


def test_titles_that_are_long() -> None:
    def long(size: int) -> list[tuple[str, str, int | None]]:
        found = told(Chapter(0, "A"), Chapter(1, "ü" * (size // 2) + "x" * (size % 2)), Chapter(2, "x" * 2000))
        return [each for each in found if each[0] == "mp4-title-long"]

    assert long(1023) == [("mp4-title-long", "the title of chapter 3 has 2000 bytes, some readers stop at 1023", 3)]
    assert long(1024) == [("mp4-title-long", "the title of chapter 2 has 1024 bytes, some readers stop at 1023", 2)]
    assert long(65_535)[0][1] == "the title of chapter 2 has 65535 bytes, some readers stop at 1023"
    assert long(65_536)[0][1] == "the title of chapter 2 has 65536 bytes, 65535 are written"


def test_what_an_mp4_has_no_place_for() -> None:
    link: dict[str, Any] = {"url": "https://a.b"}
    found = told(
        Chapter(0, "A", **link), Chapter(1, "B"), Chapter(2, "C", **link), Chapter(3, "H", hidden=True, **link)
    )
    assert found == [
        ("mp4-links-left-out", "links left out: 2 (an MP4 has no place for them that players read)", None),
        ("mp4-hidden-left-out", "hidden chapters left out: 1 (players would list them)", None),
    ]


def test_gaps() -> None:
    found = told(Chapter(0, "A", 10), Chapter(10, "B", 19), Chapter(20, "C", 59_999))
    message = (
        "chapters that end before the next one starts: 2, the first is “B” at 00:00.019; "
        "in an MP4 each lasts until the next"
    )
    assert found == [("mp4-gaps-closed", message, 2)]
    assert told(Chapter(0, "A", 10), Chapter(10, "B", 60_000)) == []


def test_more_chapters_than_a_list_holds() -> None:
    many = [Chapter(n, "A") for n in range(256)]
    assert told(*many[:255]) == []
    message = "256 chapters: the 'chpl' box holds 255, so only the text track is written"
    assert told(*many) == [("mp4-chpl-left-out", message, None)]
    assert wanted(many).entries is None
    assert len(wanted(many[:255]).entries or ()) == 255


def test_where_the_text_track_ends() -> None:
    def end(duration: int, movie: int) -> int:
        return sum(wanted([Chapter(0, "A")], duration=duration, movie=movie).titles.durations)

    assert end(60_000, 0) == 60_000, "a movie that does not say how long it is"
    assert end(60_000, 59_999) == 59_999
    assert end(60_000, 60_001) == 60_000
    scaled = want(opened(timescale=600, duration=7), chapters([(0, "A")], 60_000), WriteOptions())
    assert sum(scaled.titles.durations) == 11


def test_the_last_moment_of_a_text_track() -> None:
    most = 0xFFFFFFFF
    assert sum(wanted([Chapter(0, "A")], duration=most, movie=0).titles.durations) == most
    message = "a chapter track ends at 1193:02:47.295, the audio at 1193:02:47.296"
    with refusal(UnsupportedAudio, message, 0):
        wanted([Chapter(0, "A")], duration=most + 1, movie=0)


# --- what is there already


def test_a_list_that_is_there_already() -> None:
    def same(*boxes: bytes, entries: bool = True) -> bool:
        movie = opened(more=box(b"udta", *boxes) if boxes else b"")
        listed = wanted([Chapter(0, "A"), Chapter(5, "B")]).entries if entries else None
        return chpl_is(read_chpl(movie, 60_000), listed)

    good = [(0, "A"), (5, "B")]
    assert same(chpl(good))
    assert not same(chpl(good, version=0))
    assert not same(chpl(good)[:-1] + b"x")
    assert not same(chpl([(0, "A"), (6, "B")]))
    assert not same(chpl(good[:1]))
    assert not same(chpl([*good, (7, "C")]))
    assert not same()
    assert same(entries=False)
    assert not same(chpl(good), entries=False)
    most = [Chapter(n, "A") for n in range(255)]
    movie = opened(more=box(b"udta", chpl([(n, "A") for n in range(255)])))
    assert chpl_is(read_chpl(movie, 60_000), wanted(most).entries)
    longer = full(b"chpl", bytes(4), b"\2", chpl(good)[17:], b"more", version=1)
    assert not same(longer), "not the whole of it"


def kept(*named: str, listed: list[tuple[int, str]] | None = None, movie: int = 60_000, **more: object) -> bool:
    """Whether a track of these titles, 10 seconds each, is as it should be."""
    deltas = [10_000] * (len(named) - 1) + [60_000 - 10_000 * (len(named) - 1)]
    there = read(file(titles(*named, **({"deltas": deltas} | more)), refs=chap(2)))  # type: ignore[arg-type]
    chapters_of = [(10_000 * n, title) for n, title in enumerate(named)] if listed is None else listed
    new = want(there, chapters(chapters_of, 60_000), WriteOptions())
    return titles_are(replace(there, duration=movie), read_titles(there, there.tracks[1]), new)


def test_titles_that_are_there_already() -> None:
    assert kept("A", "B")
    assert not titles_are(opened(), None, wanted([Chapter(0, "A")]))
    assert not kept("A", "B", handler=b"sbtl")
    assert kept("A", "B", front=edit_list((60_000, 0)))
    assert not kept("A", "B", front=edit_list((60_000, 1)), listed=[(0, "A"), (9_999, "B")])
    assert not kept("A", "B", front=edit_list((60_000, 0), (5, 0)))
    assert not kept("A", "B", listed=[(0, "A"), (10_000, "C")])
    assert not kept("A", "B", listed=[(0, "A"), (10_001, "B")])
    assert not kept("A", "B", listed=[(0, "A")])
    assert not kept("A", "B", listed=[(0, "A"), (10_000, "B"), (20_000, "C")])
    assert not kept("A", "B", listed=[(0, "A"), (10_000, "BC")])
    assert kept("", "B", listed=[(10_000, "B")]), "filler in front"
    assert not kept("x", "B", listed=[(10_000, "B")])
    assert not kept("A", "B", deltas=[10_000, 0]), "a last title of no length"
    assert kept("A", "B", deltas=[10_000, 1])


def test_titles_that_last_longer_than_the_movie() -> None:
    assert kept("A", movie=60_000)
    assert kept("A", movie=59_999)
    assert not kept("A", movie=59_998)
    assert kept("A", movie=0)
