"""The new movie box and the new file around it, as an edit.

The size of the movie decides where everything else lies, and where everything lies decides whether a table needs 64
bits, which changes the size of the movie. Tables only ever grow in that circle, so it comes to rest.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from chaptag.containers.mp4.absolute import absolute_offsets
from chaptag.containers.mp4.arrangement import Arrangement, Sizes, arrange, arrange_at_end
from chaptag.containers.mp4.boxes import Box, box
from chaptag.containers.mp4.doomed import doomed_boxes
from chaptag.containers.mp4.movie import Movie, Track
from chaptag.containers.mp4.offsets import chunk_table, moved_table, needs_wide
from chaptag.containers.mp4.references import reference_splices
from chaptag.containers.mp4.splices import Splice, append, drop, growth, pieces, substitute
from chaptag.containers.mp4.texttrack import TextTrack
from chaptag.model.edit import Edit, Keep, Piece, Put, Span
from chaptag.model.finding import Finding, finding

if TYPE_CHECKING:
    from chaptag.containers.mp4.imagetrack import ImageTrack

__all__ = ["NewChapters", "rewrite"]

_TITLES, _IMAGES = "titles", "images"


class NewChapters(NamedTuple):
    """What goes in: the `chpl` box (empty for none), the title track, the image track or those that are kept."""

    chpl: bytes = b""
    titles: TextTrack | None = None
    images: ImageTrack | None = None
    kept_images: tuple[Track, ...] = ()


def rewrite(movie: Movie, gone: Sequence[Track], new: NewChapters) -> Edit:
    """Take the tracks `gone` out with all other chapters, and put `new` in.

    Raises DamagedAudio where samples lie in no media data, UnsupportedAudio where nothing may move and nothing fits.
    """
    return _Rewrite(movie, tuple(gone), new).edit()


class _Rewrite:
    """One edit in the making; `wide` grows until every chunk offset fits."""

    def __init__(self, movie: Movie, gone: tuple[Track, ...], new: NewChapters) -> None:
        self.movie, self.tree, self.gone, self.new = movie, movie.tree, gone, new
        self.kept = tuple(track for track in movie.tracks if track not in gone)
        self.tables = [chunk_table(self.tree, each, track.id) for track in self.kept for each in track.offsets]
        self.absolute = absolute_offsets(movie)
        self.doomed = doomed_boxes(movie, gone, self.tables, strict=bool(self.absolute))
        self.media = {
            _TITLES: box(b"mdat", new.titles.data) if new.titles is not None else b"",
            _IMAGES: box(b"mdat", new.images.data) if new.images is not None else b"",
        }
        if movie.trailing.start < movie.trailing.stop and not any(self.media.values()):
            # Junk behind the last box is told from a box that was cut off by the media data before it: some must stay.
            self.doomed = frozenset() if self.doomed.issuperset(movie.top.all(b"mdat")) else self.doomed
        self.wide: set[Box | str] = set()
        numbers = _free_ids(self.kept)
        self.ids = {what: next(numbers) for what, data in self.media.items() if data}
        self.fixed = tuple(self._fixed())

    def edit(self) -> Edit:
        """Come to rest, and spell the new file out."""
        at = self._arranged()
        while more := self._outgrown(at):
            self.wide |= more
            at = self._arranged()
        splices = [*self.fixed, *self._trak_splices(at)]
        for each in self.tables:
            splice = moved_table(each, at.moves, self.tree, wide=each.box in self.wide)
            if splice is not None:
                splices.append(splice)
        out = tuple(_joined(self._spelt(at, pieces(self.tree, splices))))
        found: tuple[Finding, ...] = ()
        if at.at_end:
            message = f"{self.absolute} holds positions in the file, so nothing in it may move: 'moov' goes to the end"
            found = (finding("mp4-moov-at-end", message, place=self.tree.place(0)),)
        size = self.movie.source.size
        if _same(self.movie, out):
            return Edit.nothing(size, found)
        kept = (each for each in self.movie.top.all(b"mdat") if each not in self.doomed)
        return Edit(out, size, tuple(Span(each.body, each.stop) for each in kept), found)

    def _arranged(self) -> Arrangement:
        promoted = sum(each.promotion for each in self.tables if each.box in self.wide)
        moov = self.movie.box.size + growth(self.fixed) + promoted + growth(self._trak_splices(None))
        sizes = Sizes(moov, len(self.media[_TITLES]), len(self.media[_IMAGES]))
        at = arrange(self.movie, self.doomed, sizes)
        if self.absolute and at.rest_moves:
            at = arrange(self.movie, self.doomed, sizes, shrink=False)
        return arrange_at_end(self.movie, self.doomed, sizes) if self.absolute and at.rest_moves else at

    def _outgrown(self, at: Arrangement) -> set[Box | str]:
        """The tables that need 64 bits in this arrangement and have 32."""
        more: set[Box | str] = {each.box for each in self.tables if needs_wide(each, at.moves, self.tree)}
        more |= {what for what in self.ids if at.offsets[what] + len(self.media[what]) > 0xFFFFFFFF}
        return more - self.wide

    def _trak_splices(self, at: Arrangement | None) -> list[Splice]:
        """Put the new tracks behind the last one; without an arrangement only their size is right."""
        where = max(track.box.stop for track in self.movie.tracks)
        return [Splice(self.tree.root, where, where, self._trak(what, at)) for what in self.ids]

    def _trak(self, what: str, at: Arrangement | None) -> bytes:
        track = self.new.titles if what == _TITLES else self.new.images
        if track is None:
            return b""
        header = 8 if len(self.media[what]) <= 0xFFFFFFFF else 16
        return track.trak(
            self.ids[what],
            at.offsets[what] + header if at is not None else 0,
            movie_duration=sum(track.durations) * self.movie.timescale // 1000,
            quicktime=self.movie.quicktime,
            wide=what in self.wide,
        )

    def _fixed(self) -> Iterator[Splice]:
        """The changes whose size depends on nothing else."""
        tree, chpl = self.tree, self.new.chpl
        yield from (drop(track.box) for track in self.gone)
        yield from reference_splices(self.movie, self.gone, self.new.kept_images, tuple(self.ids.values()))
        for index, each in enumerate(self.movie.chpls):
            udta = each.parent
            if not chpl and udta is not None and all(other.type == b"chpl" for other in tree.children(udta)):
                if each == tree.children(udta)[0]:
                    yield drop(udta)
            else:
                yield substitute(each, chpl if not index else b"")
        if chpl and not self.movie.chpls:
            udta = next(iter(self.movie.udtas), None)
            yield append(tree, tree.root, box(b"udta", chpl)) if udta is None else append(tree, udta, chpl)
        if self.ids:
            yield from self._next_track_id()

    def _next_track_id(self) -> Iterator[Splice]:
        """Raise the movie's next track id above the new ones; it never goes down."""
        mvhd = self.movie.mvhd
        at = 108 if self.tree.unpack("B", mvhd)[0] == 1 else 96
        number = max(self.ids.values()) + 1
        if self.tree.u32(mvhd, at) < number:
            yield Splice(mvhd, mvhd.body + at, mvhd.body + at + 4, struct.pack(">I", number))

    def _spelt(self, at: Arrangement, moov: list[Piece]) -> Iterator[Piece]:
        for part in at.parts:
            if isinstance(part, (Keep, Put)):
                yield part
            elif part.what == "moov":
                if sum(each.size for each in moov) != part.size:
                    raise self.tree.damaged(0, "the movie box contradicts itself; no place in it can be trusted")
                yield from moov
            else:
                data = self.media[part.what]
                spare = part.size - len(data)
                yield Put(data if not spare else box(b"mdat", data[8:], bytes(spare)))


