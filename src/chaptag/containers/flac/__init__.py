"""FLAC: chapters among the Vorbis comments; padding gives the room for them, so that the sound stays in place."""

from __future__ import annotations

from chaptag.containers.flac.blocks import COMMENTS, Metadata, read_comments, read_metadata
from chaptag.containers.flac.rewrite import rewrite
from chaptag.containers.id3.leading import read_stray
from chaptag.containers.id3.tag import leading_stop
from chaptag.containers.vorbis.chapters import plan_chapters, read_chapters, replace_chapters, store_of
from chaptag.containers.vorbis.comments import VENDOR, encode_comments
from chaptag.model.duration import Measurement
from chaptag.model.edit import Edit, Span
from chaptag.model.finding import Place
from chaptag.model.layout import Layout
from chaptag.model.normalise import Normalised
from chaptag.model.options import WriteOptions
from chaptag.model.source import ByteSource

__all__ = ["edit", "inspect", "measure", "payload"]


def inspect(source: ByteSource) -> Layout:
    """Read the metadata blocks; of the sound only the ends, to see that it is all there."""
    base, strays, found = read_stray(source)
    metadata = read_metadata(source, base)
    comments = read_comments(metadata)
    store = None
    if comments is not None:
        store = store_of(comments.items, Place(source.name, offset=metadata.first(COMMENTS)))
    stores = (*((store,) if store is not None else ()), *strays)
    measured = _measured(metadata)
    details = (
        ("sound", metadata.info.label),
        ("padding", f"{sum(metadata.paddings):,} bytes"),
        *((("comments", f"{len(comments.items)}"),) if comments is not None else ()),
    )
    return Layout(
        "flac",
        "FLAC",
        source.size,
        stores,
        _spans(metadata),
        None if measured is None else measured.duration,
        details,
        found,
    )


def measure(source: ByteSource, *, deep: bool = False) -> Measurement:
    """Find the duration in STREAMINFO, held against the last frame; `deep` makes no difference.

    Raises UnsupportedAudio where neither tells it.
    """
    from chaptag.containers.flac.duration import measure_stream

    return measure_stream(read_metadata(source, leading_stop(source)))


def edit(source: ByteSource, chapters: Normalised, options: WriteOptions) -> Edit:
    """Make the comments hold exactly these chapters; vendor, other comments and all other blocks stay."""
    metadata = read_metadata(source, leading_stop(source))
    there = read_comments(metadata)
    items = () if there is None else there.items
    plan = plan_chapters(chapters)
    old = read_chapters(items, Place(source.name))
    if (old is None and not plan.items) or (old is not None and plan.items and old.holds(plan)):
        return Edit.nothing(source.size, plan.findings)
    new = replace_chapters(items, plan)
    vendor = VENDOR if there is None else there.vendor
    body = encode_comments(vendor, new) if new or vendor != VENDOR else None
    return Edit(rewrite(metadata, body), source.size, _spans(metadata), plan.findings)


def payload(source: ByteSource) -> tuple[Span, ...]:
    """The frames: everything after the metadata, tags at the end excepted."""
    return _spans(read_metadata(source, leading_stop(source)))


def _spans(metadata: Metadata) -> tuple[Span, ...]:
    return (metadata.sound,) if metadata.sound.start < metadata.sound.stop else ()


def _measured(metadata: Metadata) -> Measurement | None:
    from chaptag.containers.flac.duration import measure_stream
    from chaptag.model.errors import AudioError

    try:
        return measure_stream(metadata)
    except AudioError:
        return None  # `measure` says it
