"""Standard streams that are closed, full, or in another encoding: programs read UTF-8, and exit codes stay true."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support.cli import chaptag

CALL = [sys.executable, "-m", "chaptag"]
NARROW = [{"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
TITLE = "Größe ü 日本"

unix = pytest.mark.skipif(os.name == "nt", reason="the shell is bash")


@pytest.fixture
def unicode_notes(folder: Path) -> Path:
    path = folder / "u.txt"
    path.write_text(f"0:00 {TITLE}\n0:20 News\n0:40 Interview\n", "utf-8")
    return path


def bytes_of(environment: dict[str, str], *arguments: str) -> bytes:
    done = subprocess.run([*CALL, *arguments], env={**os.environ, **environment}, capture_output=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


@pytest.mark.parametrize("environment", NARROW)
@pytest.mark.parametrize("form", ["psc", "webvtt", "youtube", "csv"])
def test_a_chapter_file_is_the_same_in_a_pipe(unicode_notes: Path, environment: dict[str, str], form: str) -> None:
    call = ["convert", "u.txt", "--duration", "60s", "--to", form]
    chaptag(*call, "-o", "file")
    assert bytes_of(environment, *call) == Path("file").read_bytes()


@pytest.mark.parametrize("environment", [*NARROW, {"PYTHONIOENCODING": "utf-16"}])
def test_reports_for_programs_are_utf8(unicode_notes: Path, environment: dict[str, str]) -> None:
    call = ["verify", "u.txt", "--duration", "60s", "--for", "spotify", "--output-format"]
    assert "日本" in "".join(ET.fromstring(bytes_of(environment, *call, "junit")).itertext())
    assert "日本" in bytes_of(environment, *call, "github").decode()
    shown = json.loads(bytes_of(environment, "show", "u.txt", "--duration", "60s", "--json").decode())
    assert shown["chapters"][0]["title"] == TITLE


def shell(script: str) -> tuple[int, str]:
    """Run a pipeline; answers the exit code of its first command, and standard error."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-c", f"{script}\nexit ${{PIPESTATUS[0]}}"]
    done = subprocess.run(command, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert "Exception ignored" not in done.stderr, done.stderr
    return done.returncode, done.stderr


@unix
@pytest.mark.parametrize(
    "call", ["show ep.mp3", "show notes.txt notes.txt", "tag -n ep.mp3 notes.txt", "verify --list-rules", "--help"]
)
def test_a_closed_pipe_ends_a_command_without_a_word(folder: Path, call: str) -> None:
    """The reader is gone before anything is written: `sleep` holds chaptag back until then."""
    assert shell(f"(sleep 0.1; chaptag {call}) | true") == (141, "")


@unix
@pytest.mark.parametrize(("form", "code"), [("", 3), ("--json", 3), ("--nonsense", 2), ("--nonsense --json", 2)])
def test_an_error_that_nobody_reads_keeps_its_code(folder: Path, form: str, code: int) -> None:
    assert shell(f"(sleep 0.1; chaptag tag missing.mp3 notes.txt {form}) 2>&1 | true")[0] == code
    if Path("/dev/full").exists():
        said = shell(f"chaptag tag missing.mp3 notes.txt {form} >/dev/full")
        assert (said[0], "error: " in said[1]) == (code, True)
        assert shell(f"chaptag tag missing.mp3 notes.txt {form} >/dev/full 2>&1")[0] == code


@unix
def test_a_batch_whose_records_nobody_reads_goes_on(folder: Path) -> None:
    for name in ("a", "b", "c"):
        (folder / f"{name}.mp3").write_bytes((folder / "ep.mp3").read_bytes())
        (folder / f"{name}.txt").write_bytes((folder / "notes.txt").read_bytes())
    code, said = shell("(sleep 0.1; chaptag batch . --json --jobs 1 --state state.db) | true")
    assert (code, "not read to their end" in said, "--report" in said) == (141, True, True)
    assert [len(json.loads(chaptag("show", f"{name}.mp3", "--json").out)["chapters"]) for name in "abc"] == [3, 3, 3]


@unix
@pytest.mark.parametrize("closed", [">&-", "-q >&-", "<&- >&-", "<&- >&- 2>&-"])
def test_closed_streams_harm_no_file(folder: Path, closed: str) -> None:
    assert shell(f"chaptag tag ep.mp3 notes.txt {closed}") == (0, "")
    assert len(json.loads(chaptag("show", "ep.mp3", "--json").out)["chapters"]) == 3
    assert chaptag("verify", "ep.mp3", "notes.txt").code == 0


@unix
def test_a_closed_standard_input_is_called_closed(folder: Path) -> None:
    code, said = shell("chaptag tag ep.mp3 - <&-")
    assert (code, "standard input is closed" in said) == (2, True)
