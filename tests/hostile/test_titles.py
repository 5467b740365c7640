"""Titles that a terminal, a page or a program would act on: shown as escapes, written as they are or cleaned."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.driver import MIB, attack
from tests.support import id3
from tests.support.mp3 import mp3

_TITLES = {
    "nul": "a\0b",
    "ansi": "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b]8;;http://x\x1b\\link",
    "c1": "\x9b31m \x90x\x9c",
    "bidi": "\u202ecod.3pm\u202c \u2066x\u2069",
    "backspace": "abc\b\b\bdef\r\x7f",
    "lines": "one\ntwo\u2028three\x0b",
    "html": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "formula": "=cmd|' /C calc'!A0",
    "long": "long " * (MIB // 5),
    "combining": "a" + "\u0301" * 100_000,
    "joined": "👩\u200d" * 50_000,
}
_COMMANDS = (["show"], ["show", "--json"], ["verify"], ["tag", "ep.mp3", "--dry-run"])


def _chapters_json(title: str) -> str:
    chapters = [{"startTime": 0, "title": title}, {"startTime": 5, "title": "End"}]
    return json.dumps({"version": "1.2.0", "chapters": chapters})


@pytest.mark.parametrize("title", _TITLES)
def test_from_a_chapter_file(title: str, folder: Path) -> None:
    (folder / "x.json").write_text(_chapters_json(_TITLES[title]))
    for command in _COMMANDS:
        attack(folder, *command, "x.json")
    attack(folder, "preview", "ep.mp3", "x.json", "-o", "page.html", writes=True)
    page = (folder / "page.html").read_text() if (folder / "page.html").exists() else ""
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("title", ["nul", "ansi", "bidi", "long", "html"])
def test_from_notes(title: str, folder: Path) -> None:
    (folder / "x.txt").write_text(f"00:00 {_TITLES[title]}\n00:05 End\n")
    for command in (
        *_COMMANDS,
        ["show", "--explain"],
        ["convert", "--to", "json"],
        ["verify", "--output-format", "junit"],
    ):
        attack(folder, *command, "x.txt")


@pytest.mark.parametrize("title", ["nul", "ansi", "bidi", "long", "backspace"])
def test_from_an_audio_file(title: str, folder: Path) -> None:
    text = id3.text("TIT2", _TITLES[title], encoding=1)
    tag = id3.tag(id3.ctoc("toc", ["a"]), id3.chap("a", 0, 5000, text))
    (folder / "x.mp3").write_bytes(mp3(10, tag=tag))
    for command in (["show"], ["show", "--json"], ["verify"], ["remove", "--dry-run"]):
        attack(folder, *command, "x.mp3")


def test_a_tagged_title_comes_back_shown_safely(folder: Path) -> None:
    (folder / "x.json").write_text(_chapters_json(_TITLES["ansi"]))
    attack(folder, "tag", "ep.mp3", "x.json", writes=True)
    attack(folder, "show", "ep.mp3", codes=(0,))


def test_what_a_pipe_gets_as_it_is_a_terminal_gets_harmless(folder: Path) -> None:
    (folder / "x.json").write_text(_chapters_json(_TITLES["bidi"]))
    command = [sys.executable, "-m", "chaptag", "convert", "x.json", "--to", "csv"]
    piped = subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout
    assert _TITLES["bidi"] in piped
    ours, theirs = pty.openpty()
    subprocess.run(command, cwd=folder, check=True, stdin=subprocess.DEVNULL, stdout=theirs)
    os.close(theirs)
    shown = os.read(ours, 65_536).decode()
    os.close(ours)
    assert "\\u202ecod.3pm\\u202c" in shown
    assert "\u202e" not in shown
