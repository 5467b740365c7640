"""FLAC: padding gives the room, all other blocks stay, and STREAMINFO is held against the last frame."""

from __future__ import annotations

import pytest

from chaptag.containers import flac
from chaptag.model.chapter import Chapter
from chaptag.model.errors import AudioError, DamagedAudio, UnsupportedAudio
from chaptag.model.normalise import Normalised
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.containers.contract import apply, list_of
from tests.support import id3
from tests.support import vorbis as made

ONE = list_of(Chapter(0, "One", url="https://example.org/"), Chapter(30_000, "Two"))


def tag(data: bytes, chapters: Normalised = ONE) -> bytes:
    return apply(data, flac.edit(BytesSource(data), chapters, WriteOptions()))


def test_comments_as_bytes() -> None:
    blocks, _ = made.flac_blocks(tag(made.flac(["TITLE=x"])))
    vendor, items, rest = made.items_of(blocks[1][1])
    assert (vendor, rest) == (b"some encoder 1.0", b"")
    assert items == [
        b"TITLE=x",
        b"CHAPTER001=00:00:00.000",
        b"CHAPTER001NAME=One",
        b"CHAPTER001URL=https://example.org/",
        b"CHAPTER002=00:00:30.000",
        b"CHAPTER002NAME=Two",
    ]


def test_padding_gives_the_room_so_that_the_sound_stays_in_place() -> None:
    data = made.flac(padding=4096, others=[(3, bytes(36))])
    edit = flac.edit(BytesSource(data), ONE, WriteOptions())
    new = apply(data, edit)
    assert len(new) == len(data)
    assert edit.put_size < 500
    before, after = (dict(made.flac_blocks(each)[0]) for each in (data, new))
    assert len(before[1]) + len(before[4]) == len(after[1]) + len(after[4])


@pytest.mark.parametrize("padding", [None, 0, 5])
def test_without_padding_the_file_grows_once(padding: int | None) -> None:
    first = tag(made.flac(padding=padding))
    more = list_of(*(Chapter(number * 1000, f"Chapter {number}") for number in range(50)))
    second = tag(first, more)
    assert len(dict(made.flac_blocks(first)[0])[1]) == 8192
    assert len(second) == len(first)


def test_comments_that_fill_the_padding_to_the_byte() -> None:
    grown = len(tag(made.flac(padding=None))) - 8192 - 4 - len(made.flac(padding=None))
    new = tag(made.flac(padding=grown))
    assert dict(made.flac_blocks(new)[0])[1] == b""
    assert len(new) == len(made.flac(padding=grown))


def test_a_file_without_comments_is_as_before_once_chapters_are_gone() -> None:
    data = made.flac(None, padding=9000)
    assert tag(tag(data), list_of()) == data


@pytest.mark.parametrize("stated", [0, 60 * 44_100])
def test_the_duration_is_known_without_streaminfo_too(stated: int) -> None:
    duration = flac.measure(BytesSource(made.flac(stated=stated))).duration
    assert (duration.ns, duration.exact) == (60_000_000_000, True)
    assert duration.method == ("stream-info" if stated else "frames")


def test_a_file_that_was_cut_off() -> None:
    measured = flac.measure(BytesSource(made.flac()[:-2000]))
    assert [each.rule for each in measured.findings] == ["last-frame-cut-off", "hull-sound-differs"]
    frames = measured.duration.ns * 44_100 / 4096 / 1e9
    assert 0 < frames < 646
    assert abs(frames - round(frames)) < 1e-3


def test_a_stream_that_begins_late() -> None:
    data = made.flac()
    frames = made.flac_blocks(data)[1]
    later = data[: -len(frames)] + made.flac_frames(60 * 44_100, first=1000)
    assert flac.measure(BytesSource(later)).duration.ns == 60_000_000_000


def test_a_tag_in_front_is_reported_and_stays() -> None:
    front = id3.chapter_tag([(0, 60_000, "old")])
    layout = flac.inspect(BytesSource(front + made.flac()))
    assert [each.rule for each in layout.findings] == ["hull-stray-id3"]
    assert [(store.kind, store.editable) for store in layout.stores] == [("id3", False)]
    new = tag(front + made.flac())
    assert new.startswith(front)
    assert [chapter.title for chapter in flac.inspect(BytesSource(new)).chapters] == ["One", "Two"]


def test_neither_header_nor_frames_tell_the_duration() -> None:
    data = made.flac(stated=0)
    frames = made.flac_blocks(data)[1]
    with pytest.raises(UnsupportedAudio, match="STREAMINFO"):
        flac.measure(BytesSource(data[: -len(frames)] + bytes(5000)))


@pytest.mark.parametrize(
    "data",
    [
        made.flac(others=[(4, made.comments(["A=b"]))]),
        b"fLaC" + made.block(4, made.comments([]), last=True),
        b"fLaC" + made.block(0, made.streaminfo(1)) + made.block(127, b"", last=True),
        b"fLaC" + made.block(0, made.streaminfo(1)) + made.block(1, b"") * 10_001,
        b"fLaC" + made.block(0, made.streaminfo(1)) + made.block(4, b"\xff\xff\xff\xff", last=True),
        b"fLaC" + made.block(0, made.streaminfo(1)) + made.block(4, bytes(4) + b"\xff\xff\xff\x7f", last=True),
    ],
)
def test_broken_metadata_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedAudio) as error:
        tag(data)
    assert error.value.hint


def test_more_comments_than_a_block_can_hold() -> None:
    data = made.flac([b"X=" + bytes(16_700_000)], padding=None)
    with pytest.raises(AudioError, match="16 MiB"):
        tag(data, list_of(*(Chapter(n * 60, "title " * 20) for n in range(999))))
