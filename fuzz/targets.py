"""What is fuzzed: for each part that reads a stranger's bytes, what to do with them, where to begin, and its words."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from chaptag.batch.job import Job, Problem
from chaptag.batch.sources.manifest import read_manifest
from chaptag.containers.registry import CONTAINERS
from chaptag.containers.registry import load as load_container
from chaptag.containers.sniff import sniff
from chaptag.formats.registry import FORMATS, detect
from chaptag.formats.registry import load as load_format
from chaptag.model.duration import Duration
from chaptag.model.errors import ConfigError, NotesError
from chaptag.model.source import BytesSource
from chaptag.notes.feed.pick import list_items
from chaptag.notes.options import NotesOptions
from chaptag.notes.read import read_notes
from fuzz.invariants import check_container, check_reading, check_time, refused
from tests.containers.contract import SAMPLES
from tests.formats.samples import SAMPLES as FORMAT_SAMPLES
from tests.support import id3, mp3

__all__ = ["TARGETS", "Target"]

_LARGEST_SEED = 1 << 16
_GOLDEN = Path(__file__).parents[1] / "tests" / "notes" / "golden"


@dataclass(frozen=True)
class Target:
    """One harness: `attempt` raises where an invariant is broken; `words` are what the format is made of."""

    name: str
    attempt: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    words: tuple[bytes, ...]

    def __call__(self, data: bytes) -> None:
        """Try one input."""
        check_time(self.attempt, data)


def _container(name: str, data: bytes) -> None:
    sniff(BytesSource(data))
    check_container(load_container(name), data)


def _notes(data: bytes) -> None:
    """The first two bytes choose the kind and the duration."""
    kind = (None, "text", "markdown", "html", "feed", None)[data[0] % 6] if data else None
    length = data[1] * 60_000 if len(data) > 1 else 0
    duration = Duration(length * 1_000_000, "stated", "fuzz") if length else None
    _read_notes(data[2:], kind, duration, NotesOptions())


def _feed(data: bytes) -> None:
    try:
        items = list_items(data, "feed.xml")
    except NotesError as error:
        refused(error)
        return
    for number in range(1, min(len(items), 3) + 1):
        _read_notes(data, "feed", None, NotesOptions(item=f"#{number}"))


def _read_notes(data: bytes, kind: str | None, duration: Duration | None, options: NotesOptions) -> None:
    try:
        reading = read_notes(data, name="notes.md", kind=kind, duration=duration, options=options)
    except NotesError as error:
        refused(error)
        return
    check_reading(reading, None if duration is None else duration.ms)


_READ = [kind for kind in FORMATS if kind.reads]
_WRITTEN = [kind for kind in FORMATS if kind.writes]


def _formats(data: bytes) -> None:
    """The first byte chooses the format; what is read is written in another, and read again."""
    first, data = (data[0], data[1:]) if data else (0, data)
    detect(data, "x")
    try:
        reading = load_format(_READ[first % len(_READ)].name).loads(data, name="x")
    except NotesError as error:
        refused(error)
        return
    check_reading(reading, 3_600_000)
    target = _WRITTEN[(first + len(data)) % len(_WRITTEN)]
    text = load_format(target.name).dumps(reading.chapters, duration=3_600_000, title="Episode").text
    if target.reads:
        try:
            load_format(target.name).loads(text.encode("utf-8", "surrogatepass"), name="x")
        except NotesError as error:
            refused(error)


def _manifest(data: bytes) -> None:
    """The first byte chooses CSV or JSON Lines."""
    with tempfile.TemporaryDirectory(dir=_MEMORY) as folder:
        path = Path(folder) / ("m.csv" if not data or data[0] % 2 else "m.jsonl")
        path.write_bytes(data[1:])
        try:
            for row in read_manifest(path):
                assert isinstance(row, Job | Problem)
        except ConfigError as error:
            refused(error)


_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


def _splice_seeds() -> list[bytes]:
    chapters = [(0, 400, "One"), (400, 1000, "Zwei ü")]
    sound = mp3.mp3(0.2, kbit=64)
    tags = [
        b"",
        id3.tag(*id3.forty_frames(3)),
        id3.tag(*id3.forty_frames(4), version=4, padding=40),
        id3.chapter_tag(chapters, *id3.forty_frames()[:5], padding=99),
        id3.chapter_tag(chapters, version=4),
        id3.chapter_tag(chapters, table=False),
        id3.tag(*id3.forty_frames()[:9], unsync=True),
        id3.tag(id3.text("TIT2", "x", version=4), version=4, unsync=True, footer=True),
        id3.tag(id3.text("TIT2", "x"), extended=b"\0\0\0\6\0\0\0\0\0\0"),
        id3.tag(id3.compressed("TXXX", b"\0a\0b" * 9), id3.compressed("CHAP", b"a\0" + bytes(16))),
        id3.tag(
            id3.ctoc("a", ["b", "c"]), id3.ctoc("b", ["a", "d"], flags=1), id3.chap("c", 0, 5), id3.chap("d", 5, 9)
        ),
        id3.chapter_tag(chapters) + id3.chapter_tag(chapters, version=4),
    ]
    return [tag + sound for tag in tags] + [tags[3] + sound + mp3.lyrics3() + mp3.apev2() + mp3.id3v1()]


def _walk_seeds() -> list[bytes]:
    return [
        mp3.mp3(0.5, kbit=64, lame=(576, 1000)),
        mp3.vbr(12),
        mp3.cbr(8, 32, 22050),
        mp3.cbr(8, 64, 48000, layer=2),
        mp3.cbr(9, 128, 44100, layer=1),
        mp3.vbri_frame(9, 4000) + mp3.cbr(9),
        mp3.cbr(4) + id3.tag(id3.text("TIT2", "x")) + mp3.cbr(4, fill=random.Random(1)),
        mp3.cbr(5) + mp3.garbage(300) + mp3.cbr(5, 96),
        mp3.info_frame(8, None, magic=b"Xing") + mp3.vbr(8) + mp3.apev2() + mp3.id3v1(),
        bytes(5000) + mp3.cbr(6),
    ]


def _samples(container: str) -> list[bytes]:
    """The contract's samples; of large ones the two ends."""
    return [
        data if len(data) <= _LARGEST_SEED else data[: _LARGEST_SEED // 2] + data[-_LARGEST_SEED // 2 :]
        for data in (sample.build() for sample in SAMPLES if sample.container == container)
    ]


def _golden(suffixes: tuple[str, ...]) -> list[bytes]:
    paths = sorted(path for path in _GOLDEN.glob("*/*") if path.suffix in suffixes)
    return [path.read_bytes() for path in paths if path.stat().st_size < 8192]


def _notes_seeds() -> list[bytes]:
    texts = _golden((".txt", ".md", ".html"))
    return [bytes((number % 6, 30 + number % 90)) + text for number, text in enumerate(texts)]


_RSS = (
    b'<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    b'xmlns:psc="http://podlove.org/simple-chapters"><channel><title>T</title><item><title>A</title><guid>1</guid>'
    b'<enclosure url="http://x/a.mp3" length="1" type="audio/mpeg"/><description>00:00 A&lt;br&gt;10:00 B'
    b"</description><content:encoded><![CDATA[<p>00:00 A<br>10:00 B</p>]]></content:encoded>"
    b'<psc:chapters><psc:chapter start="0" title="A"/><psc:chapter start="9:59.5" title="B"/></psc:chapters>'
    b"</item><item><title>B</title></item></channel></rss>"
)
_ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><id>1</id><link rel="enclosure" href="a.mp3"/>'
    b'<content type="html">&lt;ul&gt;&lt;li&gt;0:00 A&lt;/li&gt;&lt;li&gt;5:00 B&lt;/li&gt;&lt;/ul&gt;</content>'
    b"</entry></feed>"
)
_CSV = b"1audio,notes,offset,duration,pick,ignore\na.mp3,a.txt,+5s,1:00:00,2,near-end\nb.mp3,,-0:01,,,\n"
_JSONL = b'0{"audio": "a.mp3", "notes": "a.txt", "offset": "+5s", "pick": 1}\n{"audio": "b.mp3", "depth": 2}\n'


