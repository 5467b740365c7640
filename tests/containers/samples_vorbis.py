"""FLAC, Ogg Vorbis and Opus files of one minute: every way in which comments lie in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from tests.containers.sample import Sample
from tests.support import id3
from tests.support import vorbis as made

__all__ = ["FLAC_SAMPLES", "OGG_SAMPLES"]

_TWO = made.chapter_items([("00:00:00.000", "Eins"), ("00:00:20.000", "Zwei ü")])
_SCATTERED: list[str | bytes] = [
    "TITLE=x",
    _TWO[1],
    _TWO[0],
    "ARTIST=y",
    _TWO[3],
    _TWO[2],
    b"odd=\xff\xfe bytes",
    "COMMENT=1",
]
_MANY = [f"KEY{number}=value {number} ü" for number in range(100)]


def _foreign(block: bytes) -> object:
    vendor, items, rest = made.items_of(block)
    return vendor, [item for item in items if not item.upper().startswith(b"CHAPTER")], rest.strip(b"\0")


def flac_others(data: bytes) -> object:
    """All blocks but padding, the comments but those of chapters, and the frames."""
    start = id3.tag_size(data, 0) if data[:3] == b"ID3" else 0
    blocks, frames = made.flac_blocks(data[start:])
    kept = [(kind, body) for kind, body in blocks if kind not in {1, 4}]
    foreign = [_foreign(body) for kind, body in blocks if kind == 4]
    return data[:start], kept, [each for each in foreign if each != (b"chaptag", [], b"")], frames


def ogg_others(data: bytes) -> object:
    """All packets but the comments, and the comments but those of chapters."""
    packets = made.ogg_packets(data)
    skip = 8 if packets[0].startswith(b"OpusHead") else 7
    return packets[0], _foreign(packets[1][skip:]), packets[2:]


def _flac(name: str, build: Callable[[], bytes], *, had_chapters: bool = False) -> Sample:
    return Sample(name, "flac", cache(build), flac_others, had_chapters, hidden=False, images=False)


def _ogg(name: str, build: Callable[[], bytes], *, had_chapters: bool = False) -> Sample:
    return Sample(name, "ogg", cache(build), ogg_others, had_chapters, hidden=False, images=False)


FLAC_SAMPLES: tuple[Sample, ...] = (
    _flac("padded", made.flac),
    _flac("tight", lambda: made.flac(padding=3)),
    _flac("no-padding", lambda: made.flac(padding=None)),
    _flac(
        "padding-in-the-middle", lambda: made.flac(others=[(1, bytes(900)), (3, bytes(36)), (2, b"abcdefg")], padding=0)
    ),
    _flac("no-comments", lambda: made.flac(None, others=[(6, bytes(500))])),
    _flac("many-comments", lambda: made.flac([*_MANY, made.picture(), b"odd=\xff"])),
    _flac("leading-id3", lambda: id3.tag(id3.text("TIT2", "x"), padding=20) + made.flac()),
    _flac("chapters", lambda: made.flac([*_MANY[:3], *_TWO, *_MANY[3:]]), had_chapters=True),
    _flac("chapters-unsound", lambda: made.flac(_SCATTERED, padding=None), had_chapters=True),
)

OGG_SAMPLES: tuple[Sample, ...] = (
    _ogg("opus", made.opus),
    _ogg("opus-padded", lambda: made.opus(rest=bytes(512))),
    _ogg("opus-binary", lambda: made.opus(rest=b"\1binary\0\1\2")),
    _ogg("opus-cover", lambda: made.opus([*_MANY, made.picture(130_000)])),
    _ogg("opus-brimful", lambda: made.opus(["TITLE=" + "x" * 64_900])),
    _ogg("opus-small-pages", lambda: made.opus(_MANY, segments=2)),
    _ogg("opus-chapters", lambda: made.opus([*_MANY[:3], *_TWO, *_MANY[3:]]), had_chapters=True),
    _ogg("vorbis", made.vorbis),
    _ogg("vorbis-apart", lambda: made.vorbis(_MANY, together=False)),
    _ogg("vorbis-padded", lambda: made.vorbis(rest=bytes(300))),
    _ogg("vorbis-brimful", lambda: made.vorbis(["TITLE=" + "x" * 60_000], setup=4800)),
    _ogg("vorbis-unsound", lambda: made.vorbis(_SCATTERED), had_chapters=True),
)
