"""Builders of ID3v2 tags, byte by byte and without chaptag: frames, chapters, every odd container form."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

__all__ = [
    "NO_OFFSET",
    "apic",
    "chap",
    "chapter_tag",
    "compressed",
    "ctoc",
    "forty_frames",
    "frame",
    "frames_of",
    "synchsafe",
    "tag",
    "tag_size",
    "text",
    "unsynchronise",
    "wxxx",
]

NO_OFFSET = 0xFFFFFFFF
_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")


def synchsafe(number: int) -> bytes:
    """Write a number in four bytes of seven bits."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def unsynchronise(data: bytes) -> bytes:
    """Put a NUL after each FF that a decoder could take for the start of a frame."""
    out = bytearray()
    for index, byte in enumerate(data):
        out.append(byte)
        following = data[index + 1] if index + 1 < len(data) else 0xFF
        if byte == 0xFF and (following >= 0xE0 or following == 0):
            out.append(0)
    return bytes(out)


def frame(name: str, body: bytes, *, version: int = 3, flags: int = 0, plain: bool = False) -> bytes:
    """Make a frame (or sub-frame); `plain` writes a 2.4 size in plain 32 bits, as ffmpeg and old iTunes do."""
    size = synchsafe(len(body)) if version == 4 and not plain else struct.pack(">I", len(body))
    return name.encode("latin-1") + size + struct.pack(">H", flags) + body


def compressed(name: str, body: bytes, *, version: int = 3) -> bytes:
    """Make a zlib-compressed frame with its data length."""
    if version == 4:
        return frame(name, synchsafe(len(body)) + zlib.compress(body), version=4, flags=0x0009)
    return frame(name, struct.pack(">I", len(body)) + zlib.compress(body), version=3, flags=0x0080)


def text(name: str, value: str, *, version: int = 3, encoding: int | None = None, end: bool = True) -> bytes:
    """Make a text frame; Latin-1 where it fits, else UTF-16 (2.3) or UTF-8 (2.4); `end` terminates it."""
    if encoding is None:
        encoding = 3 if version == 4 else 0 if value.isascii() else 1
    data = value.encode(_ENCODINGS[encoding])
    if end:
        data += b"\0\0" if encoding in {1, 2} else b"\0"
    return frame(name, bytes([encoding]) + data, version=version)


def wxxx(url: str, description: str = "chapter url", *, version: int = 3) -> bytes:
    """Make a user link."""
    return frame("WXXX", b"\0" + description.encode("latin-1") + b"\0" + url.encode("latin-1"), version=version)


def apic(data: bytes, mime: str = "image/jpeg", *, version: int = 3, kind: int = 3, description: str = "") -> bytes:
    """Make a picture."""
    body = b"\0" + mime.encode() + b"\0" + bytes([kind]) + description.encode("latin-1") + b"\0" + data
    return frame("APIC", body, version=version)


def chap(
    name: str,
    start: int,
    end: int,
    *subframes: bytes,
    version: int = 3,
    offsets: tuple[int, int] = (NO_OFFSET, NO_OFFSET),
    flags: int = 0,
    plain: bool = False,
) -> bytes:
    """Make a CHAP frame with ready-made sub-frames."""
    body = name.encode("latin-1") + b"\0" + struct.pack(">IIII", start, end, *offsets) + b"".join(subframes)
    return frame("CHAP", body, version=version, flags=flags, plain=plain)


def ctoc(
    name: str,
    children: Sequence[str],
    *subframes: bytes,
    version: int = 3,
    flags: int = 3,
    count: int | None = None,
    plain: bool = False,
) -> bytes:
    """Make a CTOC frame; `flags` 3 is top-level and ordered; `count` lies about the number of children."""
    body = name.encode("latin-1") + b"\0" + bytes([flags, (len(children) if count is None else count) & 0xFF])
    body += b"".join(child.encode("latin-1") + b"\0" for child in children) + b"".join(subframes)
    return frame("CTOC", body, version=version, plain=plain)


def tag(
    *frames: bytes,
    version: int = 3,
    padding: int = 0,
    flags: int = 0,
    extended: bytes = b"",
    footer: bool = False,
    unsync: bool = False,
    size: int | None = None,
) -> bytes:
    """Make a tag; `extended` is a ready extended header (its flag is set), `size` lies about the size."""
    body = extended + b"".join(frames) + bytes(padding)
    if unsync:
        body = unsynchronise(body)
        flags |= 0x80
    if extended:
        flags |= 0x40
    if footer:
        flags |= 0x10
    head = bytes((version, 0, flags)) + synchsafe(len(body) if size is None else size)
    return b"ID3" + head + body + (b"3DI" + head if footer else b"")


def chapter_tag(
    chapters: Sequence[tuple[int, int, str]], *others: bytes, version: int = 3, padding: int = 0, table: bool = True
) -> bytes:
    """Make a sound tag with chapters (start, end, title) and a table of contents, after the `others`."""
    names = [f"chp{number}" for number in range(len(chapters))]
    frames = [ctoc("toc", names, version=version)] if table else []
    frames += [
        chap(name, start, end, text("TIT2", title, version=version), version=version)
        for name, (start, end, title) in zip(names, chapters, strict=True)
    ]
    return tag(*others, *frames, version=version, padding=padding)


