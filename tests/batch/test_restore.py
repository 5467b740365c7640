"""The way back: what it takes, what it leaves alone, and that it believes no report."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import chaptag
from tests.support.cli import Answer

Batch = Callable[..., Answer]


@pytest.fixture
def tagged(episodes: Path, batch: Batch, tmp_path: Path) -> Path:
    """The report of a batch over six episodes, of which the first had chapters before."""
    chaptag.tag(episodes / "ep1.mp3", chaptag.parse_notes("00:00 Old\n00:09 List\n00:18 Kept", 30))
    assert batch("episodes", "--jobs", 1, "--report", "r.jsonl").code == 0
    return tmp_path / "r.jsonl"


def audio(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.mp3")}


def edit(report: Path, **fields: object) -> None:
    lines = [json.loads(line) | fields for line in report.read_text().splitlines()]
    report.write_text("".join(json.dumps({k: v for k, v in line.items() if v is not ...}) + "\n" for line in lines))


def test_a_dry_run_writes_nothing(tagged: Path, episodes: Path, batch: Batch) -> None:
    before = audio(episodes)
    answer = batch(tagged, "--restore", "--dry-run")
    assert (answer.code, answer.out) == (0, f"{tagged}: 6 files as before the batch; nothing written\n")
    assert audio(episodes) == before
    assert batch(tagged, "--restore").code == 0
    assert chaptag.read(episodes / "ep1.mp3").chapters[0].title == "Old"
    assert not chaptag.read(episodes / "ep2.mp3").chapters


def test_options_of_storing_hold(tagged: Path, episodes: Path, batch: Batch) -> None:
    before = (episodes / "ep1.mp3").stat().st_mtime_ns
    assert batch(tagged, "--restore", "--backup", ".bak", "--keep-mtime").code == 0
    assert len(list(episodes.glob("*.bak"))) == 6
    assert (episodes / "ep1.mp3").stat().st_mtime_ns == before


def test_chapter_files_that_stay_are_reported(episodes: Path, batch: Batch) -> None:
    chaptag.tag(episodes / "ep1.mp3", chaptag.parse_notes("00:00 Old\n00:09 List\n00:18 Kept", 30))
    assert batch("episodes", "--jobs", 1, "--report", "r.jsonl", "--sidecar", "json").code == 0
    answer = batch("r.jsonl", "--restore")
    assert (answer.code, answer.out) == (0, "r.jsonl: 6 files as before the batch\n")
    assert answer.err.count("[stale-sidecar]") == 6
    assert f"holds 4 chapters, {episodes / 'ep2.mp3'} none any more" in answer.err


@pytest.mark.parametrize("option", [("--report", "x.jsonl"), ("--offset", "3s"), ("--fresh",), ("--status",)])
def test_options_without_meaning_are_refused(
    tagged: Path, episodes: Path, batch: Batch, option: tuple[str, ...]
) -> None:
    before = audio(episodes)
    answer = batch(tagged, "--restore", *option)
    assert (answer.code, f"--restore and {option[0]} make no sense together" in answer.err) == (2, True)
    assert audio(episodes) == before


def test_from_another_folder(
    tagged: Path, episodes: Path, batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(episodes, elsewhere / "episodes")
    others = audio(elsewhere / "episodes")
    monkeypatch.chdir(elsewhere)
    assert batch(tagged, "--restore").code == 0
    assert audio(elsewhere / "episodes") == others
    assert not chaptag.read(episodes / "ep2.mp3").chapters


def test_a_file_that_was_changed_since_is_left_alone(tagged: Path, episodes: Path, batch: Batch) -> None:
    with (episodes / "ep3.mp3").open("ab") as file:
        file.write(bytes(200))
    answer = batch(tagged, "--restore")
    assert (answer.code, answer.out) == (1, f"{tagged}: 5 files as before the batch, 1 left alone\n")
    assert "bytes, the batch left" in answer.err
    assert len(chaptag.read(episodes / "ep3.mp3").chapters) == 4


def test_a_copy_is_left_alone(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    shutil.copy(episodes / "ep2.mp3", tmp_path / "o.mp3")
    chaptag.tag(tmp_path / "o.mp3", chaptag.parse_notes("00:00 Its\n00:09 Own\n00:18 Three", 30))
    (tmp_path / "m.csv").write_text("audio,notes,output\nepisodes/ep1.mp3,episodes/ep1.md,o.mp3\n")
    assert batch("m.csv", "--jobs", 1, "--overwrite", "--report", "r.jsonl").code == 0
    answer = batch("r.jsonl", "--restore")
    assert (answer.code, answer.out) == (1, "r.jsonl: 0 files as before the batch, 1 left alone\n")
    assert "is a copy that the batch made of episodes/ep1.mp3" in answer.err
    assert len(chaptag.read(tmp_path / "o.mp3").chapters) == 4


def test_the_report_of_a_dry_run_puts_nothing_back(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    assert batch("episodes", "--jobs", 1, "-n", "--report", "dry.jsonl").code == 0
    assert {json.loads(line)["dryRun"] for line in (tmp_path / "dry.jsonl").read_text().splitlines()} == {True}
    batch("episodes", "--jobs", 1)
    before = audio(episodes)
    assert batch("dry.jsonl", "--restore").out == "dry.jsonl: 0 files as before the batch\n"
    assert audio(episodes) == before


def test_what_earlier_runs_did_stays(tagged: Path, episodes: Path, batch: Batch, tmp_path: Path) -> None:
    assert batch("episodes", "--jobs", 1, "--report", "again.jsonl").code == 0
    before = audio(episodes)
    assert batch("again.jsonl", "--restore").out == "again.jsonl: 0 files as before the batch\n"
    assert audio(episodes) == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"outcome": ...}, "'outcome' is missing"),
        ({"before": {}}, "'before' is a dict"),
        ({"chapters": ["x"]}, "'chapters' holds no chapters"),
        ({"path": 3}, "'path' is a int"),
        ({"path": "a\0b"}, "'path' names no file"),
        ({"resumed": "no"}, "'resumed' is a str"),
        ({"sizeAfter": "9"}, "'sizeAfter' is a str"),
        ({"schema": "other"}, "is no record of a batch"),
    ],
)
def test_what_is_no_record_is_refused_whole(
    tagged: Path, episodes: Path, batch: Batch, fields: dict[str, object], said: str
) -> None:
    good = tagged.read_text().splitlines()[0]
    edit(tagged, **fields)
    tagged.write_text(f"{good}\n{tagged.read_text()}")
    before = audio(episodes)
    answer = batch(tagged, "--restore")
    assert answer.code == 2
    assert said in answer.err
    assert "r.jsonl:2" in answer.err
    assert audio(episodes) == before


def test_a_report_that_is_not_there(batch: Batch) -> None:
    answer = batch("nope.jsonl", "--restore")
    assert answer.code == 3
    assert "Errno" not in answer.err


def test_paths_stay_inside_the_root(tagged: Path, episodes: Path, batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    before = audio(episodes)
    answer = batch(tagged, "--restore", "--root", "empty")
    assert (answer.code, "lies outside empty" in answer.err) == (1, True)
    assert audio(episodes) == before


def test_a_last_line_that_is_cut_off_takes_no_other_with_it(
    tagged: Path, episodes: Path, batch: Batch, tmp_path: Path
) -> None:
    whole = tagged.read_bytes()
    for cut in (10, 300, 5):
        tagged.write_bytes(whole[:-cut])
        for more in (("--dry-run",), ()):
            answer = batch(tagged, "--restore", *more)
            assert (answer.code, "5 files as before the batch, 1 failed" in answer.out) == (1, True)
            assert "line 6 is cut off" in answer.err
        assert len([path for path in episodes.glob("*.mp3") if chaptag.read(path).chapters]) == 2
        assert batch("episodes", "--jobs", 1, "--fresh").code == 0
        chaptag.tag(episodes / "ep1.mp3", episodes / "ep1.md")
    tagged.write_bytes(whole + b"hello")
    assert batch(tagged, "--restore").code == 2


def test_titles_are_put_back_whole(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    long = chaptag.parse_notes(f"00:00 Old\n00:09 {'x' * 300}\n00:18 Kept", 30)
    chaptag.tag(episodes / "ep1.mp3", long, writing=chaptag.WriteOptions(id3_version=4, long_titles=True))
    before = chaptag.read(episodes / "ep1.mp3").chapters
    assert batch("episodes", "--jobs", 1, "--report", "r.jsonl").code == 0
    assert batch("r.jsonl", "--restore").out == "r.jsonl: 6 files as before the batch\n"
    assert chaptag.read(episodes / "ep1.mp3").chapters == before


def test_what_is_not_as_it_was_is_not_said_to_be(tagged: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chaptag.batch.restore._WHOLE", chaptag.WriteOptions(id3_version=4))
    lines = [json.loads(line) for line in tagged.read_text().splitlines()]
    lines[0]["before"][1]["title"] = "x" * 300
    tagged.write_text("".join(json.dumps(line) + "\n" for line in lines))
    answer = batch(tagged, "--restore")
    assert (answer.code, "5 files as before the batch, 1 failed" in answer.out) == (1, True)
    assert "but not all as they were" in answer.err
