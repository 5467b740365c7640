"""WAV: RIFF, RF64 and BW64 files, with chapters in an ID3 chunk and the markers of audio editors beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from chaptag.containers.id3.leading import read_stray
from chaptag.containers.id3.tag import leading_stop
from chaptag.containers.riff.cue import read_cue
from chaptag.containers.riff.form import Form, measured, read_form
from chaptag.containers.riff.tagchunk import edit_chunks, read_chunks
from chaptag.model.duration import Duration, Measurement
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.layout import Layout
from chaptag.model.text import count

if TYPE_CHECKING:
    from chaptag.model.edit import Edit, Span
    from chaptag.model.normalise import Normalised
    from chaptag.model.options import WriteOptions
    from chaptag.model.source import ByteSource

__all__ = ["edit", "inspect", "measure", "payload"]

_SOUND = b"data"
_TAG = b"id3 "
_CODECS = {1: "PCM", 2: "MS ADPCM", 3: "float", 6: "A-law", 7: "µ-law", 0x11: "IMA ADPCM", 0x50: "MPEG", 0x55: "MP3"}
_EXTENSIBLE = 0xFFFE
_PLAIN = frozenset((1, 3, 6, 7))  # samples of one size


class _Format(NamedTuple):
    """The ``fmt `` chunk (WAVEFORMATEX): rates in Hz and bytes a second, `block` in bytes of one sample or frame."""

    codec: int
    channels: int
    rate: int
    byte_rate: int
    block: int
    bits: int

    @property
    def label(self) -> str:
        name = _CODECS.get(self.codec, f"codec 0x{self.codec:04x}")
        channels = {1: "mono", 2: "stereo"}.get(self.channels, f"{self.channels} channels")
        bits = f" {self.bits} bit" if self.codec in {1, 3} else ""
        return f"{name}{bits}, {self.rate} Hz, {channels}"


def inspect(source: ByteSource) -> Layout:
    """Read the chunks, the tags and the markers; the sound is not read."""
    base, strays, found = read_stray(source)
    form = read_form(source, base, _SOUND)
    there = read_chunks(form)
    shape = _format(form)
    duration, _ = _duration(form, shape)
    cue = read_cue(form, 0 if shape is None else shape.rate)
    kind = source.read(base, 4).decode("latin-1")
    details = [] if shape is None else [("sound", shape.label)]
    label = ", ".join(["WAV" if kind == "RIFF" else kind, *there.labels])
    stores = (*there.stores, *strays, *(() if cue is None else (cue,)))
    return Layout(
        "wav",
        label,
        source.size,
        stores,
        form.payload,
        duration,
        (*details, *there.details),
        (*found, *form.findings, *there.findings),
    )


def measure(source: ByteSource, *, deep: bool = False) -> Measurement:
    """Find the duration by the bytes of sound that are there; that is exact, so `deep` makes no difference."""
    form = read_form(source, leading_stop(source), _SOUND)
    return measured(form, *_duration(form, _format(form)), "fmt")


def edit(source: ByteSource, chapters: Normalised, options: WriteOptions) -> Edit:
    """Splice the chapters into the tag in the ``id3 `` chunk; all other chunks stay as they are."""
    form = read_form(source, leading_stop(source), _SOUND)
    done = edit_chunks(form, _TAG, chapters, options)
    shape = _format(form)
    cue = read_cue(form, 0 if shape is None else shape.rate)
    if cue is None or not chapters.chapters:
        return done
    message = f"the file keeps {count(len(cue.chapters), 'marker')} of an audio editor, beside the chapters"
    mixed = finding("cue-markers-mixed", message, place=Place(source.name, offset=cue.offset))
    return replace(done, findings=(*done.findings, mixed))


def payload(source: ByteSource) -> tuple[Span, ...]:
    """The body of the ``data`` chunk."""
    return read_form(source, leading_stop(source), _SOUND).payload


def _format(form: Form) -> _Format | None:
    data = form.body(b"fmt ", 40)
    if len(data) < 16:
        return None
    number = int.from_bytes
    codec, channels = number(data[:2], "little"), number(data[2:4], "little")
    if codec == _EXTENSIBLE and len(data) >= 26:
        codec = number(data[24:26], "little")  # the first two bytes of the sub-format
    rate, byte_rate = number(data[4:8], "little"), number(data[8:12], "little")
    return _Format(codec, channels, rate, byte_rate, number(data[12:14], "little"), number(data[14:16], "little"))


def _duration(form: Form, shape: _Format | None) -> tuple[Duration | None, list[Finding]]:
    if shape is None or not shape.rate:
        return None, []
    body = form.sound.body
    size = body.stop - body.start
    if shape.codec in _PLAIN and shape.block:
        samples = size // shape.block
        because = f"{size:,} bytes of sound, {shape.block} a sample"
        return Duration(samples * 1_000_000_000 // shape.rate, "stream-info", because), []
    fact = form.body(b"fact", 4)
    by_rate = size * 1_000_000_000 // shape.byte_rate if shape.byte_rate else None
    if len(fact) < 4 or not (said := int.from_bytes(fact, "little")) or said == 0xFFFFFFFF:
        if by_rate is None:
            return None, []
        because = f"{size:,} bytes of sound, {shape.byte_rate:,} a second"
        return Duration(by_rate, "bit-rate", because, exact=False), []
    ns = said * 1_000_000_000 // shape.rate
    found = []
    if by_rate is not None and abs(by_rate - ns) > max(ns // 50, 1_000_000_000):
        message = f"the fact chunk says {ns / 1e9:.3f} s, the size of the sound {by_rate / 1e9:.3f} s"
        found.append(finding("hull-sound-differs", message, place=Place(form.source.name)))
    exact = not form.ragged and not found
    return Duration(ns, "stream-info", f"the fact chunk counts {said:,} samples", exact=exact), found
