"""What other programs read in tags that chaptag wrote: mutagen, PyAV (libav) and, where it is, ffprobe."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import av
import pytest
from mutagen.id3 import ID3

from chaptag.model.chapter import Chapter, Image
from tests.containers.id3.taggings import NONE, SOUND, edit_of, inspect, listed, tagged
from tests.support import id3
from tests.support.tools import require_tool

JPEG = b"\xff\xd8\xff\xe0" + bytes(100)
WANTED = listed(
    Chapter(0, "Intro"),
    Chapter(5_250, "Größe 大 😀", url="https://example.org/?a=1"),
    Chapter(20_000, "x" * 120, image=Image(JPEG, "image/jpeg")),
    Chapter(59_999, ""),
)
# Without what libav cannot show: images over 127 bytes in 2.4 (chaptag warns of them) and empty titles.
PLAIN = listed(*WANTED.chapters[:2], Chapter(20_000, "x" * 120), Chapter(59_999, "end"))
MANY = listed(*(Chapter(number * 100, f"Number {number}") for number in range(300)))
TAGS = {
    "none": b"",
    "2.3": id3.tag(*id3.forty_frames()),
    "2.4": id3.tag(*id3.forty_frames(4), version=4),
    "2.4 plain sizes": id3.tag(id3.frame("PRIV", bytes(300), version=4, plain=True), version=4),
    "2.3 unsynchronised": id3.tag(*id3.forty_frames(), unsync=True),
    "2.4 footer": id3.tag(*id3.forty_frames(4), version=4, footer=True),
    "chapters of ffmpeg": id3.tag(
        id3.ctoc("toc", [f"ch{n}" for n in range(40)], version=4, plain=True),
        *(
            id3.chap(f"ch{n}", n, n + 1, id3.text("TIT2", "x" * 100, version=4), version=4, plain=True)
            for n in range(40)
        ),
        version=4,
    ),
}
every_tag = pytest.mark.parametrize("name", TAGS)


def _rows(chapters: Any) -> list[tuple[int, int, str]]:
    return [(c.start, c.end or 0, c.title) for c in chapters]


def _ffmpeg(*arguments: object) -> None:
    require_tool("ffmpeg")
    subprocess.run(["ffmpeg", "-v", "error", *map(str, arguments)], check=True, stdin=subprocess.DEVNULL)


@every_tag
def test_mutagen_reads_every_field(name: str) -> None:
    read: Any = ID3(io.BytesIO(tagged(TAGS[name], WANTED)))
    toc = read["CTOC:toc"]
    assert (int(toc.flags), toc.child_element_ids) == (3, ["chp0", "chp1", "chp2", "chp3"])
    chaps = [read[f"CHAP:chp{number}"] for number in range(4)]
    assert [(c.start_time, c.end_time, c.sub_frames["TIT2"].text[0]) for c in chaps] == _rows(WANTED.chapters)
    assert {c.start_offset for c in chaps} | {c.end_offset for c in chaps} == {0xFFFFFFFF}
    assert chaps[1].sub_frames["WXXX:chapter url"].url == "https://example.org/?a=1"
    picture = chaps[2].sub_frames["APIC:chapter image"]
    assert (picture.mime, picture.data) == ("image/jpeg", JPEG)


@every_tag
def test_mutagen_reads_the_other_frames_as_before(name: str) -> None:
    def keys(tag: bytes) -> dict[str, str]:
        read: Any = ID3(io.BytesIO(tag), translate=False) if tag else {}
        return {key: repr(frame) for key, frame in read.items() if key[:4] not in {"CHAP", "CTOC"}}

    assert keys(tagged(TAGS[name], WANTED)) == keys(TAGS[name])


@every_tag
def test_libav_reads_the_same_list(name: str, tmp_path: Path) -> None:
    path = tmp_path / "x.mp3"
    path.write_bytes(tagged(TAGS[name], PLAIN) + SOUND)
    with av.open(str(path)) as container:
        found = [
            (
                round(float(c["start"] * c["time_base"]) * 1000),
                round(float(c["end"] * c["time_base"]) * 1000),
                c["metadata"]["title"],
            )
            for c in container.chapters()
        ]
    assert found == _rows(PLAIN.chapters)


def test_libav_reads_300_chapters_in_order(tmp_path: Path) -> None:
    path = tmp_path / "x.mp3"
    path.write_bytes(tagged(b"", MANY) + SOUND)
    with av.open(str(path)) as container:
        assert [c["metadata"]["title"] for c in container.chapters()] == [c.title for c in MANY.chapters]


def test_libav_finds_none_after_removal(tmp_path: Path) -> None:
    path = tmp_path / "x.mp3"
    path.write_bytes(tagged(tagged(TAGS["2.3"], WANTED), NONE) + SOUND)
    with av.open(str(path)) as container:
        assert container.chapters() == []
        assert container.metadata["artist"] == "Grüße"


@pytest.mark.interop
@every_tag
def test_ffprobe_reads_the_same_list(name: str, tmp_path: Path) -> None:
    require_tool("ffprobe")
    path = tmp_path / "x.mp3"
    path.write_bytes(tagged(TAGS[name], PLAIN) + SOUND)
    run = subprocess.run(
        ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(path)], capture_output=True, check=True
    )
    found = json.loads(run.stdout)["chapters"]
    assert [(c["start"], c["end"], c.get("tags", {}).get("title", "")) for c in found] == _rows(PLAIN.chapters)


@pytest.mark.interop
@pytest.mark.parametrize("version", [3, 4])
def test_chapters_that_ffmpeg_wrote_are_read(version: int, tmp_path: Path) -> None:
    """Plain sizes in 2.4, 60 of them, and titles that ffprobe itself loses."""
    source, notes, made = tmp_path / "in.mp3", tmp_path / "notes", tmp_path / "made.mp3"
    source.write_bytes(SOUND)
    titles = [f"Chapter {number} " + "long " * 25 for number in range(60)]
    notes.write_text(
        ";FFMETADATA1\ntitle=Episode\n"
        + "".join(
            f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={n * 1000}\nEND={n * 1000 + 1000}\ntitle={title}\n"
            for n, title in enumerate(titles)
        ),
        "utf-8",
    )
    _ffmpeg("-i", source, "-i", notes, "-map_metadata", 1, "-c", "copy", "-id3v2_version", version, made)
    data = made.read_bytes()
    tag = data[: id3.tag_size(data)]
    assert [c.title.strip() for c in inspect(tag).chapters] == [title.strip() for title in titles]
    ours = listed(*(Chapter(n * 1000, title.strip()) for n, title in enumerate(titles)))
    assert not edit_of(tag, ours).unchanged or version == 3


@pytest.mark.interop
def test_the_way_out_of_2_2_works(tmp_path: Path) -> None:
    old, new = tmp_path / "old.mp3", tmp_path / "new.mp3"
    body = b"TT2\0\0\x06\0Title" + b"TP1\0\0\x04\0Ada"
    old.write_bytes(b"ID3\2\0\0" + id3.synchsafe(len(body)) + body + SOUND)
    _ffmpeg("-i", old, "-c", "copy", "-id3v2_version", 3, new)
    data = new.read_bytes()
    frames = id3.frames_of(data)
    assert data[3] == 3
    assert ("TIT2", "Title") in [(name, body.decode("latin-1").strip("\0\1\3")) for name, body in frames]