def _format_seeds() -> list[bytes]:
    names = [kind.name for kind in _READ]
    return [bytes([names.index(sample.format)]) + sample.data for sample in FORMAT_SAMPLES if sample.format in names]


_ID3_WORDS = (
    *tuple(b"ID3\x03 ID3\x04 ID3\x02 3DI CHAP CTOC TIT2 WXXX APIC SEEK TAG APETAGEX LYRICSBEGIN LYRICS200".split()),
    b"\xff\xfb\x90\x00",
    b"\xff\xfe",
    b"\xff\x00",
    b"\x00\x00\x00\x10\x00\x00",
    b"toc\x00\x03\x02",
)
_BOX_WORDS = (
    *tuple(
        b"ftyp moov mdat free trak mdia minf stbl stsd stts stsz stsc stco co64 tref chap udta chpl edts elst mvhd "
        b"tkhd mdhd hdlr text soun meta ilst gmhd moof uuid wide".split()
    ),
    b"\x00\x00\x00\x00",
    b"\x00\x00\x00\x01",
    b"\x00\x00\x00\x08",
    b"\xff\xff\xff\xff",
)
_NOTE_WORDS = tuple(
    b"00:00 1:05 59:30 1:02:03 [12:34] (0:00) 00.05 1h2m 90s - * > # <li> <br> <p> <a </a> &lt; ``` | --- ".split()
)
_NOTE_WORDS += (b"\n", b"\r\n", b"\n\n", "１２：３４".encode(), "–".encode(), b"\xe2\x80\xae", b"\x1b[31m", b"\xff\xfe")
_FORMAT_WORDS = (*_NOTE_WORDS, b'{"', b'"}', b"[", b"]", b'"startTime":', b"null", b"1e999", b"-1", b"NaN", b"\\u0000")
_HULL_WORDS = tuple(
    b"RIFF RF64 WAVE fmt data LIST INFO id3 ID3 cue adtl labl ds64 bext FORM AIFF AIFC COMM SSND MARK".split()
)
_HULL_WORDS += tuple(b"fLaC OggS OpusHead OpusTags vorbis CHAPTER000= CHAPTER000NAME=".split()) + _BOX_WORDS[-4:]


def _targets() -> tuple[Target, ...]:
    found = [
        Target("splice", partial(_container, "mp3"), _splice_seeds, _ID3_WORDS),
        Target("walk", partial(_container, "mp3"), _walk_seeds, _ID3_WORDS),
        Target("boxes", partial(_container, "mp4"), partial(_samples, "mp4"), _BOX_WORDS),
        Target("notes", _notes, _notes_seeds, _NOTE_WORDS),
        Target("formats", _formats, _format_seeds, _FORMAT_WORDS),
        Target("feed", _feed, lambda: [_RSS, _ATOM, *_golden((".xml",))], _FORMAT_WORDS),
        Target("manifest", _manifest, lambda: [_CSV, _JSONL, _CSV.replace(b",", b";")], _FORMAT_WORDS),
    ]
    hulls = [kind.name for kind in CONTAINERS if kind.name not in {"mp3", "mp4"}]
    found += [Target(name, partial(_container, name), partial(_samples, name), _HULL_WORDS) for name in hulls]
    return tuple(found)


TARGETS: dict[str, Target] = {target.name: target for target in _targets()}
