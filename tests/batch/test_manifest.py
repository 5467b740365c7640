"""Manifests as people save them, and all that can be wrong with one, said at once with its row."""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import pytest

from chaptag.batch.job import Job, Problem
from chaptag.batch.options import BatchOptions
from chaptag.batch.prepare import prepare
from chaptag.batch.sources.manifest import read_manifest
from chaptag.model.errors import ConfigError
from tests.support.cli import chaptag


def rows(path: Path, data: bytes | str) -> list[Job | Problem]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_manifest(path))


@pytest.mark.parametrize(
    "data",
    [
        "audio,notes,offset\nä.mp3,ä.md,3s\n".encode(),
        "audio;notes;offset\r\nä.mp3;ä.md;3s\r\n".encode("cp1252"),
        "\ufeffAudio\tNotes\tOffset\nä.mp3\tä.md\t3s\n\n\t\t\n".encode(),
        "audio,notes,offset\nä.mp3,ä.md,3s\n".encode("utf-16"),
    ],
)
def test_csv_as_spreadsheets_save_it(tmp_path: Path, data: bytes) -> None:
    (job,) = rows(tmp_path / "m.csv", data)
    assert isinstance(job, Job)
    assert (job.audio, job.notes, job.options) == (str(tmp_path / "ä.mp3"), str(tmp_path / "ä.md"), (("offset", "3s"),))


def test_json_lines(tmp_path: Path) -> None:
    (job,) = rows(
        tmp_path / "m.jsonl", '{"audio": "a.mp3", "pick": 2, "ignore": ["too-short", "near-end"], "notes": null}\n'
    )
    assert isinstance(job, Job)
    assert dict(job.options) == {"pick": "2", "ignore": "too-short,near-end"}


