"""Whole batches through the command line: folders, resuming, doubts, shards, reports, the way back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

import chaptag
from chaptag.workflow.pairing import looked_for
from tests.cli.test_schemas import check
from tests.support.cli import Answer

Batch = Callable[..., Answer]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def report(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_folder(episodes: Path, batch: Batch) -> None:
    answer = batch("episodes", "--jobs", 1)
    assert (answer.code, answer.out) == (0, "episodes: 6 tagged\n")
    assert [c.title for c in chaptag.read(episodes / "ep3.mp3").chapters] == ["Intro", "Interview", "Outro", "Number 3"]


def test_again_is_unchanged_with_and_without_the_journal(episodes: Path, batch: Batch) -> None:
    batch("episodes", "--jobs", 1)
    before = contents(episodes)
    assert batch("episodes", "--jobs", 1).out == "episodes: 6 unchanged (6 done before)\n"
    assert batch("episodes", "--jobs", 1, "--fresh").out == "episodes: 6 unchanged\n"
    assert contents(episodes) == before


def test_processes_do_the_same(episodes: Path, batch: Batch) -> None:
    assert batch("episodes", "--jobs", 2).out == "episodes: 6 tagged\n"
    assert batch("episodes", "--jobs", 2, "--fresh").out == "episodes: 6 unchanged\n"


def test_what_changed_is_done_again(episodes: Path, batch: Batch) -> None:
    batch("episodes", "--jobs", 1)
    (episodes / "ep2.md").write_text("00:00 New\n00:11 List\n00:22 Here\n")
    chaptag.remove(episodes / "ep4.mp3")
    assert batch("episodes", "--jobs", 1).out == "episodes: 2 tagged, 4 unchanged (4 done before)\n"
    assert len(chaptag.read(episodes / "ep4.mp3").chapters) == 4


def test_other_options_are_another_job(episodes: Path, batch: Batch) -> None:
    batch("episodes", "--jobs", 1)
    assert batch("episodes", "--jobs", 1, "--offset", "1s", "--intro", "Ad").out == "episodes: 6 tagged\n"


def test_a_dry_run_writes_nothing(episodes: Path, batch: Batch) -> None:
    before = contents(episodes)
    assert batch("episodes", "--jobs", 1, "-n").out == "episodes: 6 tagged; nothing written\n"
    assert contents(episodes) == before
    assert batch("episodes", "--jobs", 1).out == "episodes: 6 tagged\n"


def test_copies_go_to_another_folder(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    before = contents(episodes)
    (tmp_path / "out").mkdir()
    assert batch("episodes", "--jobs", 1, "--output-dir", "out").code == 0
    assert contents(episodes) == before
    assert len(list((tmp_path / "out").iterdir())) == 6


def test_what_has_no_partner_is_listed(episodes: Path, batch: Batch) -> None:
    (episodes / "ep1.md").unlink()
    (episodes / "lonely.txt").write_text("00:00 A\n")
    (episodes / "._ep9.mp3").write_bytes(b"junk")
    (episodes / ".DS_Store").write_bytes(b"junk")
    (episodes / "ep2.txt").write_text("00:00 A\n")
    answer = batch("episodes", "--jobs", 1)
    assert answer.out == "episodes: 1 needs-review, 1 no-notes, 4 tagged\n"
    said = answer.err.splitlines()
    assert sorted(line.split(": ", 1)[1] for line in said) == [
        "needs-review: several notes: ep2.md, ep2.txt (Keep one, or name it in a manifest.)",
        f"no-notes: none are called like it (Looked for {looked_for()}.)",
        "notes without audio (Name them like the audio file.)",
    ]


def test_episodes_without_notes_count(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    (episodes / "ep1.md").unlink()
    (episodes / "ep2.txt").write_text("00:00 A\n")
    assert batch("episodes", "--jobs", 1, "--report", "r.jsonl").code == 0
    answer = batch("episodes", "--jobs", 1, "--require-chapters", "-q", "--write-review", "review.csv")
    assert (answer.code, answer.err.count("\n")) == (1, 2)
    assert not (tmp_path / "review.csv").exists()  # there is no list to pick
    outcomes = {str(record["audio"]): record["outcome"] for record in report(tmp_path / "r.jsonl")}
    assert [outcomes[f"episodes/ep{number}.mp3"] for number in (1, 2, 3)] == ["no-notes", "needs-review", "tagged"]
    for line in (tmp_path / "r.jsonl").read_text().splitlines():
        check(line)
    batch("episodes", "--jobs", 1, "--report", "r.xml")
    assert 'tests="6" failures="0" errors="0" skipped="2"' in (tmp_path / "r.xml").read_text()
    assert batch("episodes", "--write-manifest", "m.csv").out.startswith("m.csv: 4 episodes")
    for name in episodes.glob("*.md"):
        name.unlink()
    (episodes / "ep2.txt").unlink()
    assert batch("episodes", "--jobs", 1).out == "episodes: 6 no-notes\n"


def test_failures_and_doubts_do_not_stop_the_others(episodes: Path, batch: Batch) -> None:
    (episodes / "ep1.mp3").write_bytes(b"no audio at all")
    (episodes / "ep2.md").write_text("no chapters here\n")
    (episodes / "ep3.md").write_text("00:00 Intro\n12:10 Interview\n45:40 Outro\n")
    answer = batch("episodes", "--jobs", 1)
    assert (answer.code, answer.out) == (1, "episodes: 1 failed, 1 no-chapters, 1 refused, 3 tagged\n")
    assert "is this the right episode?" in answer.err
    said = sorted(line.split(": ", 1)[1] for line in answer.err.splitlines())
    assert [line.split(": ")[0] for line in said] == ["failed", "no-chapters", "refused"]
    assert all(line.endswith(")") for line in said)
    (episodes / "ep3.md").unlink()
    (episodes / "ep1.mp3").unlink()
    assert batch("episodes", "--jobs", 1).code == 0
    assert batch("episodes", "--jobs", 1, "--require-chapters").code == 1


def test_the_first_failure_can_stop_it(episodes: Path, batch: Batch) -> None:
    (episodes / "ep2.mp3").write_bytes(b"no audio at all")
    answer = batch("episodes", "--jobs", 1, "--fail-fast")
    assert (answer.code, answer.out) == (1, "episodes: 1 failed, 1 tagged; stopped, 4 to go\n")


def test_the_first_failure_stops_workers(episodes: Path, batch: Batch) -> None:
    for number in range(7, 40):
        for suffix in ("mp3", "md"):
            (episodes / f"ep{number}.{suffix}").write_bytes((episodes / f"ep1.{suffix}").read_bytes())
    (episodes / "ep1.md").write_text("00:00 Intro\n12:10 Interview\n45:40 Outro\n")
    answer = batch("episodes", "--jobs", 2, "--fail-fast")
    assert answer.code == 1
    done = sum(bool(chaptag.read(path).chapters) for path in episodes.glob("*.mp3"))
    assert done <= 3  # one beside it, and those that this one was quicker with


def test_hashes_of_what_an_earlier_run_did(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    batch("episodes", "--jobs", 1)
    for number, done_before in ((1, 0), (2, 6)):
        answer = batch("episodes", "--jobs", 1, "--hash", "--report", f"r{number}.jsonl")
        assert answer.out.count("done before") == (done_before > 0)
        for record in report(tmp_path / f"r{number}.jsonl"):
            data = (episodes / Path(str(record["audio"])).name).read_bytes()
            assert record["sha256"] == sha256(data).hexdigest()
            assert (record["outcome"], record["before"]) == ("unchanged", record["chapters"])
            assert (record["sizeBefore"], record["sizeAfter"]) == (len(data), len(data))
            assert record["seconds"] == 0 or not done_before


def test_a_sidecar_that_was_taken_for_notes_is_told(episodes: Path, batch: Batch) -> None:
    batch("episodes", "--jobs", 1, "--sidecar", "json")
    notes = (episodes / "ep1.md").rename(episodes.parent / "corrected.md")
    notes.write_text("00:00 Corrected\n00:12 List\n00:22 Here\n")
    chaptag.tag(episodes / "ep1.mp3", notes)
    said = "ep1.chapters.json: this chapter file was taken for the notes"
    assert said in batch("episodes", "--jobs", 1).err
    rows = episodes / "rows.csv"
    for named, row in ((False, "ep1.mp3,"), (True, "ep1.mp3,ep1.chapters.json")):  # who names it knows what it is
        chaptag.tag(episodes / "ep1.mp3", notes)
        rows.write_text(f"audio,notes\n{row}\n")
        answer = batch(rows, "--jobs", 1)
        assert (answer.out, said in answer.err) == (f"{rows}: 1 tagged\n", not named)


def test_failures_are_not_tried_again_unless_asked(episodes: Path, batch: Batch) -> None:
    (episodes / "ep2.md").write_text("nothing\n")
    batch("episodes", "--jobs", 1)
    assert batch("episodes", "--jobs", 1).out == "episodes: 1 no-chapters, 5 unchanged (6 done before)\n"
    assert (
        batch("episodes", "--jobs", 1, "--retry-failed").out == "episodes: 1 no-chapters, 5 unchanged (5 done before)\n"
    )


def test_shards_share_the_work(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    done = 0
    for shard in ("1/3", "2/3", "3/3"):
        answer = batch("episodes", "--jobs", 1, "--shard", shard)
        assert answer.code == 0
        said = answer.out.split(": ")[1]  # six names may leave a shard of three without any
        done += 0 if said == "nothing to do\n" else int(said.split()[0])
    assert done == 6


def test_reports(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    (episodes / "ep2.md").write_text("nothing\n")
    batch("episodes", "--jobs", 1, "--report", "r.jsonl")
    records = report(tmp_path / "r.jsonl")
    assert sorted(str(record["outcome"]) for record in records) == ["no-chapters"] + ["tagged"] * 5
    first = next(record for record in records if record["audio"] == "episodes/ep1.mp3")
    assert (first["before"], len(first["chapters"]), first["durationMs"]) == ([], 4, 30014)  # type: ignore[arg-type]
    batch("episodes", "--jobs", 1, "--fresh", "--report", "r.csv")
    rows = list(csv.DictReader((tmp_path / "r.csv").read_text().splitlines()))
    assert {row["outcome"] for row in rows} == {"no-chapters", "unchanged"}
    batch("episodes", "--jobs", 1, "--fresh", "--report", "r.xml")
    suite = ET.parse(tmp_path / "r.xml").getroot()
    assert (len(suite.findall(".//testcase")), len(suite.findall(".//skipped"))) == (6, 1)
    assert batch("episodes", "--report", "r.doc").code == 2


def test_the_way_back(episodes: Path, batch: Batch) -> None:
    chaptag.tag(episodes / "ep1.mp3", chaptag.parse_notes("00:00 Old\n00:09 List\n00:18 Kept", 30))
    before = contents(episodes)
    batch("episodes", "--jobs", 1, "--report", "r.jsonl")
    chaptag.remove(episodes / "ep6.mp3")
    chaptag.tag(episodes / "ep5.mp3", chaptag.parse_notes("00:00 Another\n00:09 List\n00:18 Since", 30))
    for _ in (1, 2):  # what is back is back
        answer = batch("r.jsonl", "--restore")
        assert (answer.code, answer.out) == (1, "r.jsonl: 5 files as before the batch, 1 left alone\n")
        after = contents(episodes)
        assert {name for name in before if after[name] != before[name]} == {"ep5.mp3"}


def test_status(episodes: Path, batch: Batch) -> None:
    assert "no run yet" in batch("episodes", "--status").out
    batch("episodes", "--jobs", 1)
    assert "6 tagged" in batch("episodes", "--status").out


def test_a_manifest_can_be_made_and_run(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    assert (
        batch("episodes", "--write-manifest", "m.csv").out
        == "m.csv: 6 episodes; look it over, then: chaptag batch m.csv\n"
    )
    assert batch("m.csv", "--jobs", 1).out == "m.csv: 6 tagged\n"
    assert batch("episodes", "--write-manifest", "m.csv").code == 2


def test_doubts_become_a_manifest_to_fill_in(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    cues = [f"00:{n:02d}.000 --> 00:{n + 1:02d}.000\nwhat was said in second {n}\n" for n in range(29)]
    (episodes / "ep2.vtt").write_text("\n".join(["WEBVTT\n", *cues]))
    (tmp_path / "m.csv").write_text("audio,notes\nepisodes/ep2.mp3,episodes/ep2.vtt\n")
    answer = batch("m.csv", "--jobs", 1, "--write-review", "review.csv")
    assert "1 needs-review" in answer.out
    rows = list(csv.DictReader((tmp_path / "review.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["audio"], row["pick"]) for row in rows] == [("episodes/ep2.mp3", "")]
    assert rows[0]["candidates"].startswith("1: ")
    text = (tmp_path / "review.csv").read_text(encoding="utf-8-sig").splitlines()
    columns = text[0].split(",")
    filled = rows[0] | {"pick": "1"}
    with (tmp_path / "filled.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerow(filled)
    assert batch("filled.csv", "--jobs", 1).out == "filled.csv: 1 tagged\n"


def test_rows_win_over_shows_and_the_call_over_rows(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "chaptag.toml").write_text('intro = "File"\n[[show]]\nmatch = "episodes/ep1*"\nintro = "Show"\n')
    for number in (1, 2, 3):
        (episodes / f"ep{number}.md").write_text("00:05 A\n00:10 B\n00:20 C\n")
    (tmp_path / "m.csv").write_text(
        "audio,notes,intro\nepisodes/ep1.mp3,episodes/ep1.md,\nepisodes/ep2.mp3,episodes/ep2.md,Row\n"
        "episodes/ep3.mp3,episodes/ep3.md,\n"
    )

    def intros() -> list[str]:
        return [chaptag.read(episodes / f"ep{number}.mp3").chapters[0].title for number in (1, 2, 3)]

    assert batch("m.csv", "--jobs", 1).code == 0
    assert intros() == ["Show", "Row", "File"]
    assert batch("m.csv", "--jobs", 1, "--intro", "Call").code == 0
    assert intros() == ["Call"] * 3


def test_a_feed(episodes: Path, batch: Batch, tmp_path: Path) -> None:
    items = "".join(
        f"<item><title>Number {n}</title><guid>{4 - n}</guid>"
        f'<enclosure url="https://track.example/redirect/cdn.example/ep{n}.mp3?x=1" type="audio/mpeg" length="1"/>'
        f"<description>&lt;p&gt;00:00 One&lt;br&gt;00:10 Two&lt;br&gt;00:20 Of {n}&lt;/p&gt;</description></item>"
        for n in (1, 2, 3)
    )
    (tmp_path / "feed.xml").write_text(f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>')
    answer = batch("feed.xml", "--audio-dir", "episodes", "--jobs", 1)
    assert (answer.code, answer.out) == (0, "feed.xml: 3 tagged\n")
    assert [c.title for c in chaptag.read(episodes / "ep2.mp3").chapters] == ["One", "Two", "Of 2"]
    assert batch("feed.xml").code == 2
