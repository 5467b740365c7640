"""WAV: chunks and sizes after an edit, open and broken sizes, markers, and durations."""

from __future__ import annotations

import struct

import pytest

from chaptag.containers import wav
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.edit import Edit, EditedSource, Keep
from chaptag.model.errors import AudioError, DamagedAudio, UnsupportedAudio
from chaptag.model.normalise import normalise
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.containers.contract import apply, list_of
from tests.support import id3, riff

ONE = list_of(Chapter(0, "One"), Chapter(30_000, "Two"))
ALL = riff.bext() + riff.ixml() + riff.cue([0, 80_000]) + riff.labels(["First", "Second ü"])


def tag(data: bytes) -> bytes:
    return apply(data, wav.edit(BytesSource(data), ONE, WriteOptions()))


def rules(data: bytes) -> set[str]:
    return {each.rule for each in wav.inspect(BytesSource(data)).findings}


def test_a_new_chunk_goes_to_the_end_and_the_size_of_the_whole_follows() -> None:
    data = riff.wav(before=ALL, after=riff.chunk(b"PEAK", bytes(16)))
    new = tag(data)
    assert new[8 : len(data)] == data[8:]
    name, body = riff.chunks_of(new)[-1]
    assert (name, body[:3], riff.chunks_of(new)[:-1]) == (b"id3 ", b"ID3", riff.chunks_of(data))
    assert len(new) == 8 + struct.unpack("<I", new[4:8])[0]


def test_sound_of_odd_size_without_its_pad_byte_gets_it() -> None:
    data = riff.wav(data=bytes(1001))[:-1]
    data = data[:4] + struct.pack("<I", len(data) - 8) + data[8:]
    chunks = riff.chunks_of(tag(data))
    assert [name for name, _ in chunks] == [b"fmt ", b"data", b"id3 "]
    assert len(chunks[1][1]) == 1001


def test_ds64_holds_the_new_size_and_everything_else_stays() -> None:
    data = riff.wav(form="RF64", before=ALL)
    new = tag(data)
    assert struct.unpack("<IQQ", new[4:8] + new[20:36]) == (0xFFFFFFFF, len(new) - 8, 480_000)
    assert new[28 : len(data)] == data[28:]


@pytest.mark.parametrize("size", [0, riff.UNKNOWN])
def test_open_sizes_stay_open_and_the_chunk_goes_before_the_sound(size: int) -> None:
    data = riff.wav(size=size, data_size=size)
    new = tag(data)
    at = new.index(b"id3 ")
    added = 8 + struct.unpack("<I", new[at + 4 : at + 8])[0]
    assert new[:at] + new[at + added :] == data
    assert new[at + added : at + added + 4] == b"data"
    assert "hull-size-wrong" in rules(data)
    assert wav.measure(BytesSource(new)).duration.ms == 60_000


def test_a_recording_that_was_cut_off() -> None:
    data = riff.wav()[:-80_000]
    assert "hull-cut-off" in rules(data)
    assert wav.measure(BytesSource(data)).duration.ms == 50_000
    new = tag(data)
    assert new.index(b"id3 ") < new.index(b"data")
    assert len(wav.inspect(BytesSource(new)).chapters) == 2


def test_a_header_that_says_too_little_is_put_right() -> None:
    data = riff.wav(size=36)
    assert "hull-size-wrong" in rules(data)
    assert riff.chunks_of(tag(data))[-1][0] == b"id3 "


def test_bytes_behind_the_last_chunk_stay_behind() -> None:
    data = riff.wav(tail=b"\0\1junk")
    new = tag(data)
    assert "hull-junk" in rules(data)
    assert new.endswith(b"\0\1junk")
    assert riff.chunks_of(new)[-1][0] == b"id3 "


class Sparse:
    """A big WAV whose sound is NUL bytes that nobody keeps."""

    def __init__(self, head: bytes, size: int) -> None:
        self.name, self.head, self.size = "big.wav", head, size

    def read(self, offset: int, length: int) -> bytes:
        length = max(0, min(length, self.size - offset))
        assert length < 1 << 24, "the sound is not to be read"
        return (self.head[offset : offset + length]).ljust(length, b"\0")


def test_a_file_that_would_outgrow_its_header_is_refused_with_the_way_out() -> None:
    size = (1 << 32) - 100
    head = b"RIFF" + struct.pack("<I", size - 8) + b"WAVE" + riff.fmt() + b"data" + struct.pack("<I", size - 44)
    with pytest.raises(UnsupportedAudio, match="4 GiB") as error:
        wav.edit(Sparse(head, size), ONE, WriteOptions())
    assert "-rf64" in error.value.hint


