"""The README cannot lie: its commands, its output and its Python are run."""

from __future__ import annotations

import io
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from tests.support.readme import Block, blocks
from tests.support.sample import FOLDER

ROOT = Path(__file__).resolve().parent.parent
BLOCKS = blocks(ROOT / "README.md")


def under(heading: str, language: str) -> list[Block]:
    return [block for block in BLOCKS if (block.heading, block.language) == (heading, language)]


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like a fresh clone, as far as the commands can see."""
    shutil.copytree(FOLDER, tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(command: str) -> str:
    """What a command prints, warnings and all; `chaptag` is the one under test."""
    words = shlex.split(command)
    if words[0] == "chaptag":
        words[:1] = [sys.executable, "-m", "chaptag"]
    done = subprocess.run(
        words,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=None,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_it_works_typed_in_order(there: Path) -> None:
    """From the top, in one folder, as a reader does: nothing that was typed stands in the way of what comes next."""
    (install,) = under("Try it", "sh")
    assert ". .venv/bin/activate && " in install.text
    said(install.text.strip().rpartition(" && ")[2])
    sessions = [block.text for block in BLOCKS if block.language == "console"]
    assert sessions
    for session in sessions:
        steps = session.split("$ ")[1:]
        assert steps
        for step in steps:
            command, _, expected = step.partition("\n")
            assert said(command) == expected.rstrip("\n") + "\n"
    test_the_four_commands_work_in_turn(there)
    test_the_python_prints_what_it_says(there)


def test_the_four_commands_work_in_turn(there: Path) -> None:
    (block,) = under("The four commands", "sh")
    for command in block.text.splitlines():
        said(command.partition("  #")[0])
    verbs = [line.split()[1] for line in block.text.splitlines()]
    assert verbs == ["tag", "show", "verify", "remove"]


def test_the_python_prints_what_it_says(there: Path) -> None:
    (code,) = under("In Python", "python")
    (expected,) = under("In Python", "text")
    out = io.StringIO()
    with redirect_stdout(out):
        exec(compile(code.text, "README.md", "exec"), {"__name__": "__main__"})
    assert out.getvalue() == expected.text
    assert len([line for line in code.text.splitlines() if line.strip()]) <= 10


@pytest.mark.parametrize("heading", ["Try it", "Run the tests"])
def test_the_two_commands_are_one_line_each_and_have_a_windows_line(heading: str) -> None:
    (shell,), (windows,) = under(heading, "sh"), under(heading, "bat")
    for block in (shell, windows):
        assert len(block.text.splitlines()) == 1
    same = shell.text.replace("python3 -m venv", "py -m venv").replace(". .venv/bin/activate", ".venv/bin/activate")
    same = same.replace(".venv/bin/", ".venv\\Scripts\\")
    assert same.replace("samples/", "samples\\") == windows.text


def test_every_link_to_a_file_leads_somewhere() -> None:
    import re

    text = (ROOT / "README.md").read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert links
    assert not [link for link in links if not (ROOT / link.partition("#")[0]).exists()]
