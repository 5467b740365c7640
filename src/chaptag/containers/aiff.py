"""AIFF and AIFC: FORM files with chapters in an ID3 chunk.

Layout: Audio Interchange File Format 1.3 and AIFF-C, draft of 1991 (``COMM``, ``SSND``, 80-bit sampling rates).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from chaptag.containers.id3.leading import read_stray
from chaptag.containers.id3.tag import leading_stop
from chaptag.containers.riff.form import Form, measured, read_form
from chaptag.containers.riff.tagchunk import edit_chunks, read_chunks
from chaptag.model.duration import Duration, Measurement
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.layout import Layout

if TYPE_CHECKING:
    from chaptag.model.edit import Edit, Span
    from chaptag.model.normalise import Normalised
    from chaptag.model.options import WriteOptions
    from chaptag.model.source import ByteSource

__all__ = ["edit", "inspect", "measure", "payload"]

_SOUND = b"SSND"
_TAG = b"ID3 "
_OFFSETS = 8  # bytes of offset and block size before the samples
# AIFC types whose samples have one size: bytes of each, None where the bits say it.
_PLAIN: dict[bytes, int | None] = {
    b"NONE": None,
    b"twos": None,
    b"sowt": None,
    b"in24": 3,
    b"in32": 4,
    b"fl32": 4,
    b"FL32": 4,
    b"fl64": 8,
    b"FL64": 8,
    b"alaw": 1,
    b"ALAW": 1,
    b"ulaw": 1,
    b"ULAW": 1,
    b"raw ": 1,
}
_PACKET = {b"ima4": 64}  # samples that one "frame" stands for


class _Common(NamedTuple):
    """The ``COMM`` chunk; `size` is the bytes of one frame of samples, 0 where packets differ."""

    channels: int
    frames: int
    rate: Fraction
    codec: bytes
    size: int

    @property
    def label(self) -> str:
        channels = {1: "mono", 2: "stereo"}.get(self.channels, f"{self.channels} channels")
        name = "PCM" if self.codec in {b"NONE", b"twos", b"sowt"} else self.codec.decode("latin-1").strip()
        bits = f" {self.size // self.channels * 8} bit" if self.size and self.channels else ""
        return f"{name}{bits}, {float(self.rate):g} Hz, {channels}"


def inspect(source: ByteSource) -> Layout:
    """Read the chunks and the tags; the sound is not read."""
    base, strays, found = read_stray(source)
    form = read_form(source, base, _SOUND)
    there = read_chunks(form)
    common = _common(form)
    duration, _ = _duration(form, common)
    details = [] if common is None else [("sound", common.label)]
    kind = source.read(base + 8, 4).decode("latin-1")
    return Layout(
        "aiff",
        ", ".join([kind, *there.labels]),
        source.size,
        (*there.stores, *strays),
        form.payload,
        duration,
        (*details, *there.details),
        (*found, *form.findings, *there.findings),
    )


def measure(source: ByteSource, *, deep: bool = False) -> Measurement:
    """Find the duration by what the header counts and what is there; `deep` makes no difference."""
    form = read_form(source, leading_stop(source), _SOUND)
    return measured(form, *_duration(form, _common(form)), "COMM")


def edit(source: ByteSource, chapters: Normalised, options: WriteOptions) -> Edit:
    """Splice the chapters into the tag in the ``ID3 `` chunk; all other chunks stay as they are."""
    form = read_form(source, leading_stop(source), _SOUND)
    return edit_chunks(form, _TAG, chapters, options)


def payload(source: ByteSource) -> tuple[Span, ...]:
    """The body of the ``SSND`` chunk."""
    return read_form(source, leading_stop(source), _SOUND).payload


def _common(form: Form) -> _Common | None:
    data = form.body(b"COMM", 22)
    if len(data) < 18:
        return None
    channels, frames, bits = (int.from_bytes(data[at:stop], "big") for at, stop in ((0, 2), (2, 6), (6, 8)))
    codec = data[18:22] if len(data) >= 22 else b"NONE"
    size = channels * (_PLAIN[codec] or (bits + 7) // 8) if codec in _PLAIN else 0
    return _Common(channels, frames * _PACKET.get(codec, 1), _extended(data[8:18]), codec, size)


def _extended(data: bytes) -> Fraction:
    """Read an 80-bit number of IEEE 754; 0 for what is none, or no sampling rate."""
    exponent, mantissa = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:], "big")
    if not 0x3FFF <= exponent <= 0x3FFF + 31 or not mantissa:
        return Fraction(0)
    return Fraction(mantissa, 1 << 63) * (1 << exponent - 0x3FFF)


def _duration(form: Form, common: _Common | None) -> tuple[Duration | None, list[Finding]]:
    if common is None or not common.rate:
        return None, []
    frames, found = common.frames, []
    because = f"the header counts {frames:,} samples"
    if common.size:
        body = form.sound.body
        there = max(0, body.stop - body.start - _OFFSETS) // common.size
        if there < frames:
            because = f"{there:,} samples are there"
            if not form.ragged:
                message = f"the header counts {frames:,} samples, there are {there:,}"
                found.append(finding("hull-sound-differs", message, place=Place(form.source.name)))
            frames = there
    return Duration(int(frames * 1_000_000_000 / common.rate), "stream-info", because), found
