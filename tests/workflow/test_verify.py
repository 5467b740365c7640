"""Verifying: alone, against notes, against a hash, for platforms."""

from __future__ import annotations

from pathlib import Path

import pytest

import chaptag
from chaptag import Chapter, ChapterList, ReadOptions, RuleSettings, Verified
from tests.support.cli import chaptag as call
from tests.support.mp4 import plain


def one(*files: Path, **options: object) -> Verified:
    (result,) = chaptag.verify(*files, **options)  # type: ignore[arg-type]
    return result


def rules(result: Verified) -> list[str]:
    return [found.rule for found in result.findings]


def test_what_tag_wrote_passes(audio: Path, notes: Path) -> None:
    chaptag.tag(audio, notes)
    result = one(audio, notes)
    assert (result.passed, result.findings, result.exit_code) == (True, (), 0)


def test_nobody_is_sent_to_tag_what_tag_refuses(audio: Path, notes: Path) -> None:
    (missing,) = one(audio, notes).findings
    assert missing.advice == f"Write them: chaptag tag {audio} {notes}"
    notes.write_text("00:00 Intro\n12:10 Interview\n45:40 Outro\n")
    advice = {found.rule: found.advice for found in one(audio, notes).findings}
    assert {"wrong-episode", "no-chapters"} <= advice.keys()
    assert "chaptag tag" not in advice["no-chapters"]


def test_what_tag_wrote_passes_with_the_same_options(audio: Path, notes: Path) -> None:
    options = ReadOptions(offset=5000, intro="Sponsor")
    chaptag.tag(audio, notes, reading=options)
    assert one(audio, notes, reading=options).passed
    assert not one(audio, notes).passed


def test_a_file_without_chapters_fails(audio: Path, notes: Path) -> None:
    assert rules(one(audio, notes)) == ["no-chapters"]
    assert rules(one(notes, reading=ReadOptions(duration=60_000))) == []


def test_each_kind_of_difference(audio: Path, notes: Path) -> None:
    held = [Chapter(0, "Intro"), Chapter(12_000, "Interview"), Chapter(40_000, "The end"), Chapter(50_000, "More")]
    chaptag.tag(audio, ChapterList.of(held))
    result = one(audio, notes)
    assert rules(result) == ["moved", "renamed", "extra-chapter"]
    assert not result.passed
    assert result.findings[0].place is not None
    assert result.findings[0].place.line == 4


def test_a_shift_suggests_the_offset(audio: Path, notes: Path) -> None:
    chaptag.tag(audio, notes, reading=ReadOptions(offset=7000))
    found = one(audio, notes).findings
    shifted = next(each for each in found if each.rule == "shifted")
    assert "--offset +7s" in shifted.advice


def test_notes_in_seconds_tolerate_less_than_a_second(audio: Path, notes: Path) -> None:
    held = ChapterList.of([Chapter(0, "Intro"), Chapter(10_600, "Interview"), Chapter(40_000, "Outro")])
    chaptag.tag(audio, held)
    assert one(audio, notes).passed
    assert rules(one(audio, notes, tolerance=500)) == ["moved"]


def test_several_audio_files_are_each_compared_with_their_notes(audio: Path, notes: Path, tmp_path: Path) -> None:
    chaptag.tag(audio, notes)
    other = tmp_path / "other.mp3"
    other.write_bytes(audio.read_bytes())
    results = chaptag.verify(audio, other)
    assert [(result.notes is not None, result.passed) for result in results] == [(True, True), (False, True)]


def test_one_unreadable_file_does_not_hide_the_others(audio: Path, notes: Path, tmp_path: Path) -> None:
    chaptag.tag(audio, notes)
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"ID3\x03\x00\x00\xff\xff\xff\xff" + bytes(100))
    results = chaptag.verify(broken, audio)
    assert [(result.error is not None, result.passed) for result in results] == [(True, False), (False, True)]
    assert results[0].exit_code == 3