def forty_frames(version: int = 3) -> list[bytes]:
    """Make forty-one frames that a rewriting tagger would alter, merge, drop or reorder; none is CHAP or CTOC."""

    def make(name: str, body: bytes, flags: int = 0) -> bytes:
        return frame(name, body, version=version, flags=flags)

    grouped = 0x0040 if version == 4 else 0x0020
    return [
        text("TIT2", "Episode 42", version=version, encoding=0, end=False),
        text("TIT2", "A second title", version=version, encoding=1),
        text("TPE1", "Grüße", version=version, encoding=1, end=False),
        text("TPE2", "The band", version=version, encoding=0),
        text("TALB", "The Example Show", version=version, encoding=1),
        text("TRCK", "042/100", version=version, encoding=0, end=False),
        text("TPOS", "1/1", version=version, encoding=0),
        text("TYER", "2026", version=version, encoding=0),
        text("TDAT", "2311", version=version, encoding=0),
        text("TIME", "1832", version=version, encoding=0),
        text("TORY", "1999", version=version, encoding=0),
        text("TRDA", "every Monday", version=version, encoding=0),
        text("TSIZ", "123456", version=version, encoding=0),
        text("TCON", "(101)(Podcast)", version=version, encoding=0),
        text("TKEY", "", version=version, encoding=0, end=False),
        text("TENC", "Forecast", version=version, encoding=0),
        text("TLEN", "60000", version=version, encoding=0, end=False),
        text("TSOP", "Grusse", version=version, encoding=0),
        text("TCMP", "1", version=version, encoding=0),
        make("TXXX", b"\0key\0first value"),
        make("TXXX", b"\0key\0second value\0"),
        make("TXXX", b"\1\xff\xfek\0\0\0\xff\xfev\0"),
        make("COMM", b"\0eng\0a comment"),
        make("COMM", b"\0eng\0another comment with the same key"),
        make("COMM", b"\1deu\xff\xfe\0\0\xff\xfeg\0u\0t\0"),
        make("WFED", b"\0https://example.org/feed.xml\0"),
        make("PCST", b"\0\0\0\0"),
        make("WXXX", b"\0\0https://example.org/"),
        make("WOAF", b"https://example.org/42"),
        make("RVAD", bytes(range(22))),
        make("EQUA", b"\x10" + bytes(8)),
        make("IPLS", b"\0producer\0Ada\0mixing\0Bob\0"),
        make("PRIV", b"owner@example.org\0" + bytes(range(256))),
        make("POPM", b"me@example.org\0\xc4\0\0\0\7"),
        make("UFID", b"http://example.org\0id-42"),
        make("GEOB", b"\0application/x\0file.bin\0what\0" + bytes(40)),
        make("APIC", b"\0JPG\0\3\0" + bytes(64)),
        make("USLT", b"\0eng\0Lyrics\n in \r two lines"),
        make("XABC", b"an unknown frame \xff\xfb\x90"),
        make("RGAD", bytes([0x3F, 0x80, 0, 0, 0x2C, 0x12, 0x4C, 0x12]), 0x8000 if version == 3 else 0x4000),
        make("MCDI", b"\x80" + bytes(12), grouped),
    ]


def frames_of(data: bytes, at: int = 0) -> list[tuple[str, bytes]]:
    """Read the frames of the tag at `at`, names and bodies, unsynchronisation undone; strict, and without chaptag."""
    assert data[at : at + 3] == b"ID3", data[at : at + 10]
    version, flags = data[at + 3], data[at + 5]
    body = data[at + 10 : at + 10 + _synchsafe_number(data[at + 6 : at + 10])]
    if version == 3 and flags & 0x80:
        body = body.replace(b"\xff\0", b"\xff")
    if flags & 0x40:
        size = int.from_bytes(body[:4], "big") + 4 if version == 3 else _synchsafe_number(body[:4])
        body = body[size:]
    found = []
    while body.strip(b"\0"):
        size = _synchsafe_number(body[4:8]) if version == 4 else int.from_bytes(body[4:8], "big")
        inner = body[10 : 10 + size]
        assert len(inner) == size, body[:10]
        if version == 4 and (body[9] & 0x02 or flags & 0x80):
            inner = inner.replace(b"\xff\0", b"\xff")
        found.append((body[:4].decode("latin-1"), inner))
        body = body[10 + size :]
    return found


def tag_size(data: bytes, at: int = 0) -> int:
    """Size of the tag at `at`, header and footer included; 0 where there is none."""
    if data[at : at + 3] != b"ID3":
        return 0
    return 10 + _synchsafe_number(data[at + 6 : at + 10]) + (10 if data[at + 5] & 0x10 else 0)


def _synchsafe_number(data: bytes) -> int:
    assert not any(byte & 0x80 for byte in data), data
    return data[0] << 21 | data[1] << 14 | data[2] << 7 | data[3]
