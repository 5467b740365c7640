"""Builders of MP4 files, byte by byte and without chaptag: boxes, tracks, and the layouts of the programs in the wild.

A `Movie` is tracks and what else `moov` holds; a layout is a list of parts, some bytes, some places for `moov` and
for media data. The sound is silence that every decoder accepts, each sample with bytes of its own behind it, so that
a sample that was lost or moved is seen.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

__all__ = [
    "GROUPS",
    "MOOV",
    "SILENCE",
    "Media",
    "Movie",
    "Sparse",
    "Track",
    "audio",
    "box",
    "build",
    "chpl",
    "chunks_of",
    "esds",
    "free",
    "ftyp",
    "full",
    "href",
    "ilst",
    "image_track",
    "jpeg",
    "lay_out",
    "plain",
    "png",
    "samples_of",
    "subtitles",
    "text_sample",
    "text_track",
    "walk",
]

MOOV = "moov"
GROUPS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"edts", b"tref", b"dinf"})
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
SILENCE = b"\x01\x18\x20\x07"
_PIXEL = bytes.fromhex(
    "ffd8ffdb0043000804040404040505050505050606060606060606060606060607070708080807070706060707080808080909090808"
    "080809090a0a0a0c0c0b0b0e0e0e111114ffc4004b00010100000000000000000000000000000007010100000000000000000000000000"
    "000000100100000000000000000000000000000000110100000000000000000000000000000000ffc00011080001000103011200021200"
    "031200ffda000c03010002110311003f0087800fffd9"
)
# An AudioSpecificConfig of AAC-LC, 16 kHz, mono: frames of 1024 samples last 64 ms, a whole number.
_CONFIG = bytes.fromhex("1408")


def box(kind: bytes, *parts: bytes) -> bytes:
    """A box with a 32-bit size."""
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def full(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    """A box with version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def ftyp(brand: bytes = b"M4A ", *others: bytes) -> bytes:
    """The box that names the brands."""
    return box(b"ftyp", brand, bytes(4), brand, *others)


def free(size: int, kind: bytes = b"free", fill: bytes = b"\0") -> bytes:
    """Free space of `size` bytes in all; 0 is none."""
    return box(kind, (fill * size)[: size - 8]) if size else b""


@dataclass
class Track:
    """A track: its samples and how long each lasts, in its own time scale; `per_chunk` of them lie together."""

    id: int
    handler: bytes
    entry: bytes
    samples: list[bytes]
    deltas: list[int]
    timescale: int = 1000
    enabled: bool = True
    size: tuple[int, int] = (0, 0)
    refs: dict[bytes, tuple[int, ...]] = field(default_factory=dict)
    edits: tuple[tuple[int, int], ...] = ()
    per_chunk: int = 1
    wide: bool = False
    header: bytes = b""
    name: bytes = b"\0"
    extra: bytes = b""
    component: bytes = bytes(4)
    dref: bytes = full(b"url ", flags=1)
    run_length: bool = False
    in_tables: bytes = b""

    @property
    def chunks(self) -> list[list[bytes]]:
        """The samples, chunk by chunk."""
        return [self.samples[at : at + self.per_chunk] for at in range(0, len(self.samples), self.per_chunk)]

    def trak(self, offsets: Sequence[int], movie_duration: int) -> bytes:
        """The `trak` box."""
        chunks = self.chunks
        tref = box(b"tref", *(box(kind, *(struct.pack(">I", n) for n in ids)) for kind, ids in self.refs.items()))
        elst = b"".join(struct.pack(">IiI", duration, time, 0x10000) for duration, time in self.edits)
        runs: list[tuple[int, int]] = []
        for delta in self.deltas:
            if self.run_length and runs and runs[-1][1] == delta:
                runs[-1] = (runs[-1][0] + 1, delta)
            else:
                runs.append((1, delta))
        per = [(1, self.per_chunk, 1)] if chunks else []
        if chunks and len(chunks[-1]) != self.per_chunk:
            per = (
                [(1, self.per_chunk, 1), (len(chunks), len(chunks[-1]), 1)]
                if len(chunks) > 1
                else [(1, len(chunks[0]), 1)]
            )
        stbl = box(
            b"stbl",
            full(b"stsd", struct.pack(">I", 1), self.entry),
            full(b"stts", struct.pack(">I", len(runs)), *(struct.pack(">II", *run) for run in runs)),
            full(b"stsc", struct.pack(">I", len(per)), *(struct.pack(">III", *each) for each in per)),
            full(b"stsz", struct.pack(">II", 0, len(self.samples)), *(struct.pack(">I", len(s)) for s in self.samples)),
            full(
                b"co64" if self.wide else b"stco",
                struct.pack(">I", len(offsets)),
                *(struct.pack(">Q" if self.wide else ">I", offset) for offset in offsets),
            ),
            self.in_tables,
        )
        width, height = self.size
        return box(
            b"trak",
            full(
                b"tkhd",
                struct.pack(">III4xI", 0, 0, self.id, movie_duration),
                bytes(16),
                _MATRIX,
                struct.pack(">II", width << 16, height << 16),
                flags=3 if self.enabled else 2,
            ),
            box(b"edts", full(b"elst", struct.pack(">I", len(self.edits)), elst)) if self.edits else b"",
            tref if self.refs else b"",
            box(
                b"mdia",
                full(b"mdhd", struct.pack(">IIIIHH", 0, 0, self.timescale, sum(self.deltas), 0x55C4, 0)),
                full(b"hdlr", self.component, self.handler, bytes(12), self.name),
                box(
                    b"minf",
                    self.header,
                    box(b"dinf", full(b"dref", struct.pack(">I", 1), self.dref)),
                    stbl,
                ),
            ),
            self.extra,
        )


