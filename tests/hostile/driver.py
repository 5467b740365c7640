"""The real command on hostile input: a process of its own, with bounded memory and time, watched from outside."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["MIB", "Answer", "attack", "snapshot"]

MIB = 1 << 20
_ADDRESS_SPACE = 1536 * MIB
_PEAK = 700 * MIB
_SECONDS = 30.0
_DOCUMENTED = frozenset({0, 1, 2, 3, 4})
# What a terminal acts on: control characters but for tab and line ends, direction overrides and isolates.
_RAW = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Answer:
    """What a call came to."""

    code: int
    out: str
    err: str
    seconds: float
    peak: int


def attack(
    folder: Path,
    *arguments: str | bytes | Path,
    stdin: bytes = b"",
    codes: Sequence[int] = (),
    writes: bool = False,
    seconds: float = _SECONDS,
) -> Answer:
    """Run ``chaptag ARGUMENTS`` in `folder`, and hold it to what is promised for any input.

    The exit code is a documented one (one of `codes`, where given); no traceback, nothing raw for the terminal, time
    and memory bounded; unless `writes`, every file in the folder is as it was.
    """
    before = None if writes else snapshot(folder)
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "chaptag", *map(os.fsencode, arguments)],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "CHAPTAG_TRACEBACK": "", "PYTHONUTF8": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE)),  # noqa: PLW1509
    )
    peak = _Peak(process.pid)
    try:
        out, err = process.communicate(stdin, timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        msg = f"chaptag {arguments!r:.200} took more than {seconds} s"
        raise AssertionError(msg) from None
    finally:
        peak.stop()
    answer = Answer(
        process.returncode,
        out.decode("utf-8", "surrogateescape"),
        err.decode("utf-8", "surrogateescape"),
        time.monotonic() - started,
        peak.bytes,
    )
    said = (answer.out + answer.err)[-2000:]
    assert answer.code in (codes or _DOCUMENTED), f"exit code {answer.code}: {said}"
    assert "Traceback" not in answer.err, said
    assert "has a defect" not in answer.err, said
    raw = _RAW.search(answer.out) or _RAW.search(answer.err)
    assert raw is None, f"raw {raw[0]!r} in {said!r}"
    assert answer.peak < _PEAK, f"{answer.peak >> 20} MiB"
    if before is not None:
        assert snapshot(folder) == before, "something was written"
    return answer


def snapshot(folder: Path) -> dict[str, object]:
    """Every name below `folder` with what it is; of regular files their bytes."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        regular = path.is_file() and not path.is_symlink()
        found[os.fsdecode(path)] = (status.st_mode, status.st_ino, path.read_bytes() if regular else None)
    return found


class _Peak:
    """Watches the resident memory of a process, which forgets it when it ends."""

    def __init__(self, process: int) -> None:
        self.bytes = 0
        self._status = Path(f"/proc/{process}/status")
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._done.wait(0.02):
            try:
                text = self._status.read_text()
            except OSError:
                return
            found = re.search(r"VmHWM:\s+(\d+) kB", text)
            if found:
                self.bytes = max(self.bytes, int(found[1]) * 1024)

    def stop(self) -> None:
        """Stop watching."""
        self._done.set()
        self._thread.join()
