"""Files that other programs tagged: `verify` names the known faults of each, and accuses no sound one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import chaptag
from tests.support.mp3 import mp3
from tests.support.mp4 import plain
from tests.support.tools import absent, node_modules, require_tool

pytestmark = pytest.mark.interop

SCRIPT = Path(__file__).with_name("node_id3.mjs")
# Titles of different lengths: mutagen orders frames by size.
CHAPTERS = [(0, 15_000, "Intro, a long one to sort wrongly"), (15_000, 30_000, "B"), (30_000, 60_000, "Outro")]


def rules(path: Path) -> set[str]:
    (result,) = chaptag.verify(path)
    assert result.error is None
    return {found.rule for found in result.findings if found.severity >= chaptag.Severity.WARNING}


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    path = tmp_path / "ep.mp3"
    path.write_bytes(mp3(seconds=60))
    return path


def add_with_mutagen(path: Path) -> None:
    from mutagen.id3 import CHAP, CTOC, ID3, TIT2

    tags: Any = ID3()
    names = [f"ch{n}" for n in range(len(CHAPTERS))]
    tags.add(CTOC("toc", flags=3, child_element_ids=names))
    for name, (start, end, title) in zip(names, CHAPTERS, strict=True):
        tags.add(CHAP(name, start_time=start, end_time=end, sub_frames=[TIT2(encoding=3, text=[title])]))
    tags.save(path)


def test_a_plain_mutagen_script_orders_by_size(audio: Path) -> None:
    add_with_mutagen(audio)
    assert rules(audio) == {"chapters-unordered"}


def test_mp3chaps_writes_a_table_that_is_not_top_level(audio: Path) -> None:
    if find_spec("mp3chaps") is None:
        absent("mp3chaps is not installed (dependency group peers)")
    lines = [f"00:00:{start // 1000:02d}.000 {title}" for start, _, title in CHAPTERS]
    audio.with_suffix(".chapters.txt").write_text("\n".join(lines))
    code = "import sys, mp3chaps; sys.exit(mp3chaps.main())"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code, "-i", str(audio)], check=True, capture_output=True)
    audio.with_suffix(".chapters.txt").unlink()
    assert "toc-not-top-level" in rules(audio)


def test_eyed3_asked_rightly_is_not_accused(audio: Path) -> None:
    if find_spec("eyed3") is None:
        absent("eyeD3 is not installed (dependency group peers)")
    code = f"""
import eyed3
file = eyed3.load({str(audio)!r})
file.initTag(version=(2, 3, 0))
names = [b"ch%d" % n for n in range({len(CHAPTERS)})]
file.tag.table_of_contents.set(b"toc", toplevel=True, ordered=True, child_ids=names)
for name, (start, end, title) in zip(names, {CHAPTERS!r}):
    file.tag.chapters.set(name, (start, end)).title = title
file.tag.save(version=(2, 3, 0))
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, capture_output=True)
    assert rules(audio) == set()


def test_node_id3_is_read_as_it_wrote(audio: Path) -> None:
    modules = node_modules("node-id3")
    frames = [
        {"elementID": f"ch{n}", "startTimeMs": s, "endTimeMs": e, "tags": {"title": t}}
        for n, (s, e, t) in enumerate(CHAPTERS)
    ]
    tags = {
        "chapter": frames,
        "tableOfContents": [{"elementID": "toc", "isOrdered": True, "elements": ["ch0", "ch1", "ch2"]}],
    }
    subprocess.run(["node", str(SCRIPT), str(modules), str(audio), json.dumps(tags)], check=True, capture_output=True)
    assert [(c.start, c.title) for c in chaptag.read(audio).chapters] == [(s, t) for s, _, t in CHAPTERS]
    assert "toc-missing" not in rules(audio)


def test_ffmpegs_long_tables_have_plain_sizes(audio: Path, tmp_path: Path) -> None:
    require_tool("ffmpeg")
    chapters = [
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={n * 1500}\nEND={(n + 1) * 1500}\ntitle=Number {n}\n" for n in range(40)
    ]
    (tmp_path / "chapters.txt").write_text("\n".join([";FFMETADATA1", *chapters]))
    out = tmp_path / "ffmpeg.mp3"
    call = ["ffmpeg", "-v", "error", "-i", str(audio), "-i", str(tmp_path / "chapters.txt"), "-map_chapters", "1"]
    subprocess.run([*call, "-c", "copy", "-id3v2_version", "4", str(out)], check=True, stdin=subprocess.DEVNULL)
    assert len(chaptag.read(out).chapters) == 40
    assert "size-not-synchsafe" in rules(out)
    short = tmp_path / "short.mp3"
    subprocess.run([*call, "-c", "copy", "-id3v2_version", "3", str(short)], check=True, stdin=subprocess.DEVNULL)
    assert rules(short) == {"too-short"}


def test_atomicparsley_harms_nothing(tmp_path: Path) -> None:
    require_tool("AtomicParsley")
    path = tmp_path / "ep.m4a"
    path.write_bytes(plain(seconds=60))
    notes = tmp_path / "ep.txt"
    notes.write_text("".join(f"00:{start // 1000:02d} {title}\n" for start, _, title in CHAPTERS))
    chaptag.tag(path, notes)
    subprocess.run(["AtomicParsley", str(path), "--title", "Another", "--overWrite"], check=True, capture_output=True)
    assert rules(path) == set()
    assert shutil.which("AtomicParsley")
