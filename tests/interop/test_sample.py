"""The main job, seen from outside: the sample's 15 chapters in every reader, with their titles, times and order."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interop.outside import OUTSIDERS, look, require
from tests.support import sample
from tests.support.tools import require_tool

pytestmark = pytest.mark.interop

FORMS = {"mp3": "mp3", "m4a": "mp4", "m4a-faststart": "mp4"}  # what is tagged, and its container
CASES = [(reader, form) for form, kind in FORMS.items() for reader, kinds in OUTSIDERS if kind in kinds]


def make(form: str, folder: Path) -> Path:
    """The sample, or an MP4 of its length."""
    if form == "mp3":
        return Path(shutil.copy(sample.EPISODE, folder / "episode.mp3"))
    require_tool("ffmpeg")
    path = folder / f"{form}.m4a"
    silence = ["-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", str(sample.DURATION // 1000)]
    flags = ["-movflags", "+faststart"] if form.endswith("faststart") else []
    command = ["ffmpeg", "-nostdin", "-v", "error", *silence, "-c:a", "aac", "-b:a", "8k", *flags, str(path)]
    subprocess.run(command, check=True)
    return path


def chaptag(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "chaptag", *map(str, arguments)]
    done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files that were tagged once, by form."""
    return {"": tmp_path_factory.mktemp("tagged")}


def tagged_file(tagged: dict[str, Path], form: str) -> Path:
    if form not in tagged:
        plain = make(form, tagged[""])
        target = plain.with_stem(f"{plain.stem}-tagged")
        chaptag("tag", plain, sample.NOTES, "-o", target)
        tagged[form] = target
    return tagged[form]


@pytest.mark.parametrize(("reader", "form"), CASES)
def test_all_chapters_arrive(reader: str, form: str, tagged: dict[str, Path]) -> None:
    require(reader)
    found = look(reader, tagged_file(tagged, form), FORMS[form])
    assert [(chapter.start_ms, chapter.title) for chapter in found] == list(sample.CHAPTERS)
    assert len(found) == 15


@pytest.mark.parametrize(("reader", "form"), CASES)
def test_each_chapter_ends_where_the_next_begins(reader: str, form: str, tagged: dict[str, Path]) -> None:
    require(reader)
    found = look(reader, tagged_file(tagged, form), FORMS[form])
    ends = [chapter.end_ms for chapter in found]
    if ends == [None] * len(found):
        return  # this reader knows no ends
    assert ends[:-1] == [start for start, _ in sample.CHAPTERS[1:]]
    assert ends[-1] is not None
    assert abs(ends[-1] - sample.DURATION) <= 150  # an encoder's delay and padding


@pytest.mark.parametrize("form", FORMS)
def test_the_sound_is_the_same(form: str, tagged: dict[str, Path]) -> None:
    """Every packet that libavformat delivers, hashed by ffmpeg."""
    require_tool("ffmpeg")
    after = tagged_file(tagged, form)
    before = after.with_stem(after.stem.removesuffix("-tagged"))
    hashes = {
        subprocess.run(
            ["ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:a", "-c", "copy", "-f", "hash", "-"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for path in (before, after)
    }
    assert len(hashes) == 1
    assert re.fullmatch(r"SHA256=[0-9a-f]{64}\s*", hashes.pop())
