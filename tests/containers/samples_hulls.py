"""ADTS, WAV and AIFF files of one minute: an ID3 tag in every place that these formats have for it."""

from __future__ import annotations

from collections.abc import Callable

from tests.containers.sample import Sample
from tests.support import id3, riff
from tests.support.adts import adts
from tests.support.mp3 import apev2, id3v1

__all__ = ["AAC_SAMPLES", "AIFF_SAMPLES", "WAV_SAMPLES"]

_TAIL = apev2() + id3v1()
_TWO = [(0, 20_000, "Eins"), (20_000, 60_000, "Zwei ü")]
_OLD = id3.chapter_tag(_TWO, *id3.forty_frames())


def _frames(tag: bytes) -> list[tuple[str, bytes]]:
    return [each for each in id3.frames_of(tag, 0) if each[0] not in {"CHAP", "CTOC"}]


def adts_others(data: bytes) -> object:
    """Other frames of the tag at the start, and what stands at the end."""
    return _frames(data) if data[:3] == b"ID3" else [], data[-len(_TAIL) :]


def chunk_others(data: bytes) -> object:
    """All chunks in their order, and of those with a tag its other frames."""
    start = id3.tag_size(data, 0) if data[:3] == b"ID3" else 0
    found: list[tuple[bytes, object]] = []
    for name, body in riff.chunks_of(data[start:]):
        if name in {b"ds64", b"data", b"SSND"}:
            continue
        tagged = name.strip().lower() == b"id3"
        frames = _frames(body) if tagged else None
        if frames or not tagged:
            found.append((name, frames or body))
    return data[:start], found


def open_others(data: bytes) -> object:
    """Everything but the ID3 chunk of a file whose sizes are open."""
    at = data.find(b"id3 ", 0, 200)
    if at < 0:
        return data
    size = int.from_bytes(data[at + 4 : at + 8], "little")
    return data[:at] + data[at + 8 + size :]


def _aac(name: str, tag: Callable[[], bytes], *, had_chapters: bool = False) -> Sample:
    return Sample(name, "aac", lambda: adts(60, tag=tag(), tail=_TAIL), adts_others, had_chapters)


def _wav(
    name: str,
    build: Callable[[], bytes],
    *,
    had_chapters: bool = False,
    others: Callable[[bytes], object] = chunk_others,
) -> Sample:
    return Sample(name, "wav", build, others, had_chapters)


def _id3(tag: bytes, name: bytes = b"id3 ") -> bytes:
    return riff.chunk(name, tag, order=">" if name == b"ID3 " else "<")


def _all() -> bytes:
    return riff.bext() + riff.ixml() + riff.chunk(b"LIST", b"INFO" + riff.chunk(b"IART", b"Somebody"))


AAC_SAMPLES: tuple[Sample, ...] = (
    _aac("no-tag", lambda: b""),
    _aac("2.3", lambda: id3.tag(*id3.forty_frames())),
    _aac("2.4", lambda: id3.tag(*id3.forty_frames(4), version=4, padding=50)),
    _aac("apple-stream", lambda: id3.tag(id3.frame("PRIV", b"com.apple.streaming\0" + bytes(8), version=4), version=4)),
    _aac("chapters", lambda: _OLD, had_chapters=True),
)

WAV_SAMPLES: tuple[Sample, ...] = (
    _wav("plain", riff.wav),
    _wav("odd", lambda: riff.wav(data=riff.sound()[1:])),
    _wav("broadcast", lambda: riff.wav(before=_all(), after=riff.chunk(b"PEAK", bytes(16)))),
    _wav("rf64", lambda: riff.wav(form="RF64", before=_all())),
    _wav("rf64-tagged", lambda: riff.wav(form="RF64", after=_id3(_OLD)), had_chapters=True),
    _wav("tagged-before", lambda: riff.wav(before=_id3(id3.tag(*id3.forty_frames(), padding=7)) + _all())),
    _wav("tagged-behind", lambda: riff.wav(before=_all(), after=_id3(id3.tag(*id3.forty_frames(4), version=4)))),
    _wav("upper-case", lambda: riff.wav(after=riff.chunk(b"ID3 ", id3.tag(id3.text("TIT2", "x"))))),
    _wav("chapters", lambda: riff.wav(after=_id3(_OLD) + riff.ixml()), had_chapters=True),
    _wav(
        "chapters-twice",
        lambda: riff.wav(before=_id3(id3.chapter_tag(_TWO, id3.text("TIT2", "y"))), after=_id3(_OLD)),
        had_chapters=True,
    ),
    _wav("open", lambda: riff.wav(size=riff.UNKNOWN, data_size=riff.UNKNOWN), others=open_others),
    _wav("open-zero", lambda: riff.wav(size=0, data_size=0), others=open_others),
    _wav("stray-tag", lambda: id3.tag(id3.text("TIT2", "x")) + riff.wav()),
)

AIFF_SAMPLES: tuple[Sample, ...] = (
    Sample("plain", "aiff", riff.aiff, chunk_others),
    Sample("odd", "aiff", lambda: riff.aiff(data=riff.sound()[1:]), chunk_others),
    Sample("aifc", "aiff", lambda: riff.aiff(kind=b"AIFC", codec=b"NONE"), chunk_others),
    Sample(
        "tagged",
        "aiff",
        lambda: riff.aiff(before=_id3(id3.tag(*id3.forty_frames(4), version=4), b"ID3 ")),
        chunk_others,
    ),
    Sample("chapters", "aiff", lambda: riff.aiff(after=_id3(_OLD, b"ID3 ")), chunk_others, had_chapters=True),
)
