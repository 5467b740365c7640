"""Show notes are never taken for a chapter file, and looking costs next to nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from chaptag.formats.registry import detect

NOTES = {
    "times": "Welcome to the show!\n\n00:00 Intro\n12:34 News\n1:02:03 Outro\n",
    "times first": "00:00 Intro\n12:34 News\n1:02:03 Outro\n",
    "thousandths in some lines": "00:00:00.000 Intro\nA paragraph about it.\n00:12:34.000 News\n",
    "tabs": "00:00\tIntro\n12:34\tNews\n",
    "seconds and tabs": "0\tIntro\n754\tNews\n",
    "a list with commas": "00:00, Intro, with Ann\n12:34, News, from Berlin\n",
    "prose with a heading": "Time, title and place\nWe meet at 10:00 in the park.\n",
    "markdown": "# Episode 12\n\n- [00:00](#t=0) Intro\n- **12:34** News\n\n| time | title |\n|---|---|\n"
    "| 00:00 | Intro |\n",
    "front matter": '---\ntitle: "Episode"\nchapters:\n  - "00:00 Intro"\n---\n\n00:00 Intro\n',
    "html": "<p>00:00 Intro<br>12:34 News</p>\n<p>See <a href='https://podlove.org/simple-chapters'>chapters</a></p>",
    "a page about chapter files": "<html><body><h1>psc:chapters</h1><pre>&lt;psc:chapters xmlns='http://podlove.org/"
    "simple-chapters'&gt;</pre><p>00:00 Intro</p></body></html>",
    "a feed with chapters": '<?xml version="1.0"?><rss xmlns:psc="http://podlove.org/simple-chapters"><channel><item>'
    '<psc:chapters version="1.2"><psc:chapter start="0" title="A"/></psc:chapters></item></channel></rss>',
    "a feed": '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>chapters</title></feed>',
    "words of a cue sheet": "We talk about the TRACK 01 of the album and its INDEX.\n00:00 Intro\n",
    "words of vorbis": "CHAPTER001 is how it is spelt: CHAPTER001=00:00:00.000\n00:00 Intro\n",
    "an arrow": "1\n00:00 --> Intro\n12:34 --> News\n",
    "empty": "",
    "blank": "\n \n\t\n",
}
PLAIN = ("times", "times first", "tabs", "a list with commas", "markdown", "front matter", "a feed", "empty", "blank")


@pytest.mark.parametrize("name", NOTES)
@pytest.mark.parametrize("suffix", ["", ".txt", ".md", ".html", ".xml"])
def test_notes_are_not_a_chapter_file(name: str, suffix: str) -> None:
    text = NOTES[name]
    for data in (text.encode(), text.encode("utf-16"), text.replace("\n", "\r\n").encode("utf-8-sig")):
        assert detect(data, "notes" + suffix) is None


def test_no_notes_of_the_corpus_are_a_chapter_file(shared: Path) -> None:
    cases = [path for path in sorted((shared / "corpus" / "cases").glob("*/notes.*")) if path.is_file()]
    assert len(cases) > 50
    assert [path.name for path in cases if detect(path.read_bytes(), path.name)] == []


@pytest.mark.parametrize(
    ("suffix", "name"),
    [(".json", "json"), (".psc", "psc"), (".cue", "cue"), (".VTT", "webvtt"), (".srt", "subrip"), (".edl", "resolve")],
)
def test_a_suffix_of_one_format_alone_decides_where_the_content_says_nothing(suffix: str, name: str) -> None:
    kind = detect(b"nothing to be seen", "folder.txt/file" + suffix)
    assert kind is not None
    assert kind.name == name


def test_a_dot_in_a_folder_is_no_suffix() -> None:
    assert detect(b"nothing to be seen", "folder.json/file") is None


def test_content_wins_over_the_suffix() -> None:
    kind = detect(b"WEBVTT\n\n00:00.000 --> 00:01.000\nIntro\n", "chapters.json")
    assert kind is not None
    assert kind.name == "webvtt"


def test_plain_notes_import_no_format_at_all() -> None:
    code = (
        "import sys\nfrom chaptag.formats.registry import FORMATS, detect\n"
        f"notes = {[NOTES[name] for name in PLAIN]!r}\n"
        "assert all(detect(text.encode(), 'notes.md') is None for text in notes)\n"
        "modules = {kind.module for kind in FORMATS}\n"
        "print(sorted(modules & set(sys.modules)), 'lxml' in sys.modules, 'json' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[] False False"
