"""MP3 (and MP2, MP1): MPEG audio frames between ID3v2 tags in front and older tags behind."""

from __future__ import annotations

from collections.abc import Iterable

from chaptag.containers.id3.store import store_of
from chaptag.containers.id3.tag import UNSYNCHRONISED, Tag, leading_headers, leading_stop, read_header, read_tag
from chaptag.containers.mpeg.ends import Trailer, trailers
from chaptag.containers.mpeg.header import LONGEST_FRAME
from chaptag.containers.mpeg.info import read_info
from chaptag.containers.mpeg.proof import proven_duration
from chaptag.containers.mpeg.sync import find_free_format, find_sync
from chaptag.model.duration import Measurement
from chaptag.model.edit import Edit, Keep, Span
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.layout import Layout, Store
from chaptag.model.normalise import Normalised
from chaptag.model.options import WriteOptions
from chaptag.model.source import ByteSource

__all__ = ["edit", "inspect", "measure", "payload"]

_NEAR = 1 << 16  # where the first frame must be, after the tags
_LARGE = 16 << 20  # bytes of tags


def inspect(source: ByteSource) -> Layout:
    """Read the tags at the start (and one at the end), and look where the sound begins; the sound is not walked."""
    tags = [read_tag(source, header) for header in leading_headers(source)]
    start = tags[-1].header.stop if tags else 0
    behind = trailers(source, start)
    sound = Span(start, behind[0].span.start if behind else source.size)
    found = [each for tag in tags for each in _tag_findings(tag)]
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
    first = find_sync(source, sound.start, sound.stop, limit=_NEAR)
    details, duration = [], None
    if first is not None:
        details.append(("sound", first.header.label))
        info = read_info(source.read(first.offset, first.header.size), first.header)
        duration = proven_duration(source, info, first, sound.stop)
    elif (free := find_free_format(source, sound.start, sound.stop, limit=_NEAR)) is not None:
        details.append(("sound", f"{free.header.label}, free format"))
    if tags:
        found += _gap_findings(source, sound, None if first is None else first.offset, free_format=bool(details))
    details += [("tag", f"{tag.label}, {tag.header.stop - tag.header.offset:,} bytes") for tag in tags]
    details += [("after the sound", f"{each.name}, {each.span.stop - each.span.start:,} bytes") for each in behind]
    name = "MP3" if first is None else f"MP{first.header.layer}"
    label = ", ".join([name, *dict.fromkeys(tag.label for tag in tags)])
    payload_ = (sound,) if sound.stop > sound.start else ()
    return Layout("mp3", label, source.size, tuple(stores), payload_, duration, tuple(details), tuple(found))


def measure(source: ByteSource, *, deep: bool = False) -> Measurement:
    """Find the duration of the sound between the tags; see `chaptag.containers.mpeg.measure`."""
    from chaptag.containers.mpeg.measure import measure_frames

    return measure_frames(source, _sound(source), deep=deep)


def edit(source: ByteSource, chapters: Normalised, options: WriteOptions) -> Edit:
    """Splice the chapters into the tags at the start; see `chaptag.containers.id3.splice`."""
    from chaptag.containers.id3.splice import splice

    headers = leading_headers(source)
    stop = headers[-1].stop if headers else 0
    done = splice([read_tag(source, header) for header in headers], chapters.chapters, options)
    if any(each.name == "ID3v2.4" for each in trailers(source, stop)):
        message = "an ID3v2.4 tag stands after the sound; it stays as it is, with any chapters in it"
        done.findings.append(finding("tag-at-end", message, place=Place(source.name)))
    if done.pieces is None:
        return Edit.nothing(source.size, tuple(done.findings))
    size = sum(piece.size for piece in done.pieces)
    if size > _LARGE:
        done.findings.append(finding("tag-large", f"{size:,} bytes of tags before the sound"))
    pieces = list(done.pieces)
    if pieces and isinstance(pieces[-1], Keep) and pieces[-1].stop == stop:
        pieces[-1] = Keep(pieces[-1].start, source.size)
    elif stop < source.size:
        pieces.append(Keep(stop, source.size))
    return Edit(tuple(pieces), source.size, tuple(payload(source)), tuple(done.findings))


def payload(source: ByteSource) -> tuple[Span, ...]:
    """The bytes between the tags at the start and those at the end."""
    sound = _sound(source)
    return (sound,) if sound.stop > sound.start else ()


def _sound(source: ByteSource) -> Span:
    start = leading_stop(source)
    behind = trailers(source, start)
    return Span(start, behind[0].span.start if behind else source.size)


def _tag_findings(tag: Tag) -> list[Finding]:
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
            stores.append(store)
    return stores


def _gap_findings(source: ByteSource, sound: Span, first: int | None, *, free_format: bool) -> list[Finding]:
    """Report where sound does not begin right after the tag."""
    place = Place(source.name, offset=sound.start)
    if first is None and not free_format and sound.stop > sound.start:
        message = f"no sound within {_NEAR >> 10} KiB after the tag"
        return [finding("tag-size-wrong", message, place=place)]
    if first is not None and first > sound.start + LONGEST_FRAME:  # less is the rest of a frame that was cut
        message = f"sound begins {first - sound.start:,} bytes after the end of the tag"
        return [finding("tag-size-wrong", message, place=place)]
    return []
