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


def test_a_doubt_tells_the_lists(folder: Path) -> None:
    two = "One\n\n00:00 Intro\n00:08 News\n00:16 Out\n\nTwo\n\n00:00 Hello\n00:09 Talk\n00:19 Bye\n"
    (folder / "two.md").write_text(two)
    answer = chaptag("verify", "ep.mp3", "two.md", "--output-format", "junit")
    (error,) = check_junit(answer.out).iter("error")
    assert answer.code == 1
    for told in ("two.md:3:1: error: there are 2 lists", "--pick 2: 3 chapters", "00:09  Talk"):
        assert told in (error.text or "")
