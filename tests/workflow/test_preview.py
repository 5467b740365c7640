"""Preview as a use-case and a command: what is on the page, where it goes, what it refuses."""

from __future__ import annotations

import base64
import json
import random
import struct
import sys
import zlib
from pathlib import Path

import pytest
from lxml import html

from chaptag.model.errors import InputError, Rejected, UsageError
from chaptag.workflow.preview.preview import EMBED_LIMIT, preview
from chaptag.workflow.settings import ReadOptions, RuleSettings
from tests.support.cli import chaptag
from tests.support.mp3 import mp3
from tests.support.tools import require_tool

NOTES = "00:00 Intro\n00:10 Interview\n00:40 Outro\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a minute of audio and its notes, in which the test stands."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ep.mp3").write_bytes(mp3(seconds=60))
    (tmp_path / "notes.txt").write_text(NOTES)
    return tmp_path


def titles(page: Path) -> list[str]:
    return [each.text_content() for each in html.parse(str(page)).xpath("//ol//span[@class='title']")]


def test_the_page_shows_what_tagging_would_write(folder: Path) -> None:
    before = (folder / "ep.mp3").read_bytes()
    result = preview("ep.mp3", "notes.txt")
    assert result.output == "ep.preview.html"
    assert titles(folder / "ep.preview.html") == ["Intro", "Interview", "Outro"]
    assert result.size == (folder / "ep.preview.html").stat().st_size
    assert (folder / "ep.mp3").read_bytes() == before


def test_without_notes_it_takes_those_beside_it_else_what_the_file_holds(folder: Path) -> None:
    assert chaptag("tag", "ep.mp3", "notes.txt").code == 0
    assert preview("ep.mp3").notes is None
    assert titles(folder / "ep.preview.html") == ["Intro", "Interview", "Outro"]
    (folder / "ep.txt").write_text("00:00 From beside\n00:20 Two\n")
    result = preview("ep.mp3")
    assert Path(result.notes or "").name == "ep.txt"
    page = (folder / "ep.preview.html").read_text("utf-8")
    assert titles(folder / "ep.preview.html") == ["From beside", "Two"]
    assert "What tagging changes" in page


def test_nothing_to_show_is_no_page(folder: Path) -> None:
    with pytest.raises(Rejected, match="holds no chapters"):
        preview("ep.mp3")
    (folder / "late.txt").write_text("02:00 Late\n02:30 Later\n")
    with pytest.raises(Rejected):
        preview("ep.mp3", "late.txt")
    with pytest.raises(InputError, match="not audio"):
        preview("notes.txt", "notes.txt")
    assert not list(folder.glob("*.html"))


def test_errors_do_not_forbid_a_page_they_are_on_it(folder: Path) -> None:
    starts = {"Intro": 0, "Interview": 10, "Outro": 40, "Beyond": 300}
    listed = [{"startTime": start, "title": title} for title, start in starts.items()]
    (folder / "ch.json").write_text(json.dumps({"version": "1.2.0", "chapters": listed}))
    answer = chaptag("preview", "ep.mp3", "ch.json")
    assert answer.code == 1
    assert "ends at 01:00" in answer.err
    tree = html.parse(str(folder / "ep.preview.html"))
    assert tree.xpath("//li[@class='error']")
    assert titles(folder / "ep.preview.html") == ["Intro", "Interview", "Outro"]


def test_options_that_shape_reading_shape_the_page(folder: Path) -> None:
    result = preview("ep.mp3", "notes.txt", reading=ReadOptions(offset=5000, intro="Sponsor"), title="My title")
    assert [(c.start, c.title) for c in result.chapters][:2] == [(0, "Sponsor"), (5000, "Intro")]
    assert "<h1>My title</h1>" in (folder / "ep.preview.html").read_text("utf-8")


def test_a_page_of_its_own_is_made_anew_anything_else_is_kept(folder: Path) -> None:
    preview("ep.mp3", "notes.txt", output="page.html")
    preview("ep.mp3", "notes.txt", output="page.html")
    (folder / "page.html").write_text("<h1>mine</h1>")
    assert chaptag("preview", "ep.mp3", "notes.txt", "-o", "page.html").code in {2, 4}
    assert (folder / "page.html").read_text() == "<h1>mine</h1>"
    assert chaptag("preview", "ep.mp3", "notes.txt", "-o", "page.html", "--overwrite").code == 0


def test_a_page_that_would_be_taken_for_notes_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="taken for the notes") as caught:
        preview("ep.mp3", "notes.txt", output="ep.html")
    assert "ep.preview.html" in caught.value.hint


