"""A file's kind is told by its content: what chaptag edits, what it only names, what it does not know."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.containers.registry import CONTAINERS
from chaptag.containers.sniff import sniff
from chaptag.model.source import BytesSource
from tests.support import id3
from tests.support.mp3 import cbr, garbage, header, id3v1, mp3, vbr
from tests.support.tools import require_tool


def _adts(count: int, size: int = 100) -> bytes:
    """Raw AAC, LC at 44.1 kHz, stereo."""
    head = bytes((0xFF, 0xF1, 0x50, 0x80 | size >> 11, size >> 3 & 0xFF, (size & 7) << 5 | 0x1F, 0xFC))
    return (head + bytes(size - 7)) * count


def _name(data: bytes) -> str | None:
    kind = sniff(BytesSource(data))
    return None if kind is None else kind.name


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("lines", [1, 3, 500])
def test_text_in_utf16_is_text_whatever_frame_its_byte_order_mark_would_begin(encoding: str, lines: int) -> None:
    for title in ("Tschüß – „Ende“", "日本 🎙", "x"):
        for start in range(10):
            text = f"\ufeff{start}:00 {title}\r\n" + f"{start}:30 {title}\r\n" * (lines - 1)
            assert _name(text.encode(encoding)) == "text"
    # Bit rate 3, 44.1 kHz: the mark begins a frame of 104 bytes, which end the file.
    assert _name("\ufeff0:00 Begrüßung\n2:10 Übersicht\n5:30 Tschüß – „Ende“\n"[:53].encode("utf-16-le")) == "text"


def test_frames_that_begin_like_a_byte_order_mark_are_mpeg() -> None:
    head = b"\xff\xfe\x30\x00"
    for payload in (bytes(100), bytes(number * 89 % 251 for number in range(100))):
        assert _name((head + payload) * 50) == "mp3"


TAG = id3.tag(id3.text("TIT2", "x"), padding=100)


@pytest.mark.parametrize(
    "data",
    [
        mp3(1),
        cbr(1),
        vbr(100),
        cbr(50, layer=2),
        cbr(50, layer=1),
        cbr(50, 8, 8000),
        garbage(5000) + cbr(50),
        bytes(60_000) + cbr(50),
        TAG + mp3(1),
        TAG + TAG + mp3(1) + id3v1(),
        TAG + garbage(3000) + cbr(9),
        id3.tag(id3.apic(garbage(200_000))) + cbr(9),
        TAG,
        TAG + garbage(100_000),  # with nothing better to call it
        b"ID3\3\0\0\xff\xff\xff\xff" + cbr(9),
        b"ID3\4\0\0\x7f\x7f\x7f\x7f" + cbr(9),
        (header(0) + bytes(600)) * 9,  # free format
    ],
)
def test_mp3(data: bytes) -> None:
    assert _name(data) == "mp3"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (_adts(5), "aac"),
        (TAG + _adts(5), "aac"),
        (_adts(1), "aac"),
        (b"fLaC\0\0\0\x22", "flac"),
        (TAG + b"fLaC\0\0\0\x22" + cbr(9), "flac"),
        (b"OggS\0\2" + bytes(22) + b"OpusHead", "ogg"),
        (b"OggS\0\2" + bytes(22) + b"\x01vorbis", "ogg"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "wav"),
        (b"RF64\xff\xff\xff\xffWAVEds64", "wav"),
        (b"RIFF\x24\0\0\0WAVEfmt " + cbr(9), "wav"),
        (b"FORM\0\0\0\x24AIFFCOMM", "aiff"),
        (b"FORM\0\0\0\x24AIFCFVER", "aiff"),
        (b"\0\0\0\x20ftypM4A \0\0\0\0", "mp4"),
        (b"\0\0\0\x20ftypqt  \0\0\0\0", "mp4"),
        (b"\0\0\1\x20moov\0\0\0\x6cmvhd", "mp4"),
        (b"\x12\x34\x56\x78mdat\0\0", "mp4"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm", "webm"),
        (b"\x1aE\xdf\xa3\xa3B\x86\x81\x01B\x82\x88matroska", "matroska"),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9", "asf"),
        (b"RIFF\x24\0\0\0AVI LIST", "avi"),
        ((b"\x47\x40\0\x10" + bytes(184)) * 4, "mpeg-ts"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "pdf"),
        (b"PK\3\4\x14\0", "zip"),
        (b"{\\rtf1\\ansi 00:00 Intro}", "rtf"),
        (b"", "empty"),
        (b"00:00 Intro\n05:12 Gast\xc3", "text"),  # cut off inside a character
        ("MAC users: 00:00 Größe\n".encode(), "text"),
        (b"The free guide\n", "text"),
        (b"TTA1 is a word too\n", "text"),
    ],
)
def test_what_else_there_is(data: bytes, name: str) -> None:
    assert _name(data) == name


@pytest.mark.parametrize("data", [garbage(100_000), bytes(100_000), b"\xff" * 100_000, b"\0", header() + bytes(5000)])
def test_what_nobody_knows(data: bytes) -> None:
    assert _name(data) is None


def test_every_container_can_be_recognised_and_named() -> None:
    kinds = {sniff(BytesSource(data)) for data in (mp3(1), b"\0\0\0\x20ftypM4A \0\0\0\0")}
    names = {kind.name for kind in kinds if kind is not None}
    assert names <= {kind.name for kind in CONTAINERS}
    assert all(kind is not None and kind.label.startswith(("a ", "an ")) for kind in kinds)


def test_little_is_read() -> None:
    class Metered:
        name, size, read_bytes = "x", 1 << 40, 0

        def read(self, offset: int, length: int) -> bytes:
            self.read_bytes += length
            return bytes(length)

    source = Metered()
    assert sniff(source) is None
    assert source.read_bytes < 1 << 19


@given(st.binary(max_size=3000))
def test_no_bytes_raise(data: bytes) -> None:
    sniff(BytesSource(data))
    sniff(BytesSource(TAG + data))


@pytest.mark.interop
@pytest.mark.parametrize(
    ("suffix", "name"),
    [
        ("mp3", "mp3"),
        ("mp2", "mp3"),
        ("m4a", "mp4"),
        ("mov", "mp4"),
        ("aac", "aac"),
        ("flac", "flac"),
        ("ogg", "ogg"),
        ("opus", "ogg"),
        ("wav", "wav"),
        ("aiff", "aiff"),
        ("mka", "matroska"),
        ("webm", "webm"),
        ("wma", "asf"),
        ("ac3", "ac3"),
        ("avi", "avi"),
        ("flv", "flv"),
        ("ts", "mpeg-ts"),
        ("mpg", "mpeg-ps"),
        ("caf", "caf"),
        ("au", "au"),
        ("tta", "tta"),
        ("wv", "wavpack"),
    ],
)
def test_what_ffmpeg_writes(suffix: str, name: str, tmp_path: Path) -> None:
    require_tool("ffmpeg")
    path = tmp_path / f"x.{suffix}"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=d=1:r=44100", str(path)]
    if suffix == "opus":
        command[-1:-1] = ["-ar", "48000"]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    assert _name(path.read_bytes()) == name
