"""Messages on a terminal: broken between words, with the caret under its spot; never in a pipe."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from wcwidth import wcswidth

from chaptag.cli.console import columns_of
from chaptag.cli.render.findings import render_findings
from chaptag.cli.render.wrap import wrap
from chaptag.model.finding import Place, finding
from tests.support.cli import chaptag

LONG = "other.txt:2:1: error: notes run to 45:40, audio ends at 01:00.003: is this the right episode? [wrong-episode]"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_lines_break_between_words() -> None:
    assert wrap(LONG, 60).split("\n") == [
        "other.txt:2:1: error: notes run to 45:40, audio ends at",
        "    01:00.003: is this the right episode? [wrong-episode]",
    ]
    assert wrap(LONG, 400) == LONG


def test_styles_take_no_room() -> None:
    styled = f"\x1b[31m\x1b[1merror\x1b[0m: {'word ' * 6}end"
    assert wrap(styled, 41) == styled


def test_help_hangs_and_a_command_stays_whole() -> None:
    text = "  help: Check that notes and audio belong together, or others: chaptag tag 'my episode.mp3' notes.txt -n"
    assert wrap(text, 40).split("\n") == [
        "  help: Check that notes and audio",
        "        belong together, or others:",
        "        chaptag tag 'my episode.mp3' notes.txt -n",
    ]


def test_the_name_of_the_program_alone_is_no_command() -> None:
    text = "error: it is not audio that chaptag knows (Check that the first file is the episode of the notes.)"
    assert all(len(line) <= 40 for line in wrap(text, 40).split("\n"))
    held = "a.mp3: doubt (chaptag show notes.txt)"
    assert wrap(f"{'word ' * 8}{held}", 40).split("\n")[-1] == "    (chaptag show notes.txt)"


def test_notes_and_carets_are_left_alone() -> None:
    excerpt = "    2 | 12:10 Interview with a long title\n      | ^^^^^"
    assert wrap(excerpt, 30) == excerpt


@pytest.mark.parametrize("columns", [40, 50, 80, 200])
@pytest.mark.parametrize("before", ["- ", "日本語 ", "prose " * 30, "\x1b"])
@pytest.mark.parametrize("after", [" Interview" * 30, "日本語のタイトル" * 20, "\x1b" * 60, ""])
def test_the_caret_stands_under_its_spot(columns: int, before: str, after: str) -> None:
    column = len(before) + 1
    place = Place("notes.txt", 2, column, column + 5, f"{before}12:10{after}")
    (text,) = render_findings([finding("left-out", "this", place=place)], 0, colour=False, columns=columns)
    shown, under = text.split("\n")[1:3]
    assert wcswidth(shown) <= columns
    assert under.index("^") == wcswidth(shown[: shown.index("12:10")])
    assert under.count("^") == 5


def test_a_terminal_breaks_lines(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("tests.support.cli.io.StringIO", Terminal)
    answer = chaptag("tag", "ep.mp3")
    assert answer.err.startswith("error: ep.mp3: no notes beside it;\n    looked for ep.md,")
    assert all(len(line) <= 40 for line in answer.err.splitlines())


def test_a_pipe_gets_whole_lines(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    answer = chaptag("tag", "ep.mp3")
    assert len(answer.err.splitlines()[0]) > 40
    assert answer.err.count("\n") == 2


def test_how_wide_a_stream_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert columns_of(None) is columns_of(io.StringIO()) is columns_of(Terminal()) is None
    monkeypatch.setenv("COLUMNS", "72")
    assert columns_of(Terminal()) == 72
    assert columns_of(io.StringIO()) is None