def test_which_belongs_to_which_is_asked(audio: Path, notes: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.mp3"
    other.write_bytes(audio.read_bytes())
    with pytest.raises(chaptag.UsageError, match="which belongs to which"):
        chaptag.verify(audio, other, notes)


def test_the_hash_of_the_sound_survives_tagging(audio: Path, notes: Path) -> None:
    before = chaptag.read(audio, hash_audio=True)
    chaptag.tag(audio, notes)
    after = chaptag.read(audio, hash_audio=True)
    assert isinstance(before, chaptag.AudioContents)
    assert isinstance(after, chaptag.AudioContents)
    assert before.audio_hash == after.audio_hash is not None
    assert one(audio, notes, expect_audio=f"sha256:{after.audio_hash}").passed
    assert rules(one(audio, notes, expect_audio="0" * 64)) == ["other-audio"]


def test_platforms_are_asked_only_when_named(audio: Path, notes: Path) -> None:
    chaptag.tag(audio, notes)
    assert one(audio, notes).passed
    spotify = one(audio, notes, platforms=["spotify"])
    assert (spotify.passed, set(rules(spotify))) == (True, {"platform-short"})
    youtube = one(audio, notes, platforms=["youtube"])
    assert youtube.passed
    assert rules(one(audio, notes, platforms=["vlc"])) == ["platform-none"]
    with pytest.raises(chaptag.UsageError, match="no platform"):
        chaptag.verify(audio, platforms=["zune"])


def test_severities_can_be_set(audio: Path, notes: Path) -> None:
    severity = (("platform-short", chaptag.Severity.ERROR),)
    chaptag.tag(audio, notes)
    assert not one(audio, notes, platforms=["spotify"], rules=RuleSettings(severities=severity)).passed


def test_one_file_that_cannot_be_read_hides_no_other(audio: Path, notes: Path, tmp_path: Path) -> None:
    chaptag.tag(audio, notes)
    other = tmp_path / "other.mp3"
    other.write_bytes(audio.read_bytes())
    for suffix in ("md", "txt"):
        (tmp_path / f"other.{suffix}").write_text("00:00 Intro\n")
    first, missing, ambiguous = chaptag.verify(audio, tmp_path / "missing.mp3", other)
    assert (first.passed, first.exit_code) == (True, 0)
    assert (missing.exit_code, ambiguous.exit_code) == (3, 2)
    assert ambiguous.error is not None
    assert "chaptag verify" in ambiguous.error.hint


@pytest.mark.parametrize("form", ["junit", "github"])
@pytest.mark.parametrize("files", [["gone.mp3"], ["gone.mp3", "ep.mp3"], ["ep.mp3", "ep.mp3", "ep.txt"], ["gone.txt"]])
def test_a_report_is_printed_whatever_happens(
    audio: Path, notes: Path, monkeypatch: pytest.MonkeyPatch, form: str, files: list[str]
) -> None:
    monkeypatch.chdir(audio.parent)
    answer = call("verify", *files, "--output-format", form)
    assert answer.code in {2, 3}
    assert ("<error " if form == "junit" else "::error ") in answer.out


@pytest.mark.parametrize(
    "arguments", [["tag", "my ep.mp3"], ["verify", "my ep.mp3"], ["convert", "my ep.mp3", "--to", "json"]]
)
def test_what_to_do_can_be_pasted(audio: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.chdir(audio.parent)
    audio.rename("my ep.mp3")
    assert "chaptag tag 'my ep.mp3' NOTES" in call(*arguments).err


def test_standard_input_is_no_file_to_name(audio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(audio.parent)
    answer = call("verify", "ep.mp3", "-", stdin=b"00:00 One\n00:20 Two\n00:40 Three\n")
    assert "chaptag tag ep.mp3 NOTES\n" in answer.err
    assert "save it as a file" in call("tag", "-", "ep.mp3", stdin=b"x").err + call("tag", "-", stdin=b"x").err


def test_an_empty_file_called_audio_stops_no_other(audio: Path, notes: Path, tmp_path: Path) -> None:
    chaptag.tag(audio, notes)
    empty, page = tmp_path / "empty.mp3", tmp_path / "page.mp3"
    empty.touch()
    page.write_text("<html>404</html>")
    answers = {Path(each.name).name: each for each in chaptag.verify(audio, empty, page, tmp_path / "missing.mp3")}
    assert answers["ep.mp3"].passed
    said = {name: str(answer.error) for name, answer in answers.items() if answer.error is not None}
    assert {name: text.partition(": ")[2] for name, text in said.items()} == {
        "empty.mp3": "is an empty file",
        "page.mp3": "is not audio that chaptag knows",
        "missing.mp3": "does not exist",
    }


def test_a_report_has_a_case_for_each_file(audio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(audio.parent)
    Path("empty.mp3").touch()
    out = call("verify", "missing.mp3", "empty.mp3", "--output-format", "junit").out
    assert (out.count("<testcase "), "does not exist" in out, "is an empty file" in out) == (2, True, True)


@pytest.mark.parametrize("name", ["ep.mp3", "ep.m4a"])
@pytest.mark.parametrize(
    ("held", "wanted", "intro", "options", "advised"),
    [
        ((0, 20, 30, 50), (0, 15, 25, 45), [], [], ["--insert", "00:15+5s"]),
        ((0, 15, 25, 45), (0, 20, 30, 50), [], [], ["--cut", "00:15-00:20"]),
        ((7, 20, 30, 50), (2, 15, 25, 45), [], [], ["--offset", "+5s"]),
        ((7, 20, 30, 50), (2, 15, 25, 45), [], ["--offset", "2s"], ["--offset", "+5s"]),
        ((2, 15, 25, 45), (9, 22, 32, 52), [], [], ["--offset", "-7s"]),
        ((7, 20, 30, 50), (2, 15, 25, 45), ["--intro", "Sponsor"], [], ["--insert", "00:02+5s"]),
        ((2, 15, 25, 45), (9, 22, 32, 52), ["--intro", "Sponsor"], [], ["--cut", "00:02-00:09"]),
    ],
)
def test_the_advice_on_a_shift_can_be_followed(
    audio: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    held: tuple[int, ...],
    wanted: tuple[int, ...],
    intro: list[str],
    options: list[str],
    advised: list[str],
) -> None:
    monkeypatch.chdir(audio.parent)
    Path("ep.m4a").write_bytes(plain(seconds=60))
    for path, starts in (("held.txt", held), ("wanted.txt", wanted)):
        Path(path).write_text("".join(f"0:{start:02d} Part {n}\n" for n, start in enumerate(starts)))
    assert call("tag", name, "held.txt", *intro).code == 0
    answer = call("verify", name, "wanted.txt", *intro, *options)
    assert (answer.code, f"pass {' '.join(advised)};" in answer.err) == (1, True), answer
    assert call("verify", name, "wanted.txt", *intro, *advised).code == 0
    assert call("tag", name, "wanted.txt", *intro, *advised).code == 0