@pytest.mark.parametrize(
    ("name", "data", "origin", "message", "hint"),
    [
        ("m.csv", "audio,ofset\na.mp3,3", "m.csv:1", "no column 'ofset'", "offset"),
        ("m.csv", "file\na.mp3", "m.csv:1", "no column is called audio", "audio, notes"),
        ("m.csv", "", "m.csv", "is empty", "audio, notes"),
        ("m.csv", "audio,offset\na.mp3,soon", "m.csv:2", "'soon' is not a time", ""),
        ("m.csv", "audio,notes\n,a.md", "m.csv:2", "names no audio", ""),
        ("m.csv", 'audio,notes\n"a.mp3,b', "m.csv:2", "is not CSV", "quotation"),
        ("m.csv", "audio\na.mp3,b,c", "m.csv:2", "has 3 cells, the header 1", "Quote"),
        ("m.jsonl", "{\n", "m.jsonl:1", "is not JSON", ""),
        ("m.jsonl", "[1]\n", "m.jsonl:1", "is not an object", "audio"),
        ("m.jsonl", '{"adio": "a"}\n', "m.jsonl:1", "no field 'adio'", "audio"),
        ("m.jsonl", "[" * 100_000 + "\n", "m.jsonl:1", "is not JSON", ""),
        ("m.csv", "audio\nhttps://e.org/a.mp3", "m.csv:2", "https://e.org/a.mp3: is a URL", "curl -LO https://e.org/a"),
        (
            "m.csv",
            "audio,notes\na.mp3,http://e.org/a.md",
            "m.csv:2",
            "http://e.org/a.md: is a URL",
            "Download it first",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_row(
    tmp_path: Path, name: str, data: str, origin: str, message: str, hint: str
) -> None:
    problems = [row for row in rows(tmp_path / name, data) if isinstance(row, Problem)]
    assert len(problems) >= 1
    assert problems[0].origin.endswith(origin)
    assert message in problems[0].message
    assert hint in problems[0].hint


def test_a_spreadsheets_idea_of_a_time_is_warned_about(tmp_path: Path) -> None:
    found = rows(tmp_path / "m.csv", "audio,offset\na.mp3,00:35:00")
    assert [type(each) for each in found] == [Problem, Job]
    assert isinstance(found[0], Problem)
    assert not found[0].fatal


def test_all_problems_come_at_once_before_anything_starts(tmp_path: Path) -> None:
    for name in ("a.mp3", "a.md"):
        (tmp_path / name).touch()
    manifest = tmp_path / "m.csv"
    manifest.write_text("audio,notes,output\na.mp3,none.md,\na.mp3,,out.mp3\nb.mp3,,out.mp3\na.mp3,,./out.mp3\n")
    with pytest.raises(ConfigError) as caught:
        prepare(manifest, BatchOptions(state=tmp_path / "state"))
    text = str(caught.value)
    assert "3 problems" in text
    assert "m.csv:2: " in text
    assert "none.md does not exist (Paths start at the folder of the manifest.)" in text
    assert "m.csv:4: " in text
    assert "m.csv:5: writes" in text


def test_a_path_that_is_nearly_right_is_told(tmp_path: Path) -> None:
    for name in ("folge-1.mp3", "folge-1.md"):
        (tmp_path / name).touch()
    manifest = tmp_path / "m.csv"
    manifest.write_text("audio,notes\nfolge_1.mp3,folge-1.md\n")
    with pytest.raises(ConfigError, match=r"folge_1\.mp3 does not exist \(Did you mean .*folge-1\.mp3'?\?\)"):
        prepare(manifest, BatchOptions(state=tmp_path / "state"))


def test_paths_stay_inside_the_root(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    for path in (tmp_path / "outside.mp3", root / "inside.mp3"):
        path.touch()
    (root / "link.mp3").symlink_to(tmp_path / "outside.mp3")
    manifest = root / "m.csv"
    manifest.write_text("audio,output\n../outside.mp3,\nlink.mp3,\ninside.mp3,../../x.mp3\n")
    with pytest.raises(ConfigError) as caught:
        prepare(manifest, BatchOptions(state=tmp_path / "state", root=root))
    assert str(caught.value).count("lies outside") == 3


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names of any bytes")
def test_any_name_comes_back_from_a_manifest_or_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "episodes"
    folder.mkdir()
    names = [b" lead", b"=1+2", b"-x", b"+y", b"@z", b"plain", b'\xc3\xa4, "q"', b"inv\xff"]
    for name in names:
        for suffix in (b".mp3", b".txt"):
            (folder / os.fsdecode(name + suffix)).write_bytes(b"x")
    for place in (folder, tmp_path):
        answer = chaptag("batch", folder, "--write-manifest", place / "m.csv")
        assert (answer.code, "7 episodes" in answer.out, answer.err.count("is left out")) == (0, True, 1)
        found = list(read_manifest(place / "m.csv"))
        assert {Path(job.audio) for job in found if isinstance(job, Job)} == {
            folder / os.fsdecode(name + b".mp3") for name in names[:-1]
        }
        answer = chaptag("batch", folder, "--write-manifest", place / "m.jsonl")
        assert (answer.code, "8 episodes" in answer.out, answer.err) == (0, True, "")
        found = list(read_manifest(place / "m.jsonl"))
        assert {Path(job.audio) for job in found if isinstance(job, Job)} == {
            folder / os.fsdecode(name + b".mp3") for name in names
        }
        for row in csv.reader((place / "m.csv").read_text("utf-8-sig").splitlines()):
            assert not any(cell[:1] in set("=+-@") for cell in row)


@pytest.mark.parametrize("option", ["--write-manifest", "--write-review"])
def test_a_name_under_which_it_could_not_be_run_is_refused(tmp_path: Path, option: str) -> None:
    name = tmp_path / "m.txt"
    answer = chaptag("batch", tmp_path, option, name, "--state", tmp_path / "state")
    assert (answer.code, "the name ends in none of .csv" in answer.err, name.exists()) == (2, True, False)
