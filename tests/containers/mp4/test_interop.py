"""Files of ffmpeg, tagged, in other programs: the right chapters in every reader, every other stream as it was."""

from __future__ import annotations

import json
import re
import struct
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import mutagen.mp4
import pytest

from chaptag.containers import mp4
from chaptag.model.chapter import Chapter
from chaptag.model.edit import EditedSource
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from chaptag.readers.registry import READERS, find
from tests.containers.mp4.tagging import NO_CHAPTERS, chapters
from tests.support.mp4 import box, walk
from tests.support.mp4_layouts import LAYOUTS
from tests.support.tools import absent, require_tool

pytestmark = pytest.mark.interop

SECONDS = 32
TITLES = ["Intro", "Zürich, 日本 “and” back", "Emoji 👩‍🚀 and \\ = ; #", "x" * 127, "  spaced  out", "Last"]
MP4_READERS = [kind.name for kind in READERS if "mp4" in kind.containers]
LISTS = {
    "six": [(n * 5000, title) for n, title in enumerate(TITLES)],
    "late": [(5250, "Late"), (20_000, "Later")],
    "one": [(0, "Only")],
    "255": [(n * 100, f"Chapter {n + 1}") for n in range(255)],
    "300": [(n * 100, f"Chapter {n + 1}") for n in range(300)],
}

OLD = ";FFMETADATA1\ntitle=Episode\n" + "".join(
    f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={n * 3000}\nEND={n * 3000 + 3000}\ntitle=Old {n}\n" for n in range(9)
)
SOUND = ["-f", "lavfi", "-t", str(SECONDS), "-i", "sine=f=330:r=44100"]
TWO = [*SOUND, "-f", "lavfi", "-t", str(SECONDS - 2), "-i", "sine=f=220:r=44100"]
MAPPED = ["-map", "0", "-map", "1", "-c:a", "aac"]
TAGS = ["-metadata", "title=Episode", "-metadata", "comment=kept"]
PLAIN: dict[str, tuple[str, list[str]]] = {
    "last": ("m4a", [*SOUND, "-c:a", "aac", *TAGS]),
    "first": ("m4a", [*SOUND, "-c:a", "aac", *TAGS, "-movflags", "+faststart"]),
    "mp4": ("mp4", [*SOUND, "-c:a", "aac", *TAGS]),
    "mov": ("mov", [*SOUND, "-c:a", "pcm_s16le", *TAGS]),
    "3gp": ("3gp", [*SOUND, "-ar", "44100", "-c:a", "aac"]),
    "alac": ("m4a", [*SOUND, "-c:a", "alac", "-movflags", "+faststart"]),
    "old": ("m4a", [*SOUND, "-i", "old.txt", "-map_metadata", "1", "-c:a", "aac"]),
    "old-first": ("m4a", [*SOUND, "-i", "old.txt", "-map_metadata", "1", "-c:a", "aac", "-movflags", "+faststart"]),
    "old-no-chpl": ("m4b", [*SOUND, "-i", "old.txt", "-map_metadata", "1", "-c:a", "aac", "-movflags", "disable_chpl"]),
    "old-mov": ("mov", [*SOUND, "-i", "old.txt", "-map_metadata", "1", "-c:a", "aac"]),
    "old-3gp": ("3gp", [*SOUND, "-i", "old.txt", "-map_metadata", "1", "-ar", "44100", "-c:a", "aac"]),
    "two-tracks": ("mp4", [*TWO, *MAPPED, "-movflags", "+faststart"]),
    "subtitles": ("mp4", [*SOUND, "-i", "lines.srt", *MAPPED, "-c:s", "mov_text"]),
    "video": ("mp4", [*SOUND, *["-f", "lavfi", "-t", "32", "-i", "color=s=64x48:r=5"], "-c:a", "aac", "-c:v", "mpeg4"]),
    "cover": ("m4a", [*SOUND, "-i", "cover.png", *MAPPED, "-c:v", "copy", "-disposition:v", "attached_pic"]),
}


def to_64_bits(data: bytes) -> bytes:
    """The 8 bytes of free space in front of `mdat` become part of its header."""
    at = data.index(b"mdat") - 4
    assert data[at - 8 : at] == b"\0\0\0\x08free"
    (size,) = struct.unpack_from(">I", data, at)
    return data[: at - 8] + struct.pack(">I4sQ", 1, b"mdat", size + 8) + data[at + 8 :]


def to_the_end(data: bytes) -> bytes:
    at = data.index(b"mdat") - 4
    return data[:at] + bytes(4) + data[at + 4 :]


