"""What stands where a file is expected: nothing, sound in a pipe, a folder, files in the wrong order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import chaptag
from chaptag import InputError, NotesError, UsageError
from chaptag.workflow.sources import nearest_file, piped
from tests.support.cli import chaptag as call
from tests.support.mp3 import mp3


@pytest.mark.parametrize("data", [b"", b"\n \n"])
@pytest.mark.parametrize("command", [["tag", "ep.mp3", "-"], ["show", "-"], ["convert", "-", "--to", "json"]])
def test_standard_input_may_be_empty(
    audio: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], data: bytes
) -> None:
    monkeypatch.chdir(audio.parent)
    answer = call(*command, stdin=data)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("error: standard input is empty")


def test_sound_in_a_pipe_is_named(audio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(audio.parent)
    answer = call("show", "-", stdin=mp3(seconds=1))
    assert (answer.code, answer.err) == (
        3,
        "error: standard input is an MP3; chaptag reads audio from files only\n  help: Name the audio file.\n",
    )


@pytest.fixture
def pipe(notes: Path) -> Iterator[str]:
    """What the shell names for ``<(cat notes)``: an open pipe of this process."""
    reading, writing = os.pipe()
    os.write(writing, notes.read_bytes())
    os.close(writing)
    yield f"/dev/fd/{reading}"
    os.close(reading)


needs_descriptors = pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="no /dev/fd")


@needs_descriptors
@pytest.mark.parametrize("command", [["tag", "ep.mp3"], ["show", "--duration", "1:00"]])
def test_notes_come_from_a_pipe_that_the_shell_has_opened(
    audio: Path, monkeypatch: pytest.MonkeyPatch, pipe: str, command: list[str]
) -> None:
    monkeypatch.chdir(audio.parent)
    answer = call(*command, pipe)
    assert (answer.code, "3 chapters" in answer.out) == (0, True)
    answer = call(*command, pipe)
    assert (answer.code, f"{pipe} is empty" in answer.err) == (3, True)


@needs_descriptors
def test_no_pipe_is_read_that_no_person_has_typed(audio: Path, pipe: str) -> None:
    with pytest.raises(InputError, match="is a pipe"):
        chaptag.tag(audio, pipe)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_named_pipe_is_not_waited_for(audio: Path) -> None:
    fifo = audio.with_name("fifo.txt")
    os.mkfifo(fifo)
    assert "is a pipe" in call("tag", audio, fifo).err


def test_what_comes_unasked_through_a_pipe_is_named(audio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(audio.parent)
    monkeypatch.setattr("chaptag.workflow.sources.piped", lambda: True)
    audio.rename("alone.mp3")
    assert "Name the notes, or - for those on standard input: chaptag tag alone.mp3 -" in call("tag", "alone.mp3").err
    answer = call("show", "--explain")
    assert (answer.code, "help: chaptag show - --explain" in answer.err) == (2, True)


def test_whether_something_is_piped(monkeypatch: pytest.MonkeyPatch, notes: Path) -> None:
    for path, sent in ((notes, True), (Path(os.devnull), False)):
        with path.open() as stream:
            monkeypatch.setattr("sys.stdin", stream)
            assert piped() is sent
    monkeypatch.setattr("sys.stdin", None)
    assert not piped()


def test_what_is_called_like_audio_is_not_called_notes(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"RIFX\0\0\1\2" * 100)
    with pytest.raises(InputError, match="is called like audio, and is neither audio") as caught:
        chaptag.read(broken)
    assert caught.value.hint.startswith("The export or download may have failed")
    with pytest.raises(NotesError, match="not text"):
        chaptag.read(broken.rename(tmp_path / "notes.txt"))


@pytest.mark.parametrize("command", ["show", "verify", "remove", "preview"])
def test_no_command_but_tag_advises_to_tag_a_folder(tmp_path: Path, command: str) -> None:
    answer = call(command, tmp_path)
    assert (answer.code, "is a folder\n  help: Name a file in it." in answer.err) == (3, True)


def test_a_folder_is_tagged_by_batch(audio: Path) -> None:
    with pytest.raises(InputError, match="is a folder") as caught:
        chaptag.tag(audio.parent)
    assert f"chaptag batch {audio.parent}" in caught.value.hint
    with pytest.raises(InputError, match="is a folder") as caught:
        chaptag.tag(audio, audio.parent)
    assert "batch" not in caught.value.hint


@pytest.mark.parametrize("name", ["x" * 5000, "a/" * 3000, "nul\0"])
def test_a_name_that_no_file_can_have(audio: Path, notes: Path, name: str) -> None:
    assert call("tag", name, notes).code == call("tag", audio, name).code == call("preview", name, notes).code == 3


@pytest.mark.parametrize("command", ["tag", "preview"])
def test_files_in_the_wrong_order(audio: Path, notes: Path, command: str) -> None:
    answer = call(command, notes, audio)
    assert (answer.code, f"  help: chaptag {command} {audio} {notes}\n" in answer.err) == (2, True)


def test_two_audio_files_are_copied_or_tagged_each(audio: Path) -> None:
    other = audio.with_name("other.mp3")
    other.write_bytes(audio.read_bytes())
    with pytest.raises(UsageError, match="both audio") as caught:
        chaptag.tag(audio, other)
    assert [line.partition(": ")[2] for line in caught.value.hint.split("\n")] == [
        f"chaptag convert {other} --to json | chaptag tag {audio} -",
        f"chaptag batch {audio.parent}",
    ]


@pytest.mark.parametrize("call_of", ["tag ep.mp3 ep.txt -n", "preview ep.mp3 ep.txt", "verify ep.mp3 ep.txt"])
def test_a_stated_duration_beside_audio_is_said_to_be_unused(
    audio: Path, notes: Path, monkeypatch: pytest.MonkeyPatch, call_of: str
) -> None:
    monkeypatch.chdir(audio.parent)
    assert "--duration is not used" in call(*call_of.split(), "--duration", "5m").err
    assert "--duration" not in call(*call_of.split()).err
    assert "--duration" not in call("show", "ep.txt", "--duration", "5m").err
    assert "nothing for --duration to do" in call("show", "ep.mp3", "--duration", "5m").err


@pytest.mark.parametrize(
    ("name", "near"),
    [("epsiode.mp3", "episode.mp3"), ("episode.txt", "episode.mp3"), ("nope.mp3", ""), ("e9.txt", ""), ("x", "")],
)
def test_the_name_that_was_meant_is_alike_without_its_ending(tmp_path: Path, name: str, near: str) -> None:
    for each in ("episode.mp3", "e5.txt", "ape.mp3", ".hidden.mp3"):
        (tmp_path / each).touch()
    assert nearest_file(str(tmp_path / name)) == (str(tmp_path / near) if near else "")
    assert nearest_file(str(tmp_path / "gone" / name)) == ""