@pytest.mark.parametrize("name", ["ep.json", "x.TXT", "x.md", "x.mp3", "x.chapters.psc"])
def test_a_page_is_not_called_like_something_else(folder: Path, name: str) -> None:
    with pytest.raises(UsageError, match="would be a page called") as caught:
        preview("ep.mp3", "notes.txt", output=name, overwrite=True)
    assert caught.value.hint == f"Name it {Path(name).with_suffix('')}.preview.html."
    assert not (folder / name).exists()


@pytest.mark.parametrize(
    ("audio", "page", "expected"),
    [
        ("ep.mp3", "page.html", "ep.mp3"),
        ("ep.mp3", "pages/page.html", "../ep.mp3"),
        ("a b/ü #1?.mp3", "page.html", "a%20b/%C3%BC%20%231%3F.mp3"),
        ("x:y.mp3", "page.html", "x%3Ay.mp3"),
    ],
)
def test_page_and_audio_can_move_together(folder: Path, audio: str, page: str, expected: str) -> None:
    for name in (audio, page):
        Path(name).parent.mkdir(exist_ok=True)
    if not Path(audio).exists():
        (folder / "ep.mp3").rename(audio)
    preview(audio, "notes.txt", output=page)
    assert html.parse(page).xpath("//audio/@src") == [expected]


def test_audio_inside_the_page_up_to_a_limit(folder: Path) -> None:
    preview("ep.mp3", "notes.txt", embed_audio=True)
    assert html.parse("ep.preview.html").xpath("//audio/@src")[0].startswith("data:audio/mpeg;base64,")
    with (folder / "ep.mp3").open("ab") as file:
        file.truncate(EMBED_LIMIT + 1)
    answer = chaptag("preview", "ep.mp3", "notes.txt", "--embed-audio", "-o", "x.html")
    assert (answer.code, (folder / "x.html").exists()) == (2, False)
    assert "at most 20 MB" in answer.err


def test_without_a_decoder_there_is_a_page_without_a_waveform(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.setenv("PATH", "")
    answer = chaptag("preview", "ep.mp3", "notes.txt")
    assert answer.code == 0
    assert "no waveform" in answer.err
    assert "chaptag[audio]" in answer.err
    assert titles(folder / "ep.preview.html") == ["Intro", "Interview", "Outro"]


def test_the_title_in_the_tag_is_the_title_of_the_page(episode: Path, show_notes: Path) -> None:
    pytest.importorskip("av")
    result = preview(episode, show_notes)
    assert "<h1>Running fast, together</h1>" in Path(result.output).read_text("utf-8")
    assert not result.waveform
    assert result.size < 300_000


def test_large_pictures_become_small_ones(folder: Path) -> None:
    pytest.importorskip("av")
    dice = random.Random(1)
    rows = b"".join(b"\0" + dice.randbytes(900) for _ in range(300))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 300, 300, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    assert len(png) > 200_000
    source = "data:image/png;base64," + base64.b64encode(png).decode()
    listed = [{"startTime": at * 10, "title": "x", "img": source} for at in range(4)]
    (folder / "ch.json").write_text(json.dumps({"version": "1.2.0", "chapters": listed}))
    result = preview("ep.mp3", "ch.json")
    assert result.size < 150_000
    assert (folder / "ep.preview.html").read_text("utf-8").count("data:image/jpeg;base64,") == 1
    assert len(html.parse("ep.preview.html").xpath("//ol//*[@class='picture']")) == 4


def test_for_programs_it_is_one_object(folder: Path) -> None:
    answer = chaptag("preview", "ep.mp3", "notes.txt", "--json")
    said = json.loads(answer.out)
    assert said["schema"] == "chaptag/preview/1"
    assert said["output"] == "ep.preview.html"
    assert [c["title"] for c in said["chapters"]] == ["Intro", "Interview", "Outro"]


def test_open_opens_the_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert chaptag("preview", "ep.mp3", "notes.txt").code == 0
    assert not opened
    assert chaptag("preview", "ep.mp3", "notes.txt", "--open").code == 0
    assert opened == [(folder / "ep.preview.html").as_uri()]


def test_a_rule_that_is_ignored_is_not_on_the_page(folder: Path) -> None:
    (folder / "notes.txt").write_text("00:05 Late start\n00:30 Two\n00:45 Three\n")
    assert "not-from-zero" in {f.rule for f in preview("ep.mp3", "notes.txt").findings}
    result = preview("ep.mp3", "notes.txt", rules=RuleSettings(ignore=frozenset({"not-from-zero"})))
    assert "not-from-zero" not in {f.rule for f in result.findings}


def test_ffmpeg_alone_draws_the_waveform(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without PyAV the system's ffmpeg draws the waveform."""
    require_tool("ffmpeg")
    monkeypatch.setitem(sys.modules, "av", None)
    assert not preview("ep.mp3", "notes.txt").waveform
