"""How fast chaptag is beside cp, ffmpeg, mp3chaps and a plain mutagen script, on MP3s of 1 and 3 hours.

    python -m benchmarks.speed FIXTURES [--rounds 9] [--mp3chaps PROGRAM]

FIXTURES is a folder with ep1h_128.mp3, ep3h_128.mp3, ep3h_vbr.mp3, ch15.txt, ch15.ffmeta, ch15_3h.txt and
ch15_3h.ffmeta; `benchmarks/README.md` says what they are. The tables are Markdown, on standard output. Ratios of one
run hold on any machine; the milliseconds are only this one's.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Contender, Summary, race, run

__all__ = ["main"]

FIRST, AGAIN, SHOW, VERSION, CLICK = (
    "chaptag tag",
    "chaptag tag, again",
    "chaptag show",
    "chaptag --version",
    "import click",
)
CP, FFMPEG, MP3CHAPS, MUTAGEN = "cp", "ffmpeg -c copy", "mp3chaps", "mutagen script"


class Episode(NamedTuple):
    """A file to tag and its chapters, as notes, as ffmetadata and as mp3chaps wants them."""

    name: str
    audio: Path
    notes: Path
    ffmetadata: Path
    walked: bool = False


def main() -> None:
    """Race on every episode and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("fixtures", nargs="?", default=os.environ.get("CHAPTAG_FIXTURES"), type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--mp3chaps", default=shutil.which("mp3chaps"), help="its program, from PyPI")
    options = parser.parse_args()
    if options.fixtures is None:
        parser.error("name the folder with the fixtures, or set CHAPTAG_FIXTURES")
    chaptag = shutil.which("chaptag", path=str(Path(sys.executable).parent)) or parser.error("chaptag is not installed")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {options.rounds} interleaved rounds, medians\n")
    with tempfile.TemporaryDirectory(prefix="speed-", dir=os.environ.get("TMPDIR")) as scratch:
        folder = Path(scratch)
        aims = []
        for episode in episodes(options.fixtures, folder):
            found = race(contenders(episode, folder, chaptag, options.mp3chaps), options.rounds)
            print(table(f"{episode.name}, {episode.audio.stat().st_size / 1e6:.0f} MB", found))
            aims += aims_of(episode, found)
    print("| aim | asked | measured | |\n|---|---|---|---|")
    for what, limit, measured, met in aims:
        print(f"| {what} | {limit} | {measured} | {'met' if met else 'MISSED'} |")


def episodes(fixtures: Path, folder: Path) -> list[Episode]:
    """List the episodes; one is made by blanking the header that proves the duration."""
    hour = (fixtures / "ch15.txt", fixtures / "ch15.ffmeta")
    three = (fixtures / "ch15_3h.txt", fixtures / "ch15_3h.ffmeta")
    bare = folder / "ep3h_without_header.mp3"
    shutil.copyfile(fixtures / "ep3h_128.mp3", bare)
    with bare.open("r+b") as file:
        head = file.read(10)
        size = 10 + sum(head[6 + place] << 7 * (3 - place) for place in range(4))
        file.seek(size)
        at = size + file.read(100).index(b"Info")
        file.seek(at)
        file.write(bytes(4))
    return [
        Episode("1 h, CBR, proven header", fixtures / "ep1h_128.mp3", *hour),
        Episode("3 h, CBR, proven header", fixtures / "ep3h_128.mp3", *three),
        Episode("3 h, VBR, proven header", fixtures / "ep3h_vbr.mp3", *three),
        Episode("3 h, CBR, frames walked", bare, *three, walked=True),
    ]


def contenders(episode: Episode, folder: Path, chaptag: str, mp3chaps: str | None) -> list[Contender]:
    """List what is raced; every first write begins with a fresh copy whose bytes are on the disk."""
    tagged = fresh(episode.audio, folder / "tagged.mp3")
    run([chaptag, "tag", tagged, episode.notes])
    again = shutil.copy(tagged, folder / "again.mp3")
    target = folder / "target.mp3"

    def on_copy(command: Sequence[str | Path]) -> Callable[[], Sequence[str | Path]]:
        def prepare() -> Sequence[str | Path]:
            fresh(episode.audio, target)
            return command

        return prepare

    def into_new(command: Sequence[str | Path]) -> Callable[[], Sequence[str | Path]]:
        def prepare() -> Sequence[str | Path]:
            (folder / "new.mp3").unlink(missing_ok=True)
            return command

        return prepare

    ffmpeg: list[str | Path] = [
        *("ffmpeg", "-nostdin", "-v", "error", "-i", episode.audio, "-i", episode.ffmetadata, "-map", "0"),
        *("-map_metadata", "0", "-map_chapters", "1", "-c", "copy", "-id3v2_version", "3", folder / "new.mp3"),
    ]
    script = Path(__file__).with_name("peer_mutagen.py")
    listed = [
        Contender(FIRST, on_copy([chaptag, "tag", target, episode.notes])),
        Contender(AGAIN, lambda: [chaptag, "tag", again, episode.notes]),
        Contender(SHOW, lambda: [chaptag, "show", tagged]),
        Contender(VERSION, lambda: [chaptag, "--version"]),
        Contender(CLICK, lambda: [sys.executable, "-c", "import click"]),
        Contender(CP, into_new(["cp", episode.audio, folder / "new.mp3"])),
        Contender(FFMPEG, into_new(ffmpeg)),
        Contender(MUTAGEN, on_copy([sys.executable, script, target, episode.notes])),
    ]
    if mp3chaps:
        # It wants its list beside the audio, with thousandths.
        lines = episode.notes.read_text("utf-8").splitlines()
        rows = [f"{time}.000 {title}\n" for time, _, title in (line.partition(" ") for line in lines)]
        (folder / "target.chapters.txt").write_text("".join(rows), "utf-8")
        listed.append(Contender(MP3CHAPS, on_copy([mp3chaps, "-i", target])))
    return listed


def fresh(source: Path, target: Path) -> Path:
    """Copy a file and wait until it is on the disk, so that no run pays for another one's pages."""
    target.unlink(missing_ok=True)
    shutil.copyfile(source, target)
    with target.open("rb") as file:
        os.fsync(file.fileno())
    return target


def table(title: str, found: dict[str, Summary]) -> str:
    """Draw one table, with ratios to chaptag's first write."""
    base = found[FIRST].wall
    rows = [
        f"### {title}\n",
        "| | wall ms | from-to | × chaptag tag | cpu ms | peak MiB | MB written |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    rows += [
        f"| {name} | {each.wall:.0f} | {each.fastest:.0f}-{each.slowest:.0f} | {each.wall / base:.2f} "
        f"| {each.cpu:.0f} | {each.memory:.0f} | {each.written:.1f} |"
        for name, each in found.items()
    ]
    return "\n".join(rows) + "\n"


def aims_of(episode: Episode, found: dict[str, Summary]) -> list[tuple[str, str, str, bool]]:
    """Compare with what chaptag promises: what, limit, figure, met or not."""
    wall = {name: each.wall for name, each in found.items()}
    memory = max(found[name].memory for name in (FIRST, AGAIN, SHOW))
    rows = [
        (SHOW, "≤ 1.6 × import click", wall[SHOW] / wall[CLICK], wall[SHOW] <= 1.6 * wall[CLICK]),
        (VERSION, "≤ 1.3 × import click", wall[VERSION] / wall[CLICK], wall[VERSION] <= 1.3 * wall[CLICK]),
        ("peak memory, MiB", "< 60", memory, memory < 60),
    ]
    if episode.name.startswith("3 h"):
        slow, fast = (3.3, 6) if episode.walked else (2.2, 8)
        rows += [
            (FIRST, f"≤ {slow} × cp", wall[FIRST] / wall[CP], wall[FIRST] <= slow * wall[CP]),
            (FIRST, f"≥ {fast} × faster than ffmpeg", wall[FFMPEG] / wall[FIRST], wall[FFMPEG] >= fast * wall[FIRST]),
        ]
    return [(f"{episode.name}: {what}", limit, f"{figure:.2f}", met) for what, limit, figure, met in rows]


if __name__ == "__main__":
    main()
