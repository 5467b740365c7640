"""What stands in the way of editing an MP4: fragments, encryption, sound kept elsewhere, no sound."""

from __future__ import annotations

from collections.abc import Iterator

from chaptag.containers.mp4.boxes import Box, Tree, show_type
from chaptag.containers.mp4.movie import Movie, Track
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote

__all__ = ["fragments_at", "must_be_editable", "must_be_whole", "obstacles"]

_ENCRYPTED_FORMATS = frozenset({b"drms", b"drmi", b"drmt", b"enca", b"encv", b"enct", b"encs", b"aavd", b"p608"})
_ENCRYPTED_BRANDS = frozenset({b"aax ", b"aaxc"})
_ENTRY_FIELDS = {b"soun": (28, 44, 64), b"vide": (78,)}  # bytes before the first box of a sample entry, by version


def must_be_editable(movie: Movie) -> None:
    """Raise UnsupportedAudio, with the way out, for a file whose chapters cannot be edited."""
    for obstacle in obstacles(movie):
        raise UnsupportedAudio(obstacle.message, hint=obstacle.advice, place=obstacle.place)


def must_be_whole(movie: Movie) -> None:
    """Raise UnsupportedAudio for a fragmented file: its movie box does not say how long the sound is."""
    for obstacle in _fragments(movie):
        raise UnsupportedAudio(obstacle.message, hint=obstacle.advice, place=obstacle.place)


def obstacles(movie: Movie) -> Iterator[Finding]:
    """Find what forbids an edit."""
    yield from _fragments(movie)
    yield from _encryption(movie)
    if not movie.audio:
        kinds = ", ".join(sorted({quote(track.handler.decode("latin-1")) for track in movie.tracks})) or "none"
        yield finding("mp4-no-sound", f"no track of the file holds sound (tracks: {kinds})", place=movie.tree.place(0))
    for track in movie.tracks:
        yield from _elsewhere(movie, track)


def fragments_at(movie: Movie) -> int | None:
    """Where the first sign of fragments is in the file; None where there is none."""
    mvex = movie.tree.find(movie.tree.root, b"mvex")
    pieces = [each.start for kind in (b"moof", b"mfra") for each in movie.top.all(kind)]
    return min(pieces) if pieces else movie.box.start + mvex.start if mvex is not None else None


def _fragments(movie: Movie) -> Iterator[Finding]:
    at = fragments_at(movie)
    if at is not None:
        name = movie.source.name
        yield finding(
            "mp4-fragmented",
            "the file is a fragmented MP4 (DASH, CMAF, a live recording)",
            place=movie.place(at),
            fix=f"Remux it without touching the sound: ffmpeg -i {name} -map 0 -c copy -movflags +faststart out.m4a",
        )


def _encryption(movie: Movie) -> Iterator[Finding]:
    brand = movie.brands[0] if movie.brands else b""
    if brand in _ENCRYPTED_BRANDS:
        yield finding("mp4-encrypted", f"the file is encrypted (brand {show_type(brand)})", place=movie.place(0))
        return
    for track in movie.tracks:
        what = _ENCRYPTED_FORMATS.intersection(track.formats)
        if what or _has_sinf(movie.tree, track):
            named = show_type(next(iter(what), b"sinf"))
            place = movie.tree.place(track.box.start)
            yield finding("mp4-encrypted", f"track {track.id} is encrypted ({named})", place=place)
            return


def _has_sinf(tree: Tree, track: Track) -> bool:
    """Whether a sample entry holds a protection scheme ('sinf'): its type comes 4 bytes into the box."""
    stsd = tree.need(track.stbl, b"stsd")
    return any(_box_within(tree, entry, skip) for entry in tree.children(stsd, 8) for skip in _skips(track))


def _skips(track: Track) -> tuple[int, ...]:
    return _ENTRY_FIELDS.get(track.handler, ())


def _box_within(tree: Tree, entry: Box, skip: int) -> bool:
    body = tree.body(entry)
    at = skip
    while at + 8 <= len(body):
        size = int.from_bytes(body[at : at + 4], "big")
        if body[at + 4 : at + 8] == b"sinf":
            return True
        if size < 8:
            return False
        at += size
    return False


def _elsewhere(movie: Movie, track: Track) -> Iterator[Finding]:
    """Find tracks whose samples are in another file: their offsets are not this file's."""
    tree = movie.tree
    dref = tree.find(track.mdia, b"minf", b"dinf", b"dref")
    if dref is None:
        return
    for entry in tree.children(dref, 8):
        if not tree.u32(entry) & 1:
            yield finding(
                "mp4-external-data",
                f"the samples of track {track.id} are in another file",
                place=tree.place(entry.start),
                fix=f"Make one file of it first: ffmpeg -i {movie.source.name} -map 0 -c copy out.m4a",
            )
            return
