"""What stands where a file is expected: nothing, sound in a pipe, a folder, files in the wrong order."""

from __future__ import annotations

from pathlib import Path

import pytest

import chaptag
from chaptag import InputError, UsageError
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
