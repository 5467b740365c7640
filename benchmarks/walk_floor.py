"""Compare the frame walk with the bare loop that no walk in Python can beat; fail over 1.3 times its time.

    python benchmarks/walk_floor.py EPISODE.mp3...

The floor is the loop alone: one table look-up a frame, nothing checked, nothing reported, over a memory map (which the
package never uses: a file that is cut off under a map kills the process). The walk does the same through ranged reads,
and finds tags, garbage and other rates. The second ratio is against a file that is in memory already.
"""

from __future__ import annotations

import gc
import mmap
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from chaptag.containers.id3.tag import leading_stop
from chaptag.containers.mpeg.header import lengths
from chaptag.containers.mpeg.sync import Sync, find_sync
from chaptag.containers.mpeg.walk import walk

LIMIT = 1.3
ROUNDS = 15


class FileSource:
    """A file by ranged reads."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._file = path.open("rb", buffering=0)
        self.size = path.stat().st_size

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes ``[offset, offset + length)``."""
        return os.pread(self._file.fileno(), length, offset)


def floor(data: bytes | mmap.mmap, table: list[int], at: int) -> int:
    """Count frames from `at` on with nothing around the loop."""
    end, count = len(data) - 2, 0
    while at < end and data[at] == 0xFF:
        length = table[data[at + 1] << 8 | data[at + 2]]
        if not length:
            break
        at += length
        count += 1
    return count


def floor_of_map(path: Path, table: list[int], at: int) -> int:
    """Count the frames of a file, mapped for that."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return floor(data, table, at)


def length_table(first: Sync) -> list[int]:
    """Make the table that the loop looks into: 65,536 lengths, 0 for what is no header."""
    table = [0] * 65536
    for word, length in lengths(first.header.key).items():
        table[word[1] << 8 | word[2]] = length
    return table


def best(*calls: Callable[[], object]) -> list[float]:
    """Measure processor time of calls in turns, so that a busy moment hits all of them; the fastest of each counts."""
    times = [float("inf")] * len(calls)
    for _ in range(ROUNDS):
        for index, call in enumerate(calls):
            gc.collect()
            start = time.process_time()
            call()
            times[index] = min(times[index], time.process_time() - start)
    return times


def compare(path: Path) -> float:
    """Print the ratios for one file, and return the first."""
    source = FileSource(path)
    first = find_sync(source, leading_stop(source), source.size)
    if first is None:
        sys.exit(f"{path}: no MPEG frames")
    table, at, data = length_table(first), first.offset, path.read_bytes()
    counted = walk(source, first, source.size).frames
    if floor(data, table, at) != counted:
        sys.exit(f"{path}: the bare loop does not come through; take a file without gaps")
    mapped, loaded, ours = best(
        lambda: floor_of_map(path, table, at),
        lambda: floor(data, table, at),
        lambda: walk(source, first, source.size),
    )
    times = f"bare loop {mapped * 1000:.1f} ms mapped, {loaded * 1000:.1f} ms in memory, walk {ours * 1000:.1f} ms"
    print(f"{path.name}: {counted:,} frames, {times}: {ours / mapped:.2f}x and {ours / loaded:.2f}x")
    return ours / mapped


if __name__ == "__main__":
    paths = [Path(name) for name in sys.argv[1:]]
    if not paths:
        sys.exit(__doc__)
    sys.exit(max(compare(path) for path in paths) > LIMIT)
