"""Chapter files beside the audio, and images that lie beside a chapter file or behind a URL."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import chaptag
from chaptag import Chapter, ChapterList, Image, ReadOptions, StoreOptions
from chaptag.formats.images import MAX_IMAGE
from chaptag.workflow.fetch import download
from chaptag.workflow.images import fetch_images
from tests.support.cli import chaptag as call
from tests.support.mp3 import mp3

JPEG = b"\xff\xd8\xff\xe0" + bytes(200)


def test_sidecars_come_from_the_same_list(audio: Path, notes: Path) -> None:
    result = chaptag.tag(audio, notes, sidecars=["json", "psc"])
    json_file, psc_file = audio.with_name("ep.chapters.json"), audio.with_name("ep.chapters.psc")
    assert result.sidecars == (str(json_file), str(psc_file))
    for path in (json_file, psc_file):
        assert [(c.start, c.title) for c in chaptag.read(path).chapters] == [
            (0, "Intro"),
            (10_000, "Interview"),
            (40_000, "Outro"),
        ]
    assert result.sidecars_unchanged == ()
    psc_file.unlink()
    again = chaptag.tag(audio, notes, sidecars=["json", "psc"])
    assert (again.outcome, again.sidecars_unchanged) == ("unchanged", (str(json_file),))
    said = call("tag", audio, notes, "--sidecar", "json").err
    assert said == f"{json_file}: unchanged\n"


def test_a_sidecar_that_differs_stops_everything(audio: Path, notes: Path) -> None:
    before = audio.read_bytes()
    audio.with_name("ep.chapters.json").write_text("mine")
    with pytest.raises(chaptag.StorageError, match="already there and differs"):
        chaptag.tag(audio, notes, sidecars=["json"])
    assert audio.read_bytes() == before
    chaptag.tag(audio, notes, sidecars=["json"], storing=StoreOptions(overwrite=True))
    assert "Interview" in audio.with_name("ep.chapters.json").read_text()


@pytest.mark.parametrize("form", ["json", "psc", "podlove-json", "youtube", "webvtt", "ffmetadata", "cue"])
def test_a_sidecar_of_our_own_follows_the_notes(audio: Path, notes: Path, form: str) -> None:
    chaptag.tag(audio, notes, sidecars=[form])
    (sidecar,) = audio.parent.glob("ep.chapters.*")
    first = sidecar.read_bytes()
    notes.write_text("00:00 Intro\n00:11 The interview\n00:40 Outro\n")
    assert chaptag.tag(audio, notes, sidecars=[form], dry_run=True).outcome == "tagged"
    assert sidecar.read_bytes() == first
    chaptag.tag(audio, notes, sidecars=[form])
    assert b"The interview" in sidecar.read_bytes()
    edited = sidecar.read_bytes() + b"\n"
    sidecar.write_bytes(edited)
    notes.write_text("00:00 Intro\n00:12 Interview\n00:40 Outro\n")
    with pytest.raises(chaptag.StorageError, match="already there and differs"):
        chaptag.tag(audio, notes, sidecars=[form])
    assert sidecar.read_bytes() == edited


@pytest.mark.parametrize("target", ["../precious", "../nothing", "precious"])
def test_a_link_in_a_sidecars_place_is_not_followed(tmp_path: Path, target: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    audio, link = folder / "ep.mp3", folder / "ep.chapters.json"
    audio.write_bytes(mp3(seconds=60))
    (folder / "ep.txt").write_text("00:00 Intro\n00:10 Interview\n")
    for path in (tmp_path / "precious", folder / "precious"):
        path.write_text("precious")
    link.symlink_to(target)
    before = audio.read_bytes()
    for dry_run in (True, False):
        with pytest.raises(chaptag.StorageError, match="symbolic link"):
            chaptag.tag(audio, sidecars=["json"], storing=StoreOptions(overwrite=True), dry_run=dry_run)
    assert audio.read_bytes() == before
    assert link.is_symlink()
    assert not (tmp_path / "nothing").exists()
    assert {path.read_text() for path in (tmp_path / "precious", folder / "precious")} == {"precious"}


@pytest.mark.timeout(20)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_in_a_sidecars_place_is_not_opened(audio: Path, notes: Path) -> None:
    os.mkfifo(audio.with_name("ep.chapters.json"))
    with pytest.raises(chaptag.StorageError, match="not a regular file"):
        chaptag.tag(audio, notes, sidecars=["json"], storing=StoreOptions(overwrite=True))


def test_a_sidecar_is_not_written_over_its_own_notes(audio: Path) -> None:
    own = audio.with_name("ep.chapters.json")
    chapters = [{"startTime": 0, "title": "A"}, {"startTime": 20, "title": "B"}]
    own.write_text(json.dumps({"version": "1.2.0", "chapters": chapters}))
    before = own.read_bytes(), audio.read_bytes()
    for overwrite in (False, True):
        with pytest.raises(chaptag.UsageError, match="is read in this call"):
            chaptag.tag(
                audio,
                sidecars=["json"],
                reading=ReadOptions(offset=5000),
                storing=StoreOptions(overwrite=overwrite),
            )
    assert (own.read_bytes(), audio.read_bytes()) == before


def test_notes_that_are_the_very_sidecar_stay(audio: Path, notes: Path) -> None:
    chaptag.tag(audio, notes, sidecars=["json"])
    notes.unlink()
    assert chaptag.tag(audio, sidecars=["json"]).outcome == "unchanged"


def found(result: chaptag.TagResult) -> list[str]:
    return [each.rule for each in result.findings]


@pytest.mark.parametrize("form", ["json", "psc", "youtube", "vorbis", "webvtt", "ffmetadata"])
def test_a_sidecar_that_is_left_behind_is_reported(audio: Path, notes: Path, form: str) -> None:
    chaptag.tag(audio, notes, sidecars=[form])
    assert found(chaptag.tag(audio, notes)) == []
    notes.write_text("Welcome.\n\n00:00 Intro\n00:10 The interview\n00:40 Outro\n")
    for dry_run in (True, False):
        result = chaptag.tag(audio, notes, dry_run=dry_run)
        (stale,) = [each for each in result.findings if each.rule == "stale-sidecar"]
        assert stale.place is not None
        assert stale.place.file.startswith(f"{audio.with_suffix('')}.chapters.")
        assert f"--sidecar {form if form in {'json', 'psc'} else ''}" in stale.advice
    chaptag.tag(audio, notes, sidecars=[form], storing=StoreOptions(overwrite=True))
    assert found(chaptag.tag(audio, notes)) == []


def test_a_sidecar_of_chapters_that_are_taken_out_is_reported(audio: Path, notes: Path) -> None:
    chaptag.tag(audio, notes, sidecars=["json", "psc"])
    copy = audio.with_name("copy.mp3")
    assert not chaptag.remove(audio, output=copy).findings
    for dry_run in (True, False):
        stale = chaptag.remove(audio, dry_run=dry_run).findings
        assert [each.rule for each in stale] == ["stale-sidecar", "stale-sidecar"]
        assert stale[0].message == f"holds 3 chapters, {audio} none any more"
        assert str(stale[0].place) == str(audio.with_name("ep.chapters.json"))
    assert not chaptag.remove(audio).findings


def test_a_sidecar_is_compared_with_chapters_that_came_as_values(audio: Path, notes: Path) -> None:
    chaptag.tag(audio, notes, sidecars=["json"])
    held = chaptag.read(audio).chapters
    assert found(chaptag.tag(audio, held)) == []
    assert found(chaptag.tag(audio, chaptag.ChapterList.of(held.chapters[:2]))) == ["stale-sidecar"]


def test_another_programs_sidecar_of_the_same_list_is_fine(audio: Path, notes: Path) -> None:
    own = audio.with_name("ep.chapters.json")
    chapters = [{"startTime": start, "title": title} for start, title in ((0.0, "Intro"), (10, "Interview"))]
    own.write_text(json.dumps({"chapters": [*chapters, {"startTime": 40, "title": "Outro "}], "version": "1.2.0"}))
    assert found(chaptag.tag(audio, notes)) == []
    own.write_text("nothing to read")
    assert found(chaptag.tag(audio, notes)) == []


def test_a_sidecar_that_takes_corrections_back_says_so(audio: Path, notes: Path) -> None:
    other = notes.rename(notes.with_name("other.txt"))
    chaptag.tag(audio, other, sidecars=["json"])
    assert found(chaptag.tag(audio)) == []
    other.write_text("Welcome.\n\n00:00 Intro\n00:10 The interview\n00:40 Outro\n")
    chaptag.tag(audio, other)
    assert [each.rule for each in chaptag.verify(audio)[0].findings] == ["renamed", "sidecar-as-notes"]
    assert "sidecar-as-notes" not in [each.rule for each in chaptag.verify(audio, other)[0].findings]
    assert found(chaptag.tag(audio)) == ["sidecar-as-notes"]
    assert chaptag.verify(audio)[0].findings == ()
    chaptag.tag(audio, other)
    assert found(chaptag.tag(audio, audio.with_name("ep.chapters.json"))) == []


def test_an_unknown_format_stops_everything(audio: Path, notes: Path) -> None:
    before = audio.read_bytes()
    with pytest.raises(chaptag.UsageError, match="no sidecar format"):
        chaptag.tag(audio, notes, sidecars=["jsn"])
    assert audio.read_bytes() == before


def chapter_file(folder: Path, image: str) -> Path:
    path = folder / "chapters.json"
    chapters = [{"startTime": 0, "title": "A", "img": image}, {"startTime": 20, "title": "B"}]
    path.write_text(json.dumps({"version": "1.2.0", "chapters": chapters}))
    return path


def test_an_image_beside_the_chapter_file_is_embedded(audio: Path, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.jpg").write_bytes(JPEG)
    chaptag.tag(audio, chapter_file(tmp_path, "pictures/a.jpg"))
    assert chaptag.read(audio).chapters[0].image == Image(JPEG, "image/jpeg")


@pytest.mark.parametrize(
    "name", ["../outside.jpg", "link.jpg", "/etc/hostname", "none.jpg", "text.jpg", "pictures", "\0"]
)
def test_other_paths_are_left_out_and_said(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "folder"
    (folder / "pictures").mkdir(parents=True)
    (tmp_path / "outside.jpg").write_bytes(JPEG)
    (folder / "link.jpg").symlink_to(tmp_path / "outside.jpg")
    (folder / "text.jpg").write_text("no picture")
    contents = chaptag.read(chapter_file(folder, name))
    assert contents.chapters[0].image is None
    assert any("image" in found.rule for found in contents.findings)


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/picture.jpg":
            self._answer(200, JPEG)
        elif self.path == "/far":
            self._answer(302, b"", ("Location", "/picture.jpg"))
        elif self.path == "/round":
            self._answer(302, b"", ("Location", "/round"))
        elif self.path == "/large":
            self._answer(200, bytes(MAX_IMAGE + 1))
        else:
            self._answer(404, b"")

    def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Server) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


def anywhere(_: str) -> bool:
    return True


def test_an_image_is_fetched_over_redirects(server: str) -> None:
    assert download(f"{server}/far", allowed=anywhere) == JPEG


@pytest.mark.parametrize(
    ("path", "reason"), [("/round", "redirects"), ("/large", "larger than"), ("/missing", "answers 404")]
)
def test_a_fetch_is_bounded(server: str, path: str, reason: str) -> None:
    with pytest.raises(OSError, match=reason):
        download(f"{server}{path}", allowed=anywhere)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "http://169.254.169.254/"]
)
def test_private_addresses_are_never_asked(url: str) -> None:
    with pytest.raises(OSError, match=r"private address|not known|resolution"):
        download(url)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "http:///x", "javascript:1"])
def test_only_http_is_fetched(url: str) -> None:
    with pytest.raises(ValueError, match="only http"):
        download(url)


def test_what_cannot_be_fetched_stays_a_url() -> None:
    def nothing(url: str) -> bytes:
        if "bad" in url:
            raise OSError("no answer")
        return JPEG if "good" in url else b"text"

    urls = ["https://good.example", "https://bad.example", "https://text.example", "https://good.example"]
    chapters = ChapterList.of(Chapter(n, "x", image=Image(url=url)) for n, url in enumerate(urls))
    fetched, found = fetch_images(chapters, nothing)
    assert [chapter.image.url if chapter.image else None for chapter in fetched] == [None, urls[1], urls[2], None]
    assert [each.rule for each in found] == ["image-not-fetched", "image-not-fetched"]


def test_urls_stay_urls_without_the_option(audio: Path, tmp_path: Path) -> None:
    chaptag.tag(audio, chapter_file(tmp_path, "https://a.example/a.jpg"), reading=ReadOptions())
    assert chaptag.read(audio).chapters[0].image == Image(url="https://a.example/a.jpg")
