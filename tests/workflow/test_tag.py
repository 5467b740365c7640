"""Tagging through the Python API: what is written, what is refused, what is said."""

from __future__ import annotations

from pathlib import Path

import pytest

import chaptag
from chaptag import Chapter, ChapterList, ReadOptions, RuleSettings, StoreOptions

THREE = [(0, "Intro"), (10_000, "Interview"), (40_000, "Outro")]


def listed(path: Path) -> list[tuple[int, str]]:
    contents = chaptag.read(path)
    return [(chapter.start, chapter.title) for chapter in contents.chapters]


def rules(result: chaptag.TagResult) -> list[str]:
    return [found.rule for found in result.findings]


def test_notes_into_audio(audio: Path, notes: Path) -> None:
    result = chaptag.tag(audio, notes)
    assert (result.outcome, result.grade, rules(result)) == ("tagged", chaptag.Grade.SURE, [])
    assert listed(audio) == THREE
    assert [chapter.end for chapter in result.chapters] == [10_000, 40_000, result.duration.ms]


def test_again_changes_nothing(audio: Path, notes: Path) -> None:
    chaptag.tag(audio, notes)
    before = (audio.read_bytes(), audio.stat().st_mtime_ns, audio.stat().st_ino)
    assert chaptag.tag(audio, notes).outcome == "unchanged"
    assert (audio.read_bytes(), audio.stat().st_mtime_ns, audio.stat().st_ino) == before


def test_tag_remove_tag_gives_the_bytes_of_the_first(audio: Path, notes: Path) -> None:
    plain = audio.read_bytes()
    chaptag.tag(audio, notes)
    tagged = audio.read_bytes()
    assert chaptag.remove(audio).outcome == "removed"
    assert audio.read_bytes() == plain
    chaptag.tag(audio, notes)
    assert audio.read_bytes() == tagged


def test_into_a_copy(audio: Path, notes: Path, tmp_path: Path) -> None:
    before = audio.read_bytes()
    out = tmp_path / "tagged.mp3"
    assert chaptag.tag(audio, notes, output=out).output == str(out)
    assert listed(out) == THREE
    assert audio.read_bytes() == before
    with pytest.raises(chaptag.StorageError, match="already there"):
        chaptag.tag(audio, notes, output=out)
    chaptag.tag(audio, notes, output=out, storing=StoreOptions(overwrite=True))


def test_a_dry_run_writes_nothing(audio: Path, notes: Path) -> None:
    before = audio.read_bytes()
    result = chaptag.tag(audio, notes, dry_run=True)
    assert (result.outcome, result.dry_run, audio.read_bytes()) == ("tagged", True, before)
    assert result.bytes_kept == len(before)
    assert result.bytes_put > 0


def test_notes_beside_the_audio_are_found(audio: Path, notes: Path) -> None:
    assert chaptag.tag(audio).notes == str(notes)
    assert listed(audio) == THREE


def test_values_instead_of_a_file(audio: Path) -> None:
    reading = chaptag.parse_notes("00:00 Intro\n00:10 Interview\n00:40 Outro", duration=60)
    assert chaptag.tag(audio, reading).notes is None
    assert listed(audio) == THREE
    chaptag.tag(
        audio, ChapterList.of([Chapter(0, "One"), Chapter(1500, "Two")]), rules=RuleSettings(frozenset({"too-short"}))
    )
    assert listed(audio) == [(0, "One"), (1500, "Two")]


def test_a_str_is_a_path_never_notes(audio: Path) -> None:
    with pytest.raises(chaptag.InputError, match="does not exist"):
        chaptag.tag(audio, "00:00 Intro")


def test_errors_stop_before_anything_is_written(audio: Path, notes: Path) -> None:
    before = audio.read_bytes()
    notes.write_text("".join(f"00:{n:02d} Part {n}\n" for n in range(0, 60, 5)) + "01:30 Beyond\n")
    with pytest.raises(chaptag.Rejected) as caught:
        chaptag.tag(audio, notes)
    assert [found.rule for found in caught.value.findings if found.severity is chaptag.Severity.ERROR] == ["beyond-end"]
    assert audio.read_bytes() == before
    result = chaptag.tag(audio, notes, rules=RuleSettings(ignore=frozenset({"beyond-end"})))
    assert "outside-audio" in rules(result)
    assert len(listed(audio)) == 12