def with_more_tags(path: Path) -> bytes:
    tags = mutagen.mp4.MP4(path)
    tags["----:com.apple.iTunes:NOTE"] = [b"freeform"]
    tags["covr"] = [mutagen.mp4.MP4Cover((path.parent / "cover.png").read_bytes(), mutagen.mp4.MP4Cover.FORMAT_PNG)]
    tags.save()
    return path.read_bytes() + box(b"uuid", bytes(range(16)), b"kept")


CHANGED: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    "64-bit": ("last", lambda path: to_64_bits(path.read_bytes())),
    "64-bit-first": ("first", lambda path: to_64_bits(path.read_bytes())),
    "to-the-end": ("first", lambda path: to_the_end(path.read_bytes())),
    "more-tags": ("first", with_more_tags),
    "more-tags-last": ("last", with_more_tags),
}
FORMS = [*PLAIN, *CHANGED]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Make a form once, when it is asked for."""
    require_tool("ffmpeg")
    folder = tmp_path_factory.mktemp("forms")
    (folder / "old.txt").write_text(OLD, "utf-8")
    (folder / "lines.srt").write_text(
        "1\n00:00:01,000 --> 00:00:04,000\nA line\n\n2\n00:00:09,000 --> 00:00:12,000\nTwo\n"
    )
    run("ffmpeg", "-f", "lavfi", "-i", "color=red:s=32x32", "-frames:v", "1", "cover.png", folder=folder)

    @cache
    def made(name: str) -> Path:
        if name in CHANGED:
            base, change = CHANGED[name]
            original = made(base)
            path = original.with_name(f"{name}{original.suffix}")
            path.write_bytes(original.read_bytes())
            path.write_bytes(change(path))
            return path
        suffix, options = PLAIN[name]
        run("ffmpeg", *options, f"{name}.{suffix}", folder=folder)
        return folder / f"{name}.{suffix}"

    return made


@pytest.fixture(scope="module")
def tag(make: Callable[[str], Path]) -> Callable[[str, str], Path]:
    """Tag a form with a list of chapters, once."""

    @cache
    def tagged(form: str, listed: str) -> Path:
        path = make(form)
        source = BytesSource(path.read_bytes(), str(path))
        wanted = chapters(LISTS[listed], mp4.measure(source).duration.ms)
        edit = mp4.edit(source, wanted, WriteOptions())
        edit.check()
        new = EditedSource(source, edit)
        target = path.with_name(f"{path.stem}-{listed}{path.suffix}")
        target.write_bytes(new.read(0, new.size))
        assert mp4.edit(BytesSource(target.read_bytes()), wanted, WriteOptions()).unchanged
        return target

    return tagged


def run(*command: str, folder: Path) -> str:
    quiet = ["-nostdin", "-v", "error", "-y"] if command[0] == "ffmpeg" else []
    done = subprocess.run(
        [command[0], *quiet, *command[1:]], cwd=folder, check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def expected(reader: str, listed: str) -> list[tuple[int, str]]:
    """The list, as the reader shows it: those of the ffmpeg family show the filler, mutagen knows `chpl` alone."""
    wanted = LISTS[listed]
    if listed == "late" and reader in {"ffprobe", "libav", "mpv"}:
        return [(0, ""), *wanted]
    return [] if reader == "mutagen" and len(wanted) > 255 else wanted


@pytest.mark.parametrize("reader", MP4_READERS)
@pytest.mark.parametrize("form", FORMS)
def test_every_reader_shows_the_chapters(reader: str, form: str, tag: Callable[[str, str], Path]) -> None:
    check(reader, tag(form, "six"), "six")


@pytest.mark.parametrize("reader", MP4_READERS)
@pytest.mark.parametrize("form", ["old-first"])
@pytest.mark.parametrize("listed", ["late", "one", "255", "300"])
def test_any_number_of_them(reader: str, form: str, listed: str, tag: Callable[[str, str], Path]) -> None:
    check(reader, tag(form, listed), listed)


def check(reader: str, path: Path, listed: str) -> None:
    found = find(reader)
    if not found.available():
        absent(f"{reader} is not installed")
    shown = [(each.start_ms, each.title) for each in found.read(path, container="mp4")]
    assert shown == expected(reader, listed)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("listed", ["six"])
def test_exiftool_shows_the_chapters(form: str, listed: str, tag: Callable[[str, str], Path]) -> None:
    require_tool("exiftool")
    path = tag(form, listed)
    shown = json.loads(run("exiftool", "-j", "-ChapterList", path.name, folder=path.parent))[0]["ChapterList"]
    found = [re.fullmatch(r"\[(\d+):(\d\d):(\d\d)\.(\d{3})\] (.*)", each) for each in shown]
    parts = [match.groups() for match in found if match]
    starts = [((int(h) * 60 + int(m)) * 60 + int(s)) * 1000 + int(ms) for h, m, s, ms, _ in parts]
    assert list(zip(starts, [title for *_, title in parts], strict=True)) == LISTS[listed]


def streams(path: Path) -> list[tuple[str, str]]:
    """Kind and hash of the packets of every stream that is no chapter track (ffmpeg calls those data)."""
    lines = run("ffmpeg", "-i", path.name, "-map", "0", "-c", "copy", "-f", "streamhash", "-", folder=path.parent)
    rows = [line.split(",") for line in lines.splitlines()]
    return [(kind, digest) for _, kind, digest in rows if kind != "d"]


@pytest.mark.parametrize("form", FORMS)
def test_all_other_streams_are_as_they_were(
    form: str, make: Callable[[str], Path], tag: Callable[[str, str], Path], tmp_path: Path
) -> None:
    original, new = make(form), tag(form, "six")
    assert streams(new) == streams(original)
    source = BytesSource(new.read_bytes())
    bare = EditedSource(source, mp4.edit(source, NO_CHAPTERS, WriteOptions()))
    gone = tmp_path / new.name
    gone.write_bytes(bare.read(0, bare.size))
    assert streams(gone) == streams(original)
    assert "[CHAPTER]" not in run("ffprobe", "-v", "error", "-show_chapters", str(gone), folder=tmp_path)


@pytest.mark.parametrize("form", FORMS)
def test_tags_are_as_they_were(form: str, make: Callable[[str], Path], tag: Callable[[str, str], Path]) -> None:
    before, after = mutagen.mp4.MP4(make(form)), mutagen.mp4.MP4(tag(form, "six"))
    assert dict(after.tags or {}) == dict(before.tags or {})
    assert after.info.length == before.info.length
    if "tags" in form:
        assert b"\0\0\0\x1cuuid" + bytes(range(16)) + b"kept" in tag(form, "six").read_bytes()


@pytest.mark.parametrize("form", ["last", "first", "old-first", "more-tags"])
def test_mutagen_may_save_its_tags_afterwards(form: str, tag: Callable[[str, str], Path], tmp_path: Path) -> None:
    path = tag(form, "six")
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    tags = mutagen.mp4.MP4(copy)
    tags["\xa9lyr"] = ["x" * 20_000]
    tags.save()
    assert [(each.start, each.title) for each in mp4.inspect(BytesSource(copy.read_bytes())).chapters] == LISTS["six"]
    assert streams(copy) == streams(path)


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("reader", ["libav", "mutagen"])
def test_layouts_of_other_programs(reader: str, name: str, tmp_path: Path) -> None:
    if reader == "mutagen" and name == "track-only":
        return  # it cannot read a `udta` that ends with a zero, with or without chapters
    source = BytesSource(LAYOUTS[name]())
    wanted = chapters(LISTS["six"], mp4.measure(source).duration.ms)
    new = EditedSource(source, mp4.edit(source, wanted, WriteOptions()))
    path = tmp_path / "episode.m4a"
    path.write_bytes(new.read(0, new.size))
    check(reader, path, "six")


@pytest.mark.parametrize("form", ["last", "first", "mov"])
def test_images_are_pictures_to_others(form: str, make: Callable[[str], Path], tmp_path: Path) -> None:
    """ffmpeg decodes the first image; titles stay what they were."""
    from chaptag.model.chapter import Image

    original = make(form)
    cover = run_bytes(
        "ffmpeg", "-f", "lavfi", "-i", "testsrc=s=64x64", "-frames:v", "1", "-f", "mjpeg", "-", folder=tmp_path
    )
    source = BytesSource(original.read_bytes())
    image = Image(cover, "image/jpeg")
    wanted = chapters([Chapter(0, "One", image=image), Chapter(9000, "Two", image=image)], 32_000)
    new = EditedSource(source, mp4.edit(source, wanted, WriteOptions()))
    path = tmp_path / original.name
    path.write_bytes(new.read(0, new.size))
    shown = [(each.start_ms, each.title) for each in find("libav").read(path, container="mp4")]
    assert shown == [(0, "One"), (9000, "Two")]
    decoded = run_bytes(
        "ffmpeg", "-i", path.name, "-map", "0:v", "-frames:v", "1", "-f", "mjpeg", "-c", "copy", "-", folder=tmp_path
    )
    assert decoded == cover
    assert [each for each in streams(path) if each[0] == "a"] == streams(original)
    assert sum(path[-1] == b"mdat" for path, *_ in walk(path.read_bytes())) == 3


def run_bytes(*command: str, folder: Path) -> bytes:
    quiet = [command[0], "-nostdin", "-v", "error", *command[1:]]
    return subprocess.run(quiet, cwd=folder, check=True, capture_output=True).stdout
