"""Chapter files between chaptag and other programs, both ways: what one wrote, the other reads as it was meant."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from lxml import html

from chaptag.formats.registry import detect, kind, load
from chaptag.model.chapter import Chapter, ChapterList, Image
from chaptag.model.reading import Reading
from tests.formats.lists import WORDS, tidied
from tests.support.tools import node_modules, require_tool

pytestmark = pytest.mark.interop

DURATION = 7_200_000
CUE_TITLES = ("--cue-chapter-name-format", "%t")
SILENCE = "anullsrc=r=48000:cl=mono:d=3"
HARD = ChapterList.of(
    [
        Chapter(0, "Intro = a; b # c \\ d", end=15_250),
        Chapter(15_250, "Zürich, 日本 & <b>“and”</b> back --> 🎧", end=61_007),
        Chapter(61_007, '"quoted" it\'s [x](y)', end=3_600_001),
        Chapter(3_600_001, "Last", end=DURATION),
    ]
)
PLAIN = ChapterList.of(
    [
        Chapter(0, "Intro", end=61_500, url="https://example.org/a"),
        Chapter(61_500, "Zürich, 日本", end=3_600_250, image=Image(url="https://example.org/i.jpg")),
        Chapter(3_600_250, "The last one", end=DURATION),
    ]
)


def _write(name: str, chapters: ChapterList, path: Path) -> Path:
    path.write_bytes(load(name).dumps(chapters, duration=DURATION, title="Episode").text.encode())
    return path


def _read(name: str, data: bytes) -> Reading:
    found = detect(data, "notes")
    assert found is not None
    assert found.name == name
    return load(name).loads(data, name=name)


def _run(*command: str | Path, data: bytes | None = None) -> bytes:
    words = [str(word) for word in command]
    return subprocess.run(words, input=data, check=True, capture_output=True, timeout=60).stdout


def _told(chapters: ChapterList) -> list[tuple[int, str]]:
    return [(chapter.start, chapter.title) for chapter in chapters]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A little silence, for programs that want a medium to put chapters into; they do not look at its length."""
    require_tool("ffmpeg")
    path = tmp_path_factory.mktemp("sound") / "silence.mka"
    _run("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", SILENCE, "-c:a", "libopus", path)
    return path


def _ffprobe(*options: str | Path) -> bytes:
    require_tool("ffprobe")
    return _run("ffprobe", "-v", "error", "-show_chapters", "-of", "json", *options)


def _probed(media: Path) -> list[tuple[int, str]]:
    chapters = json.loads(_ffprobe(media))["chapters"]
    return [(round(float(chapter["start_time"]) * 1000), chapter["tags"]["title"]) for chapter in chapters]


class TestFfmpeg:
    def test_it_reads_our_ffmetadata(self, tmp_path: Path) -> None:
        chapters = ChapterList.of([*HARD[:3], Chapter(3_600_001, "two\nlines = \\\n# three", end=DURATION)])
        path = _write("ffmetadata", chapters, tmp_path / "x.ffmeta")
        said = json.loads(_ffprobe("-f", "ffmetadata", path))["chapters"]
        seen = [
            (round(float(c["start_time"]) * 1000), c["tags"]["title"], round(float(c["end_time"]) * 1000)) for c in said
        ]
        assert seen == [(c.start, c.title, c.end) for c in chapters]

    def test_we_read_its_ffmetadata_and_its_json(self, tmp_path: Path) -> None:
        require_tool("ffmpeg")
        path = _write("ffmetadata", HARD, tmp_path / "x.ffmeta")
        again = _run("ffmpeg", "-nostdin", "-v", "error", "-f", "ffmetadata", "-i", path, "-f", "ffmetadata", "-")
        assert _read("ffmetadata", again).chapters == HARD
        assert _read("ffprobe", _ffprobe("-f", "ffmetadata", path)).chapters == HARD

    def test_captions(self, tmp_path: Path) -> None:
        """It reads our WebVTT and writes SubRip and WebVTT, which we read."""
        require_tool("ffmpeg")
        chapters = ChapterList.of(c for c in HARD if c.title != HARD[2].title)
        path = _write("webvtt", chapters, tmp_path / "x.vtt")
        srt = _run("ffmpeg", "-nostdin", "-v", "error", "-i", path, "-f", "srt", "-")
        assert _read("subrip", srt).chapters == ChapterList.of(
            Chapter(c.start, c.title.replace("<b>", "").replace("</b>", ""), c.end) for c in chapters
        )
        plain = _write("webvtt", PLAIN, tmp_path / "y.vtt")
        again = _run("ffmpeg", "-nostdin", "-v", "error", "-i", plain, "-f", "webvtt", "-")
        assert _read("webvtt", again).chapters == ChapterList.of(Chapter(c.start, c.title, c.end) for c in PLAIN)


