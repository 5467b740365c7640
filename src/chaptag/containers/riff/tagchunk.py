"""The ID3 tag in a chunk: read, and edited with the splice of MP3; all other chunks stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from chaptag.containers.id3.leading import tag_findings
from chaptag.containers.id3.store import store_of
from chaptag.containers.id3.tag import Tag, read_header, read_tag
from chaptag.containers.pieces import Replacement, replaced
from chaptag.containers.riff.form import Chunk, Form
from chaptag.containers.window import Window
from chaptag.model.edit import Edit, Keep, Piece, Put, Span
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.layout import Store
from chaptag.model.normalise import Normalised
from chaptag.model.options import WriteOptions
from chaptag.model.rules import RULES

__all__ = ["TagChunks", "edit_chunks", "read_chunks"]

_LARGEST = 0xFFFFFFFF - 1
_PAD = Put(b"\0")


class TagChunks(NamedTuple):
    """The chunks that hold an ID3 tag with their tags, those that should and do not, and what is wrong."""

    held: tuple[tuple[Chunk, Tag], ...]
    empty: tuple[Chunk, ...]
    findings: tuple[Finding, ...]

    @property
    def stores(self) -> tuple[Store, ...]:
        """The chapters of each tag that has any."""
        return tuple(store for _, tag in self.held if (store := store_of(tag)) is not None)

    @property
    def labels(self) -> tuple[str, ...]:
        """The versions of the tags, each once."""
        return tuple(dict.fromkeys(tag.label for _, tag in self.held))

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """What there is to say of each tag."""
        return tuple(("tag", f"{tag.label}, {tag.header.stop - tag.header.offset:,} bytes") for _, tag in self.held)


def read_chunks(form: Form) -> TagChunks:
    """Read the tags in chunks; raises AudioError where one is broken."""
    held, empty, found = [], [], []
    for chunk in form.chunks:
        if chunk.name.strip().upper() != b"ID3":
            continue
        header = read_header(Window(form.source, chunk.body.stop), chunk.body.start)
        if header is None:
            empty.append(chunk)
            message = f"the {chunk.name.decode('latin-1').strip()} chunk holds no ID3 tag"
            found.append(finding("hull-tag-unreadable", message, place=Place(form.source.name, offset=chunk.offset)))
            continue
        tag = read_tag(form.source, header)
        held.append((chunk, tag))
        found += tag_findings(tag)
    if len(held) > 1:
        place = Place(form.source.name, offset=held[1][0].offset)
        found.append(finding("tags-several", f"{len(held)} chunks with an ID3 tag", place=place))
    return TagChunks(tuple(held), tuple(empty), tuple(found))


def edit_chunks(form: Form, name: bytes, chapters: Normalised, options: WriteOptions) -> Edit:
    """Splice the chapters into the tags; a new chunk, called `name`, goes behind all others, or before open sound.

    The sizes in the header follow, unless they are open: those stay so. Raises UnsupportedAudio where the file would
    grow over what its header can say, DamagedAudio where a chunk for a tag holds none.
    """
    from chaptag.containers.id3.splice import splice

    there = read_chunks(form)
    done = splice([tag for _, tag in there.held], chapters.chapters, options)
    if done.parts is None:
        return Edit.nothing(form.source.size, tuple(done.findings))
    if there.empty:
        msg = "there is a chunk for an ID3 tag, and none in it"
        place = Place(form.source.name, offset=there.empty[0].offset)
        raise DamagedAudio(msg, hint=RULES["hull-tag-unreadable"].fix, place=place)
    changes = [
        Replacement(Span(chunk.offset, chunk.stop), _chunk(form, chunk.name, part, _rest(form, chunk, tag)))
        for (chunk, tag), part in zip(there.held, done.parts, strict=False)
    ]
    at = form.sound.offset if form.ragged else form.stop
    for part in done.parts[len(there.held) :]:
        pad = [] if form.ragged or (form.stop - form.base) % 2 == 0 else [_PAD]
        changes.append(Replacement(Span(at, at), [*pad, *_chunk(form, name, part, [])]))
    changes += _sizes(form, sum(change.growth for change in changes))
    pieces = replaced(form.source.size, changes)
    return Edit(pieces, form.source.size, form.payload, tuple(done.findings))


def _rest(form: Form, chunk: Chunk, tag: Tag) -> list[Piece]:
    """What stands behind the tag in its chunk; raises DamagedAudio where that is more than room."""
    rest = Span(tag.header.stop, chunk.body.stop)
    at = rest.start
    while at < rest.stop:
        block = form.source.read(at, min(1 << 20, rest.stop - at))
        if block.strip(b"\0") or not block:
            msg = f"{rest.stop - rest.start:,} bytes follow the ID3 tag in its chunk"
            raise DamagedAudio(msg, hint="Export the file again.", place=Place(form.source.name, offset=rest.start))
        at += len(block)
    return [Keep(*rest)]


def _chunk(form: Form, name: bytes, part: Sequence[Piece], rest: Sequence[Piece]) -> list[Piece]:
    """Wrap a tag into a chunk; an empty tag takes the chunk with it."""
    size = sum(piece.size for piece in part)
    if not size:
        return []
    size += sum(piece.size for piece in rest)
    head = Put(name + size.to_bytes(4, form.order))
    return [head, *part, *rest, *([_PAD] if size % 2 else [])]


def _sizes(form: Form, growth: int) -> list[Replacement]:
    """Put the size of the whole into the header, or into ds64.

    One that is open stays so; one that is wrong stays as wrong as it was, so that the sound is found where it was.
    """
    size = form.stop - form.base - 8 + growth
    if form.ragged:
        if form.said is None or not 0 <= form.said + growth <= _LARGEST:
            return []
        size = form.said + growth
    if form.wide is not None:
        return [Replacement(Span(form.wide, form.wide + 8), [Put(size.to_bytes(8, "little"))])]
    if size > _LARGEST:
        msg = f"the file would have {size + 8:,} bytes; its header cannot say more than 4 GiB"
        raise UnsupportedAudio(msg, hint="Make an RF64 of it first: ffmpeg -i IN.wav -c copy -rf64 auto OUT.wav")
    at = form.base + 4
    return [Replacement(Span(at, at + 4), [Put(size.to_bytes(4, form.order))])]