@dataclass
class Movie:
    """The movie: `udta` and `extra` are boxes in `moov`; `duration` is in `timescale`."""

    tracks: list[Track]
    timescale: int = 1000
    duration: int = 0
    udta: bytes = b""
    extra: bytes = b""
    next_id: int | None = None

    def moov(self, offsets: dict[int, list[int]]) -> bytes:
        """The `moov` box with each track's chunk offsets."""
        next_id = self.next_id or max(track.id for track in self.tracks) + 1
        mvhd = full(
            b"mvhd",
            struct.pack(">IIIIIH10x", 0, 0, self.timescale, self.duration, 0x10000, 0x100),
            _MATRIX,
            bytes(24),
            struct.pack(">I", next_id),
        )
        traks = (track.trak(offsets.get(track.id, []), self.duration) for track in self.tracks)
        return box(b"moov", mvhd, *traks, self.udta, self.extra)


@dataclass
class Media:
    """A place for media data: chunks as (track id, number); `form` is ``32``, ``64`` or ``end`` (size 0).

    `hole` is a number of zero bytes in front of the chunks that are never made.
    """

    chunks: list[tuple[int, int]]
    form: str = "32"
    before: bytes = b""
    after: bytes = b""
    hole: int = 0

    def header(self, size: int) -> bytes:
        """The header of a box with a body of `size` bytes."""
        if self.form == "64":
            return struct.pack(">I4sQ", 1, b"mdat", size + 16)
        return struct.pack(">I4s", 0 if self.form == "end" else size + 8, b"mdat")


Part = bytes | str | Media


def build(movie: Movie, parts: Sequence[Part]) -> bytes:
    """Lay a file out."""
    return b"".join(part for part in lay_out(movie, parts) if isinstance(part, bytes))


