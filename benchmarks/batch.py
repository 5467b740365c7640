"""A whole archive: `chaptag batch` beside loops of other programs, in files a second; `verify` beside ffprobe.

python -m benchmarks.batch FIXTURES [--episodes 1000]

FIXTURES holds `batch_mp3/*.mp3` and `batch_m4a/*.m4a`, episodes of two minutes (the MP3s with a cover of 500 KB), and
`ch15_2m.txt` and `.ffmeta`, fifteen chapters for them. Half of the episodes are MP3s. A loop of one process a file is
measured on a part of them.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

_SAMPLE = 40  # files of a loop with one process a file


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("fixtures", type=Path)
    parser.add_argument("--episodes", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as place:
        for row in _rows(options.fixtures, Path(place), options.episodes):
            print(row, flush=True)


def _rows(fixtures: Path, place: Path, episodes: int) -> list[str]:
    half = episodes // 2
    mp3, m4a = place / "mp3", place / "m4a"
    notes = fixtures / "ch15_2m.txt"
    rows = ["| what | files | seconds | files/s |", "|---|---|---|---|"]

    def timed(what: str, files: int, work: Callable[[], object]) -> None:
        os.sync()
        begun = time.perf_counter()
        work()
        seconds = time.perf_counter() - begun
        rows.append(f"| {what} | {files} | {seconds:.2f} | {files / seconds:.1f} |")
        print(rows[-1], file=sys.stderr, flush=True)

    def fresh(both: bool = True) -> None:
        for folder, kind, wanted in ((mp3, "mp3", True), (m4a, "m4a", both)):
            shutil.rmtree(folder, ignore_errors=True)
            if wanted:
                _copies(fixtures / f"batch_{kind}", folder, half, notes)

    def batch(folder: Path, *more: str) -> Callable[[], object]:
        return lambda: _chaptag("batch", str(folder), "-q", "--recursive", "--state", str(place / "state"), *more)

    for jobs in ("1", "2"):
        fresh()
        timed(f"chaptag batch, {jobs} jobs, MP3 and M4A", 2 * half, batch(place, "--jobs", jobs, "--fresh"))
    timed("chaptag batch, finished, again", 2 * half, batch(place, "--jobs", "2"))
    timed("chaptag batch, finished, again, --fresh", 2 * half, batch(place, "--jobs", "2", "--fresh"))
    timed("chaptag verify, 200 files in one call", 200, lambda: _verify(mp3))
    timed(
        "ffprobe, one process a file", _SAMPLE, lambda: _each(mp3, ["ffprobe", "-v", "error", "-show_chapters", "{}"])
    )
    for jobs in ("1", "2"):
        fresh(both=False)
        timed(f"chaptag batch, {jobs} jobs, MP3", half, batch(mp3, "--jobs", jobs, "--fresh"))
    fresh(both=False)
    timed("mutagen loop in one process", half, lambda: _mutagen(mp3, notes, sync=False))
    fresh(both=False)
    timed("mutagen loop in one process, fsync", half, lambda: _mutagen(mp3, notes, sync=True))
    fresh(both=False)
    meta = fixtures / "ch15_2m.ffmeta"
    call = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", "{}", "-i", str(meta), "-map", "0", "-map_chapters", "1"]
    timed("ffmpeg, one process a file", _SAMPLE, lambda: _each(mp3, [*call, "-c", "copy", str(place / "out.mp3")]))
    if shutil.which("mp3chaps"):
        _chapter_files(mp3, notes)
        timed("mp3chaps, one process a file", _SAMPLE, lambda: _each(mp3, ["mp3chaps", "-i", "{}"]))
    return rows


def _copies(source: Path, folder: Path, count: int, notes: Path) -> None:
    folder.mkdir(parents=True)
    for number, file in enumerate(islice(cycle(sorted(source.iterdir())), count)):
        shutil.copy(file, folder / f"{number:04d}{file.suffix}")
        shutil.copy(notes, folder / f"{number:04d}.txt")


def _chaptag(*arguments: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run(
        [sys.executable, "-m", "chaptag", *arguments], check=True, env=environment, stdout=subprocess.DEVNULL
    )


def _verify(folder: Path) -> None:
    _chaptag("verify", "-q", *[str(path) for path in islice(sorted(folder.glob("*.mp3")), 200)])


def _each(folder: Path, command: list[str]) -> None:
    for file in islice(sorted(folder.glob("*.mp3")), _SAMPLE):
        subprocess.run(
            [part.replace("{}", str(file)) for part in command],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _chapter_files(folder: Path, notes: Path) -> None:
    text = re.sub(r"^(\S+)", r"\1.000", notes.read_text("utf-8"), flags=re.MULTILINE)
    for file in folder.glob("*.mp3"):
        file.with_suffix(".chapters.txt").write_text(text, "utf-8")


def _mutagen(folder: Path, notes: Path, *, sync: bool) -> None:
    """The loop that one would write: in place, no check, and with `sync` at least on the disk."""
    from mutagen.id3 import CHAP, CTOC, ID3, TIT2

    found = re.findall(r"^(\d+):(\d+):(\d+) (.+)$", notes.read_text("utf-8"), re.MULTILINE)
    starts = [((int(h) * 60 + int(m)) * 60 + int(s)) * 1000 for h, m, s, _ in found]
    for file in sorted(folder.glob("*.mp3")):
        tags = ID3(file)
        names = [f"chp{n}" for n in range(len(found))]
        tags.add(CTOC("toc", flags=3, child_element_ids=names))
        for name, start, end, (*_, title) in zip(names, starts, [*starts[1:], 120_000], found, strict=True):
            tags.add(CHAP(name, start_time=start, end_time=end, sub_frames=[TIT2(encoding=3, text=[title])]))
        tags.save(file, v2_version=3)
        if sync:
            with file.open("rb") as written:
                os.fsync(written.fileno())


if __name__ == "__main__":
    main()
