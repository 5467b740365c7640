"""What is found before anything starts: files that two jobs share, settings that make no sense, reports in the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import chaptag
from chaptag.batch import queue
from tests.support.cli import Answer

Batch = Callable[..., Answer]


@pytest.fixture
def refused(episodes: Path, batch: Batch, tmp_path: Path) -> Callable[..., str]:
    """Run a manifest that must be refused with no file changed; gives what was said."""

    def call(*rows: str, more: tuple[object, ...] = ()) -> str:
        (tmp_path / "m.csv").write_text("audio,notes,output\n" + "".join(f"{row}\n" for row in rows))
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        answer = batch("m.csv", "--jobs", 1, "--overwrite", *more)
        assert answer.code == 2, answer
        after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        assert after == before
        return answer.err

    return call


def test_one_file_by_two_names(episodes: Path, refused: Callable[..., str]) -> None:
    (episodes / "b.mp3").symlink_to(episodes / "ep1.mp3")
    said = refused("episodes/ep1.mp3,episodes/ep1.md,", "episodes/b.mp3,episodes/ep2.md,")
    assert "1 problem; nothing was started" in said
    assert "m.csv:3: writes" in said
    assert "like" in said


def test_names_that_differ_in_case_where_that_is_no_difference(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert queue.file_key(str(tmp_path / "EP.mp3")) != queue.file_key(str(tmp_path / "ep.mp3"))
    monkeypatch.setattr("sys.platform", "darwin")
    assert queue.file_key(str(tmp_path / "\u00c9P.mp3")) == queue.file_key(str(tmp_path / "e\u0301p.mp3"))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("ep1.mp3,ep1.md,ep2.mp3", "ep2.mp3,ep2.md,out.mp3"), "m.csv:3: reads episodes/ep2.mp3, which m.csv:2 writes"),
        (("ep2.mp3,ep2.md,out.mp3", "ep1.mp3,ep1.md,ep2.mp3"), "m.csv:3: writes episodes/ep2.mp3, which m.csv:2 reads"),
        (("ep1.mp3,ep1.md,ep2.md", "ep2.mp3,ep2.md,"), "m.csv:3: reads episodes/ep2.md, which m.csv:2 writes"),
        (("ep1.mp3,ep1.md,ep1.md",), "m.csv:2: writes episodes/ep1.md, which are its notes"),
        (("ep1.mp3,ep1.md,../m.csv",), "m.csv:2: writes episodes/../m.csv, which m.csv reads"),
        (("ep1.mp3,ep1.md,../episodes",), "is a folder"),
        (("ep1.mp3,ep1.md,", "ep1.mp3,ep2.md,out.mp3"), "m.csv:3: reads episodes/ep1.mp3, which m.csv:2 writes"),
    ],
)
def test_the_output_of_one_is_no_input_of_another(
    refused: Callable[..., str], rows: tuple[str, ...], said: str
) -> None:
    placed = [",".join(f"episodes/{cell}" if cell else "" for cell in row.split(",")) for row in rows]
    assert said in refused(*placed)


def test_sidecars_are_outputs(episodes: Path, refused: Callable[..., str]) -> None:
    (episodes / "ep1.m4a").write_bytes((episodes / "ep1.mp3").read_bytes())
    rows = ("episodes/ep1.mp3,episodes/ep1.md,", "episodes/ep1.m4a,episodes/ep1.md,")
    assert "writes episodes/ep1.chapters.json, like" in refused(*rows, more=("--sidecar", "json"))


@pytest.mark.parametrize("report", ["m.csv", "out.csv"])
def test_a_report_is_no_file_of_a_job(refused: Callable[..., str], report: str) -> None:
    said = refused("episodes/ep1.mp3,episodes/ep1.md,out.csv", more=("--report", report))
    assert "writes" in said


def test_a_report_that_exists_is_kept(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    call = ("episodes", "--jobs", 1, "--report", "r.jsonl")
    batch(*call)
    kept = (tmp_path / "r.jsonl").read_bytes()
    (episodes / "ep1.md").write_text("00:00 Other\n00:12 Notes\n")
    answer = batch(*call)
    assert (answer.code, (tmp_path / "r.jsonl").read_bytes()) == (2, kept)
    assert "--report r-2.jsonl" in answer.err
    assert chaptag.read(episodes / "ep1.mp3").chapters[0].title == "Intro"
    (tmp_path / "chaptag.toml").write_text("overwrite = true\n")
    assert batch(*call).code == 2
    assert batch(*call, "--overwrite").code == 0
    assert (tmp_path / "r.jsonl").read_bytes() != kept


def test_a_configuration_further_down_is_read_before_anything_starts(episodes: Path, batch: Batch) -> None:
    below = episodes / "z"
    below.mkdir()
    for name in ("ep1.mp3", "ep2.mp3", "ep1.md", "ep2.md"):
        (below / name).write_bytes((episodes / name).read_bytes())
    (below / "chaptag.toml").write_text("ofset = 3\n")
    answer = batch("episodes", "-r", "--jobs", 1)
    assert answer.code == 2
    assert "1 problem; nothing was started" in answer.err
    assert "ofset" in answer.err
    assert all(not chaptag.read(path).chapters for path in episodes.rglob("*.mp3"))


@pytest.mark.parametrize("said", ["--ignore=nonsense", "--sidecar=nonsense", "--severity=too-short=loud"])
def test_what_the_call_says_is_checked_once(episodes: Path, batch: Batch, said: str) -> None:
    answer = batch("episodes", "--jobs", 1, said)
    assert answer.code == 2
    assert answer.err.count("nonsense") + answer.err.count("loud") <= 2
    assert all(not chaptag.read(path).chapters for path in episodes.rglob("*.mp3"))


def test_a_row_without_notes_is_a_problem(episodes: Path, refused: Callable[..., str]) -> None:
    (episodes / "ep2.md").unlink()
    assert "ep2.mp3 has no notes" in refused("episodes/ep1.mp3,,", "episodes/ep2.mp3,,")
    (episodes / "ep1.txt").write_text("00:00 A\n")
    assert "several notes: ep1.md, ep1.txt" in refused("episodes/ep1.mp3,,")


def test_options_of_any_command_may_be_configured(episodes: Path, batch: Batch) -> None:
    (episodes / "chaptag.toml").write_text('tolerance = "2s"\nfor = ["apple"]\n')
    assert batch("episodes", "--jobs", 1).out == "episodes: 6 tagged\n"


def test_lists_with_commas(episodes: Path, batch: Batch) -> None:
    call = ("--ignore", "too-short,near-end", "--severity", "not-from-zero=info,near-end=info", "--sidecar", "json,psc")
    assert batch("episodes", "--jobs", 1, *call).out == "episodes: 6 tagged\n"
    assert len(list(episodes.iterdir())) == 24


def test_nothing_to_tag_says_what_was_looked_for(batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert ".mp3" in batch("empty").err
    (tmp_path / "empty" / "lonely.mp3").touch()
    assert "lonely.mp3: no-notes: none are called like it (Looked for NAME.md" in batch("empty").err
    assert "Did you mean empty?" in batch("emtpy").err


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("m.json", "help: A manifest has one object a line: jq -c '.[]' m.json > m.jsonl\n"),
        ("my list.json", "jq -c '.[]' 'my list.json' > 'my list'.jsonl\n"),
        ("m.xlsx", "help: A table becomes a manifest when it is saved as CSV.\n"),
        ("m.ods", "saved as CSV"),
        ("notes.txt", "help: To tag one file: chaptag tag AUDIO notes.txt\n"),
    ],
)
def test_what_is_nearly_a_manifest(batch: Batch, tmp_path: Path, name: str, hint: str) -> None:
    (tmp_path / name).write_text('[{"audio": "ep.mp3"}]')
    answer = batch(name)
    assert (answer.code, hint in answer.err) == (2, True), answer.err


def test_a_feed_whose_enclosures_are_called_otherwise(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(
        '<rss><channel><item><enclosure url="https://e.org/x.mp3"/></item></channel></rss>'
    )
    answer = batch("feed.xml", "--audio-dir", "episodes")
    assert (answer.code, answer.err.count("chaptag show feed.xml lists them.")) == (2, 1)
    assert "help: Looked in episodes for audio (.mp3, " in answer.err
    assert ") that is called like an enclosure of the feed." in answer.err


def test_a_review_is_replaced_until_somebody_has_decided(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    call = ("episodes", "--jobs", 1, "--write-review", "review.csv")
    assert batch(*call).code == 0
    assert not (tmp_path / "review.csv").exists()
    cues = [f"00:{n:02d}.000 --> 00:{n + 1:02d}.000\nwhat was said in second {n}\n" for n in range(29)]
    (episodes / "ep2.vtt").write_text("\n".join(["WEBVTT\n", *cues]))
    (tmp_path / "m.csv").write_text("audio,notes\nepisodes/ep2.mp3,episodes/ep2.vtt\n")
    for _ in (1, 2):
        answer = batch("m.csv", "--jobs", 1, "--write-review", "review.csv")
        assert (answer.code, "1 needs-review" in answer.out) == (0, True)
    text = (tmp_path / "review.csv").read_text("utf-8-sig").splitlines()
    filled = text[1].split(",")
    filled[text[0].split(",").index("pick")] = "1"
    (tmp_path / "review.csv").write_text("\n".join([text[0], ",".join(filled)]), "utf-8-sig")
    kept = (tmp_path / "review.csv").read_bytes()
    answer = batch("m.csv", "--jobs", 1, "--write-review", "review.csv", "--backup", ".bak")
    assert (answer.code, "1 needs-review" in answer.out) == (0, True)
    assert "review.csv: holds picks and is kept; not in it: 1 doubt of this run. Run it, " in answer.err
    assert answer.err.endswith("chaptag batch review.csv --backup .bak\n")
    assert (batch(*call).code, (tmp_path / "review.csv").read_bytes()) == (0, kept)
    (tmp_path / "review.csv").write_text("something else\n")
    answer = batch(*call)
    assert (answer.code, "is no review; nothing was started" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        (("n" * 300,), 3, "does not exist"),
        (("episodes", "--write-review", f"{'n' * 300}.csv"), 4, "; nothing was started"),
        (("episodes", "--write-review", "no/r.csv"), 4, "help: Make it first: mkdir -p no\n"),
        (("episodes", "--report", "no/r.jsonl"), 4, "help: Make it first: mkdir -p no\n"),
        (("episodes", "--output-dir", "no/copies"), 2, "help: Make it first: mkdir -p no/copies\n"),
        (("episodes/ep1.md",), 2, "help: To tag one file: chaptag tag AUDIO episodes/ep1.md\n"),
        (("episodes/ep1.mp3",), 2, "help: To tag one file: chaptag tag episodes/ep1.mp3\n"),
    ],
)
def test_what_cannot_be_is_told_before_anything_starts(
    episodes: Path, batch: Batch, said: tuple[str, ...], code: int, told: str
) -> None:
    before = {path: path.read_bytes() for path in episodes.iterdir()}
    answer = batch(*said)
    assert (answer.code, told in answer.err) == (code, True)
    assert {path: path.read_bytes() for path in episodes.iterdir()} == before


@pytest.mark.parametrize("pick", ["x", "0", "-1", "1.5", "9" * 5000])
def test_a_pick_that_is_no_number(episodes: Path, batch: Batch, tmp_path: Path, pick: str) -> None:
    (tmp_path / "m.csv").write_text(f"audio,notes,pick\nepisodes/ep1.mp3,episodes/ep1.md,{pick}\n")
    answer = batch("m.csv")
    assert (answer.code, f"m.csv:2: pick = '{pick}': '{pick}' is not a whole number from 1" in answer.err) == (2, True)


def test_what_is_missing_is_named_once_with_what_to_do(episodes: Path, batch: Batch) -> None:
    for number in (1, 2, 3):
        (episodes / f"ep{number}.md").unlink()
    said = batch("episodes", "--jobs", 1).err
    assert said.count("no-notes") == 3
    assert said.count("Looked for") == 1


def test_more_warnings_than_are_listed_are_counted(episodes: Path, batch: Batch) -> None:
    for number in range(70):
        (episodes / f"lonely{number}.txt").touch()
    said = batch("episodes", "--jobs", 1).err.splitlines()
    assert (len(said), said[-1]) == (51, "episodes: 20 more of these")


def test_names_that_differ_in_case_are_pointed_at(episodes: Path, batch: Batch) -> None:
    (episodes / "ep1.mp3").rename(episodes / "EP1.MP3")
    if (episodes / "ep1.mp3").exists():
        pytest.skip("this disk takes both names for one")
    answer = batch("episodes", "--jobs", 1)
    assert answer.out == "episodes: 1 no-notes, 5 tagged\n"
    (line,) = answer.err.splitlines()
    assert line.endswith("EP1.MP3: no-notes: ep1.md is written otherwise (Rename one of them.)")


def test_a_link_that_leads_nowhere_stops_nothing(episodes: Path, batch: Batch) -> None:
    for name, where in (("b.mp3", "gone.mp3"), ("c.mp3", "c.mp3"), ("ep1.txt", "gone.txt")):
        (episodes / name).symlink_to(where)
    (episodes / "ep1.md").unlink()
    answer = batch("episodes", "--jobs", 1)
    assert (answer.code, answer.out) == (0, "episodes: 5 tagged\n")
    assert answer.err.count("is a link that leads nowhere") == 3


@pytest.mark.parametrize("said", [("--item", "1"), ("--pick", 1), ("--duration", "30s")])
def test_what_is_about_one_episode_is_refused(episodes: Path, batch: Batch, said: tuple[object, ...]) -> None:
    answer = batch("episodes", "--jobs", 1, *said)
    assert (answer.code, f"{said[0]} is about one episode" in answer.err) == (2, True)
    assert all(not chaptag.read(path).chapters for path in episodes.glob("*.mp3"))


def test_a_folders_own_configuration_holds_for_the_batch(episodes: Path, batch: Batch) -> None:
    (episodes / "ep1.md").write_text("nothing\n")
    (episodes / "chaptag.toml").write_text(
        'require-chapters = true\noutput-format = "json"\n[[show]]\nmatch = "episodes"\nfail-fast = true\n'
    )
    answer = batch("episodes", "--jobs", 1)
    assert (answer.code, len(answer.out.splitlines())) == (1, 6)
    assert all(json.loads(line)["schema"] == "chaptag/batch/1" for line in answer.out.splitlines())


@pytest.mark.parametrize(
    "call", [("",), ("episodes", "--output-dir", ""), ("episodes", "--root", ""), ("", "--status")]
)
def test_an_empty_name_is_not_this_folder(
    episodes: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...]
) -> None:
    before = {path: path.read_bytes() for path in episodes.iterdir()}
    monkeypatch.chdir(episodes)
    answer = batch(*(".." if word == "episodes" else word for word in call))
    assert (answer.code, answer.out) == (2, "")
    assert "is given an empty name" in answer.err
    assert {path: path.read_bytes() for path in episodes.iterdir()} == before
