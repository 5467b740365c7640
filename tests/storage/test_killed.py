"""The faults of `test_faults` once more, put by the kernel to the system calls of a real process."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.support.strace import ERRORS, Command, points_of, require_strace, survive_all, traced

pytestmark = [pytest.mark.interop, pytest.mark.slow, pytest.mark.timeout(900)]

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
except KeyboardInterrupt:
    sys.exit(130)
"""


def _arguments(how: str, *more: str) -> list[str]:
    """Without site packages the process starts fast; chaptag's own folder is all that a write needs."""
    import chaptag

    begin = f"import sys; sys.path.insert(0, {str(Path(chaptag.__file__).parent.parent)!r})\n"
    return [sys.executable, "-S", "-c", begin + _WORKER, how, *more]


def _prepare(folder: Path) -> None:
    (folder / "ep.mp3").write_bytes(_OLD)
    (folder / "ep.mp3").chmod(0o640)
    os.utime(folder / "ep.mp3", ns=(10**18, 10**18))


@pytest.mark.parametrize("how", ["replace", "create", "sidecar"])
def test_each_call_fails_and_the_process_dies_at_each(how: str, tmp_path: Path) -> None:
    require_strace(tmp_path)
    command = Command(
        arguments=_arguments(how),
        again=_arguments(how, "again"),
        prepare=_prepare,
        target="ep.mp3" if how == "replace" else "out",
        new=_HEAD if how == "sidecar" else _HEAD + _OLD[100:],
        left=frozenset({"ep.mp3", "ep.mp3.bak"} if how == "replace" else {"ep.mp3", "out"}),
        begins=_START,
    )
    calls = traced(command, tmp_path / "trace")
    points = points_of(calls, *(ERRORS if how == "replace" else ()), every=bool(os.environ.get("CHAPTAG_EXHAUSTIVE")))
    ended, wrong = survive_all(command, tmp_path, points)
    print(f"{how}: {len(calls)} system calls, {len(points)} fault points, exit codes {dict(ended)}")
    assert not wrong