class TestMkvtoolnix:
    @pytest.mark.parametrize("name", ["matroska", "ogm", "cue"])
    def test_it_reads_ours_and_we_read_what_it_writes(self, name: str, sound: Path, tmp_path: Path) -> None:
        require_tool("mkvmerge", "mkvextract")
        path = _write(name, HARD, tmp_path / "chapters")
        wanted = load(name).loads(path.read_bytes(), name=name).chapters
        media = tmp_path / "out.mka"
        _run("mkvmerge", "-q", "-o", media, *CUE_TITLES, "--chapter-charset", "UTF-8", "--chapters", path, sound)
        if name != "cue":  # of a cue sheet mkvmerge makes tags too, behind which ffprobe hides the chapters' titles
            assert _probed(media) == _told(wanted)
        xml = _read("matroska", _run("mkvextract", media, "chapters", "-"))
        shown = [chapter for chapter in xml.chapters if not chapter.hidden]  # of a cue sheet each INDEX is a hidden one
        assert _told(ChapterList.of(shown)) == _told(wanted)
        if name == "matroska":
            assert xml.chapters == HARD
        assert _told(_read("ogm", _run("mkvextract", media, "chapters", "-s", "-")).chapters) == _told(wanted)
        if name == "cue":
            _run("mkvextract", media, "cuesheet", tmp_path / "out.cue")
            assert _read("cue", (tmp_path / "out.cue").read_bytes()).chapters == wanted

    def test_hidden_chapters_stay_hidden(self, sound: Path, tmp_path: Path) -> None:
        require_tool("mkvmerge", "mkvextract")
        chapters = ChapterList.of([Chapter(0, "A", end=5000), Chapter(2000, "B", hidden=True), Chapter(5000, "C")])
        path = _write("matroska", chapters, tmp_path / "chapters.xml")
        _run("mkvmerge", "-q", "-o", tmp_path / "out.mka", "--chapters", path, sound)
        assert _read("matroska", _run("mkvextract", tmp_path / "out.mka", "chapters", "-")).chapters == chapters


class TestVorbisTools:
    def test_our_comments_in_an_ogg_file_and_back(self, tmp_path: Path) -> None:
        require_tool("ffmpeg", "vorbiscomment")
        media = tmp_path / "x.ogg"
        _run("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", SILENCE, "-c:a", "libvorbis", media)
        chapters = ChapterList.of([*HARD[:3], Chapter(3_600_001, "Last", url="https://example.org/?a=b")])
        path = _write("vorbis", chapters, tmp_path / "comments.txt")
        _run("vorbiscomment", "-R", "-w", "-c", path, media)
        assert _probed(media) == _told(chapters)
        again = _read("vorbis", _run("vorbiscomment", "-R", "-l", media))
        assert again.chapters == ChapterList.of(Chapter(c.start, c.title, url=c.url) for c in chapters)


NPM = "@mtillmann/chapters"
CLASSES = {
    "json": "ChaptersJson",
    "psc": "PodloveSimpleChapters",
    "podlove-json": "PodloveJson",
    "webvtt": "WebVTT",
    "ffmetadata": "FFMetadata",
    "ogm": "MKVMergeSimple",
    "matroska": "MKVMergeXML",
    "vorbis": "VorbisComment",
    "mp4chaps": "MP4Chaps",
}
HOLDS_LINKS = {"json", "psc", "podlove-json", "mp4chaps"}
HOLDS_IMAGES = {"json", "psc", "podlove-json"}


def _npm(name: str, what: str, data: bytes) -> bytes:
    script = Path(__file__).with_name("mtillmann_chapters.mjs")
    return _run("node", script, node_modules(NPM).parent, name, what, data=data)


