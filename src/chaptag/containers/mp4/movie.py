"""The movie box as values: what of `moov` chaptag has to know, every table checked against its box first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from chaptag.containers.mp4.boxes import Box, TopLevel, Tree, read_tree, show_type, top_level
from chaptag.model.edit import Span
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.finding import Place
from chaptag.model.source import ByteSource

__all__ = ["Movie", "Reference", "Track", "read_movie"]

_MAX_TRACKS = 1000
_MAX_EDITS = 20_000


class Reference(NamedTuple):
    """One list of track ids in a `tref` box; `kind` is its type, ``chap`` for chapters."""

    box: Box
    kind: bytes
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """A `trak` box. `formats` are the types of its sample descriptions; times are in its own `timescale`.

    `edits` are its edit list: (duration in the movie's time scale, media time or -1 for nothing).
    """

    box: Box
    id: int
    enabled: bool
    shown: bool
    handler: bytes
    formats: tuple[bytes, ...]
    timescale: int
    duration: int
    edits: tuple[tuple[int, int], ...]
    trefs: tuple[Box, ...]
    references: tuple[Reference, ...]
    mdia: Box
    stbl: Box
    offsets: tuple[Box, ...]

    @property
    def chapter_ids(self) -> tuple[int, ...]:
        """Ids of the tracks that hold this one's chapters, in order."""
        return tuple(number for each in self.references if each.kind == b"chap" for number in each.ids)


@dataclass(frozen=True, slots=True)
class Movie:
    """A file's boxes and its movie: `timescale` and `duration` (in it) of the whole."""

    source: ByteSource
    top: TopLevel
    box: Box
    tree: Tree
    brands: tuple[bytes, ...]
    mvhd: Box
    timescale: int
    duration: int
    tracks: tuple[Track, ...]
    udtas: tuple[Box, ...]
    chpls: tuple[Box, ...]

    @property
    def audio(self) -> tuple[Track, ...]:
        """The tracks of sound."""
        return tuple(track for track in self.tracks if track.handler == b"soun")

    @property
    def quicktime(self) -> bool:
        """Whether it is a QuickTime movie, whose handlers and names are written differently."""
        return not self.brands or self.brands[0] == b"qt  "

    @property
    def trailing(self) -> Span:
        """The bytes behind the last box."""
        return Span(self.top.end, self.source.size)

    def place(self, offset: int) -> Place:
        """A place in the file."""
        return Place(self.source.name, offset=offset)

    def track(self, number: int) -> Track | None:
        """The track with this id."""
        return next((track for track in self.tracks if track.id == number), None)

    def ms(self, ticks: int, scale: int) -> int:
        """Turn ticks of a time scale into whole milliseconds, rounded half up."""
        return (ticks * 2000 + scale) // (2 * scale)


def read_movie(source: ByteSource) -> Movie:
    """Read the structure of a file, `moov` whole and nothing else.

    Raises UnsupportedAudio and DamagedAudio where the file is none, has none or two, or contradicts itself.
    """
    top = top_level(source)
    found = top.all(b"moov")
    if len(found) > 1:
        raise UnsupportedAudio(
            f"there are {len(found)} 'moov' boxes, and which one players take differs",
            hint=_remux(source),
            place=Place(source.name, offset=found[1].start),
        )
    if not found:
        raise _no_movie(source, top)
    tree = read_tree(source, found[0])
    if tree.find(tree.root, b"cmov") is not None:
        raise UnsupportedAudio(
            "the movie box is compressed ('cmov')", hint=_remux(source), place=Place(source.name, offset=found[0].start)
        )
    mvhd = tree.need(tree.root, b"mvhd")
    timescale, duration = _times(tree, mvhd)
    traks = tree.all(tree.root, b"trak")
    if len(traks) > _MAX_TRACKS:
        raise tree.damaged(traks[_MAX_TRACKS].start, f"there are {len(traks)} tracks, more than {_MAX_TRACKS}")
    tracks = tuple(_track(tree, each) for each in traks)
    _distinct(tree, tracks)
    udtas = tree.all(tree.root, b"udta")
    return Movie(
        source,
        top,
        found[0],
        tree,
        _brands(source, top),
        mvhd,
        timescale,
        duration,
        tracks,
        udtas,
        tuple(each for udta in udtas for each in tree.all(udta, b"chpl")),
    )


def _remux(source: ByteSource) -> str:
    return f"make a plain MP4 of it first: ffmpeg -i {source.name} -map 0 -c copy -movflags +faststart out.m4a"


def _no_movie(source: ByteSource, top: TopLevel) -> DamagedAudio | UnsupportedAudio:
    place = Place(source.name, offset=top.end)
    if top.all(b"moof"):
        return UnsupportedAudio(
            "a segment of a fragmented MP4, without its 'moov' box", hint=_remux(source), place=place
        )
    return DamagedAudio(
        "there is no 'moov' box: the recording was cut off before it was finished",
        hint="Export the file again, or mend it with untrunc and a good file of the same recorder.",
        place=place,
    )


def _brands(source: ByteSource, top: TopLevel) -> tuple[bytes, ...]:
    first = next(iter(top.all(b"ftyp")), None)
    if first is None:
        return ()
    body = source.read(first.body, min(first.stop - first.body, 1024))
    return (body[:4], *(body[at : at + 4] for at in range(8, len(body) - 3, 4)))


def _times(tree: Tree, header: Box) -> tuple[int, int]:
    """Time scale and duration of `mvhd` or `mdhd`; a duration of all ones is unknown, which is 0 here."""
    version = tree.unpack("B", header)[0]
    timescale, duration = tree.unpack("IQ", header, 20) if version == 1 else tree.unpack("II", header, 12)
    if timescale == 0:
        raise tree.damaged(header.start, "a time scale is 0")
    return timescale, 0 if duration == (1 << (64 if version == 1 else 32)) - 1 else duration


def _track(tree: Tree, trak: Box) -> Track:
    tkhd = tree.need(trak, b"tkhd")
    mdia = tree.need(trak, b"mdia")
    stbl = tree.need(mdia, b"minf", b"stbl")
    version = tree.unpack("B", tkhd)[0]
    timescale, duration = _times(tree, tree.need(mdia, b"mdhd"))
    width, height = tree.unpack("II", tkhd, 88 if version == 1 else 76)
    trefs = tree.all(trak, b"tref")
    offsets = (*tree.all(stbl, b"stco"), *tree.all(stbl, b"co64"))
    for kind in (b"stsd", b"stts", b"stsc"):
        tree.need(stbl, kind)
    if len(offsets) != 1 or not (tree.find(stbl, b"stsz") or tree.find(stbl, b"stz2")):
        raise tree.damaged(stbl.start, "a track does not say, or says twice, where its samples are")
    return Track(
        box=trak,
        id=tree.u32(tkhd, 20 if version == 1 else 12),
        enabled=bool(tree.u32(tkhd) & 1),
        shown=bool(width and height),
        handler=tree.body(tree.need(mdia, b"hdlr"))[8:12],
        formats=_formats(tree, tree.need(stbl, b"stsd")),
        timescale=timescale,
        duration=duration,
        edits=tuple(_edits(tree, trak)),
        trefs=trefs,
        references=tuple(_reference(tree, each) for tref in trefs for each in tree.children(tref)),
        mdia=mdia,
        stbl=stbl,
        offsets=offsets,
    )


def _distinct(tree: Tree, tracks: tuple[Track, ...]) -> None:
    seen: set[int] = set()
    for track in tracks:
        if track.id in seen:
            raise tree.damaged(track.box.start, f"two tracks have the id {track.id}")
        seen.add(track.id)


def _formats(tree: Tree, stsd: Box) -> tuple[bytes, ...]:
    return tuple(each.type for each in tree.children(stsd, 8))


def _edits(tree: Tree, trak: Box) -> Iterator[tuple[int, int]]:
    elst = tree.find(trak, b"edts", b"elst")
    if elst is None:
        return
    layout, size = ("Qq", 20) if tree.unpack("B", elst)[0] == 1 else ("Ii", 12)
    count = tree.u32(elst, 4)
    if elst.body + 8 + count * size > elst.stop:
        raise tree.damaged(elst.start, f"box 'elst' claims {count} entries, it has room for fewer")
    if count > _MAX_EDITS:
        raise tree.damaged(elst.start, f"box 'elst' has {count} entries, more than {_MAX_EDITS}")
    for index in range(count):
        duration, media_time = tree.unpack(layout, elst, 8 + index * size)
        yield duration, media_time


def _reference(tree: Tree, each: Box) -> Reference:
    count = (each.stop - each.body) // 4
    if count > _MAX_TRACKS:
        raise tree.damaged(each.start, f"box {show_type(each.type)} names {count} tracks, more than {_MAX_TRACKS}")
    return Reference(each, each.type, tree.unpack(f"{count}I", each))
