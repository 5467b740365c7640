from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from chaptag.model.errors import AudioError, MissingExtra
from chaptag.readers.process import answer, program

PATH = Path("episode.mp3")


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_the_answer_is_what_the_program_prints() -> None:
    assert answer("it", python("print('15 chapters', end='')"), PATH) == b"15 chapters"


def test_nothing_can_be_typed_into_it() -> None:
    assert answer("it", python("import sys; print(repr(sys.stdin.read()), end='')"), PATH) == b"''"


def test_a_program_that_hangs_is_ended() -> None:
    before = time.monotonic()
    with pytest.raises(AudioError, match=r"it cannot read episode.mp3: no answer within 0.3 seconds"):
        answer("it", python("import time; time.sleep(60)"), PATH, timeout=0.3)
    assert time.monotonic() - before < 10


def test_a_program_that_says_too_much_is_ended() -> None:
    endless = python("import sys\nwhile True: sys.stdout.write('x' * 65536)")
    with pytest.raises(AudioError, match="its answer is longer than 100000 bytes"):
        answer("it", endless, PATH, limit=100_000)


def test_complaints_are_bounded_and_the_last_one_is_shown() -> None:
    loud = python("import sys\nprint('first\\n' * 1000 + 'last \\x1b[31m', file=sys.stderr)\nsys.exit(3)")
    with pytest.raises(AudioError, match="exit code 3, “last") as caught:
        answer("it", loud, PATH)
    assert "\x1b" not in caught.value.message
    with pytest.raises(AudioError) as caught:
        answer("it", python("import sys\nprint('y' * 10_000_000, file=sys.stderr)\nsys.exit(1)"), PATH)
    assert len(caught.value.message) < 400


def test_a_grandchild_that_keeps_the_pipe_open_does_not_keep_us() -> None:
    code = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(7)'])"
    before = time.monotonic()
    assert answer("it", python(f"{code}; print('done', flush=True)"), PATH) == b"done\n"
    assert time.monotonic() - before < 6.5


def test_an_absent_program_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingExtra, match="ffprobe is not installed") as caught:
        program("ffprobe", "ffmpeg")
    assert "Install ffmpeg" in caught.value.hint
