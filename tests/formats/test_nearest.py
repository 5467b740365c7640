"""Formats that are asked for by another name."""

from __future__ import annotations

from pathlib import Path

import pytest

import chaptag
from chaptag import UsageError
from chaptag.formats.registry import FORMATS, nearest
from chaptag.workflow.sidecars import sidecar_paths

NOTES = "00:00 Hello\n04:20 News\n12:40 Goodbye\n"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        *[("md", "markdown"), (".md", "markdown"), ("vtt", "webvtt"), ("srt", "webvtt"), ("SRT", "webvtt")],
        *[("htm", "html"), ("txt", "notes"), ("yotube", "youtube"), ("ffmeta", "ffmetadata")],
    ],
)
def test_the_one_that_is_meant(name: str, meant: str) -> None:
    assert nearest(name, [kind for kind in FORMATS if kind.writes]) == f"Did you mean {meant}?"


def test_otherwise_all_are_named() -> None:
    said = nearest("zzz", [kind for kind in FORMATS if kind.writes])
    assert all(kind.name in said for kind in FORMATS if kind.writes)


def test_capitals_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(NOTES)
    assert chaptag.convert(tmp_path / "n.txt", to="YouTube").text == NOTES
    assert sidecar_paths("ep.mp3", ["JSON"]) == {"ep.chapters.json": "json"}
    with pytest.raises(UsageError) as caught:
        sidecar_paths("ep.mp3", ["vtt"])
    assert caught.value.hint == "Did you mean webvtt?"


@pytest.mark.parametrize("asked", [{"to": "m4a"}, {"output": "out.mp3"}, {"to": "json", "output": "out.MP3"}])
def test_sound_is_no_chapter_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("n.txt").write_text(NOTES)
    with pytest.raises(UsageError, match="does not convert sound"):
        chaptag.convert("n.txt", **asked)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["n.txt"]