def lay_out(movie: Movie, parts: Sequence[Part]) -> list[bytes | int]:
    """Lay a file out as bytes, and numbers for so many bytes that are not made."""
    chunks = {track.id: track.chunks for track in movie.tracks}
    offsets: dict[int, list[int]] = {track.id: [0] * len(track.chunks) for track in movie.tracks}
    out: list[bytes | int] = []
    for _ in range(2):  # the size of `moov` does not depend on the offsets in it
        out, at = [], 0
        placed: dict[int, dict[int, int]] = {track.id: {} for track in movie.tracks}
        for part in parts:
            if isinstance(part, Media):
                body = [b"".join(chunks[number][index]) for number, index in part.chunks]
                header = part.header(part.hole + len(part.before) + sum(map(len, body)) + len(part.after)) + part.before
                out += [header, part.hole, *body, part.after]
                at += len(header) + part.hole
                for (number, index), data in zip(part.chunks, body, strict=True):
                    placed[number][index] = at
                    at += len(data)
                at += len(part.after)
            else:
                out.append(part if isinstance(part, bytes) else movie.moov(offsets))
                at += len(out[-1]) if isinstance(out[-1], bytes) else 0
        offsets = {number: [where[index] for index in sorted(where)] for number, where in placed.items()}
    return [each for each in out if each]


class Sparse:
    """A source of any size whose holes are never made; `reads` counts the bytes that were asked for."""

    def __init__(self, parts: Sequence[bytes | int], name: str = "sparse.m4a") -> None:
        self.name = name
        self.parts = list(parts)
        self.size = sum(part if isinstance(part, int) else len(part) for part in parts)
        self.reads = 0

    def read(self, offset: int, length: int) -> bytes:
        """The bytes ``[offset, offset + length)``; a read of more than 64 MiB is a mistake."""
        self.reads += length
        if length > 64 << 20:
            msg = f"{length} bytes at once"
            raise AssertionError(msg)
        found, at = [], 0
        for part in self.parts:
            size = part if isinstance(part, int) else len(part)
            start, stop = max(offset - at, 0), min(offset + length - at, size)
            if start < stop:
                found.append(bytes(stop - start) if isinstance(part, int) else part[start:stop])
            at += size
        return b"".join(found)


def chunks_of(*tracks: Track) -> list[tuple[int, int]]:
    """All chunks of tracks, interleaved: the first of each, the second of each."""
    counts = {track.id: len(track.chunks) for track in tracks}
    longest = max(counts.values(), default=0)
    return [(number, index) for index in range(longest) for number, count in counts.items() if index < count]


def audio(number: int = 1, seconds: float = 60, *, priming: bool = False, **more: object) -> Track:
    """A track of silent AAC at 16 kHz, 22 samples of 64 ms to a chunk."""
    count = round(seconds * 1000 / 64)
    entry = box(b"mp4a", struct.pack(">6xH8xHH4xI", 1, 1, 16, 16000 << 16), full(b"esds", esds(_CONFIG)))
    samples = [_silence(struct.pack(">HI", number, index) + bytes(index % 5)) for index in range(count)]
    track = Track(number, b"soun", entry, samples, [1024] * count, 16000, header=full(b"smhd", bytes(4)), per_chunk=22)
    track.name, track.run_length = b"Sound\0", True
    if priming:
        track.edits = ((64 * (count - 1), 1024),)
    for key, value in more.items():
        setattr(track, key, value)
    return track


def _silence(data: bytes) -> bytes:
    """A frame of silent AAC: a data stream element that decoders skip, one silent channel, the end."""
    return b"\x81" + bytes([len(data)]) + data + SILENCE


def esds(config: bytes) -> bytes:
    """The body of `esds` with an AudioSpecificConfig."""
    specific = b"\x05" + bytes([len(config)]) + config
    decoder = bytes([64, 0x15]) + bytes(11) + specific
    body = bytes(3) + b"\x04" + bytes([len(decoder)]) + decoder + b"\x06\x01\x02"
    return b"\x03" + bytes([len(body)]) + body


def href(url: str, characters: int) -> bytes:
    """The box of a link, as Auphonic writes it."""
    return box(b"href", struct.pack(">HHB", 0, characters, len(url)), url.encode(), b"\0")


def text_sample(title: str, *, encd: bool = True, more: bytes = b"") -> bytes:
    """A sample of a text track."""
    text = title.encode()
    return struct.pack(">H", len(text)) + text + more + (bytes.fromhex("0000000c656e636400000100") if encd else b"")


