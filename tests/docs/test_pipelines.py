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


def test_the_action_runs(site: Path) -> None:
    """The script of the action, with chaptag at hand instead of an installation from outside."""
    script = (ROOT / ".ci" / "action.sh").read_text("utf-8")
    body = script[script.index("mapfile") :].replace('"$place/chaptag/bin/chaptag"', "chaptag")
    environment = "place=.; CHAPTAG_ACTION_COMMAND={}; CHAPTAG_ACTION_SOURCE='{}'; CHAPTAG_ACTION_OPTIONS='{}'\n"
    batch = run(environment.format("batch", "episodes", "--jobs=1") + body, site)
    assert (batch.returncode, batch.stdout) == (0, "episodes: 2 tagged\n")
    verify = run(environment.format("verify", "episodes/ep41.md\n\nepisodes/ep42.md", "") + body, site)
    assert (verify.returncode, verify.stdout) == (0, "")