def _free_ids(kept: Sequence[Track]) -> Iterator[int]:
    """Numbers for new tracks: above all that are in use or named; below, where those are used up.

    One is left above each, for the movie's next track id.
    """
    used = {track.id for track in kept}
    used.update(number for track in kept for each in track.references if each.kind != b"chap" for number in each.ids)
    top = max(used, default=0) + 1
    yield from range(top, 0xFFFFFFFF)
    yield from (number for number in range(1, top) if number not in used)


def _joined(parts: Iterator[Piece]) -> Iterator[Piece]:
    """Join pieces that touch; empty ones vanish."""
    last: Piece | None = None
    for each in parts:
        if not each.size:
            continue
        if isinstance(last, Keep) and isinstance(each, Keep) and last.stop == each.start:
            last = Keep(last.start, each.stop)
        elif isinstance(last, Put) and isinstance(each, Put):
            last = Put(last.data + each.data)
        else:
            if last is not None:
                yield last
            last = each
    if last is not None:
        yield last


def _same(movie: Movie, parts: Sequence[Piece]) -> bool:
    """Whether the pieces spell the file that is there."""
    position = 0
    for each in parts:
        if isinstance(each, Keep):
            if each.start != position:
                return False
        elif movie.source.read(position, each.size) != each.data:
            return False
        position += each.size
    return position == movie.source.size
