"""What each step of a safe write costs, and why storage copies as it does: ``python benchmarks/storage_steps.py FILE``.

One run takes every way in turn, several times over, on a warm page cache, and prints medians: ways to copy, the price
of fsync with and without an early start of the write-out, of reading back after or between the writes, and at the end
`replace_file` and `create_file` as they are, beside ``cp``.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from chaptag.model.edit import Edit, Keep, Put, Span
from chaptag.storage.local import LocalSource, open_source
from chaptag.storage.write import create_file, replace_file

FROM, TO = 100, 4096  # the head of the old file goes, a longer one comes: nothing is aligned
_WRITE_OUT = 1 << 22
_ROUNDS = 7

Way = Callable[[int, int, int], None]


def kernel_copy(call: str) -> Way:
    """Copy with one of the kernel's own calls."""

    def way(old: int, new: int, size: int) -> None:
        at = FROM
        os.lseek(new, TO, os.SEEK_SET)
        while at < size:
            if call == "sendfile":
                at += os.sendfile(new, old, at, size - at)
            else:
                at += os.copy_file_range(old, new, size - at, at)

    return way


def blocks(block: int, *, early: bool = False, back: str = "") -> Way:
    """Copy through a buffer; start the write-out early; read back between the writes, or afterwards."""

    def way(old: int, new: int, size: int) -> None:
        one, two = bytearray(block), bytearray(block)
        at, told = FROM, FROM
        while at < size:
            got = os.preadv(old, [one], at)
            os.pwrite(new, memoryview(one)[:got], at - FROM + TO)
            if back == "between":
                compare(one, two, got, os.preadv(new, [two], at - FROM + TO))
            at += got
            if early and at - told >= _WRITE_OUT:
                os.posix_fadvise(new, told - FROM + TO, at - told, os.POSIX_FADV_DONTNEED)
                told = at
        at = FROM
        while back == "after" and at < size:
            got = os.preadv(old, [one], at)
            compare(one, two, got, os.preadv(new, [two], at - FROM + TO))
            at += got

    return way


def compare(one: bytearray, two: bytearray, got: int, back: int) -> None:
    """Whole bytearrays are compared by memcmp."""
    if got != back or (one != two and one[:got] != two[:got]):
        raise SystemExit("read back wrong")


WAYS: dict[str, tuple[Way, bool]] = {
    "copy_file_range": (kernel_copy("copy_file_range"), False),
    "sendfile": (kernel_copy("sendfile"), False),
    **{f"blocks of {size >> 10} KiB": (blocks(size), False) for size in (1 << 16, 1 << 18, 1 << 20, 1 << 22)},
    "copy_file_range, fsync": (kernel_copy("copy_file_range"), True),
    "256 KiB, fsync": (blocks(1 << 18), True),
    "256 KiB, early write-out, fsync": (blocks(1 << 18, early=True), True),
    "256 KiB, early write-out, read back after, fsync": (blocks(1 << 18, early=True, back="after"), True),
    "256 KiB, early write-out, read back between, fsync": (blocks(1 << 18, early=True, back="between"), True),
}


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Run; answer wall time and processor time in ms."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    begin = time.perf_counter()
    action()
    wall = time.perf_counter() - begin
    now = resource.getrusage(resource.RUSAGE_SELF)
    return wall * 1e3, (now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime) * 1e3


def one_way(path: Path, way: Way, *, sync: bool) -> tuple[float, float]:
    """Copy `path` to a new file beside it."""
    new_path = path.with_name("scratch")
    old, new = os.open(path, os.O_RDONLY), os.open(new_path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)

    def run() -> None:
        way(old, new, path.stat().st_size)
        if sync:
            os.fsync(new)

    result = timed(run)
    os.close(old)
    os.close(new)
    new_path.unlink()
    return result


def replaced(source: LocalSource, edit: Edit) -> None:
    """Replace, and let go of the old file: that is when the kernel frees its blocks."""
    replace_file(source, edit)
    source.close()


def whole(path: Path, name: str) -> tuple[float, float]:
    """Do what chaptag does, on a fresh copy."""
    copy, out = Path(shutil.copy(path, path.with_name("copy"))), path.with_name("out")
    os.sync()
    if name == "cp":
        result = timed(lambda: subprocess.run(["cp", copy, out], check=True))
    else:
        with open_source(copy) as source:
            edit = Edit((Put(bytes(TO)), Keep(FROM, source.size)), source.size, (Span(FROM, source.size),))
            if name == "create_file":
                result = timed(lambda: create_file(source, edit, out))
            else:
                result = timed(lambda: replaced(source, edit))
    copy.unlink()
    out.unlink(missing_ok=True)
    os.sync()
    return result


def main() -> None:
    """Measure every way and print a table."""
    given = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as folder:
        path = Path(shutil.copy(given, Path(folder) / "old"))
        os.sync()
        runs: dict[str, list[tuple[float, float]]] = {}
        for _ in range(_ROUNDS):
            for name, (way, sync) in WAYS.items():
                runs.setdefault(name, []).append(one_way(path, way, sync=sync))
            for name in ("cp", "create_file", "replace_file and close"):
                runs.setdefault(name, []).append(whole(path, name))
        print(f"{path.stat().st_size:,} bytes, {_ROUNDS} rounds; wall ms median (least), processor ms median")
        for name, results in runs.items():
            walls, cpus = zip(*results, strict=True)
            print(f"{name:52} {statistics.median(walls):6.0f} ({min(walls):.0f}) {statistics.median(cpus):6.0f}")


if __name__ == "__main__":
    main()
