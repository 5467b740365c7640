"""JUnit output: what a server takes, for files that pass, fail, cannot be read, and titles that XML forbids."""

from __future__ import annotations

from pathlib import Path

from chaptag import Chapter, ChapterList, tag
from tests.support.cli import chaptag
from tests.support.junit import check_junit


def test_a_server_takes_it(folder: Path) -> None:
    (folder / "other.mp3").write_bytes((folder / "ep.mp3").read_bytes())
    tag("other.mp3", ChapterList.of([Chapter(0, 'Evil \x1b[31m \ufffe \uffff ]]> <&" title –'), Chapter(30_000, "B")]))
    (folder / "broken.mp3").write_bytes(b"ID3\x03\x00\x00\xff\xff\xff\xff" + bytes(100))
    answer = chaptag("verify", "ep.mp3", "other.mp3", "broken.mp3", "--output-format", "junit")
    root = check_junit(answer.out)
    assert (answer.code, root.get("tests"), root.get("failures"), root.get("errors")) == (3, "3", "1", "1")


def test_a_doubt_is_told_with_its_lists(folder: Path) -> None:
    parts = "Part 1\n00:00 Intro\n00:10 News\n00:40 Outro\n\nPart 2\n00:00 Intro\n00:20 Sports\n00:45 End\n"
    (folder / "parts.txt").write_text(parts)
    root = check_junit(chaptag("verify", "ep.mp3", "parts.txt", "--output-format", "junit").out)
    (error,) = root.iter("error")
    text = error.text or ""
    assert "parts.txt:2:1: error: " in text
    assert [line.split(";")[0].strip() for line in text.split("\n") if line.startswith("  --pick")] == [
        "--pick 1: 3 chapters",
        "--pick 2: 3 chapters",
    ]
    assert text.count("[doubtful-list]") == 1
