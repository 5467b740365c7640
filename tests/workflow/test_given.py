"""What Python may hand over and no command line can: understood, or a ChaptagError that says what is wrong."""

from __future__ import annotations

import os
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest

import chaptag
from chaptag import Chapter, ChapterList, Cut, Insertion, ReadOptions, RuleSettings, WriteOptions


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (ReadOptions(offset=1500.7), "offset has 1500.7"),  # type: ignore[arg-type]
        (ReadOptions(duration=-5), "duration is -5"),
        (ReadOptions(snap=-1), "snap is -1"),
        (ReadOptions(depth=0), "depth is 0; it is 1 or more"),
        (ReadOptions(pick=0), "pick is 0; it is 1 or more"),
        (ReadOptions(fps=nan), "fps is nan"),
        (ReadOptions(insertions=(Insertion(-1, 5),)), "an insertion has -1"),
        (ReadOptions(cuts=(Cut(0, 1.5),)), "a cut has 1.5"),  # type: ignore[arg-type]
        (WriteOptions(id3_version=5), "id3_version is 3, 4 or None, not 5"),  # type: ignore[arg-type]
        (RuleSettings(ignore=frozenset({"nope"})), "no rule 'nope'"),
        (RuleSettings(ignore="no-titles"), "ignore is a set of names"),  # type: ignore[arg-type]
        (RuleSettings(severities=(("no-titles", "error"),)), "'error' is no Severity"),  # type: ignore[arg-type]
    ],
)
def test_options_that_make_no_sense(audio: Path, notes: Path, options: Any, message: str) -> None:
    before = audio.read_bytes()
    keyword = {ReadOptions: "reading", WriteOptions: "writing", RuleSettings: "rules"}[type(options)]
    values: dict[str, Any] = {keyword: options}
    with pytest.raises(chaptag.UsageError, match=message):
        chaptag.tag(audio, notes, **values)
    with pytest.raises(chaptag.UsageError, match=message):
        chaptag.verify(audio, notes, **values)
    assert audio.read_bytes() == before


@pytest.mark.parametrize("end", [None, 2000])
def test_times_of_chapters_are_whole(audio: Path, end: int | None) -> None:
    chapters = ChapterList((Chapter(0, "a"), Chapter(1500.5, "x", end)))  # type: ignore[arg-type]
    for given in (chapters, chaptag.Reading(chapters, format="mine", resolution=1)):
        with pytest.raises(chaptag.UsageError, match="chapter 2, “x”, has 1500\\.5; times are whole milliseconds"):
            chaptag.tag(audio, given)


@pytest.mark.parametrize("duration", [inf, -inf, nan, -5, 1e308])
def test_a_duration_is_a_length(duration: float) -> None:
    with pytest.raises(chaptag.UsageError, match="not a duration in seconds"):
        chaptag.parse_notes("0:00 a", duration=duration)


def test_paths_are_texts_bytes_or_paths_everywhere(audio: Path, notes: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.mp3"
    result = chaptag.tag(os.fsencode(audio), os.fsencode(notes), output=os.fsencode(copy))
    assert (result.output, copy.exists()) == (str(copy), True)
    assert chaptag.remove(copy, output=os.fsencode(tmp_path / "plain.mp3")).output == str(tmp_path / "plain.mp3")
    for suffix in ("json", "preview.html"):
        target = os.fsencode(tmp_path / f"x.{suffix}")
        if suffix == "json":
            chaptag.convert(copy, to="json", output=target)
        else:
            chaptag.preview(copy, output=target)
        assert Path(os.fsdecode(target)).exists()


def test_a_nul_is_in_no_path(audio: Path, notes: Path) -> None:
    with pytest.raises(chaptag.UsageError, match="holds a NUL"):
        chaptag.tag(audio, notes, output="a\0b")
    with pytest.raises(chaptag.UsageError, match="holds a NUL"):
        chaptag.convert(notes, to="json", output="a\0b")
    with pytest.raises(chaptag.InputError, match="not a path"):
        chaptag.read("a\0b")


def test_one_name_is_a_sequence_of_one(audio: Path, notes: Path) -> None:
    assert chaptag.tag(audio, notes, sidecars="json").sidecars == (str(audio.with_suffix(".chapters.json")),)
    (result,) = chaptag.verify(audio, notes, platforms="vlc")
    assert [found.rule for found in result.findings] == ["platform-none"]


def test_a_list_of_chapters_is_pointed_to_chapterlist(audio: Path) -> None:
    chapters: Any = [Chapter(0, "a"), Chapter(5000, "b")]
    with pytest.raises(chaptag.UsageError, match="a ChapterList, not as a list") as caught:
        chaptag.tag(audio, chapters)
    assert "ChapterList.of(chapters)" in caught.value.hint
    assert chaptag.tag(audio, ChapterList.of(chapters)).outcome == "tagged"


def test_a_title_is_text(audio: Path) -> None:
    untitled: Any = None
    with pytest.raises(chaptag.UsageError, match="chapter 2 has the title None"):
        chaptag.tag(audio, ChapterList.of([Chapter(0, "a"), Chapter(5000, untitled)]))


def test_a_refusal_says_in_a_traceback_what_forbids_it(audio: Path) -> None:
    late = ChapterList.of([Chapter(0, "a"), Chapter(-5000, "b")])
    with pytest.raises(chaptag.Rejected, match=r"because of 1 finding: .*“b”.* \[[a-z-]+\]$") as caught:
        chaptag.tag(audio, late)
    assert caught.value.message.endswith("because of 1 finding")  # the findings stand beside it there
    doubt = audio.with_name("doubt.txt")
    doubt.write_text("0:00\n0:10\n0:20\n0:30\n")
    with pytest.raises(chaptag.Rejected, match=r"there is a list of 4 times, and .* \[doubtful-list\]$"):
        chaptag.tag(audio, doubt)


def test_an_empty_list_is_called_empty(audio: Path) -> None:
    empty = audio.with_name("empty.json")
    empty.write_text('{"version": "1.2.0", "chapters": []}')
    for chapters in (ChapterList(), empty):
        with pytest.raises(chaptag.Rejected, match="no chapters found; the list is empty"):
            chaptag.tag(audio, chapters)
