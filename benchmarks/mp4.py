"""How fast chaptag is beside cp, ffmpeg and AtomicParsley, on M4As of 1 and 3 hours, `moov` last and first.

    python -m benchmarks.mp4 FIXTURES [--rounds 9]

FIXTURES is a folder with ep1h.m4a, ep1h_fast.m4a, ep3h.m4a, ep3h_fast.m4a, ch15.txt, ch15.ffmeta, ch15_3h.txt and
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
from benchmarks.speed import AGAIN, CP, FFMPEG, FIRST, SHOW, VERSION, fresh, table

__all__ = ["main"]

REMOVE, RETAG = "chaptag remove", "chaptag tag, other chapters"
FASTSTART, ATOMIC_PARSLEY = "ffmpeg -c copy +faststart", "AtomicParsley --comment"


class Episode(NamedTuple):
    """A file to tag, and its chapters as notes and as ffmetadata."""

    name: str
    audio: Path
    notes: Path
    ffmetadata: Path


def main() -> None:
    """Race on every episode and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("fixtures", nargs="?", default=os.environ.get("CHAPTAG_FIXTURES"), type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    if options.fixtures is None:
        parser.error("name the folder with the fixtures, or set CHAPTAG_FIXTURES")
    chaptag = shutil.which("chaptag", path=str(Path(sys.executable).parent)) or parser.error("chaptag is not installed")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {options.rounds} interleaved rounds, medians\n")
    with tempfile.TemporaryDirectory(prefix="mp4-", dir=os.environ.get("TMPDIR")) as scratch:
        aims = []
        for episode in episodes(options.fixtures):
            found = race(contenders(episode, Path(scratch), chaptag), options.rounds)
            print(table(f"{episode.name}, {episode.audio.stat().st_size / 1e6:.0f} MB", found))
            aims += aims_of(episode, found)
    print("| aim | asked | measured | |\n|---|---|---|---|")
    for what, limit, measured, met in aims:
        print(f"| {what} | {limit} | {measured} | {'met' if met else 'MISSED'} |")


def episodes(fixtures: Path) -> list[Episode]:
    """List the episodes."""
    hour = (fixtures / "ch15.txt", fixtures / "ch15.ffmeta")
    three = (fixtures / "ch15_3h.txt", fixtures / "ch15_3h.ffmeta")
    return [
        Episode("1 h, moov last", fixtures / "ep1h.m4a", *hour),
        Episode("1 h, moov first", fixtures / "ep1h_fast.m4a", *hour),
        Episode("3 h, moov last", fixtures / "ep3h.m4a", *three),
        Episode("3 h, moov first", fixtures / "ep3h_fast.m4a", *three),
    ]


def contenders(episode: Episode, folder: Path, chaptag: str) -> list[Contender]:
    """List what is raced; every write begins with a fresh copy whose bytes are on the disk."""
    tagged = fresh(episode.audio, folder / "tagged.m4a")
    run([chaptag, "tag", tagged, episode.notes])
    target, new = folder / "target.m4a", folder / "new.m4a"
    other = folder / "other.txt"
    other.write_text(episode.notes.read_text("utf-8").replace("Chapter", "Part"), "utf-8")

    def on_copy(source: Path, command: Sequence[str | Path]) -> Callable[[], Sequence[str | Path]]:
        def prepare() -> Sequence[str | Path]:
            fresh(source, target)
            return command

        return prepare

    def into_new(command: Sequence[str | Path]) -> Callable[[], Sequence[str | Path]]:
        def prepare() -> Sequence[str | Path]:
            new.unlink(missing_ok=True)
            return command

        return prepare

    ffmpeg: list[str | Path] = [
        *("ffmpeg", "-nostdin", "-v", "error", "-i", episode.audio, "-i", episode.ffmetadata, "-map", "0"),
        *("-map_metadata", "0", "-map_chapters", "1", "-c", "copy", "-disposition:v", "attached_pic"),
    ]
    listed = [
        Contender(FIRST, on_copy(episode.audio, [chaptag, "tag", target, episode.notes])),
        Contender(AGAIN, lambda: [chaptag, "tag", tagged, episode.notes]),
        Contender(RETAG, on_copy(tagged, [chaptag, "tag", target, other])),
        Contender(REMOVE, on_copy(tagged, [chaptag, "remove", target])),
        Contender(SHOW, lambda: [chaptag, "show", tagged]),
        Contender(VERSION, lambda: [chaptag, "--version"]),
        Contender(CP, into_new(["cp", episode.audio, new])),
        Contender(FFMPEG, into_new([*ffmpeg, new])),
        Contender(FASTSTART, into_new([*ffmpeg, "-movflags", "+faststart", new])),
    ]
    atomic_parsley = shutil.which("AtomicParsley")
    if atomic_parsley:
        # It writes no chapters; its own job, a comment, is of the same kind: `moov` grows by some kilobytes.
        comment: list[str | Path] = [
            atomic_parsley,
            target,
            "--comment",
            "x" * 255,
            "--longdesc",
            "y" * 3000,
            "--overWrite",
        ]
        listed.append(Contender(ATOMIC_PARSLEY, on_copy(episode.audio, comment)))
    return listed


def aims_of(episode: Episode, found: dict[str, Summary]) -> list[tuple[str, str, str, bool]]:
    """Compare with what chaptag promises: what, limit, figure, met or not."""
    wall = {name: each.wall for name, each in found.items()}
    memory = max(found[name].memory for name in (FIRST, AGAIN, RETAG, REMOVE, SHOW))
    rows = [("peak memory, MiB", "< 60", memory, memory < 60)]
    if episode.name.startswith("3 h"):
        rows += [
            (FIRST, "≤ 2.5 × cp", wall[FIRST] / wall[CP], wall[FIRST] <= 2.5 * wall[CP]),
            (
                FIRST,
                "≥ 8 × faster than ffmpeg +faststart",
                wall[FASTSTART] / wall[FIRST],
                wall[FASTSTART] >= 8 * wall[FIRST],
            ),
        ]
    else:
        limit = 2 * wall[CP] + wall[VERSION]
        rows.append((FIRST, "≤ 2 × cp + --version (1 = as much)", wall[FIRST] / limit, wall[FIRST] <= limit))
    return [(f"{episode.name}: {what}", limit, f"{figure:.2f}", met) for what, limit, figure, met in rows]


if __name__ == "__main__":
    main()
