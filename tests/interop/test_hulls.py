"""WAV, AIFF, ADTS, FLAC, Ogg Vorbis and Opus of five encoders: other programs read the chapters, and hear no change."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from chaptag.containers.registry import load
from chaptag.model.source import BytesSource
from tests.interop.outside import look, require
from tests.interop.test_sample import chaptag
from tests.support import riff
from tests.support.tools import require_tool

pytestmark = pytest.mark.interop

NEW = [(0, "Grüße, 日本 😀"), (12_345, "Middle: the part"), (21_500, "Good-bye")]
NOTES = "Notes\n\n00:00 Grüße, 日本 😀\n00:12.345 Middle: the part\n00:21.5 Good-bye\n"
TAGS = ("-metadata", "title=Épisode", "-metadata", "artist=Ada", "-metadata", "comment=two\nlines")


def run(*command: str | Path) -> str:
    require_tool(str(command[0]))
    return subprocess.run(
        list(map(str, command)), check=True, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8"
    ).stdout


def ffmpeg(*options: str) -> Callable[[Path, Path], object]:
    return lambda wave, path: run("ffmpeg", "-nostdin", "-v", "error", "-i", wave, *TAGS, *options, path)


def flac(wave: Path, path: Path) -> None:
    run("flac", "-s", "-T", "TITLE=Épisode", "-T", "title=again", "-o", path, wave)


def oggenc(wave: Path, path: Path) -> None:
    run("oggenc", "-Q", "-t", "Épisode", "-a", "Ada", "-c", "MOOD=calm", "-o", path, wave)


def opusenc(wave: Path, path: Path) -> None:
    run("opusenc", "--quiet", "--title", "Épisode", "--picture", cover(path.parent), wave, path)


def sox(wave: Path, path: Path) -> None:
    run("sox", wave, "--comment", "TITLE=Épisode", path)


def cover(folder: Path) -> Path:
    path = folder / "cover.png"
    run("ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "mandelbrot=s=300x300", "-frames:v", "1", path)
    return path


def studio(wave: Path, path: Path) -> None:
    """A broadcast WAV, with markers and all that recorders leave."""
    data = wave.read_bytes()
    chunks = dict(riff.chunks_of(data))
    markers = riff.cue([0, 480_000]) + riff.labels(["Take 1", "Take 2"])
    before = riff.bext() + riff.ixml() + markers
    path.write_bytes(riff.wav(format_=riff.chunk(b"fmt ", chunks[b"fmt "]), before=before, data=chunks[b"data"]))


FORMS: dict[str, tuple[str, str, Callable[[Path, Path], object]]] = {
    "ffmpeg.aac": ("aac", "aac", ffmpeg()),
    "ffmpeg-id3.aac": ("aac", "aac", ffmpeg("-write_id3v2", "1")),
    "ffmpeg.wav": ("wav", "wav", ffmpeg()),
    "ffmpeg-rf64.wav": ("wav", "wav", ffmpeg("-rf64", "always")),
    "ffmpeg-24.wav": ("wav", "wav", ffmpeg("-c:a", "pcm_s24le")),
    "ffmpeg-adpcm.wav": ("wav", "wav", ffmpeg("-c:a", "adpcm_ima_wav")),
    "sox.wav": ("wav", "wav", sox),
    "studio.wav": ("wav", "wav", studio),
    "ffmpeg.aiff": ("aiff", "aiff", ffmpeg("-write_id3v2", "1")),
    "sox.aiff": ("aiff", "aiff", sox),
    "sox.aifc": ("aiff", "aiff", sox),
    "ffmpeg.flac": ("flac", "flac", ffmpeg()),
    "flac.flac": ("flac", "flac", flac),
    "sox.flac": ("flac", "flac", sox),
    "ffmpeg.ogg": ("ogg", "ogg", ffmpeg("-c:a", "libvorbis")),
    "oggenc.ogg": ("ogg", "ogg", oggenc),
    "sox.ogg": ("ogg", "ogg", sox),
    "ffmpeg.opus": ("ogg", "ogg", ffmpeg()),
    "opusenc.opus": ("ogg", "ogg", opusenc),
}
every_form = pytest.mark.parametrize("form", FORMS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hulls")
    sound = "sine=f=330:r=48000:d=30.0173"
    run("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", sound, "-bitexact", made / "source.wav")
    (made / "notes.txt").write_text(NOTES, "utf-8")
    return made


def plain(folder: Path, form: str) -> Path:
    path = folder / form
    if not path.exists():
        FORMS[form][2](folder / "source.wav", path)
    return path


def tagged(folder: Path, form: str) -> Path:
    path = folder / f"tagged-{form}"
    if not path.exists():
        chaptag("tag", plain(folder, form), folder / "notes.txt", "-o", path)
    return path


def decoded(path: Path) -> str:
    return run("ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:a", "-f", "md5", "-")


def mutagen_tags(path: Path, kind: str) -> object:
    """Everything that mutagen sees and that is no chapter; of ID3 by its frames."""
    if kind in {"flac", "ogg"}:
        from mutagen import File

        file = File(path)
        pictures = [picture.write() for picture in getattr(file, "pictures", ())]
        others = [(key, value) for key, value in file.tags if not key.upper().startswith("CHAPTER")]
        return others, file.tags.vendor, pictures, file.info.length
    from mutagen.aiff import AIFF
    from mutagen.id3 import ID3, ID3NoHeaderError
    from mutagen.wave import WAVE

    if kind == "aac":
        try:
            tags = ID3(path)
        except ID3NoHeaderError:
            return {}
    elif path.read_bytes()[:4] == b"RF64":
        return {}  # mutagen does not know it
    else:
        tags = {"wav": WAVE, "aiff": AIFF}[kind](path).tags or {}
    return {key: repr(value) for key, value in tags.items() if not key.startswith(("CHAP", "CTOC"))}


def exiftool_tags(path: Path) -> dict[str, object]:
    require_tool("exiftool")
    command = [
        "exiftool",
        "-json",
        "-G1",
        "-a",
        str(path),
    ]  # it fails for ADTS without a tag, and says so in its answer
    said = json.loads(subprocess.run(command, check=False, capture_output=True, encoding="utf-8").stdout)[0]
    own = ("SourceFile", "File:", "System:", "ExifTool:", "Composite:")
    return {
        key: value
        for key, value in said.items()
        if not key.startswith(own) and "Chapter" not in key and "TableOfContents" not in key and "RIFFSize" not in key
    }


@every_form
@pytest.mark.parametrize("reader", ["ffprobe", "mpv", "mutagen"])
def test_all_chapters_arrive(reader: str, form: str, folder: Path) -> None:
    require(reader)
    if reader == "mutagen" and "rf64" in form:
        return  # mutagen does not know RF64
    found = look(reader, tagged(folder, form), FORMS[form][1])
    if form == "studio.wav" and reader != "mutagen":  # ffmpeg takes markers for chapters, and orders all by number
        found = tuple(sorted(found, key=lambda chapter: chapter.start_ms))
    assert [(chapter.start_ms, chapter.title) for chapter in found] == NEW


@every_form
def test_the_decoded_sound_is_the_same(form: str, folder: Path) -> None:
    assert decoded(tagged(folder, form)) == decoded(plain(folder, form))


@every_form
def test_mutagen_sees_all_else_unchanged(form: str, folder: Path) -> None:
    kind = FORMS[form][0]
    assert mutagen_tags(tagged(folder, form), kind) == mutagen_tags(plain(folder, form), kind)


@every_form
def test_exiftool_sees_all_else_unchanged(form: str, folder: Path) -> None:
    before, after = exiftool_tags(plain(folder, form)), exiftool_tags(tagged(folder, form))
    assert {key: after.get(key) for key in before} == before


@every_form
def test_the_duration_is_that_of_a_full_decode(form: str, folder: Path) -> None:
    kind = FORMS[form][0]
    measured = load(kind).measure(BytesSource(tagged(folder, form).read_bytes())).duration
    if kind == "aac":
        frames = run(
            *("ffprobe", "-v", "error", "-count_packets", "-show_entries", "stream=nb_read_packets"),
            *("-of", "csv=p=0", tagged(folder, form)),
        )
        assert measured.ns == int(frames) * 1024 * 1_000_000_000 // 48_000
        return
    raw = folder / "decoded.raw"
    run(
        "ffmpeg",
        "-nostdin",
        "-v",
        "error",
        "-y",
        "-i",
        plain(folder, form),
        "-f",
        "s16le",
        "-ac",
        "1",
        "-ar",
        "48000",
        raw,
    )
    assert abs(measured.ns / 1e6 - raw.stat().st_size / 96) <= 1


@every_form
def test_a_second_run_writes_nothing_and_remove_takes_all_out(form: str, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / form
    path.write_bytes(tagged(folder, form).read_bytes())
    before = path.stat()
    assert "unchanged" in chaptag("tag", path, folder / "notes.txt")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    chaptag("verify", path, folder / "notes.txt")
    chaptag("remove", path)
    markers = [(0, "Take 1"), (10_000, "Take 2")] if form == "studio.wav" else []
    assert [(each.start_ms, each.title) for each in look("ffprobe", path, FORMS[form][1])] == markers
    assert decoded(path) == decoded(plain(folder, form))
