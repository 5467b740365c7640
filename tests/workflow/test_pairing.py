"""Which notes belong to an audio file when none are named."""

from __future__ import annotations

import shlex
import unicodedata
from pathlib import Path

import pytest

from chaptag import InputError, UsageError
from chaptag.workflow.pairing import candidates, find_notes


def names(folder: Path, *files: str) -> list[str]:
    for name in ("ep.mp3", *files):
        (folder / name).touch()
    return [path.name for path in candidates(folder / "ep.mp3")]


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        (["ep.txt"], ["ep.txt"]),
        (["ep.MD"], ["ep.MD"]),
        (["ep.chapters.json", "ep.txt"], ["ep.txt"]),
        (["ep.chapters.json", "ep.json"], ["ep.chapters.json"]),
        (["ep.psc"], ["ep.psc"]),
        (["ep.md", "ep.txt"], ["ep.md", "ep.txt"]),
        (["ep.srt", "ep.vtt", "ep.tsv", "ep.chapters.vtt"], []),
        (["ep.txt~", "ep.chapters.json~", ".ep.txt", "ep2.txt", "other.txt"], []),
    ],
)
def test_groups(tmp_path: Path, files: list[str], taken: list[str]) -> None:
    assert names(tmp_path, *files) == taken


def test_dots_in_names(tmp_path: Path) -> None:
    for name in ("ep.42.mp3", "ep.42.txt", "ep.txt"):
        (tmp_path / name).touch()
    assert find_notes(tmp_path / "ep.42.mp3").name == "ep.42.txt"


def test_none_lists_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ep\.md, ep\.markdown, ep\.txt, ep\.html, ep\.chapters\.\*, ep\.json"):
        find_notes(tmp_path / "ep.mp3")


def test_several_are_listed(tmp_path: Path) -> None:
    names(tmp_path, "ep.md", "ep.txt")
    with pytest.raises(UsageError, match=r"ep\.md, .*ep\.txt"):
        find_notes(tmp_path / "ep.mp3")


@pytest.mark.parametrize(("audio_form", "notes_form"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_an_accent_may_be_spelt_in_either_way(tmp_path: Path, audio_form: str, notes_form: str) -> None:
    audio = tmp_path / (unicodedata.normalize(audio_form, "Café") + ".mp3")  # type: ignore[arg-type]
    audio.touch()
    for suffix in (".txt", ".chapters.json"):
        notes = tmp_path / (unicodedata.normalize(notes_form, "Café") + suffix)  # type: ignore[arg-type]
        notes.touch()
        assert find_notes(audio) == notes
        notes.unlink()


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (["EP-1.txt"], True),
        (["ep 1.md"], True),
        (["ep1-notes.txt"], True),
        (["ep_1 show notes.html"], True),
        (["ep10.txt", "ep2.txt", "ep.txt", "notes.txt"], False),
        (["EP1.txt", "ep1-notes.txt"], False),
        (["EP1.srt"], False),
    ],
)
def test_a_name_that_is_almost_right_is_told_not_taken(tmp_path: Path, files: list[str], *, told: bool) -> None:
    audio = tmp_path / "ep1.mp3"
    for name in ("ep1.mp3", *files):
        (tmp_path / name).touch()
    with pytest.raises(InputError) as caught:
        find_notes(audio)
    words = shlex.split(caught.value.hint.partition(": ")[2])
    assert words == ["chaptag", "tag", str(audio), str(tmp_path / files[0]) if told else "NOTES"]
