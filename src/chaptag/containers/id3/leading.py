"""ID3 tags around a stream of frames (MP3, ADTS): read, judged and edited in front, only read behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from chaptag.containers.id3.store import store_of
from chaptag.containers.id3.tag import UNSYNCHRONISED, Tag, leading_headers, leading_stop, read_header, read_tag
from chaptag.containers.mpeg.ends import Trailer, trailers
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chaptag.model.edit import Edit
    from chaptag.model.layout import Store
    from chaptag.model.normalise import Normalised
    from chaptag.model.options import WriteOptions
    from chaptag.model.source import ByteSource

__all__ = ["Tagged", "edit_leading", "read_stray", "read_tagged", "sound_of", "tag_findings"]

_LARGE = 16 << 20  # bytes of tags


class Tagged(NamedTuple):
    """The tags of a stream, and the sound between them."""

    tags: tuple[Tag, ...]
    behind: tuple[Trailer, ...]
    sound: Span
    stores: tuple[Store, ...]
    findings: tuple[Finding, ...]

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """The tags in words."""
        before = [("tag", f"{tag.label}, {tag.header.stop - tag.header.offset:,} bytes") for tag in self.tags]
        after = [
            ("after the sound", f"{each.name}, {each.span.stop - each.span.start:,} bytes") for each in self.behind
        ]
        return (*before, *after)

    def label(self, name: str) -> str:
        """Say to people what the file is: `name` and the versions of its tags."""
        return ", ".join([name, *dict.fromkeys(tag.label for tag in self.tags)])


def read_tagged(source: ByteSource) -> Tagged:
    """Read the tags at the start and those at the end; raises AudioError where a tag is broken."""
    tags = tuple(read_tag(source, header) for header in leading_headers(source))
    start = tags[-1].header.stop if tags else 0
    behind = trailers(source, start)
    found = [each for tag in tags for each in tag_findings(tag)]
    if len(tags) > 1:
        found.append(
            finding("tags-several", f"{len(tags)} ID3 tags at the start", place=tags[1].place(tags[1].header.offset))
        )
    if start > _LARGE:
        found.append(
            finding("tag-large", f"{start:,} bytes of tags before the sound", place=Place(source.name, offset=0))
        )
    stores = [store for tag in tags if (store := store_of(tag)) is not None]
    stores += _stores_behind(source, behind, found)
    return Tagged(tags, behind, _between(source, start, behind), tuple(stores), tuple(found))


def sound_of(source: ByteSource) -> Span:
    """Find the bytes between the tags at the start and those at the end, without reading the tags."""
    start = leading_stop(source)
    return _between(source, start, trailers(source, start))


def _between(source: ByteSource, start: int, behind: tuple[Trailer, ...]) -> Span:
    return Span(start, behind[0].span.start if behind else source.size)


def edit_leading(source: ByteSource, chapters: Normalised, options: WriteOptions) -> Edit:
    """Splice the chapters into the tags at the start; see `chaptag.containers.id3.splice`."""
    from chaptag.containers.id3.splice import splice
    from chaptag.model.edit import Edit, Keep

    headers = leading_headers(source)
    stop = headers[-1].stop if headers else 0
    behind = trailers(source, stop)
    done = splice([read_tag(source, header) for header in headers], chapters.chapters, options)
    if any(each.name == "ID3v2.4" for each in behind):
        message = "an ID3v2.4 tag stands after the sound; it stays as it is, with any chapters in it"
        done.findings.append(finding("tag-at-end", message, place=Place(source.name)))
    pieces = done.pieces
    if pieces is None:
        return Edit.nothing(source.size, tuple(done.findings))
    size = sum(piece.size for piece in pieces)
    if size > _LARGE:
        done.findings.append(finding("tag-large", f"{size:,} bytes of tags before the sound"))
    if pieces and isinstance(pieces[-1], Keep) and pieces[-1].stop == stop:
        pieces[-1] = Keep(pieces[-1].start, source.size)
    elif stop < source.size:
        pieces.append(Keep(stop, source.size))
    sound = _between(source, stop, behind)
    return Edit(tuple(pieces), source.size, (sound,) if sound.stop > sound.start else (), tuple(done.findings))


def read_stray(source: ByteSource) -> tuple[int, tuple[Store, ...], tuple[Finding, ...]]:
    """Read ID3 tags before a file of another format: where they end, their chapters, and that they are there.

    Few programs look for such a tag, some cannot open the file; chaptag reads it and leaves it as it is.
    """
    headers = leading_headers(source)
    if not headers:
        return 0, (), ()
    stop = headers[-1].stop
    stores = [store_of(read_tag(source, header)) for header in headers]
    message = f"{stop:,} bytes of ID3 tag stand before the file proper; they stay as they are"
    found = finding("hull-stray-id3", message, place=Place(source.name, offset=0))
    return stop, tuple(_read_only(store) for store in stores if store is not None), (found,)


def tag_findings(tag: Tag) -> list[Finding]:
    """Report what is wrong with a tag as a whole."""
    found = []
    place = tag.place(tag.header.offset)
    if tag.version == 2:
        found.append(finding("tag-old", "the tag is ID3v2.2", place=place))
    elif tag.header.flags & UNSYNCHRONISED:
        found.append(finding("tag-unsynchronised", f"the {tag.label} tag is unsynchronised", place=place))
    if tag.junk is not None:
        size = tag.area_stop - tag.junk
        found.append(
            finding("tag-junk", f"{size:,} bytes at the end of the {tag.label} tag", place=tag.place(tag.junk))
        )
    seek = next((frame for frame in tag.frames if frame.name == "SEEK"), None)
    if seek is not None:
        message = "a SEEK frame says that another tag follows elsewhere; it is not read"
        found.append(finding("tag-at-end", message, place=tag.place(seek.offset)))
    return found


def _stores_behind(source: ByteSource, behind: Iterable[Trailer], found: list[Finding]) -> list[Store]:
    """Read the chapters of a 2.4 tag at the end of the file."""
    stores = []
    for each in behind:
        if each.name != "ID3v2.4":
            continue
        header = read_header(source, each.span.start)
        place = Place(source.name, offset=each.span.start)
        found.append(finding("tag-at-end", "an ID3v2.4 tag stands after the sound", place=place))
        store = store_of(read_tag(source, header)) if header is not None else None
        if store is not None:
            stores.append(_read_only(store))
    return stores


def _read_only(store: Store) -> Store:
    from dataclasses import replace

    return replace(store, editable=False)
