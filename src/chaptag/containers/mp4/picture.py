"""Pictures as an image track holds them: JPEG or PNG, known by their first bytes, with their size in pixels."""

from __future__ import annotations

from typing import NamedTuple

from chaptag.model.chapter import Chapter, Image

__all__ = ["PLACEHOLDER", "Picture", "chapter_picture", "picture", "to_image"]

PLACEHOLDER = bytes.fromhex(
    "ffd8ffdb0043000804040404040505050505050606060606060606060606060607070708080807070706060707080808080909090808"
    "080809090a0a0a0c0c0b0b0e0e0e111114ffc4004b00010100000000000000000000000000000007010100000000000000000000000000"
    "000000100100000000000000000000000000000000110100000000000000000000000000000000ffc00011080001000103011200021200"
    "031200ffda000c03010002110311003f0087800fffd9"
)
"""A JPEG of one black pixel: the picture of a chapter that has none."""

_SIZED = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # the JPEG markers that begin a frame


class Picture(NamedTuple):
    """A picture's bytes, its sample format (``jpeg`` or ``png ``) and its size in pixels."""

    data: bytes
    format: bytes
    width: int
    height: int


def picture(data: bytes) -> Picture | None:
    """Recognise a JPEG or PNG; None for anything else, and where no size is to be found."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR" and len(data) >= 33:
        width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
        return Picture(data, b"png ", width, height) if 0 < width < 0x10000 and 0 < height < 0x10000 else None
    if data[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF or 0xD0 <= marker <= 0xD7 or marker == 0x01:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _SIZED:
            height, width = int.from_bytes(data[at + 5 : at + 7], "big"), int.from_bytes(data[at + 7 : at + 9], "big")
            return Picture(data, b"jpeg", width, height) if width and height else None
        at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
    return None


def chapter_picture(chapter: Chapter) -> Picture | None:
    """The picture of a chapter, where an MP4 can hold it."""
    return picture(chapter.image.data) if chapter.image is not None else None


def to_image(data: bytes | None) -> Image | None:
    """The image that a sample holds; None for no picture, and for one of a single pixel, which stands for none."""
    found = picture(data) if data is not None else None
    if found is None or found.width * found.height == 1:
        return None
    return Image(found.data, "image/png" if found.format == b"png " else "image/jpeg")
