"""What is typed instead of a call: it writes nothing under a strange name, and is told the call that was meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cli import chaptag


def help_of(*call: str) -> str:
    answer = chaptag(*call)
    assert (answer.code, answer.out) == (2, ""), answer
    return answer.err.partition("  help: ")[2].rstrip("\n")


@pytest.mark.parametrize(
    ("call", "right"),
    [
        ("tag ep.mp3 notes.txt -overwrite", "chaptag tag ep.mp3 notes.txt --overwrite"),
        ("tag ep.mp3 notes.txt -offset=5s", "chaptag tag ep.mp3 notes.txt --offset=5s"),
        ("tag ep.mp3 notes.txt -offset 5", "chaptag tag ep.mp3 notes.txt --offset 5"),
        ("remove ep.mp3 -output copy.mp3", "chaptag remove ep.mp3 --output copy.mp3"),
        ("show ep.mp3 -json", "chaptag show ep.mp3 --json"),
        ("-version", "chaptag --version"),
        ("tag ep.mp3 notes.txt -o=out.mp3", "-o out.mp3"),
        ("tag ep.mp3 notes.txt --output==out.mp3", "-o out.mp3"),
        ("tag ep.mp3 notes.txt -o -", "-o FILE, with a name."),
        ("preview ep.mp3 notes.txt -o -", "-o FILE, with a name."),
        ("--json show notes.txt -q", ""),
        ("--offset 5 tag ep.mp3 notes.txt", "chaptag tag ep.mp3 notes.txt --offset 5"),
        ("write ep.mp3 notes.txt", "chaptag tag ep.mp3 notes.txt"),
        ("batch folder -o copies", "Did you mean --output-dir? chaptag batch --help shows them all."),
        ("ls ep.mp3", "chaptag show ep.mp3"),
        ("tag --notes notes.txt ep.mp3", "NOTES stands alone: chaptag tag [OPTIONS] AUDIO [NOTES]"),
    ],
)
def test_the_right_call_is_told(folder: Path, call: str, right: str) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    if "--json" in call:
        said = json.loads(chaptag(*call.split()).out)
        assert said["error"]["hint"] == "chaptag show notes.txt -q --json"
    else:
        assert help_of(*call.split()) == right
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("call", ["tag ep.mp3 notes.txt -o", "tag ep.mp3 --offset", "tag ep.mp3 --json=1 notes.txt"])
def test_an_option_without_its_value_or_with_one_leads_to_the_help(folder: Path, call: str) -> None:
    assert help_of(*call.split()) == "chaptag tag --help shows the usage"


def test_a_program_is_told_the_help_of_a_wrong_call_too(folder: Path) -> None:
    hints = [
        json.loads(chaptag("tag", *words, "--json").out)["error"]["hint"] for words in ([], ["ep.mp3", "--pick", "x"])
    ]
    assert hints == ["chaptag tag [OPTIONS] AUDIO [NOTES]", "chaptag tag --help shows the usage"]


def test_what_only_looks_mistyped_is_taken(folder: Path) -> None:
    (folder / "-overwrite").write_text("00:00 Hello\n04:20 News\n12:40 Goodbye\n")
    assert chaptag("tag", "ep.mp3", "notes.txt", "-ocopy.mp3").code == 0
    assert (folder / "copy.mp3").exists()
    assert chaptag("show", "--", "-overwrite").code == 0
    assert chaptag("tag", "ep.mp3", "notes.txt", "-nv").code == 0


def test_a_dash_is_standard_output_where_text_is_written(folder: Path) -> None:
    answer = chaptag("convert", "notes.txt", "--audio", "ep.mp3", "--to", "notes", "-o", "-")
    assert (answer.code, answer.out) == (0, "00:00 Intro\n00:10 Interview\n00:40 Outro\n")
    assert not (folder / "-").exists()


def test_many_files_are_a_batch(folder: Path) -> None:
    assert help_of("tag", "a.mp3", "b.mp3", "c.mp3").endswith(": chaptag batch .")
    assert help_of("tag", "x/a.mp3", "x/a.txt", "x/b.mp3", "x/b.txt").endswith(": chaptag batch x")
    assert help_of("tag", "x/a.mp3", "y/b.mp3", "y/c.mp3").endswith(": chaptag batch FOLDER")
    assert help_of("batch", "x/a.mp3", "x/b.mp3").endswith(": chaptag batch x")


@pytest.mark.parametrize(
    ("call", "right"),
    [
        ("tag ep.mp3 notes.txt –dry-run", "chaptag tag ep.mp3 notes.txt --dry-run"),
        ("tag ep.mp3 —offset=35s", "chaptag tag ep.mp3 --offset=35s"),
        ("remove ep.mp3 —o out.mp3", "chaptag remove ep.mp3 -o out.mp3"),
        ("remove ep.mp3 -–dry-run", "chaptag remove ep.mp3 --dry-run"),
        ("–version", "chaptag --version"),
        ("remove ep.mp3 out.mp3", "Check the spelling; to write a copy of that name: chaptag remove ep.mp3 -o out.mp3"),
        (
            "tag ep.mp3 notes.txt out.mp3 -n",
            "To write a copy of that name: chaptag tag ep.mp3 notes.txt -o out.mp3 -n",
        ),
        ("version", "chaptag --version"),
        ("-v", "chaptag -V tells the version."),
    ],
)
def test_a_pasted_dash_and_a_forgotten_option(folder: Path, call: str, right: str) -> None:
    chaptag("tag", "ep.mp3", "notes.txt")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert help_of(*call.split()) == right
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_dash_in_a_title_or_a_name_is_none_of_an_option(folder: Path) -> None:
    (folder / "ep.mp3").rename(folder / "–ep.mp3")
    assert chaptag("tag", "–ep.mp3", "notes.txt", "--intro", "– Hello").code == 0
    assert "It begins with –, which is no hyphen" in chaptag("remove", "–foo").err


def test_a_file_called_like_an_option_is_named_with_its_folder(folder: Path) -> None:
    (folder / "ep.mp3").rename(folder / "-dash.mp3")
    (folder / "-n.mp3").write_bytes((folder / "-dash.mp3").read_bytes())
    assert help_of("tag", "-dash.mp3", "notes.txt") == "chaptag tag ./-dash.mp3 notes.txt"
    assert help_of("remove", "-dash.mp3", "-n.mp3") == "chaptag remove ./-dash.mp3 ./-n.mp3"
    assert chaptag("tag", "./-dash.mp3", "notes.txt", "-o", "-n.mp3", "--overwrite").code == 0


def test_a_name_in_pieces_is_put_together(folder: Path) -> None:
    (folder / "ep.mp3").rename(folder / "my first episode.mp3")
    assert help_of("tag", "my", "first", "episode.mp3", "notes.txt").endswith(
        "chaptag tag 'my first episode.mp3' notes.txt"
    )
    (folder / "my notes.txt").touch()
    assert help_of("tag", "my", "first", "episode.mp3", "my", "notes.txt").endswith(
        "chaptag tag 'my first episode.mp3' 'my notes.txt'"
    )
    for words in (["word"] * 5000, ["w" * 5000, "x", "y\0"]):
        assert help_of("tag", *words).startswith("chaptag tag [OPTIONS]")


@pytest.mark.parametrize("name", ["audo", "xyz"])
def test_no_unlike_option_is_asked_for(folder: Path, name: str) -> None:
    assert help_of("tag", "ep.mp3", f"--{name}") == "chaptag tag --help shows them all."


def test_help_is_a_command_too() -> None:
    assert chaptag("help").out == chaptag("--help").out
    assert chaptag("help", "tag").out == chaptag("tag", "--help").out
    assert chaptag("help", "tga").code == 2


def test_a_value_that_makes_no_sense_is_shown_as_it_was_given(folder: Path) -> None:
    answer = chaptag("tag", "ep.mp3", "notes.txt", "--severity", "near-end=fatal")
    assert (answer.code, answer.err.partition("\n")[0]) == (
        2,
        "error: severity = 'near-end=fatal': 'fatal' is no severity: error, warning or info",
    )
