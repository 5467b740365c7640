"""MP3s of one minute: every form of tag that chaptag edits."""

from __future__ import annotations

from collections.abc import Callable

from tests.containers.sample import Sample
from tests.support import id3
from tests.support.mp3 import apev2, id3v1, lyrics3, mp3

__all__ = ["MP3_SAMPLES"]

_TAIL = apev2() + lyrics3() + id3v1()
_TWO = [(0, 20_000, "Eins"), (20_000, 60_000, "Zwei ü")]
_CHECKSUM_24 = id3.synchsafe(12) + b"\1\x20" + b"\5" + bytes(5)
_RESTRICTED_24 = id3.synchsafe(8) + b"\1\x10\1\0"


def others(data: bytes) -> object:
    """Other frames of all tags at the start, and every byte from the end of the sound on."""
    frames: list[tuple[str, bytes]] = []
    at = 0
    while data[at : at + 3] == b"ID3":
        frames += [each for each in id3.frames_of(data, at) if each[0] not in {"CHAP", "CTOC"}]
        at += id3.tag_size(data, at)
    return frames, data[len(data) - len(_TAIL) :]


def _sample(name: str, tag: Callable[[], bytes], *, had_chapters: bool = False) -> Sample:
    return Sample(name, "mp3", lambda: mp3(60, tag=tag(), tail=_TAIL, seed=7), others, had_chapters)


def _grouped_ffmpeg_like() -> bytes:
    """Without a table, out of order, UTF-8 in 2.3: chapters that have to be written anew."""
    chapters = [
        id3.chap("b", 20_000, 60_000, id3.text("TIT2", "Zwei ü", encoding=3)),
        id3.chap("a", 0, 20_000, id3.text("TIT2", "Eins", encoding=3), offsets=(0, 0)),
    ]
    return id3.tag(*id3.forty_frames()[:20], *chapters, *id3.forty_frames()[20:], padding=100)


MP3_SAMPLES: tuple[Sample, ...] = (
    _sample("no-tag", lambda: b""),
    _sample("empty-tag", lambda: id3.tag(padding=500, version=4)),
    _sample("2.3", lambda: id3.tag(*id3.forty_frames())),
    _sample("2.3-padded", lambda: id3.tag(*id3.forty_frames(), padding=50_000)),
    _sample("2.3-tight", lambda: id3.tag(*id3.forty_frames(), padding=7)),
    _sample("2.3-unsynchronised", lambda: id3.tag(*id3.forty_frames(), unsync=True)),
    _sample("2.3-extended", lambda: id3.tag(*id3.forty_frames(), extended=b"\0\0\0\x06" + bytes(6), padding=99)),
    _sample("2.4", lambda: id3.tag(*id3.forty_frames(4), version=4)),
    _sample("2.4-footer", lambda: id3.tag(*id3.forty_frames(4), version=4, footer=True)),
    _sample("2.4-checksum", lambda: id3.tag(*id3.forty_frames(4), version=4, extended=_CHECKSUM_24)),
    _sample("2.4-restricted", lambda: id3.tag(*id3.forty_frames(4), version=4, extended=_RESTRICTED_24, padding=9)),
    _sample("two-tags", lambda: id3.tag(id3.text("TIT2", "first")) + id3.tag(*id3.forty_frames(4), version=4)),
    _sample("chapters-2.3", lambda: id3.chapter_tag(_TWO, *id3.forty_frames()), had_chapters=True),
    _sample("chapters-2.4", lambda: id3.chapter_tag(_TWO, *id3.forty_frames(4), version=4), had_chapters=True),
    _sample("chapters-alone", lambda: id3.chapter_tag(_TWO, padding=60), had_chapters=True),
    _sample("chapters-unsound", _grouped_ffmpeg_like, had_chapters=True),
    _sample(
        "chapters-in-two-tags",
        lambda: id3.chapter_tag(_TWO, id3.text("TIT2", "x")) + id3.chapter_tag(_TWO, *id3.forty_frames()[:9]),
        had_chapters=True,
    ),
)
