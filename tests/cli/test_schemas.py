"""Every object that a command prints is valid under the schema that the package ships for it."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chaptag import Chapter, ChapterList, Image, tag
from tests.support.cli import chaptag

SCHEMAS = files("chaptag.schemas")
NAMES = ("batch", "config", "convert", "error", "formats", "preview", "remove", "rules", "show", "tag", "verify")


def check(text: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(text)
    name = value["schema"].split("/")[1]
    schema = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(value)
    return value


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(json.loads((SCHEMAS / f"{name}.json").read_text("utf-8")))


@pytest.mark.parametrize(
    "call",
    [
        "tag ep.mp3 notes.txt -n --json",
        "tag ep.mp3 late.txt -n --json",
        "tag ep.mp3 other.txt --json",
        "tag ep.mp3 missing.txt --json",
        "tag ep.mp3 notes.txt --ofset 3 --json",
        "show notes.txt --explain --json",
        "show rich.mp3 --deep --hash --json",
        "show twice.txt --json",
        "verify ep.mp3 notes.txt --json",
        "verify rich.mp3 --json",
        "verify notes.txt --json",
        "verify missing.mp3 --json",
        "remove rich.mp3 -n --json",
        "remove ep.mp3 --json",
        "convert notes.txt --to psc -o ep.psc --json",
        "convert missing.txt --to psc --json",
        "verify --list-rules --json",
        "convert --list --json",
        "tag ep.mp3 --show-config --json --insert 0:10+5s --sidecar json,psc --fps 25",
        "verify --show-config --json --tolerance 1s",
        "batch . --show-config --json --jobs 2",
    ],
)
def test_objects(folder: Path, call: str) -> None:
    (folder / "late.txt").write_text("00:05 Intro\n00:06 Short\n00:40 –\n")
    (folder / "other.txt").write_text("00:00 Intro\n12:10 Interview\n45:40 Outro\n")
    (folder / "twice.txt").write_text("at 00:10 we talk about that, at 00:20 about this\n")
    (folder / "rich.mp3").write_bytes((folder / "ep.mp3").read_bytes())
    image = Image(b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg")
    rich = [
        Chapter(0, "A", url="https://a.example", image=image),
        Chapter(9000, "H", hidden=True),
        Chapter(20_000, "B"),
    ]
    tag(folder / "rich.mp3", ChapterList.of(rich))
    check(chaptag(*call.split()).out)


def test_lines_of_a_batch(folder: Path) -> None:
    (folder / "notes.txt").rename(folder / "ep.txt")
    answer = chaptag(
        "batch", ".", "--jobs", 1, "--state", folder / "state.db", "--report", "r.jsonl", "--output-format", "jsonl"
    )
    assert check(answer.out)["outcome"] == "tagged"
    assert check((folder / "r.jsonl").read_text())["outcome"] == "tagged"
