"""Files to which ffmpeg wrote chapters: chaptag sees in them what every other reader sees, and replaces it all."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.interop.outside import OUTSIDERS, look, require
from tests.interop.test_sample import chaptag
from tests.support.tools import require_tool

pytestmark = pytest.mark.interop

OLD = [(0, 7000, "Intro"), (7000, 15_250, "Zürich, 日本 “and” back"), (15_250, 30_000, "Outro \\ = ; #")]
NEW = [(0, "Hello"), (12_000, "Middle: the part"), (21_000, "Good-bye")]
NOTES = "Notes\n\n00:00 Hello\n00:12 Middle: the part\n00:21 Good-bye\n"
FORMS = {
    "v23.mp3": ("mp3", ["-c:a", "libmp3lame", "-id3v2_version", "3"]),
    "v24.mp3": ("mp3", ["-c:a", "libmp3lame", "-id3v2_version", "4"]),
    "plain.m4a": ("mp4", ["-c:a", "aac"]),
    "fast.m4a": ("mp4", ["-c:a", "aac", "-movflags", "+faststart"]),
    "movie.mov": ("mp4", ["-c:a", "aac", "-f", "mov"]),
}
CASES = [(reader, form) for form, (kind, _) in FORMS.items() for reader, kinds in OUTSIDERS if kind in kinds]


def escaped(title: str) -> str:
    return "".join(f"\\{char}" if char in "\\=;#" else char for char in title)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every form with the old chapters, as ffmpeg writes them."""
    require_tool("ffmpeg")
    folder = tmp_path_factory.mktemp("ffmpeg")
    chapters = [
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={escaped(title)}\n" for start, end, title in OLD
    ]
    (folder / "chapters.txt").write_text(";FFMETADATA1\ntitle=Episode\n" + "".join(chapters), "utf-8")
    for form, (_, options) in FORMS.items():
        sound = ["-f", "lavfi", "-i", "sine=f=330:r=44100", "-i", str(folder / "chapters.txt"), "-t", "30"]
        mapping = ["-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"]
        subprocess.run(
            ["ffmpeg", "-nostdin", "-v", "error", *sound, *mapping, *options, str(folder / form)], check=True
        )
    return {form: folder / form for form in FORMS}


@pytest.mark.parametrize(("reader", "form"), CASES)
def test_chaptag_sees_what_the_others_see(reader: str, form: str, made: dict[str, Path]) -> None:
    require(reader)
    said = json.loads(chaptag("show", made[form], "--json"))["chapters"]
    seen = [(round(chapter["startTime"] * 1000), chapter["title"]) for chapter in said]
    assert seen == [(start, title) for start, _, title in OLD]
    assert [(chapter.start_ms, chapter.title) for chapter in look(reader, made[form], FORMS[form][0])] == seen


@pytest.mark.parametrize(("reader", "form"), CASES)
def test_no_reader_finds_an_old_chapter(reader: str, form: str, made: dict[str, Path], tmp_path: Path) -> None:
    require(reader)
    notes, target = tmp_path / "notes.txt", tmp_path / form
    notes.write_text(NOTES, "utf-8")
    chaptag("tag", made[form], notes, "-o", target)
    assert [(chapter.start_ms, chapter.title) for chapter in look(reader, target, FORMS[form][0])] == NEW
    chaptag("remove", target)
    assert look(reader, target, FORMS[form][0]) == ()
