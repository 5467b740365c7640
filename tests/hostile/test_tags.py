"""Audio files whose structure was made to hurt."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.hostile.driver import attack
from tests.support import id3
from tests.support.mp3 import cbr, mp3
from tests.support.mp4 import box, full


def _cycle() -> bytes:
    return id3.tag(
        id3.ctoc("a", ["b", "x"]), id3.ctoc("b", ["c", "a"]), id3.ctoc("c", ["a", "b", "c"]), id3.chap("x", 0, 5)
    )


def _deep() -> bytes:
    tables = [id3.ctoc(f"t{n}", [f"t{n + 1}"], flags=3 if n == 0 else 1) for n in range(100_000)]
    return id3.tag(*tables, id3.ctoc("t100000", ["x"], flags=1), id3.chap("x", 0, 5))


def _wide() -> bytes:
    """Every table names every other: paths without number."""
    names = [f"t{n}" for n in range(200)]
    return id3.tag(*(id3.ctoc(name, names) for name in names), id3.chap("x", 0, 5))


def _many(count: int) -> bytes:
    return id3.tag(*(id3.chap(f"c{n}", n, n + 1) for n in range(count)))


def _zipped() -> bytes:
    body = b"x\0" + struct.pack(">IIII", 0, 5, 0, 0) + id3.frame("APIC", b"\0image/png\0\3\0" + bytes(200 << 20))
    return id3.tag(id3.compressed("CHAP", body))


_MP3: dict[str, object] = {
    "cycle": _cycle,
    "deep": _deep,
    "wide": _wide,
    "200000-chapters": lambda: _many(200_000),
    "zip-bomb": _zipped,
    "million-frames": lambda: id3.tag(id3.frame("TXXX", b"") * 1_000_000),
    "huge-size": lambda: id3.tag(size=(1 << 28) - 1),
    "nested-chapters": lambda: id3.tag(_nest(3000)),
}


def _nest(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        inner = id3.chap("x", 0, 5, inner)
    return inner


@pytest.mark.parametrize("case", _MP3)
def test_tags(case: str, folder: Path) -> None:
    build = _MP3[case]
    assert callable(build)
    (folder / "x.mp3").write_bytes(mp3(5, tag=build()))
    (folder / "x.txt").write_text("0:00 a\n0:03 b\n")
    for command in (
        ["show", "x.mp3"],
        ["verify", "x.mp3"],
        ["tag", "x.mp3", "--dry-run"],
        ["remove", "x.mp3", "--dry-run"],
    ):
        attack(folder, *command)


_HEAD = box(b"ftyp", b"M4A ", bytes(4))
_DEEP_BOX = b"".join(struct.pack(">I4s", 8 * (20_000 - n), b"moov" if n % 2 else b"trak") for n in range(20_000))

_AUDIO: dict[str, tuple[str, bytes]] = {
    "boxes-deep": ("x.m4a", _HEAD + _DEEP_BOX),
    "boxes-many": ("x.m4a", _HEAD + box(b"moov", box(b"free") * 1_000_000)),
    "boxes-endless": ("x.m4a", _HEAD + b"\0\0\0\0moov" + b"\0\0\0\1trak" + b"\xff" * 8),
    "stts-lies": ("x.m4a", _HEAD + box(b"moov", box(b"trak", full(b"stts", b"\xff\xff\xff\xff")))),
    "sync-words": ("x.mp3", b"\xff\xfb" * 2_000_000),
    "headers-without-frames": ("x.mp3", cbr(3) + b"\xff\xfb\x90\x00" * 1_000_000),
    "tags-in-a-row": ("x.mp3", id3.tag(id3.text("TIT2", "x")) * 50_000 + cbr(5)),
    "riff-lies": ("x.wav", b"RIFF\xff\xff\xff\xffWAVE" + b"data\xff\xff\xff\xff" * 100_000),
    "riff-many": ("x.wav", b"RIFF\x00\x00\x00\x7fWAVE" + b"junk\0\0\0\0" * 1_000_000),
    "form-lies": ("x.aiff", b"FORM\xff\xff\xff\xffAIFF" + b"COMM\0\0\0\0" * 100_000),
    "flac-lies": ("x.flac", b"fLaC" + b"\1\0\0\0" * 1_000_000),
    "ogg-lies": ("x.ogg", (b"OggS\0\2" + bytes(20) + b"\xff" + b"\xff" * 255) * 4000),
    "ogg-empty-pages": ("x.opus", (b"OggS\0\2" + bytes(20) + b"\0") * 200_000),
    "adts-short": ("x.aac", b"\xff\xf1\x50\x40\x00\xff\xfc" * 500_000),
}


@pytest.mark.parametrize("case", _AUDIO)
def test_structures(case: str, folder: Path) -> None:
    name, data = _AUDIO[case]
    (folder / name).write_bytes(data)
    (folder / "x.txt").write_text("0:00 a\n0:03 b\n")
    for command in (
        ["show", "--deep", name],
        ["verify", name],
        ["tag", name, "--dry-run"],
        ["remove", name, "--dry-run"],
    ):
        attack(folder, *command)
