"""Markers that audio editors leave in a WAV: ``cue `` points, named by ``adtl``; read as chapters, never written.

Layout: Microsoft Multimedia Programming Interface 1.0, "Waveform Audio File Format": ``cue ``, ``adtl`` with ``labl``,
``note`` and ``ltxt``.
"""

from __future__ import annotations

from chaptag.containers.riff.form import Form
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.finding import Place, finding
from chaptag.model.layout import Store

__all__ = ["read_cue"]

_POINT = 24  # bytes: id, position, chunk, its start, start of block, sample
_MOST = 10_000
_LONGEST = 16 << 20  # bytes of names


def read_cue(form: Form, rate: int) -> Store | None:
    """Make a store of the markers, in the order of time; None where there are none or the `rate` (Hz) is unknown."""
    chunk = form.first(b"cue ")
    data = form.body(b"cue ", 4 + _POINT * _MOST)
    count = min(int.from_bytes(data[:4], "little"), max(0, len(data) - 4) // _POINT)
    if chunk is None or not count or not rate:
        return None
    names, lengths = _names(form)
    points = []
    for at in range(4, 4 + count * _POINT, _POINT):
        key, sample = data[at : at + 4], int.from_bytes(data[at + 20 : at + 24], "little")
        end = _ms(sample + lengths[key], rate) if key in lengths else None
        points.append(Chapter(_ms(sample, rate), names.get(key, ""), end))
    points.sort(key=lambda chapter: chapter.start)
    message = f"{count:,} {'marker' if count == 1 else 'markers'} of an audio editor"
    found = finding("cue-markers", message, place=Place(form.source.name, offset=chunk.offset))
    return Store("cue", "WAV markers (cue)", ChapterList.of(points), chunk.offset, (found,), editable=False)


def _names(form: Form) -> tuple[dict[bytes, str], dict[bytes, int]]:
    """The names of points, and the lengths in samples of those that are regions, by the four bytes of their id."""
    names: dict[bytes, str] = {}
    notes: dict[bytes, str] = {}
    lengths: dict[bytes, int] = {}
    for chunk in form.chunks:
        size = chunk.body.stop - chunk.body.start
        if chunk.name != b"LIST" or size > _LONGEST or form.source.read(chunk.body.start, 4) != b"adtl":
            continue
        data = form.source.read(chunk.body.start, size)
        at = 4
        while at + 12 <= len(data):
            kind, length, key = (
                data[at : at + 4],
                int.from_bytes(data[at + 4 : at + 8], "little"),
                data[at + 8 : at + 12],
            )
            body = data[at + 12 : at + 8 + length]
            if kind in {b"labl", b"note"}:
                (names if kind == b"labl" else notes).setdefault(key, _text(body))
            elif kind == b"ltxt" and len(body) >= 4 and (samples := int.from_bytes(body[:4], "little")):
                lengths[key] = samples
                if len(body) > 16:
                    notes.setdefault(key, _text(body[16:]))
            at += 8 + length + (length & 1)
    return {**notes, **{key: name for key, name in names.items() if name or key not in notes}}, lengths


def _text(data: bytes) -> str:
    data = data.partition(b"\0")[0]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _ms(sample: int, rate: int) -> int:
    return (sample * 1000 + rate // 2) // rate
