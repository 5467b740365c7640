"""The sample is what `samples/README.md` says, down to where the speech sets in."""

from __future__ import annotations

import array
import json
import subprocess
import sys

import av
import pytest
from mutagen.id3 import ID3

from samples.make import FAREWELL, RATE, SENTENCES, Pause
from tests.support import sample
from tests.support.tools import require_tool

TRUTH = json.loads((sample.FOLDER / "pauses.json").read_text("utf-8"))
PAUSES = [Pause(**pause) for pause in TRUTH["pauses"]]
LOUD = 600  # of 32767; the room's noise stays below, speech does not


@pytest.fixture(scope="module")
def sound() -> array.array[int]:
    """The whole episode as 16-bit samples."""
    samples = array.array("h")
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(str(sample.EPISODE)) as file:
        for frame in file.decode(audio=0):
            for ready in resampler.resample(frame):
                samples.frombytes(bytes(ready.planes[0])[: 2 * ready.samples])
    return samples


def test_the_episode_is_longer_than_its_last_chapter_and_small(sound: array.array[int]) -> None:
    assert sample.DURATION == TRUTH["duration"] > sample.CHAPTERS[-1][0] + 60_000
    assert abs(len(sound) * 1000 // RATE - sample.DURATION) <= 150  # an encoder's delay and padding
    assert sample.EPISODE.stat().st_size < 3_600_000


def test_the_tag_is_an_ordinary_one_without_chapters() -> None:
    tag = ID3(sample.EPISODE)
    assert tag.version == (2, 3, 0)
    assert {"TIT2", "TPE1", "TALB", "TRCK", "TCON", "APIC:"} <= set(tag)
    assert not tag.getall("CHAP")


def test_the_truth_is_about_these_notes() -> None:
    assert [(pause.noted, pause.title) for pause in PAUSES] == list(sample.CHAPTERS)
    assert [pause.chapter for pause in PAUSES] == list(range(1, 16))
    for pause in PAUSES:
        assert 140 <= pause.end - pause.noted <= 880
        assert pause.start < pause.noted or pause.chapter == 1


@pytest.mark.parametrize("pause", PAUSES, ids=lambda pause: str(pause.chapter))
def test_speech_sets_in_where_the_truth_says(pause: Pause, sound: array.array[int]) -> None:
    def loudest(start: int, end: int) -> int:
        return max(map(abs, sound[max(0, start) * RATE // 1000 : end * RATE // 1000]))

    assert loudest(pause.start + 60, pause.end - 60) < LOUD  # an encoder smears by some milliseconds
    assert loudest(pause.end, pause.end + 250) > LOUD
    if pause.chapter > 1:
        assert loudest(pause.start - 250, pause.start) > LOUD


def test_everything_that_is_said_is_said_once_in_the_recipe() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES)
    assert FAREWELL not in SENTENCES


@pytest.mark.slow
@pytest.mark.interop
def test_the_recipe_still_makes_it() -> None:
    """The programs that the README names give the same bytes; with others the recipe at least runs through."""
    require_tool("espeak-ng", "sox", "lame")
    done = said(sys.executable, str(sample.FOLDER / "make.py"), "--check")
    assert done.count("sha256") == 2
    named = ("text-to-speech: 1.51 ", "SoX v14.4.2", "version 3.100 ")  # of samples/README.md
    versions = [said(program, "--version") for program in ("espeak-ng", "sox", "lame")]
    if all(name in version for name, version in zip(named, versions, strict=True)):
        assert "DIFFERENT" not in done


def said(*command: str) -> str:
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout
