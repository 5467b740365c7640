"""What newcomers get wrong first, and what they read then: golden texts, each with the way out.

The transcript is `first_mistakes.txt`; ``CHAPTAG_UPDATE_GOLDEN=1`` writes it anew, for a person to read the difference.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from tests.support.cli import Answer, chaptag
from tests.support.mp3 import mp3
from tests.support.mp4 import plain

TRANSCRIPT = Path(__file__).with_name("first_mistakes.txt")
VTT = "WEBVTT\n\n" + "".join(
    f"00:{n * 2 // 60:02d}:{n * 2 % 60:02d}.000 --> 00:{(n * 2 + 2) // 60:02d}:{(n * 2 + 2) % 60:02d}.000\n"
    f"and then she said line {n}\n\n"
    for n in range(30)
)
FILES: dict[str, bytes | str] = {
    "short.mp3": mp3(seconds=5),
    "video.mkv": b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x23\x42\x82\x88matroska" + bytes(4096),
    "really-m4a.mp3": plain(),
    "SHOUTED.MP3": mp3(seconds=60),
    "empty.mp3": b"",
    "notes.docx": b"PK\x03\x04\x14\x00\x06\x00\x08\x00word/document.xml" + bytes(100),
    "notes.rtf": r"{\rtf1\ansi 00:00 Intro}",
    "notes.pages": b"PK\x03\x04\x14\x00\x00\x00\x00\x00Index/Document.iwa" + bytes(100),
    "notes.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(100),
    "transcript.vtt": VTT,
    "no-times.txt": "In this episode we talk about chapters.\n",
    "one-time.txt": "This week:\n00:30 Interview\n",
    "mistyped.txt": "00:00 Intro\n03:1O News\n04:2 Sponsor\n05:30 Interview\n09:50 Outro\n",
    "parts.txt": "Part 1\n00:00 Intro\n00:10 News\n00:40 Outro\n\nPart 2\n00:00 Intro\n00:20 Sports\n00:45 End\n",
    "no-titles.txt": "00:00\n00:10\n00:40\n",
    "other-episode.txt": "00:00 Intro\n12:10 Interview\n45:40 Outro\n",
    "two.mp3": mp3(seconds=60),
    "two.txt": "00:00 Intro\n00:10 Interview\n00:40 Outro\n",
    "two.md": "00:00 Intro\n00:10 Interview\n00:40 Outro\n",
}


@pytest.fixture
def mistakes(folder: Path) -> Path:
    for name, content in FILES.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    (folder / "episodes").mkdir()
    return folder


def calls() -> list[str]:
    return re.findall(r"^\$ chaptag (.*)$", TRANSCRIPT.read_text("utf-8"), flags=re.MULTILINE)


def entry(call: str, answer: Answer) -> str:
    return f"$ chaptag {call}\n{answer.out}{answer.err}[exit {answer.code}]\n"


def test_first_mistakes(mistakes: Path) -> None:
    shown = "\n".join(entry(call, chaptag(*shlex.split(call))) for call in calls())
    if os.environ.get("CHAPTAG_UPDATE_GOLDEN"):
        TRANSCRIPT.write_text(shown, "utf-8")
    assert shown == TRANSCRIPT.read_text("utf-8")


def test_every_failure_names_the_way_out() -> None:
    entries = re.split(r"^(?=\$ )", TRANSCRIPT.read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert len(entries) >= 20
    for text in entries:
        if "[exit 0]" not in text:
            assert "  help: " in text, text


def test_no_mistake_touches_a_file(mistakes: Path) -> None:
    done = {shlex.split(call)[1] for call in calls() if chaptag(*shlex.split(call)).code == 0}
    assert done == {"SHOUTED.MP3", "really-m4a.mp3"}
    assert {path.name for path in mistakes.iterdir()} == {*FILES, "episodes", "ep.mp3", "notes.txt"}
    for name, content in FILES.items():
        if name not in done:
            assert (mistakes / name).read_bytes() == (content.encode() if isinstance(content, str) else content)
