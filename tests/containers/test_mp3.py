"""MP3 as a container: what `inspect` says at a glance, and what it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from chaptag.containers import mp3 as container
from chaptag.containers.mpeg.header import LONGEST_FRAME
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.edit import Keep, Span
from chaptag.model.normalise import normalise
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.support import id3
from tests.support.mp3 import apev2, cbr, garbage, header, id3v1, lyrics3, mp3, vbr

TAIL = apev2() + lyrics3() + id3v1()
TAG = id3.chapter_tag([(0, 30_000, "a"), (30_000, 60_000, "b")], id3.text("TIT2", "x"), padding=500)


def test_a_layout_at_a_glance() -> None:
    data = mp3(60, tag=TAG, tail=TAIL)
    layout = container.inspect(BytesSource(data, "ep.mp3"))
    assert (layout.container, layout.label, layout.size) == ("mp3", "MP3, ID3v2.3", len(data))
    assert layout.payload == (Span(len(TAG), len(data) - len(TAIL)),)
    assert [(store.kind, store.label, store.offset, len(store.chapters)) for store in layout.stores] == [
        ("id3", "ID3v2.3 CHAP/CTOC", 0, 2)
    ]
    assert layout.details == (
        ("sound", "MPEG-1 layer III, 44100 Hz, mono"),
        ("tag", f"ID3v2.3, {len(TAG):,} bytes"),
        ("after the sound", f"APE, {len(apev2())} bytes"),
        ("after the sound", f"Lyrics3, {len(lyrics3())} bytes"),
        ("after the sound", "ID3v1, 128 bytes"),
    )
    assert layout.findings == ()
    assert layout.duration is not None
    assert layout.duration == container.measure(BytesSource(data)).duration


def test_a_duration_that_no_header_proves_is_left_to_measure() -> None:
    assert container.inspect(BytesSource(vbr(100))).duration is None
    assert container.inspect(BytesSource(mp3(60)[:-500])).duration is None


def test_nothing_but_the_tag_and_the_first_frames_is_read() -> None:
    class Metered:
        name = "metered"
        data = mp3(1200, tag=TAG, tail=TAIL)
        size = len(data)
        total = 0

        def read(self, offset: int, length: int) -> bytes:
            result = self.data[offset : offset + length]
            self.total += len(result)
            return result

    source = Metered()
    container.inspect(source)
    assert source.total < 200_000
    source.total = 0
    container.edit(source, normalise(ChapterList.of([Chapter(0, "x")]), 1_200_000), WriteOptions())
    assert source.total < 200_000


def test_the_end_of_the_file_is_never_touched() -> None:
    data = mp3(60, tail=TAIL)
    edit = container.edit(BytesSource(data), normalise(ChapterList.of([Chapter(0, "x")]), 60_000), WriteOptions())
    assert edit.pieces[-1] == Keep(0, len(data))
    assert edit.payload == (Span(0, len(data) - len(TAIL)),)


@pytest.mark.parametrize("data", [b"", b"ID3", id3.tag(), garbage(2000)])
def test_files_without_sound_have_a_layout(data: bytes) -> None:
    layout = container.inspect(BytesSource(data))
    assert layout.stores == ()
    assert layout.duration is None


def test_sound_behind_rubbish_without_a_tag_is_no_finding() -> None:
    assert container.inspect(BytesSource(bytes(100) + cbr(9))).findings == ()


def test_looking_loads_nothing_that_it_does_not_need() -> None:
    """`show` must start fast: the splice, its conversion and the walk come in when they are wanted."""
    program = (
        "import sys; import chaptag.containers.mp3 as m; from chaptag.model.source import BytesSource;"
        "m.inspect(BytesSource(bytes(5000)));"
        "print(' '.join(sorted(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert not loaded & {
        "mutagen",
        "zlib",
        "fractions",
        "decimal",
        "urllib.parse",
        "lxml",
        "wcwidth",
        "pydub",
        "sqlite3",
    }
    assert not {name for name in loaded if name.endswith((".splice", ".convert", ".walk", ".measure"))}


@pytest.mark.parametrize(
    ("sound", "message"),
    [
        (bytes(1 << 16), "no sound within 64 KiB after the tag"),
        (bytes(3000) + cbr(50), "sound begins 3,000 bytes after the end of the tag"),
        (bytes(LONGEST_FRAME) + cbr(50), None),  # the rest of a frame that was cut
        (cbr(50), None),
        (b"", None),
    ],
)
def test_a_tag_that_says_the_wrong_size_is_told(sound: bytes, message: str | None) -> None:
    layout = container.inspect(BytesSource(TAG + sound, "ep.mp3"))
    assert [(each.rule, each.message) for each in layout.findings] == (
        [] if message is None else [("tag-size-wrong", message)]
    )
    assert layout.payload == ((Span(len(TAG), len(TAG) + len(sound)),) if sound else ())
    assert container.payload(BytesSource(TAG + sound)) == layout.payload
    assert container.inspect(BytesSource(sound)).findings == (), "there is no tag to be wrong"


def test_sound_of_free_format_is_named() -> None:
    head = header(0)
    frames = (head + bytes(400 - len(head))) * 30
    layout = container.inspect(BytesSource(TAG + frames, "ep.mp3"))
    assert layout.details[0] == ("sound", "MPEG-1 layer III, 44100 Hz, mono, free format")
    assert layout.findings == ()


def test_the_label_names_the_layer() -> None:
    assert container.inspect(BytesSource(cbr(20, layer=2))).label == "MP2"
    assert container.inspect(BytesSource(bytes(100))).label == "MP3"
