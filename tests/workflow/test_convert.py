"""Converting: from anything, to any format, with nothing lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

import chaptag
from chaptag import ReadOptions
from tests.support.cli import chaptag as call


def test_notes_to_a_file_by_its_suffix(notes: Path, tmp_path: Path) -> None:
    out = tmp_path / "ep.chapters.json"
    assert chaptag.convert(notes, output=out, reading=ReadOptions(duration=60_000)).format == "json"
    assert [chapter.title for chapter in chaptag.read(out).chapters] == ["Intro", "Interview", "Outro"]
    before = out.stat()
    again = chaptag.convert(notes, output=out, reading=ReadOptions(duration=60_000))
    assert (again.written, out.stat().st_mtime_ns, out.stat().st_ino) == (False, before.st_mtime_ns, before.st_ino)
    with pytest.raises(chaptag.StorageError):
        chaptag.convert(notes, output=out, reading=ReadOptions(duration=60_000, offset=1000))


def test_the_same_call_again_is_no_error(notes: Path, tmp_path: Path) -> None:
    out = tmp_path / "ep.chapters.json"
    assert "unchanged" not in call("convert", notes, "--duration", "60s", "-o", out).out
    answer = call("convert", notes, "--duration", "60s", "-o", out)
    assert (answer.code, answer.out.endswith("; unchanged\n")) == (0, True)


def test_a_suffix_of_several_formats_is_asked_about(notes: Path, tmp_path: Path) -> None:
    with pytest.raises(chaptag.UsageError, match="which format"):
        chaptag.convert(notes, output=tmp_path / "ep.chapters.txt")


def test_audio_to_text(audio: Path, notes: Path) -> None:
    chaptag.tag(audio, notes)
    assert chaptag.convert(audio, to="youtube").text.splitlines() == ["00:00 Intro", "00:10 Interview", "00:40 Outro"]


def test_audio_without_chapters_is_said(audio: Path) -> None:
    with pytest.raises(chaptag.Rejected, match="holds no chapters"):
        chaptag.convert(audio, to="json")


def test_offsets_move_the_audios_own_chapters(audio: Path, notes: Path) -> None:
    chaptag.tag(audio, notes)
    text = chaptag.convert(audio, to="youtube", reading=ReadOptions(offset=5000, intro="Ad")).text
    assert text.splitlines() == ["00:00 Ad", "00:05 Intro", "00:15 Interview", "00:45 Outro"]


def test_the_way_that_the_message_names_works(audio: Path, notes: Path, tmp_path: Path) -> None:
    chaptag.tag(audio, notes)
    other = tmp_path / "other.mp3"
    other.write_bytes(audio.read_bytes())
    chaptag.remove(other)
    converted = call("convert", audio, "--to", "json")
    answer = call("tag", other, "-", stdin=converted.out.encode())
    assert (answer.code, converted.code) == (0, 0)
    assert chaptag.read(other).chapters == chaptag.read(audio).chapters


def test_the_list_of_formats(capsys: pytest.CaptureFixture[str]) -> None:
    listed = call("convert", "--list").out
    names = {line.split()[0] for line in listed.splitlines()[1:] if line}
    wanted = (
        "json psc webvtt ffmetadata cue audacity ogm mp4chaps matroska vorbis youtube spotify notes markdown html csv"
    )
    assert set(wanted.split()) <= names


def test_parts_that_overlap_are_refused(notes: Path) -> None:
    answer = call("convert", notes, "--to", "json", "--duration", "60s", "--cut", "0:10-0:30", "--cut", "0:20-0:40")
    assert (answer.code, "overlap" in answer.err) == (2, True)


def test_what_tag_refuses_is_not_converted(audio: Path, tmp_path: Path) -> None:
    late = tmp_path / "late.json"
    late.write_text('{"chapters": [{"startTime": 0, "title": "Intro"}, {"startTime": 300, "title": "Beyond"}]}')
    answer = call("convert", late, "--audio", audio, "--to", "json", "-o", tmp_path / "out.json")
    assert (answer.code, "because of 1 finding" in answer.err) == (1, True), answer
    assert not (tmp_path / "out.json").exists()
    assert call("convert", late, "--to", "json").code == 0


def test_warnings_are_printed_and_can_forbid(notes: Path) -> None:
    notes.write_text("00:05 Intro\n00:20 Interview\n00:40 News\n")
    warned = call("convert", notes, "--to", "youtube", "--duration", "60s")
    assert (warned.code, "[not-from-zero]" in warned.err) == (0, True)
    refused = call("convert", notes, "--to", "youtube", "--duration", "60s", "--fail-on", "warning")
    assert (refused.code, refused.out) == (1, "")