_GMHD = box(b"gmhd", full(b"gmin", bytes.fromhex("004080008000800000000000")), box(b"text", _MATRIX))
_TX3G = box(b"tx3g", struct.pack(">6xH", 1), bytes(30), box(b"ftab", struct.pack(">HHB", 1, 1, 0)))
_TEXT = box(
    b"text", struct.pack(">6xH", 1), struct.pack(">I", 1), bytes(34), box(b"ftab", struct.pack(">HHB", 1, 1, 0))
)


def text_track(
    number: int,
    chapters: Sequence[tuple[int, str]],
    end: int,
    *,
    tx3g: bool = False,
    timescale: int = 1000,
    links: bool = False,
    **more: object,
) -> Track:
    """A chapter track; chapters are (start in ms, title), contiguous from the first on, the first sample at 0."""
    starts = [start for start, _ in chapters]
    edges = [start * timescale // 1000 for start in (0, *starts[1:], end)]
    samples = [
        text_sample(title, encd=not tx3g, more=href("https://example.com/" + str(n), len(title)) if links else b"")
        for n, (_, title) in enumerate(chapters, 1)
    ]
    deltas = [stop - start for start, stop in zip(edges, edges[1:], strict=False)]
    track = Track(number, b"text", _TX3G if tx3g else _TEXT, samples, deltas, timescale, enabled=False)
    track.header, track.name = (full(b"nmhd") if tx3g else _GMHD), b"Chapters\0"
    track.per_chunk = max(1, len(samples))
    for key, value in more.items():
        setattr(track, key, value)
    return track


def subtitles(number: int, seconds: int = 60, **more: object) -> Track:
    """A subtitle track that is shown by itself, as mov_text."""
    samples = [text_sample(f"Spoken line {n}", encd=False) for n in range(seconds // 5)]
    track = Track(number, b"sbtl", _TX3G, samples, [5000] * len(samples), 1000, size=(480, 60), header=full(b"nmhd"))
    for key, value in more.items():
        setattr(track, key, value)
    return track


def jpeg(width: int, height: int, seed: int = 0) -> bytes:
    """The beginning and the end of a JPEG, enough to be recognised; no decoder draws it."""
    frame = struct.pack(">HHBHHB", 0xFFC0, 11, 8, height, width, 1) + bytes((1, 0x11, 0))
    return b"\xff\xd8" + frame + struct.pack(">I", seed) * 8 + b"\xff\xd9"


def png(width: int, height: int, seed: int = 0) -> bytes:
    """The beginning of a PNG, enough to be recognised."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIB4xI", 13, b"IHDR", width, height, 8, seed) + bytes(8)


def image_track(number: int, images: Sequence[bytes], starts: Sequence[int], end: int, **more: object) -> Track:
    """A track of chapter images, as Auphonic and Hindenburg write it."""
    entry = box(
        b"jpeg",
        struct.pack(">6xH16xHHIIIH32xHH", 1, 64, 64, 72 << 16, 72 << 16, 0, 1, 24, 0xFFFF),
    )
    deltas = [stop - start for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    track = Track(
        number, b"vide", entry, list(images), deltas, 1000, size=(64, 64), header=full(b"vmhd", bytes(8), flags=1)
    )
    for key, value in more.items():
        setattr(track, key, value)
    return track


def chpl(chapters: Sequence[tuple[int, bytes | str]], *, version: int = 1, wide_count: bool = False) -> bytes:
    """The Nero list; chapters are (start in ms, title)."""
    entries = b"".join(
        struct.pack(">QB", start * 10_000, len(raw)) + raw
        for start, title in chapters
        for raw in (title if isinstance(title, bytes) else title.encode(),)
    )
    if version == 0:
        return full(b"chpl", struct.pack(">B", len(chapters)), entries)
    count = struct.pack(">BI", 0, len(chapters)) if wide_count else struct.pack(">4xB", len(chapters) % 256)
    return full(b"chpl", count, entries, version=1)


def ilst() -> bytes:
    """The iTunes tags of an episode, with a free-form one and padding, as `meta`."""

    def item(kind: bytes, flags: int, data: bytes) -> bytes:
        return box(kind, full(b"data", bytes(4), data, flags=flags))

    freeform = box(
        b"----", full(b"mean", b"com.apple.iTunes"), full(b"name", b"NOTE"), full(b"data", bytes(4), b"kept", flags=1)
    )
    items = (
        item(b"\xa9nam", 1, b"Episode"),
        item(b"covr", 13, _PIXEL),
        item(b"pcst", 21, b"\1"),
        freeform,
    )
    hdlr = full(b"hdlr", bytes(4), b"mdir", b"appl", bytes(9))
    return full(b"meta", hdlr, box(b"ilst", *items), free(40))


def plain(
    *,
    seconds: int = 60,
    fast: bool = False,
    gap: bytes = b"",
    form: str = "32",
    brand: bytes = b"M4A ",
    udta: bytes | None = None,
    tail: bytes = b"",
    tracks: Iterable[Track] = (),
    timescale: int = 1000,
    sound: Track | None = None,
) -> bytes:
    """A file without chapters: one track of sound and `tracks`, interleaved; `gap` lies behind a `moov` in front."""
    first = sound or audio(1, seconds)
    every = [first, *tracks]
    media = Media(chunks_of(*every), form)
    movie = Movie(every, timescale, seconds * timescale, udta=box(b"udta", ilst()) if udta is None else udta)
    head = ftyp(brand, b"isom", b"mp42")
    return build(movie, [head, MOOV, gap, media, tail] if fast else [head, free(8), media, MOOV, tail])


def walk(
    data: bytes, start: int = 0, stop: int | None = None, path: tuple[bytes, ...] = ()
) -> list[tuple[tuple[bytes, ...], int, int, int]]:
    """All boxes as (path, start, body, stop), going down into the groups."""
    found = []
    stop = len(data) if stop is None else stop
    while stop - start >= 8:
        size, kind = struct.unpack_from(">I4s", data, start)
        body = start + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start + 8)
            body = start + 16
        if size == 0 and path:
            break
        end = start + size if size else stop
        found.append(((*path, kind), start, body, end))
        if kind in GROUPS and (path or kind == b"moov"):
            found += walk(data, body, end, (*path, kind))
        start = end
    return found


def _numbers(data: bytes, at: int, count: int, width: int = 4) -> list[int]:
    return [int.from_bytes(data[at + i * width : at + (i + 1) * width], "big") for i in range(count)]


def samples_of(data: bytes) -> dict[int, list[bytes]]:
    """The bytes of every sample of every track, by track id, read by the book."""
    found: dict[int, list[bytes]] = {}
    tables: dict[bytes, tuple[int, int]] = {}
    number = 0
    for path, _, body, _ in [*walk(data), ((b"end", b"trak"), 0, 0, 0)]:
        if path[-1] == b"trak":
            if tables:
                found[number] = _samples(data, tables)
            tables = {}
        elif path[-1] == b"tkhd":
            number = _numbers(data, body + (20 if data[body] else 12), 1)[0]
        elif path[:-1] and path[-2] == b"stbl":
            tables[path[-1]] = (body, 0)
    return found


def _samples(data: bytes, tables: dict[bytes, tuple[int, int]]) -> list[bytes]:
    def count(kind: bytes, at: int = 4) -> int:
        return _numbers(data, tables[kind][0] + at, 1)[0]

    width = 8 if b"co64" in tables else 4
    kind = b"co64" if width == 8 else b"stco"
    offsets = _numbers(data, tables[kind][0] + 8, count(kind), width)
    uniform, total = count(b"stsz", 4), count(b"stsz", 8)
    sizes = [uniform] * total if uniform else _numbers(data, tables[b"stsz"][0] + 12, total)
    runs = _numbers(data, tables[b"stsc"][0] + 8, 3 * count(b"stsc"))
    out: list[bytes] = []
    for index, (first, per) in enumerate(zip(runs[::3], runs[1::3], strict=True)):
        last = runs[3 * index + 3] if 3 * index + 3 < len(runs) else len(offsets) + 1
        for chunk in range(first, last):
            at = offsets[chunk - 1]
            for _ in range(per):
                if len(out) < total:
                    out.append(data[at : at + sizes[len(out)]])
                    at += sizes[len(out) - 1]
    return out
