"""Small copies of pictures: small, still pictures, and none of what is no picture."""

from __future__ import annotations

import struct
import sys
import zlib

import pytest

from chaptag.audio.thumbnail import thumbnail


def png(width: int, height: int, rows: int | None = None) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"".join(bytes((x * 7 % 256, x * 3 % 256, 90)) for x in range(min(width, 4000)))
    data = zlib.compress(row * (height if rows is None else rows))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Read width and height from the frame header of a baseline JPEG (marker FFC0)."""
    at = jpeg.index(b"\xff\xc0")
    height, width = struct.unpack(">HH", jpeg[at + 5 : at + 9])
    return width, height


@pytest.fixture(autouse=True)
def needs_av() -> None:
    pytest.importorskip("av")


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(600, 600, (128, 128)), (1280, 640, (256, 128)), (3000, 100, (512, 100)), (40, 40, (40, 40)), (1, 1, (2, 2))],
)
def test_the_shorter_side_decides_and_nothing_grows(width: int, height: int, expected: tuple[int, int]) -> None:
    small = thumbnail(png(width, height))
    assert small is not None
    assert small.startswith(b"\xff\xd8\xff")
    assert size_of(small) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        png(50, 50)[:60],
        b"<svg/>",
        b"#EXTM3U\n/etc/passwd",
        png(60_000, 60_000, rows=1),
        bytes(999),
    ],
)
def test_what_is_no_picture_has_no_small_copy(data: bytes) -> None:
    assert thumbnail(data) is None


def test_without_pyav_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    assert thumbnail(png(10, 10)) is None
