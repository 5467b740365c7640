"""Every shell block of docs/pipelines is run, as it stands, where two episodes and a feed lie."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import chaptag
from chaptag.containers.registry import CONTAINERS
from chaptag.formats.registry import FORMATS
from tests.support.mp3 import mp3
from tests.support.mp4 import plain
from tests.support.readme import Block, blocks

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "pipelines").glob("*.md"))
NOTES = "---\ntitle: Number {n}\n---\n\nAbout the sea.\n\n- 00:00 Hello\n- 04:20 The sea, part {n}\n- 12:40 Goodbye\n"
ITEM = """<item><title>Number {n}</title><guid>g{n}</guid><enclosure url="https://cdn.example/ep{n}.mp3"
 type="audio/mpeg" length="1"/><psc:chapters version="1.2"><psc:chapter start="00:00:00" title="Hello"/>
 <psc:chapter start="00:04:20" title="The sea, part {n}"/></psc:chapters></item>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for folder in ("episodes", "content/episodes"):
        (tmp_path / folder).mkdir(parents=True)
        for n in (41, 42):
            (tmp_path / folder / f"ep{n}.md").write_text(NOTES.format(n=n))
    for n in (41, 42):
        (tmp_path / "episodes" / f"ep{n}.mp3").write_bytes(mp3(seconds=1200, kbit=8, rate=8000))
    (tmp_path / "feed.xml").write_text(
        '<rss version="2.0" xmlns:psc="http://podlove.org/simple-chapters"><channel>'
        + "".join(ITEM.format(n=n) for n in (41, 42))
        + "</channel></rss>"
    )
    return tmp_path


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "XDG_STATE_HOME": str(folder / "state")}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(shutil.which("bash") is None, reason="the blocks are for bash")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_shell_block_runs(page: Path, site: Path) -> None:
    if page.stem == "auphonic":  # a file with the sound of an M4A and chapters in it, without notes beside it
        (site / "episodes" / "ep41.m4a").write_bytes(plain(seconds=1200))
        chaptag.tag(site / "episodes" / "ep41.m4a", site / "episodes" / "ep41.md")
        (site / "episodes" / "ep41.md").unlink()
    for block in blocks(page):
        if block.language == "sh":
            done = run(block.text, site)
            assert done.returncode == 0, (block.text, done.stdout, done.stderr)


def commands(block: Block) -> list[str]:
    return re.findall(r"chaptag (\w+)", block.text) if block.language == "sh" else []


def test_every_page_shows_a_command() -> None:
    assert len(PAGES) >= 6
    shown = {command for page in PAGES for block in blocks(page) for command in commands(block)}
    assert shown >= {"batch", "convert", "tag", "verify"}


def action(site: Path, command: str, source: str, options: str = "") -> subprocess.CompletedProcess[str]:
    """The script of the action, with chaptag at hand instead of an installation from outside."""
    script = (ROOT / ".ci" / "action.sh").read_text("utf-8")
    body = script[script.index("wrong()") :].replace('"$bin/chaptag"', "chaptag")
    inputs = f"place=.; CHAPTAG_ACTION_COMMAND={command}; CHAPTAG_ACTION_OPTIONS='{options}'; GITHUB_OUTPUT=outputs\n"
    return run(f"{inputs}CHAPTAG_ACTION_SOURCE='{source}'\n{body}", site)


def test_the_action_runs_as_often_as_it_is_used(site: Path) -> None:
    for said in ("2 tagged", "2 unchanged (2 done before)"):
        batch = action(site, "batch", "episodes\n", "--jobs=1\n\n--sidecar=json")
        assert (batch.returncode, batch.stdout) == (0, f"episodes: {said}\n"), batch.stderr
    reports = [line.partition("=")[2] for line in (site / "outputs").read_text().splitlines()]
    assert len(set(reports)) == 2
    assert all(len((site / report).read_text().splitlines()) == 2 for report in reports)
    verify = action(site, "verify", "episodes/ep41.md\n\nepisodes/ep42.md")
    assert (verify.returncode, verify.stdout) == (0, "")


@pytest.mark.parametrize(
    ("command", "source", "said"),
    [
        ("batch", "episodes\ncontent/episodes", "batch takes one source, there are 2: use a step for each"),
        ("batch", "\n", "source is empty"),
        ("verify", "", "source is empty"),
        ("tag", "episodes", "command is batch or verify, not tag"),
    ],
)
def test_the_action_refuses_what_it_cannot_run(site: Path, command: str, source: str, said: str) -> None:
    answer = action(site, command, source)
    assert (answer.returncode, said in answer.stderr, answer.stdout) == (2, True, ""), answer


def test_the_action_needs_no_new_bash() -> None:
    """MacOS has bash 3.2: no mapfile, and under `set -u` an empty array is an unbound variable."""
    script = (ROOT / ".ci" / "action.sh").read_text("utf-8").replace("no mapfile", "")
    bare = re.findall(r'(?<!\+)"\$\{options\[@\]\}"', script)
    assert ("mapfile" in script, bare) == (False, [])


def hook_files(identity: str) -> re.Pattern[str]:
    """What a hook is called for: the pattern of its files."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    found = re.search(rf"- id: {identity}\n(?:  .*\n)*?  files: (.*)\n", text)
    assert found is not None
    return re.compile(found[1])


def test_the_hooks_are_called_for_every_kind_of_file_and_no_other() -> None:
    audio, notes = hook_files("chaptag-verify-audio"), hook_files("chaptag-verify-notes")
    for suffix in (suffix for kind in CONTAINERS for suffix in kind.suffixes):
        assert audio.search(f"episodes/ep1{suffix}"), suffix
        assert not notes.search(f"episodes/ep1{suffix}"), suffix
    for kind in FORMATS:
        for suffix in kind.suffixes:
            assert notes.search(f"ep1.chapters{suffix}"), suffix
    for name in ("show-notes.txt", "content/episodes/ep1.md", "notes/ep1.html", "podcast/shownotes/12.md", "a.psc"):
        assert notes.search(name), name
    for name in ("requirements/dev.txt", "README.md", "package.json", "LICENSE.txt", "docs/index.html", "x.xml"):
        assert not notes.search(name), name
