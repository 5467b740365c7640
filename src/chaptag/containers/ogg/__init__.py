"""Ogg Vorbis and Opus: chapters among the comments, whose pages are new; the pages of the sound stay."""

from __future__ import annotations

from collections.abc import Iterator

from chaptag.containers.id3.leading import read_stray
from chaptag.containers.id3.tag import leading_stop
from chaptag.containers.ogg.duration import chained, last_page, measure_stream
from chaptag.containers.ogg.page import pages
from chaptag.containers.ogg.stream import MARKS, Stream, read_stream, split_comments
from chaptag.containers.vorbis.chapters import plan_chapters, read_chapters, replace_chapters, store_of
from chaptag.containers.vorbis.comments import encode_comments
from chaptag.model.duration import Measurement
from chaptag.model.edit import Edit, Span
from chaptag.model.errors import AudioError
from chaptag.model.finding import finding
from chaptag.model.layout import Layout
from chaptag.model.normalise import Normalised
from chaptag.model.options import WriteOptions
from chaptag.model.source import ByteSource

__all__ = ["edit", "inspect", "measure", "payload"]

_LABELS = {"opus": "Ogg Opus", "vorbis": "Ogg Vorbis"}


def inspect(source: ByteSource) -> Layout:
    """Read the header packets and the last page; the sound is not walked."""
    base, strays, found = read_stray(source)
    stream = read_stream(source, base)
    comments, _ = split_comments(stream)
    store = store_of(comments.items, stream.place)
    error = chained(stream, last_page(source, stream.audio))
    if error is not None:
        found = (*found, finding("ogg-chained", error.message, place=error.place))
    details = (("sound", _sound_label(stream)), ("comments", f"{len(comments.items)}"))
    sound = (Span(stream.audio, source.size),) if stream.audio < source.size else ()
    duration = None
    if error is None:
        try:
            duration = measure_stream(stream).duration
        except AudioError:
            duration = None  # `measure` says why
    stores = (*((store,) if store is not None else ()), *strays)
    return Layout("ogg", _LABELS[stream.codec], source.size, stores, sound, duration, details, found)


def measure(source: ByteSource, *, deep: bool = False) -> Measurement:
    """Find the duration by the last page; `deep` visits every page."""
    return measure_stream(read_stream(source, leading_stop(source)), deep=deep)


def edit(source: ByteSource, chapters: Normalised, options: WriteOptions) -> Edit:
    """Make the comments hold exactly these chapters; vendor, other comments and the sound stay.

    Raises UnsupportedAudio for several streams in one file, DamagedAudio for broken headers.
    """
    from chaptag.containers.ogg.rewrite import rewrite

    stream = read_stream(source, leading_stop(source))
    there, rest = split_comments(stream)
    plan = plan_chapters(chapters)
    old = read_chapters(there.items, stream.place)
    if (old is None and not plan.items) or (old is not None and plan.items and old.holds(plan)):
        return Edit.nothing(source.size, plan.findings)
    if (error := chained(stream, last_page(source, stream.audio))) is not None:
        raise error
    packet = MARKS[stream.codec] + encode_comments(there.vendor, replace_chapters(there.items, plan))
    if stream.codec == "vorbis":
        packet += b"\x01"
    done = rewrite(stream, packet, _binary(stream, rest))
    findings = plan.findings
    if done.renumbered:
        message = f"the tags need another number of pages; {done.renumbered:,} later ones get new numbers"
        findings = (*findings, finding("ogg-pages-renumbered", message, place=stream.place))
    return Edit(done.pieces, source.size, done.payload, findings)


def payload(source: ByteSource) -> Iterator[Span]:
    """The bodies of the pages after the headers: the packets of sound."""
    stream = read_stream(source, leading_stop(source))
    for page in pages(source, stream.audio):
        if page.serial == stream.serial and page.body.start < page.body.stop:
            yield page.body


def _binary(stream: Stream, rest: bytes) -> bytes:
    """What must stay behind the comments: data that Opus marks so (RFC 7845, section 5.2), in Vorbis all but NUL."""
    if stream.codec == "opus":
        return rest if rest and rest[0] & 1 else b""
    return rest if rest.strip(b"\0") else b""


def _sound_label(stream: Stream) -> str:
    head = stream.identification
    channels = head[9] if stream.codec == "opus" else head[11]
    rate = 48_000 if stream.codec == "opus" else int.from_bytes(head[12:16], "little")
    sound = {1: "mono", 2: "stereo"}.get(channels, f"{channels} channels")
    return f"{_LABELS[stream.codec].removeprefix('Ogg ')}, {rate} Hz, {sound}"
