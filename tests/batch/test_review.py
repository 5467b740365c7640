"""A doubt from the run that finds it to the run after it was decided: nothing of the call is lost on the way."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import chaptag
from chaptag.batch.carried import as_columns, as_words
from chaptag.model.retime import Cut, Insertion
from chaptag.model.timestamp import Milliseconds
from chaptag.workflow.optionset import build_settings
from tests.support.cli import Answer

Batch = Callable[..., Answer]

TWO_LISTS = "One\n\n00:00 Intro\n00:08 News\n00:16 Out\n\nTwo\n\n00:00 Hello\n00:09 Talk\n00:19 Bye\n"


@pytest.fixture
def doubt(episodes: Path) -> Path:
    """The episodes, of which the first has notes with two lists."""
    (episodes / "ep1.md").write_text(TWO_LISTS)
    return episodes


def decide(review: Path, pick: int) -> None:
    with review.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with review.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"pick": pick} for row in rows)


def titles(path: Path) -> list[tuple[int, str]]:
    return [(chapter.start, chapter.title) for chapter in chaptag.read(path).chapters]


def test_the_options_of_the_run_hold_for_its_doubts(doubt: Path, batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    said = ("--offset", "+2.5s", "--intro", "Welcome, all", "--sidecar", "json", "--output-dir", "copies")
    answer = batch("episodes", "--jobs", 1, *said, "--write-review", "review.csv")
    (line,) = (line for line in answer.err.splitlines() if line.startswith("review.csv: 1 doubt; "))
    again = shlex.split(line.split("then: ")[1])
    assert again == ["chaptag", "batch", "review.csv", "--sidecar", "json"]
    assert "--write-review" not in answer.err
    decide(tmp_path / "review.csv", 2)
    assert batch(*again[2:], "--jobs", 1).out == "review.csv: 1 tagged\n"
    assert titles(tmp_path / "copies" / "ep1.mp3") == [
        (0, "Welcome, all"),
        (2500, "Hello"),
        (11500, "Talk"),
        (21500, "Bye"),
    ]
    assert titles(tmp_path / "copies" / "ep2.mp3")[:2] == [(0, "Welcome, all"), (2500, "Intro")]
    assert (tmp_path / "copies" / "ep1.chapters.json").exists()
    # The copy holds one of the lists, and the sound of the episode: that is decided.
    assert batch("episodes", "--jobs", 1, *said).out.startswith("episodes: 6 unchanged")
    (tmp_path / "copies" / "ep1.mp3").write_bytes((tmp_path / "copies" / "ep1.mp3").read_bytes() + bytes(417))
    assert "1 needs-review" in batch("episodes", "--jobs", 1, *said).out


def test_every_option_comes_back_as_it_was() -> None:
    said: dict[str, object] = {
        "offset": Milliseconds(-61_002),
        "snap": Milliseconds(2000),
        "insert": (Insertion(720_000, 30_000), Insertion(900_500, 1)),
        "cut": (Cut(2_400_000, 2_475_000),),
        "depth": 2,
        "fps": 23.976,
        "strict": False,
        "long-titles": True,
        "id3": "2.4",
        "ignore": ("too-short", "near-end"),
        "intro": "",
        "overwrite": True,
        "keep-mtime": False,
        "sidecar": ("json,psc",),
        "severity": ("too-short=info", "near-end=error"),
        "fail-on": "warning",
    }
    columns, words = as_columns(said), as_words(said)
    assert columns["offset"] == "-61.002s"
    assert build_settings(columns) == build_settings({name: said[name] for name in columns})
    assert set(said) - set(columns) == {"intro", "overwrite", "keep-mtime", "sidecar", "severity", "fail-on"}
    assert words == [
        "--overwrite",
        *("--sidecar", "json,psc"),
        *("--severity", "too-short=info,near-end=error"),
        *("--fail-on", "warning"),
    ]


@pytest.mark.parametrize("tell", ["review", "tag"])
def test_a_doubt_that_is_decided_is_none_any_more(doubt: Path, batch: Batch, tmp_path: Path, tell: str) -> None:
    call = ("episodes", "--jobs", 1, "--write-review", "review.csv")
    assert "1 needs-review" in batch(*call).out
    if tell == "review":
        decide(tmp_path / "review.csv", 2)
        assert batch("review.csv").out == "review.csv: 1 tagged\n"
    else:
        chaptag.tag(doubt / "ep1.mp3", doubt / "ep1.md", reading=chaptag.ReadOptions(pick=2))
    before = (doubt / "ep1.mp3").read_bytes()
    answer = batch(*call, "--report", "r.jsonl", "--sidecar", "json")
    assert (answer.code, answer.out) == (0, "episodes: 6 unchanged\n")
    assert "; the file holds list 2" in (tmp_path / "r.jsonl").read_text()
    assert (doubt / "ep1.mp3").read_bytes() == before
    assert "Hello" in (doubt / "ep1.chapters.json").read_text()
    assert batch(*call, "--sidecar", "json").out == "episodes: 6 unchanged (6 done before)\n"
    (doubt / "ep1.md").write_text(TWO_LISTS.replace("00:19 Bye", "00:20 Bye"))
    assert "1 needs-review" in batch(*call).out
