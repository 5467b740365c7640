"""Tags after the sound, in any order, are found whole and never believed beyond reason."""

from __future__ import annotations

import itertools
import struct

import pytest

from chaptag.containers.mpeg.ends import trailers
from chaptag.model.source import BytesSource
from chaptag.model.span import Span
from tests.support import id3
from tests.support.mp3 import apev2, cbr, id3v1, lyrics3

SOUND = cbr(20)
APPENDED = id3.tag(id3.text("TIT2", "x", version=4), version=4, footer=True)
LYRICS_1 = b"LYRICSBEGIN" + b"words" * 100 + b"LYRICSEND"
ENHANCED = b"TAG+" + bytes(223) + id3v1()
KINDS = {
    "ID3v1": id3v1(),
    "APE": apev2(),
    "Lyrics3": lyrics3(),
    "ID3v2.4": APPENDED,
}


@pytest.mark.parametrize("names", [order for size in range(4) for order in itertools.permutations(KINDS, size)])
def test_every_order(names: tuple[str, ...]) -> None:
    data = SOUND + b"".join(KINDS[name] for name in names)
    found = trailers(BytesSource(data), 0)
    assert [each.name for each in found] == list(names)
    assert not found or found[0].span.start == len(SOUND)
    assert not found or found[-1].span.stop == len(data)


@pytest.mark.parametrize("tail", [apev2(with_header=False), LYRICS_1, LYRICS_1 + id3v1(), ENHANCED])
def test_older_forms(tail: bytes) -> None:
    assert trailers(BytesSource(SOUND + tail), 0)[0].span.start == len(SOUND)


@pytest.mark.parametrize("tag", [*KINDS.values(), LYRICS_1, ENHANCED])
def test_a_tag_may_be_the_whole_file(tag: bytes) -> None:
    assert [each.span for each in trailers(BytesSource(tag), 0)] == [Span(0, len(tag))]


def test_the_flags_of_an_ape_tag_are_told_apart() -> None:
    """A tag without a header may be read-only, which is another bit; one without items is its footer alone."""
    footer = b"APETAGEX" + struct.pack("<IIII", 2000, 32, 0, 1) + bytes(8)
    assert trailers(BytesSource(SOUND + footer), 0)[0].span == Span(len(SOUND), len(SOUND) + 32)


@pytest.mark.parametrize(("words", "found"), [(5100, True), (5101, False)])
def test_the_longest_lyrics_of_the_first_version(words: int, found: bool) -> None:
    tag = b"LYRICSBEGIN" + b"w" * words + b"LYRICSEND"
    assert bool(trailers(BytesSource(SOUND + tag), 0)) == found


def test_sound_is_not_a_tag() -> None:
    assert trailers(BytesSource(SOUND), 0) == ()
    assert trailers(BytesSource(b""), 0) == ()


@pytest.mark.parametrize(
    "tail",
    [
        b"APETAGEX" + struct.pack("<IIII", 2000, 0xFFFFFFF0, 1, 0) + bytes(8),  # reaches far before the file
        b"APETAGEX" + struct.pack("<IIII", 2000, 5, 1, 0) + bytes(8),  # smaller than its own footer
        b"999999LYRICS200",
        b"LYRICSEND",
        b"3DI\4\0\x10" + id3.synchsafe(1 << 27),
        b"3DI\4\0\x10" + id3.synchsafe(100),  # no tag begins there
        b"3DI\4\0\x10\xff\xff\xff\xff",
        b"3DI\4\0\x10" + id3.synchsafe(len(SOUND) - 9),  # one byte more than the file has
        b"12345xLYRICS200",
    ],
)
def test_lies_are_not_believed(tail: bytes) -> None:
    assert trailers(BytesSource(SOUND + tail), 0) == ()


@pytest.mark.parametrize("tail", [b"3DI\4", b"3DI\4\0\x10\0", b"TAG", b"APETAGEX", b"LYRICS200"])
def test_the_beginning_of_a_tag_is_none(tail: bytes) -> None:
    assert trailers(BytesSource(tail), 0) == ()


def test_no_tag_reaches_before_the_sound() -> None:
    data = SOUND + id3v1()
    assert trailers(BytesSource(data), len(data) - 100) == ()


def test_a_file_of_tags_ends_the_search() -> None:
    assert len(trailers(BytesSource(id3v1() * 1000), 0)) == 16
