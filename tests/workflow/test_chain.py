"""Named pairs end to end: what both sides can hold goes through, from notes over files and audio and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import chaptag
from chaptag import Chapter, ChapterList, Image
from tests.support.mp3 import mp3
from tests.support.mp4 import jpeg, plain, png

RICH = ChapterList.of(
    [
        Chapter(0, "Intro & welcome", 61_500, "https://a.example/?q=1&r=2"),
        Chapter(61_500, "Café “Zürich” – 日本語", 1_800_000),
        Chapter(1_800_000, "12:30 is a time in a title; so is 1:05", 3_599_999, "https://c.example"),
        Chapter(3_599_999, "<b>Not bold</b> \\ # = ;", 4_000_000),
    ]
)


def mp3_of(folder: Path) -> Path:
    path = folder / "ep.mp3"
    path.write_bytes(mp3(seconds=4000, kbit=8, rate=8000))
    return path


def m4a_of(folder: Path) -> Path:
    path = folder / "ep.m4a"
    path.write_bytes(plain(seconds=4000))
    return path


def seen(source: Path, *fields: str) -> list[tuple[object, ...]]:
    return [tuple(getattr(chapter, field) for field in fields) for chapter in chaptag.read(source).chapters]


def wanted(*fields: str) -> list[tuple[object, ...]]:
    return [tuple(getattr(chapter, field) for field in fields) for chapter in RICH]


def through_format(name: str) -> Callable[[Path, Path], Path]:
    def step(source: Path, folder: Path) -> Path:
        out = folder / f"chapters.{name}"
        chaptag.convert(source, to=name, output=out, overwrite=True)
        return out

    return step


def through_mp3(source: Path, folder: Path) -> Path:
    out = mp3_of(folder)
    chaptag.tag(out, source)
    return out


def through_m4a(source: Path, folder: Path) -> Path:
    out = m4a_of(folder)
    chaptag.tag(out, source)
    return out


STEPS: dict[str, Callable[[Path, Path], Path]] = {
    **{
        name: through_format(name)
        for name in ("json", "psc", "matroska", "webvtt", "ffmetadata", "ogm", "vorbis", "csv")
    },
    "mp3": through_mp3,
    "m4a": through_m4a,
}


@pytest.mark.parametrize(
    ("chain", "fields"),
    [
        ("json psc mp3 json", ("start", "title", "url")),
        ("psc mp3 psc", ("start", "title", "url")),
        ("json mp3 json m4a json", ("start", "title")),
        ("matroska m4a matroska", ("start", "end", "title")),
        ("webvtt mp3 webvtt", ("start", "end", "title")),
        ("ffmetadata m4a ffmetadata", ("start", "end", "title")),
        ("ogm mp3 ogm", ("start", "title")),
        ("vorbis mp3 vorbis", ("start", "title", "url")),
        ("csv m4a csv", ("start", "title")),
        ("json m4a ogm mp3 matroska webvtt psc json", ("start", "title")),
    ],
)
def test_nothing_is_lost_that_all_can_hold(tmp_path: Path, chain: str, fields: tuple[str, ...]) -> None:
    source = mp3_of(tmp_path)
    chaptag.tag(source, RICH)
    for number, name in enumerate(chain.split()):
        folder = tmp_path / str(number)
        folder.mkdir()
        source = STEPS[name](source, folder)
    assert seen(source, *fields) == wanted(*fields)


def test_notes_to_everything_and_back(tmp_path: Path) -> None:
    notes = tmp_path / "ep.md"
    notes.write_text("# Ep\n\n- 00:00 One\n- 04:10 [Two](https://two.example)\n- 12:30 Three\n")
    expected = [(0, "One"), (250_000, "Two"), (750_000, "Three")]
    for name in ("psc", "mp3", "json", "m4a", "markdown", "notes", "youtube", "html"):
        folder = tmp_path / name
        folder.mkdir()
        if name in STEPS:
            source = STEPS[name](notes, folder)
        else:
            source = folder / {"markdown": "ep.md", "notes": "ep.txt", "youtube": "ep.txt", "html": "ep.html"}[name]
            chaptag.convert(notes, to=name, output=source)
        assert seen(source, "start", "title") == expected, name
        notes = source


@pytest.mark.parametrize("kind", ["mp3", "m4a"])
def test_fifteen_images_go_in_and_come_out(tmp_path: Path, kind: str) -> None:
    images = [
        Image(jpeg(64, 64, n), "image/jpeg") if n % 2 or kind == "m4a" else Image(png(64, 64, n), "image/png")
        for n in range(15)
    ]
    chapters = ChapterList.of(Chapter(n * 200_000, f"Chapter {n}", image=image) for n, image in enumerate(images))
    audio = mp3_of(tmp_path) if kind == "mp3" else m4a_of(tmp_path)
    result = chaptag.tag(audio, chapters)
    assert [chapter.image for chapter in chaptag.read(audio).chapters] == images, result.findings
    assert chaptag.tag(audio, chapters).outcome == "unchanged"
    chaptag.remove(audio)
    assert list(chaptag.read(audio).chapters) == []
