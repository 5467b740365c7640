"""Several files in one call: one that is wrong stops no other, and the exit code is the worst of all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.cli import chaptag


def test_what_is_wrong_with_one_stops_no_other(folder: Path) -> None:
    shutil.copy(folder / "ep.mp3", folder / "last.mp3")
    answer = chaptag("show", "ep.mp3", "missing.mp3", "last.mp3")
    assert (answer.code, "missing.mp3" in answer.err) == (3, True)
    assert [name for name in ("ep.mp3", "last.mp3") if f"{name}: " in answer.out] == ["ep.mp3", "last.mp3"]


@pytest.mark.parametrize("other", ["notes.txt", "empty.mp3", "missing.txt", "–foo"])
def test_nothing_is_removed_where_one_file_is_no_audio(folder: Path, other: str) -> None:
    (folder / "empty.mp3").touch()
    chaptag("tag", "ep.mp3", "notes.txt")
    before = (folder / "ep.mp3").read_bytes()
    for more in ([], ["last.mp3"]):
        answer = chaptag("remove", "ep.mp3", other, *more)
        assert (answer.code, answer.out) == (3, "")
        assert f"error: {other}: " in answer.err
        assert "nothing was written" in answer.err
    assert (folder / "ep.mp3").read_bytes() == before


def test_files_are_removed_from_one_by_one(folder: Path) -> None:
    shutil.copy(folder / "ep.mp3", folder / "last.mp3")
    assert chaptag("remove", "ep.mp3", "last.mp3").out.count("unchanged") == 2


@pytest.mark.parametrize(("command", "kinds"), [("show", ["show", "error"]), ("remove", ["error"])])
def test_objects_of_many_stand_one_a_line(folder: Path, command: str, kinds: list[str]) -> None:
    lines = chaptag(command, "ep.mp3", "missing.mp3", "third.mp3", "--json").out.splitlines()
    assert [json.loads(line)["schema"].split("/")[1] for line in lines] == [*kinds, "error"]


@pytest.mark.parametrize("command", ["show", "remove"])
def test_the_error_of_one_alone_is_an_object(folder: Path, command: str) -> None:
    answer = chaptag(command, "missing.mp3", "--json")
    assert (answer.code, json.loads(answer.out)["schema"]) == (3, "chaptag/error/1")


def test_every_error_names_its_file(folder: Path) -> None:
    (folder / "empty.mp3").touch()
    lines = chaptag("show", "missing.mp3", "empty.mp3", ".", "ep.mp3", "--json").out.splitlines()
    places = [json.loads(line).get("error", {}).get("place", {}).get("file") for line in lines]
    assert places == ["missing.mp3", "empty.mp3", ".", None]
