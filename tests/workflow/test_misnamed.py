"""What is typed where a file should be named: a URL, the notes themselves, a name that is nearly right."""

from __future__ import annotations

from pathlib import Path

import pytest

import chaptag
from chaptag.workflow.misnamed import nearest
from tests.support.cli import chaptag as call


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("ep.md", "ep.mp3", "Folge 12.m4a", "notes.docx", "notes.txt", ".hidden.mp3"):
        (tmp_path / name).touch()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "other.mp3").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("EP.MP3", "ep.mp3"),
        ("ep", "ep.mp3"),  # audio rather than notes
        ("notes", "notes.docx"),
        ("ep.txt", "ep.md"),  # notes rather than audio
        ("ep.mp4", "ep.mp3"),
        ('"ep.mp3"', "ep.mp3"),
        ("xy.mp3", ""),  # no more like ep.mp3 than any other
        ("nots.txt", "notes.txt"),
        (" ep.mp3", "ep.mp3"),
        ("folge 12", "Folge 12.m4a"),
        ("“notes.txt”", "notes.txt"),
        ("sub/othr.mp3", "sub/other.mp3"),
        (".hiden.mp3", ""),
        ("nowhere/ep.mp3", ""),
        ("something else", ""),
        ("nope.txt", ""),
        ("e9.txt", ""),
    ],
)
def test_the_file_that_was_meant(folder: Path, typed: str, meant: str) -> None:
    assert nearest(typed) == str(Path(meant)) if meant else nearest(typed) == ""
    with pytest.raises(chaptag.InputError, match="does not exist") as caught:
        chaptag.read(typed)
    assert caught.value.hint == (f"Did you mean {Path(meant)}?" if meant else "Check the spelling of the path.")


@pytest.mark.parametrize("name", ["a\0b/ep.mp3", "\ud800/ep.mp3", "~\0/ep.mp3"])
def test_what_can_be_no_name_is_like_none(folder: Path, name: str) -> None:
    assert nearest(name) == ""
    with pytest.raises(chaptag.InputError):
        chaptag.read(name)


def test_a_tilde_is_the_home_folder_of_the_shell_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    assert Path(nearest("~/ep.mp3")) == folder / "ep.mp3"
    assert nearest("~/none.mp3") == ""


@pytest.mark.parametrize("notes", ["0:00 Hello\n4:10 News", "0:00 Hello 4:10 News", "0:00 Hello\n4:10 News\n" * 500])
def test_notes_instead_of_a_file(folder: Path, notes: str) -> None:
    with pytest.raises(chaptag.InputError, match="is text, not the name of a file") as caught:
        chaptag.read(notes)
    assert "chaptag.parse_notes" in caught.value.hint
    assert len(str(caught.value)) < 100


def test_a_name_with_a_time_is_a_name(folder: Path) -> None:
    with pytest.raises(chaptag.InputError, match=r"^Talk at 10:30 sharp\.mp3: does not exist"):
        chaptag.read("Talk at 10:30 sharp.mp3")


@pytest.mark.parametrize("command", [["show"], ["tag", "ep.mp3"], ["verify"], ["batch"], ["convert", "--to", "json"]])
def test_a_url_is_downloaded_first(folder: Path, command: list[str]) -> None:
    answer = call(*command, "https://example.org/feed.xml")
    said = "error: https://example.org/feed.xml: is a URL; chaptag reads files\n"
    said += "  help: Download it first: curl -LO https://example.org/feed.xml\n"
    assert (answer.code, answer.err) == (2, said)


def test_a_url_of_a_file_is_its_path(folder: Path) -> None:
    answer = call("show", "file:///home/me/Folge%2012.mp3")
    assert (answer.code, "help: Name the file: '/home/me/Folge 12.mp3'" in answer.err) == (2, True)