def test_another_episode_is_one_finding(audio: Path, notes: Path) -> None:
    notes.write_text("00:00 Intro\n12:10 Interview\n45:40 Outro\n")
    with pytest.raises(chaptag.Rejected) as caught:
        chaptag.tag(audio, notes)
    errors = [found for found in caught.value.findings if found.severity is chaptag.Severity.ERROR]
    assert [found.rule for found in errors] == ["wrong-episode"]
    assert "notes run to 45:40, audio ends at 01:00" in errors[0].message


def test_warnings_can_be_made_to_stop(audio: Path, notes: Path) -> None:
    notes.write_text("00:05 Intro\n00:10 Interview\n00:40 Outro\n")
    assert rules(chaptag.tag(audio, notes, dry_run=True)) == ["not-from-zero"]
    with pytest.raises(chaptag.Rejected):
        chaptag.tag(audio, notes, rules=RuleSettings(fail_on=chaptag.Severity.WARNING))
    assert listed(audio) == []


def test_offset_and_intro(audio: Path, notes: Path) -> None:
    chaptag.tag(audio, notes, reading=ReadOptions(offset=5000, intro="Sponsor"))
    assert listed(audio) == [(0, "Sponsor"), (5000, "Intro"), (15_000, "Interview"), (45_000, "Outro")]


def test_an_offset_below_zero_is_an_error(audio: Path, notes: Path) -> None:
    with pytest.raises(chaptag.Rejected) as caught:
        chaptag.tag(audio, notes, reading=ReadOptions(offset=-5000))
    assert "negative-start" in [found.rule for found in caught.value.findings]


def test_links_and_hidden_marks_are_carried_over(audio: Path, notes: Path) -> None:
    first = ChapterList.of(
        [
            Chapter(0, "Intro", url="https://intro.example"),
            Chapter(10_400, "Old name", url="https://interview.example"),
            Chapter(30_000, "Gone", url="https://gone.example"),
        ]
    )
    chaptag.tag(audio, first)
    result = chaptag.tag(audio, notes)
    assert [chapter.url for chapter in result.chapters] == ["https://intro.example", "https://interview.example", None]
    lost = [found for found in result.findings if found.rule == "not-carried-over"]
    assert len(lost) == 1
    assert "1 link of 1 chapter in the file is not carried over: no new chapter has its start" in lost[0].message
    alone = [found for found in result.findings if found.rule == "carried-by-time"]
    assert len(alone) == 1
    assert "“Interview” at 00:10 keeps the link of “Old name”" in alone[0].message
    dropped = chaptag.tag(audio, notes, replace=True)
    assert [chapter.url for chapter in dropped.chapters] == [None, None, None]


def test_swapped_and_doubled_arguments_name_the_way(audio: Path, notes: Path, tmp_path: Path) -> None:
    with pytest.raises(chaptag.UsageError) as swapped:
        chaptag.tag(notes, audio)
    assert swapped.value.hint == f"chaptag tag {audio} {notes}"
    other = tmp_path / "other.mp3"
    other.write_bytes(audio.read_bytes())
    with pytest.raises(chaptag.UsageError, match="both audio") as doubled:
        chaptag.tag(audio, other)
    assert "convert" in doubled.value.hint


def test_no_chapters_and_doubts_have_their_outcomes(audio: Path, notes: Path) -> None:
    notes.write_text("Nothing but words.\n")
    with pytest.raises(chaptag.Rejected) as caught:
        chaptag.tag(audio, notes)
    assert caught.value.outcome == "no-chapters"


def test_a_backup_keeps_the_old_file(audio: Path, notes: Path) -> None:
    before = audio.read_bytes()
    chaptag.tag(audio, notes, storing=StoreOptions(backup=".bak"))
    assert audio.with_name("ep.mp3.bak").read_bytes() == before


