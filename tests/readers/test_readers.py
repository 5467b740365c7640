"""Every reader on files that libavformat wrote: titles, times and order as they are in the file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from chaptag.containers.registry import CONTAINERS
from chaptag.model.errors import AudioError, MissingExtra, UnsupportedAudio, UsageError
from chaptag.readers import ffprobe, mediainfo
from chaptag.readers.chapter import ForeignChapter
from chaptag.readers.demuxers import DEMUXERS
from chaptag.readers.registry import READERS, find, read
from tests.support import id3
from tests.support.mp3 import mp3
from tests.support.muxing import mux
from tests.support.tools import absent

CHAPTERS = [(0, 10_250, "Intro"), (10_250, 20_001, "Zürich “Ü” 日本"), (20_001, 30_000, 'Line | "q" ${x} \\ / end')]
SUFFIX = {"mp3": "mp3", "mp4": "m4a"}
NAMES = [kind.name for kind in READERS]
CASES = [(kind.name, container) for kind in READERS for container in SUFFIX if container in kind.containers]


def require(name: str) -> None:
    if not find(name).available():
        absent(f"{name} is not installed")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("muxed")
    return {name: mux(folder / f"episode.{suffix}", name, CHAPTERS) for name, suffix in SUFFIX.items()}


@pytest.mark.parametrize(("name", "container"), CASES)
def test_chapters_arrive(name: str, container: str, files: dict[str, Path]) -> None:
    require(name)
    found = read(name, files[container], container=container)
    assert [(chapter.start_ms, chapter.title) for chapter in found] == [(start, title) for start, _, title in CHAPTERS]
    ends = [chapter.end_ms for chapter in found]
    assert ends in ([end for _, end, _ in CHAPTERS], [None] * len(CHAPTERS))


@pytest.mark.parametrize(("name", "container"), CASES)
def test_no_chapters_is_an_empty_answer(name: str, container: str, tmp_path: Path) -> None:
    require(name)
    bare = mux(tmp_path / f"bare.{SUFFIX[container]}", container, [], seconds=2)
    assert read(name, bare, container=container) == ()


AWKWARD = ["-i.mp3", "a\nb.mp3", "file:x.mp3", "--help", "%d.mp3", "http:__example.mp3", "Zürich \u202e.mp3"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("called", AWKWARD)
def test_awkward_names_are_only_names(
    name: str, called: str, files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require(name)
    container = "mp4" if name == "mediainfo" else "mp3"
    monkeypatch.chdir(tmp_path)
    Path(called).write_bytes(files[container].read_bytes())
    assert len(read(name, Path(called), container=container)) == len(CHAPTERS)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_no_text(name: str, files: dict[str, Path], tmp_path: Path) -> None:
    require(name)
    container = "mp4" if name == "mediainfo" else "mp3"
    path = tmp_path / os.fsdecode(b"caf\xe9.audio")
    path.write_bytes(files[container].read_bytes())
    if name == "mediainfo":
        with pytest.raises(AudioError, match=r"caf\\udce9.audio: it takes it for nothing that it knows"):
            read(name, path, container=container)
        return
    assert len(read(name, path, container=container)) == len(CHAPTERS)


PLAYLISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:30\n#EXTINF:30,\n{url}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile '{path}'\n",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", PLAYLISTS)
def test_a_playlist_that_is_named_as_audio_is_not_followed(
    name: str, kind: str, files: dict[str, Path], tmp_path: Path
) -> None:
    require(name)
    container = "mp4" if name == "mediainfo" else "mp3"
    target = files["mp4"]
    trap = tmp_path / "trap.mp3"
    trap.write_text(PLAYLISTS[kind].format(url=target.as_uri(), path=target), "utf-8")
    try:
        found = read(name, trap, container=container)
    except AudioError as error:
        assert str(trap) in error.message  # noqa: PT017 - an empty answer is right too
    else:
        assert found == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_not_there(name: str, tmp_path: Path) -> None:
    require(name)
    container = "mp4" if name == "mediainfo" else "mp3"
    with pytest.raises(AudioError, match=r"gone\.mp3"):
        read(name, tmp_path / "gone.mp3", container=container)


@pytest.mark.parametrize("kind", READERS, ids=NAMES)
def test_an_absent_reader_is_a_clear_message(
    kind: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id
    if name == "mutagen":
        assert find(name).available()  # chaptag depends on it
        return
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert not find(name).available()
    with pytest.raises(MissingExtra, match="is not installed") as caught:
        read(name, Path("episode.m4a"), container="mp4")
    assert caught.value.exit_code == 2
    assert "another reader" in caught.value.hint


def test_an_unknown_reader_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no reader called 'ffprob'") as caught:
        read("ffprob", Path("episode.mp3"), container="mp3")
    assert "ffprobe, libav, mpv" in caught.value.hint


def test_a_reader_that_shows_nothing_there_is_not_asked() -> None:
    with pytest.raises(UnsupportedAudio, match="mediainfo shows no chapters of mp3 files") as caught:
        read("mediainfo", Path("episode.mp3"), container="mp3")
    assert "ffprobe" in caught.value.hint


def test_every_container_has_a_demuxer_and_two_readers() -> None:
    for container in CONTAINERS:
        assert container.name in DEMUXERS
        assert len([kind for kind in READERS if container.name in kind.containers]) >= 2


def test_ffprobe_times_are_ticks_of_a_time_base() -> None:
    chapter = {"time_base": "1/10000000", "start": 104_995_000, "end": 104_995_001, "tags": {"title": "T"}}
    untitled = {"time_base": "1/3", "start": 2, "end": 4_294_967_295}
    assert ffprobe.parse({"chapters": [chapter, untitled]}) == (
        ForeignChapter(10_500, 10_500, "T"),
        ForeignChapter(667, 1_431_655_765_000, ""),
    )


def test_mediainfo_keeps_two_chapters_of_one_start() -> None:
    times = mediainfo._Pairs(
        [("Menu_For", "1"), ("_00_00_10_250", "A"), ("_00_00_10_250", "B"), ("_100_59_59_999", "C")]
    )
    menu = mediainfo._Pairs([("@type", "Menu"), ("extra", times)])
    assert mediainfo.parse([{"@type": "General"}, menu]) == (
        ForeignChapter(10_250, None, "A"),
        ForeignChapter(10_250, None, "B"),
        ForeignChapter(363_599_999, None, "C"),
    )


def test_mutagen_is_asked_in_file_order_and_for_chapters_without_titles(tmp_path: Path) -> None:
    tag = id3.tag(id3.chap("b", 5000, 9000), id3.chap("a", 0, 5000, id3.text("TIT2", "First")))
    path = tmp_path / "episode.mp3"
    path.write_bytes(mp3(seconds=9, tag=tag))
    assert read("mutagen", path, container="mp3") == (ForeignChapter(5000, 9000, ""), ForeignChapter(0, 5000, "First"))


@pytest.mark.parametrize("name", ["ffprobe", "libav", "mpv"])
def test_a_title_that_is_no_text_is_read_all_the_same(name: str, tmp_path: Path) -> None:
    require(name)
    broken = id3.frame("TIT2", b"\x03caf\xe9\xff!\0", version=4)
    path = tmp_path / "episode.mp3"
    path.write_bytes(mp3(seconds=9, tag=id3.tag(id3.chap("a", 0, 9000, broken, version=4), version=4)))
    (found,) = read(name, path, container="mp3")
    assert found.start_ms == 0
    assert found.title.startswith("caf")


def test_a_bomb_in_a_tag_bursts_in_the_child(tmp_path: Path) -> None:
    bomb = id3.compressed("PRIV", bytes(100 << 20), version=4)
    path = tmp_path / "episode.mp3"
    path.write_bytes(mp3(seconds=1, tag=id3.tag(bomb, version=4)))
    try:
        assert read("mutagen", path, container="mp3") == ()
    except AudioError as error:
        assert "mutagen cannot read" in error.message  # noqa: PT017 - either is bounded


def test_what_a_reader_answers_must_make_sense(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    require("ffprobe")
    script = tmp_path / "ffprobe"
    script.write_text('#!/bin/sh\necho \'{"chapters": [{"start": 1}]}\'\n', "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(AudioError, match="its answer makes no sense"):
        read("ffprobe", tmp_path / "episode.mp3", container="mp3")