class TestNpmChapters:
    @pytest.mark.parametrize("name", CLASSES)
    def test_it_reads_ours(self, name: str) -> None:
        text = load(name).dumps(PLAIN, duration=DURATION).text
        if name == "psc":  # it reads the list inside a feed only
            body = text.split("?>", 1)[1]
            text = f"<?xml version='1.0'?><rss><channel><item>{body}</item></channel></rss>"
        seen = json.loads(_npm(CLASSES[name], "read", text.encode()))
        assert [(round(start * 1000), title) for start, _, title, _, _ in seen] == _told(PLAIN)
        if name in HOLDS_LINKS:
            assert [url for *_, url, _ in seen] == [c.url for c in PLAIN]
        if name in HOLDS_IMAGES:
            assert [image for *_, image in seen] == [c.image.url if c.image else None for c in PLAIN]

    @pytest.mark.parametrize("name", [*CLASSES, "podigee"])
    def test_we_read_its(self, name: str) -> None:
        whole = ChapterList.of(
            Chapter(c.start // 1000 * 1000 if name == "podigee" else c.start, c.title, c.end, c.url, c.image)
            for c in PLAIN
        )
        source = load("json").dumps(whole, duration=DURATION).text.encode()
        text = _npm(CLASSES.get(name, "Podigee"), "write", source)
        reading = load("psc").loads(text, name="x") if name == "psc" else _read(name, text)
        assert _told(reading.chapters) == _told(whole)
        if name in HOLDS_LINKS:
            assert [c.url for c in reading.chapters] == [c.url for c in whole]
        if name in HOLDS_IMAGES:
            assert [c.image for c in reading.chapters] == [c.image for c in whole]

    def test_we_read_its_matroska_with_nanoseconds(self) -> None:
        source = load("json").dumps(PLAIN, duration=DURATION).text.encode()
        reading = _read("matroska", _npm("MatroskaXML", "write", source))
        assert _told(reading.chapters) == _told(PLAIN)

    @pytest.mark.parametrize("name", ["youtube", "spotify", "notes"])
    def test_it_reads_our_descriptions(self, name: str) -> None:
        text = load(name).dumps(PLAIN, duration=DURATION).text
        seen = json.loads(_npm("Youtube", "read", text.encode()))
        assert [(start, title) for start, _, title, _, _ in seen] == [
            (0, "Intro"),
            (62, "Zürich, 日本"),
            (3600, "The last one"),
        ]


class TestMarkupParsers:
    """Nothing of a title becomes markup for the parsers that pages are made with."""

    def test_markdown(self) -> None:
        markdown_it = pytest.importorskip("markdown_it")
        titles = [tidied(word, kind("markdown")) for word in WORDS]
        chapters = ChapterList.of(Chapter(n * 60_000, title or "x") for n, title in enumerate(titles))
        text = load("markdown").dumps(chapters, duration=DURATION).text
        tokens = markdown_it.MarkdownIt("commonmark").parse(text)
        seen = [token for token in tokens if token.type == "inline"]
        assert len(seen) == len(chapters)
        for token, title in zip(seen, titles, strict=True):
            kinds = [child.type for child in token.children]
            assert kinds[:3] == ["link_open", "text", "link_close"]
            assert set(kinds[3:]) <= {"text", "text_special"}
            assert "".join(child.content for child in token.children[3:]).strip() == (title or "x")

    def test_html(self) -> None:
        titles = [tidied(word, kind("html")) or "x" for word in WORDS]
        links = ["https://example.org/?a=1&b='%22%3C%3E"] * len(titles)
        chapters = ChapterList.of(
            Chapter(n * 60_000, t, url=u) for n, (t, u) in enumerate(zip(titles, links, strict=True))
        )
        tree = html.fromstring(load("html").dumps(chapters, duration=DURATION).text)
        assert {element.tag for element in tree.iter()} == {"ul", "li", "a"}
        assert [item.xpath("a[2]/text()")[0] for item in tree] == titles
        assert [item.xpath("a[2]/@href")[0] for item in tree] == links
        assert [item.xpath("a[1]/@href")[0] for item in tree] == [f"#t={n * 60}" for n in range(len(titles))]
