"""The pages of the documentation: their sessions show what is printed, their commands and their Python run."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import chaptag
from tests.docs.test_pipelines import run
from tests.support.mp3 import mp3
from tests.support.readme import blocks
from tests.support.sample import FOLDER

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ITEM = '<item><title>One</title><enclosure url="https://cdn.example/ep.mp3"/><description>{}</description></item>'


@pytest.fixture
def there(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "samples")
    for name in ("ep.mp3", "other.mp3"):
        (tmp_path / name).write_bytes(mp3(seconds=1200, kbit=8, rate=8000))
    (tmp_path / "notes.md").write_text("- 00:00 Hello\n- 04:10 The sea\n- 12:30 Goodbye\n")
    (tmp_path / "feed.xml").write_text(
        f"<rss><channel>{ITEM.format('00:00 Hello&lt;br&gt;04:10 The ocean&lt;br&gt;12:30 Goodbye')}</channel></rss>"
    )
    return tmp_path


@pytest.mark.skipif(shutil.which("bash") is None, reason="the blocks are for bash")
@pytest.mark.parametrize("page", ["tutorial", "how-to", "configuration"])
def test_sessions_and_commands(page: str, there: Path) -> None:
    shown = [block for block in blocks(DOCS / f"{page}.md") if block.language in {"console", "sh"}]
    assert shown
    for block in shown:
        if block.language == "sh":
            done = run(block.text, there)
            assert done.returncode == 0, (block.text, done.stdout, done.stderr)
            continue
        for step in block.text.split("$ ")[1:]:
            command, _, expected = step.partition("\n")
            done = run(command, there)
            assert done.stdout == expected.rstrip("\n") + ("\n" if expected else ""), (command, done.stderr)


def test_the_python_runs(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(there)
    shown = [block.text for block in blocks(DOCS / "python.md") if block.language == "python"]
    assert len(shown) >= 3
    for text in shown:
        exec(compile(text, "python.md", "exec"), {})


def test_the_values_hold_what_the_page_says() -> None:
    rows = re.findall(r"^\| `([A-Z]\w+)` \| (.*) \|$", (DOCS / "python.md").read_text("utf-8"), re.MULTILINE)
    assert len(rows) > 10
    for name, held in rows:
        value = getattr(chaptag, name)
        for field in re.findall(r"`([a-z_]+)`", held):
            assert hasattr(value, field) or field in value.__dataclass_fields__, (name, field)


def test_links_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "samples").glob("*.md")]
    links = [
        (page, target)
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if "://" not in target
    ]
    broken = [f"{page.relative_to(ROOT)}: {target}" for page, target in links if not (page.parent / target).exists()]
    assert not broken


def test_every_option_and_exit_code_is_documented() -> None:
    text = (DOCS / "cli.md").read_text("utf-8")
    for code in ("0 done", "1 findings", "2 a call", "3 an input", "4 a file", "130"):
        assert code in text
