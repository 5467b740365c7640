"""The faults of `test_faults` once more, put by the kernel to the system calls of a real process."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support.strace import KILL, Syscall, injected, require_strace, traced

pytestmark = [pytest.mark.interop, pytest.mark.slow, pytest.mark.timeout(900)]

_EXHAUSTIVE = bool(os.environ.get("CHAPTAG_EXHAUSTIVE"))
_ERRORS = ("EIO", "ENOSPC", "EINTR", "EACCES")
_OLD = bytes(range(253)) * 1200  # 300 kB: more than one block
_HEAD = b"a new head" * 40
_START = "the-write-starts-here"
_WORKER = """
import os, sys
from chaptag.model.edit import Edit, Keep, Put, Span
from chaptag.model.errors import ChaptagError
from chaptag.storage.local import open_source
from chaptag.storage.write import create_file, replace_file, write_new
how, again = sys.argv[1], len(sys.argv) > 2
HEAD = b"a new head" * 40
os.path.exists("the-write-starts-here")
try:
    if how == "sidecar":
        write_new("out", HEAD, overwrite=again)
    else:
        with open_source("ep.mp3") as source:
            size, done = source.size, source.read(0, 400) == HEAD
            edit = Edit.nothing(size) if done else Edit((Put(HEAD), Keep(100, size)), size, (Span(500, size),))
            if how == "create":
                create_file(source, edit, "out", overwrite=again)
            else:
                replace_file(source, edit, backup=".bak", keep_mtime=True, verify=lambda new: new.read(0, 400))
except ChaptagError as error:
    sys.exit(error.exit_code)
"""
_COMMAND = [sys.executable, "-S", "-B", "-c"]


def _command(how: str, *more: str) -> list[str]:
    """Without site packages the process starts fast; chaptag's own folder is all that a write needs."""
    import chaptag

    begin = f"import sys; sys.path.insert(0, {str(Path(chaptag.__file__).parent.parent)!r})\n"
    return [*_COMMAND, begin + _WORKER, how, *more]


def _prepare(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "ep.mp3").write_bytes(_OLD)
    (folder / "ep.mp3").chmod(0o640)
    os.utime(folder / "ep.mp3", ns=(10**18, 10**18))


def _state(path: Path) -> tuple[bytes, int] | None:
    return (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) if path.exists() else None


@pytest.mark.parametrize("how", ["replace", "create", "sidecar"])
def test_each_call_fails_and_the_process_dies_at_each(how: str, tmp_path: Path) -> None:
    require_strace(tmp_path)
    target = "ep.mp3" if how == "replace" else "out"
    new = _HEAD if how == "sidecar" else _HEAD + _OLD[100:]
    left = {"ep.mp3", "ep.mp3.bak"} if how == "replace" else {"ep.mp3", "out"}
    _prepare(tmp_path / "trace")
    _prepare(tmp_path / "warm")
    subprocess.run([each for each in _command(how) if each != "-B"], cwd=tmp_path / "warm", check=True, timeout=60)
    calls = traced(_command(how), tmp_path / "trace", _START)
    ended: Counter[str] = Counter()
    wrong = {}
    points = [point for number, call in enumerate(calls) for point in _points(how, number, call)]
    for number, (call, action) in enumerate(points):
        folder = tmp_path / str(number)
        _prepare(folder)
        before = _state(folder / target)
        code = injected(_command(how), folder, call, action).returncode
        ended[str(code)] += 1
        after = _state(folder / target)
        old = before and before[0]
        allowed = {0: (new,), 3: (old,), 4: (old,), -9: (new, old)}.get(code, ())
        problems = []
        if (after and after[0]) not in allowed:
            problems.append(f"exit code {code}, {'new' if after and after[0] == new else 'old or broken'} content")
        if before and after and after[1] != before[1]:
            problems.append(f"mode {after[1]:o}")
        subprocess.run(_command(how, "again"), cwd=folder, check=True, timeout=60)
        if (folder / target).read_bytes() != new or set(os.listdir(folder)) != left:
            problems.append(f"the next run leaves {os.listdir(folder)}")
        if problems:
            wrong[f"{call} {action}"] = problems
    print(f"{how}: {len(calls)} system calls, {len(points)} fault points, exit codes {dict(ended)}")
    assert not wrong


def _points(how: str, number: int, call: Syscall) -> list[tuple[Syscall, str]]:
    """The faults of one call: death and, of the errors, one in turn; all of them where time is no matter."""
    if _EXHAUSTIVE:
        return [(call, KILL), *((call, f"error={error}") for error in _ERRORS)]
    if how != "replace":
        return [(call, KILL)]
    return [(call, KILL), (call, f"error={_ERRORS[number % len(_ERRORS)]}")]