def test_the_time_of_modification_is_kept_on_request(audio: Path, notes: Path) -> None:
    before = audio.stat().st_mtime_ns
    chaptag.tag(audio, notes, storing=StoreOptions(keep_mtime=True))
    assert audio.stat().st_mtime_ns == before


def test_a_misnamed_file_is_tagged_for_what_it_is(audio: Path, notes: Path) -> None:
    renamed = audio.rename(audio.with_suffix(".m4a"))
    assert rules(chaptag.tag(renamed, notes)) == ["misnamed"]


def test_a_hidden_chapter_never_hides_one_that_the_notes_name(audio: Path, notes: Path) -> None:
    held = [Chapter(10_000, "Interview"), Chapter(30_000, "Interview", hidden=True)]
    chaptag.tag(audio, ChapterList.of(held))
    result = chaptag.tag(audio, notes)
    assert not [chapter for chapter in result.chapters if chapter.hidden]
    assert "not-carried-over" in rules(result)


def test_options_of_reading_hold_for_values_too(audio: Path) -> None:
    chapters = ChapterList.of([Chapter(0, "One"), Chapter(20_000, "Two")])
    chaptag.tag(audio, chapters, reading=ReadOptions(offset=5000, intro="Ad"))
    assert listed(audio) == [(0, "Ad"), (5000, "One"), (25_000, "Two")]


def test_a_doubtful_reading_can_be_picked_from(audio: Path) -> None:
    doubt = chaptag.parse_notes("00:00 One\n00:09 Two\n00:18 Three")
    assert doubt.grade is chaptag.Grade.DOUBT
    with pytest.raises(chaptag.Rejected):
        chaptag.tag(audio, doubt)
    chaptag.tag(audio, doubt, reading=ReadOptions(pick=1))
    assert listed(audio) == [(0, "One"), (9000, "Two"), (18_000, "Three")]
    with pytest.raises(chaptag.UsageError, match="--pick 9"):
        chaptag.tag(audio, doubt, reading=ReadOptions(pick=9))


def test_a_backup_of_what_a_copy_replaces(audio: Path, notes: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mp3"
    with pytest.raises(chaptag.UsageError, match="nothing to keep"):
        chaptag.tag(audio, notes, output=out, storing=StoreOptions(backup=".bak"))
    out.write_bytes(b"the old one")
    chaptag.tag(audio, notes, output=out, storing=StoreOptions(overwrite=True, backup=".bak"))
    assert (tmp_path / "out.mp3.bak").read_bytes() == b"the old one"
    before = audio.read_bytes()
    chaptag.tag(audio, notes, output=audio, storing=StoreOptions(overwrite=True, backup=".bak"))
    assert audio.with_name("ep.mp3.bak").read_bytes() == before


def test_notes_are_never_the_output(audio: Path, notes: Path) -> None:
    text = notes.read_bytes()
    with pytest.raises(chaptag.UsageError, match="is read in this call"):
        chaptag.tag(audio, notes, output=notes, storing=StoreOptions(overwrite=True))
    assert notes.read_bytes() == text


@pytest.mark.parametrize("kind", ["exists", "folder", "missing folder", "read-only", "bad backup"])
def test_a_dry_run_refuses_what_the_real_run_would(audio: Path, notes: Path, tmp_path: Path, kind: str) -> None:
    output: Path | None = tmp_path / "out.mp3"
    storing = StoreOptions()
    if kind == "exists":
        (tmp_path / "out.mp3").touch()
    elif kind == "folder":
        (tmp_path / "out.mp3").mkdir()
    elif kind == "missing folder":
        output = tmp_path / "none" / "out.mp3"
    else:
        output = None
        audio.chmod(0o444 if kind == "read-only" else 0o644)
        storing = StoreOptions(backup="a/b" if kind == "bad backup" else None)
    for dry_run in (True, False):
        with pytest.raises((chaptag.StorageError, chaptag.UsageError)):
            chaptag.tag(audio, notes, output=output, storing=storing, dry_run=dry_run)