def test_rf64_of_five_gigabytes() -> None:
    size = 5 << 30
    rest = riff.fmt() + b"data" + struct.pack("<I", riff.UNKNOWN)
    sound = size - 12 - 36 - len(rest)
    ds64 = riff.chunk(b"ds64", struct.pack("<QQQI", size - 8, sound, sound, 0))
    source = Sparse(b"RF64" + struct.pack("<I", riff.UNKNOWN) + b"WAVE" + ds64 + rest, size)
    assert wav.measure(source).duration.ns == sound * 1_000_000_000 // 8000
    edit = wav.edit(source, normalise(ChapterList.of([Chapter(0, "x")]), 600_000_000), WriteOptions())
    edit.check()
    new = EditedSource(source, edit)
    assert struct.unpack("<Q", new.read(20, 8)) == (new.size - 8,)
    assert new.read(size, 4) == b"id3 "


def test_markers_are_chapters_where_there_are_no_others() -> None:
    layout = wav.inspect(
        BytesSource(riff.wav(after=riff.cue([80_000, 0, 4]) + riff.labels(["b", "", "c"], regions=[800])))
    )
    (store,) = layout.stores
    assert (store.kind, store.editable, [each.rule for each in store.findings]) == ("cue", False, ["cue-markers"])
    assert list(layout.chapters) == [Chapter(0, ""), Chapter(1, "c"), Chapter(10_000, "b", end=10_100)]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_names_of_markers_in_both_encodings(encoding: str) -> None:
    data = riff.wav(after=riff.labels(["Größe"], encoding=encoding) + riff.cue([0]))
    assert [chapter.title for chapter in wav.inspect(BytesSource(data)).chapters] == ["Größe"]


def test_chapters_go_before_markers_which_stay_and_are_said_to_mix() -> None:
    data = riff.wav(before=ALL)
    edit = wav.edit(BytesSource(data), ONE, WriteOptions())
    assert [each.rule for each in edit.findings] == ["cue-markers-mixed"]
    layout = wav.inspect(BytesSource(apply(data, edit)))
    assert [store.kind for store in layout.stores] == ["id3", "cue"]
    assert [chapter.title for chapter in layout.chapters] == ["One", "Two"]


def test_a_cue_chunk_that_lies_about_its_count() -> None:
    data = riff.wav(after=riff.chunk(b"cue ", struct.pack("<I", 1 << 31) + bytes(50)))
    assert len(wav.inspect(BytesSource(data)).chapters) == 2


def test_a_chunk_for_a_tag_without_one_is_reported_and_not_overwritten() -> None:
    data = riff.wav(after=riff.chunk(b"id3 ", b"no tag"))
    assert "hull-tag-unreadable" in rules(data)
    with pytest.raises(DamagedAudio, match="none in it"):
        tag(data)


def test_bytes_behind_the_tag_in_its_chunk() -> None:
    old = id3.chapter_tag([(0, 60_000, "old")])
    room = riff.wav(after=riff.chunk(b"id3 ", old + bytes(10)))
    assert [c.title for c in wav.inspect(BytesSource(tag(room))).chapters] == ["One", "Two"]
    with pytest.raises(DamagedAudio, match="follow the ID3 tag"):
        tag(riff.wav(after=riff.chunk(b"id3 ", old + b"data here ")))


def test_a_tag_with_room_changes_nothing_else() -> None:
    data = riff.wav(before=riff.chunk(b"id3 ", id3.tag(id3.text("TIT2", "x"), padding=2000)) + ALL)
    edit = wav.edit(BytesSource(data), ONE, WriteOptions())
    assert len(apply(data, edit)) == len(data)
    assert isinstance(edit.pieces[0], Keep)
    assert edit.put_size < 400


def test_durations_by_what_the_chunks_say() -> None:
    adpcm = riff.chunk(b"fmt ", struct.pack("<HHIIHHHH", 0x11, 1, 8000, 4055, 256, 4, 2, 505))
    fact = riff.chunk(b"fact", struct.pack("<I", 80_000))
    data = riff.wav(format_=adpcm, before=fact, data=bytes(40_550))
    assert (wav.measure(BytesSource(data)).duration.ms, wav.measure(BytesSource(data)).findings) == (10_000, ())
    lying = riff.wav(format_=adpcm, before=fact, data=bytes(400_550))
    assert [each.rule for each in wav.measure(BytesSource(lying)).findings] == ["hull-sound-differs"]
    without = riff.wav(format_=adpcm, data=bytes(40_550))
    assert (wav.measure(BytesSource(without)).duration.ms, wav.measure(BytesSource(without)).duration.exact) == (
        10_000,
        False,
    )


@pytest.mark.parametrize(
    "data",
    [
        riff.wav()[:40],
        b"RIFF\4\0\0\0WAVE",
        b"RF64\xff\xff\xff\xffWAVE" + riff.fmt(),
        riff.wav(before=riff.chunk(b"junk", b"") * 10_001),
        riff.wav(format_=b""),
    ],
)
def test_broken_files_end_in_a_message(data: bytes) -> None:
    with pytest.raises(AudioError) as error:
        wav.measure(BytesSource(data))
    assert error.value.hint


def test_removing_leaves_markers_alone() -> None:
    data = riff.wav(before=ALL)
    edit = wav.edit(BytesSource(data), list_of(), WriteOptions())
    assert edit == Edit.nothing(len(data))
