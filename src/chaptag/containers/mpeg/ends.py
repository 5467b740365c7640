"""Tags after the sound: ID3v1, APE, Lyrics3 and ID3v2.4 at the end. They are found to be left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from chaptag.containers.id3.synchsafe import read_synchsafe
from chaptag.model.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from chaptag.model.source import ByteSource

__all__ = ["Trailer", "trailers"]

_MOST = 16
_LYRICS_1_LONGEST = 5100 + 11 + 9


class Trailer(NamedTuple):
    """One tag after the sound: its name and its bytes."""

    name: str
    span: Span


def trailers(source: ByteSource, start: int) -> tuple[Trailer, ...]:
    """List the tags at the end of the file, in file order; none reaches before `start`."""
    found: list[Trailer] = []
    stop = source.size
    while len(found) < _MOST:
        for name, size_of in _KINDS:
            size = size_of(source, stop)
            if 0 < size <= stop - start:
                found.append(Trailer(name, Span(stop - size, stop)))
                stop -= size
                break
        else:
            break
    return tuple(reversed(found))


def _before(source: ByteSource, stop: int, length: int) -> bytes:
    """Read the `length` bytes before `stop`, fewer where the file begins."""
    at = max(0, stop - length)
    return source.read(at, stop - at)


def _id3v1(source: ByteSource, stop: int) -> int:
    data = _before(source, stop, 128 + 227)
    if len(data) < 128 or data[-128:-125] != b"TAG":
        return 0
    return 128 + 227 if data[:4] == b"TAG+" and len(data) == 128 + 227 else 128


def _ape(source: ByteSource, stop: int) -> int:
    data = _before(source, stop, 32)
    if len(data) < 32 or data[:8] != b"APETAGEX":
        return 0
    size = int.from_bytes(data[12:16], "little")
    has_header = int.from_bytes(data[20:24], "little") & 0x80000000
    return 0 if size < 32 else size + (32 if has_header else 0)


def _lyrics3(source: ByteSource, stop: int) -> int:
    data = _before(source, stop, 15)
    if data[6:] == b"LYRICS200" and data[:6].isdigit():
        size = int(data[:6]) + 15
        begin = source.read(stop - size, 11) if size <= stop else b""
        return size if begin == b"LYRICSBEGIN" else 0
    if data[6:] == b"LYRICSEND":
        text = _before(source, stop, _LYRICS_1_LONGEST)
        at = text.rfind(b"LYRICSBEGIN")
        return len(text) - at if at >= 0 else 0
    return 0


def _appended_id3v2(source: ByteSource, stop: int) -> int:
    data = _before(source, stop, 10)
    if len(data) < 10 or data[:4] != b"3DI\4":
        return 0
    body = read_synchsafe(data[6:10])
    if body is None or body + 20 > stop:
        return 0
    return body + 20 if source.read(stop - body - 20, 4) == b"ID3\4" else 0


_KINDS: tuple[tuple[str, Callable[[ByteSource, int], int]], ...] = (
    ("ID3v1", _id3v1),
    ("APE", _ape),
    ("Lyrics3", _lyrics3),
    ("ID3v2.4", _appended_id3v2),
)
