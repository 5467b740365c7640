"""Whole commands as processes of their own: killed at each system call of the write, every call failing in turn."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.support.strace import Command, points_of, require_strace, survive_all, traced

pytestmark = [pytest.mark.interop, pytest.mark.slow, pytest.mark.timeout(3600)]

_EXHAUSTIVE = bool(os.environ.get("CHAPTAG_EXHAUSTIVE"))
_EACH = int(os.environ.get("CHAPTAG_EXHAUSTIVE_EACH", "1"))  # 10: one fault in ten
_NOTES = "00:00 Hello\n00:02 In the middle\n00:05 Good bye\n"


def _prepare(name: str, data: bytes, folder: Path) -> None:
    (folder / name).write_bytes(data)
    (folder / name).chmod(0o640)
    (folder / "notes.txt").write_text(_NOTES)


@pytest.mark.parametrize("way", ["tag", "remove"])
def test_a_command_dies_at_each_call(way: str, episode_bytes: tuple[str, bytes], tmp_path: Path) -> None:
    """By default from the moment on at which the scratch file is made; before that nothing is ever written.

    ``CHAPTAG_EXHAUSTIVE=1`` puts every fault to every call, from the first look at the episode on: thousands, and an
    hour for each command; with ``CHAPTAG_EXHAUSTIVE_EACH=10`` it is one in ten of them.
    """
    require_strace(tmp_path)
    suffix, data = episode_bytes
    name = f"ep{suffix}"
    arguments = [sys.executable, "-m", "chaptag", way, name, *(["notes.txt"] if way == "tag" else [])]
    reference = tmp_path / "reference"
    reference.mkdir()
    _prepare(name, data, reference)
    subprocess.run(arguments, cwd=reference, check=True, capture_output=True)
    command = Command(
        arguments=arguments,
        again=arguments,
        prepare=partial(_prepare, name, data),
        target=name,
        new=(reference / name).read_bytes(),
        left=frozenset({name, "notes.txt"}),
        begins=f'"{name}"' if _EXHAUSTIVE else f".{name}.chaptag-",
    )
    assert command.new != data
    calls = traced(command, tmp_path / "trace")
    points = points_of(calls, every=_EXHAUSTIVE, lasting=True)[:: _EACH if _EXHAUSTIVE else 1]
    ended, wrong = survive_all(command, tmp_path, points)
    print(f"{way} of {suffix}: {len(calls)} system calls, {len(points)} fault points, exit codes {dict(ended)}")
    assert not wrong
