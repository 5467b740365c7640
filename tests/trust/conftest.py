"""Episodes of every container, with chapters: as a stranger's program makes them, where it can."""

from __future__ import annotations

import os
from pathlib import Path

import av
import pytest

from chaptag.containers.registry import CONTAINERS
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.workflow.read import read
from chaptag.workflow.tag import tag
from tests.support.muxing import mux

OLD = ChapterList((Chapter(0, "Old one"), Chapter(3000, "Old two")))
_SECONDS = 6
_RATE = 8000
_CHAPTERLESS = {"aac": ("adts", "aac"), "aiff": ("aiff", "pcm_s16be"), "wav": ("wav", "pcm_s16le")}
_KINDS = [kind.name for kind in CONTAINERS]
_MOST_USED = ["mp3", "mp4"]


def make_episode(kind: str, path: Path) -> Path:
    """Write six seconds of silence with two chapters; libav knows none in AAC, WAV and AIFF, so chaptag adds them."""
    if kind in _CHAPTERLESS:
        _silence(path, *_CHAPTERLESS[kind])
    else:
        mux(path, kind, [(0, 3000, "Old one"), (3000, 6000, "Old two")], seconds=_SECONDS)
    if not read(path).chapters:
        tag(path, OLD)
    return path


def _silence(path: Path, muxer: str, codec: str) -> None:
    with av.open(str(path), "w", format=muxer) as file:
        stream = file.add_stream(codec, rate=_RATE, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=_RATE * _SECONDS)
        frame.planes[0].update(bytes(2 * _RATE * _SECONDS))
        frame.sample_rate = _RATE
        frame.pts = 0
        fitting = av.AudioResampler(format=stream.format, layout="mono", rate=_RATE, frame_size=1024)
        for ready in (*fitting.resample(frame), *fitting.resample(None)):
            file.mux(stream.encode(ready))
        file.mux(stream.encode(None))


@pytest.fixture(scope="session")
def episode_bytes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """The suffix of a container, and a short episode in it that has chapters already."""
    kind = request.param
    suffix = next(each.suffixes[0] for each in CONTAINERS if each.name == kind)
    return suffix, make_episode(kind, tmp_path_factory.mktemp("made") / f"ep{suffix}").read_bytes()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every container to every test where time is no matter; else the most used, and all where a test asks."""
    if "episode_bytes" in metafunc.fixturenames:
        all_of_them = os.environ.get("CHAPTAG_EXHAUSTIVE") or metafunc.definition.get_closest_marker("containers")
        metafunc.parametrize("episode_bytes", _KINDS if all_of_them else _MOST_USED, indirect=True, scope="session")
