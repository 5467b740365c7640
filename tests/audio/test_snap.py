"""Snapping to pauses: to the right place, never too far, never past a neighbour, never in music."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from chaptag.audio.decoder import Decoder
from chaptag.audio.snap import LONGEST_WINDOW_MS, snap
from chaptag.model.chapter import Chapter, ChapterList
from tests.support.sample import EPISODE
from tests.support.sound import beat, music, quiet, speech, write_wav

Decoding = Callable[[Path], Decoder]
GOOD_MS = 60


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int], int]:
    """Two minutes of words in twelve parts, with a faint hiss; where each part after the first begins; the duration."""
    path = tmp_path_factory.mktemp("talk") / "talk.wav"
    parts, ends, at = [], [], 0
    for part in range(12):
        words = speech(9000 + 137 * part, seed=part)
        pause = quiet((500, 700, 1000, 1400, 2000)[part % 5], noise=12, seed=part)
        parts += [words, pause]
        at += len(words) + len(pause)
        ends.append(at * 1000 // 16000)
    parts.append(speech(4000, seed=99))
    return path, ends, write_wav(path, parts)


def listed(*starts: int, hidden: bool = False) -> ChapterList:
    return ChapterList.of(Chapter(start, f"at {start}", hidden=hidden) for start in starts)


def starts(chapters: ChapterList) -> list[int]:
    return [chapter.start for chapter in chapters]


@pytest.mark.parametrize("error", [-1400, -600, 0, 300, 1100])
def test_starts_land_where_sound_sets_in(decoding: Decoding, talk: tuple[Path, list[int], int], error: int) -> None:
    path, ends, duration = talk
    noted = [(end + error + 500) // 1000 * 1000 for end in ends]
    chapters, _ = snap(listed(0, *noted), path, 2000, duration)
    assert chapters[0].start == 0
    off = [abs(chapter.start - end) for chapter, end in zip(chapters[1:], ends, strict=True)]
    assert sum(each <= GOOD_MS for each in off) >= 0.95 * len(ends)
    assert all(new <= max(abs(old - end), GOOD_MS) for new, old, end in zip(off, noted, ends, strict=True))


def test_the_sample_lands_at_its_known_pauses(decoding: Decoding) -> None:
    truth = json.loads((EPISODE.parent / "pauses.json").read_text("utf-8"))
    noted = [pause["noted"] for pause in truth["pauses"]]
    chapters, findings = snap(listed(*noted), EPISODE, 2000, truth["duration"])
    ends = [pause["end"] for pause in truth["pauses"]]
    off = [abs(new - end) for new, end in zip(starts(chapters), ends, strict=True)]
    assert all(each <= GOOD_MS for each in off[1:])
    assert all(new <= abs(old - end) for new, old, end in zip(off, noted, ends, strict=True))
    assert len(findings) == len(noted) - 1


def test_each_move_says_from_where_to_where(talk: tuple[Path, list[int], int]) -> None:
    path, ends, duration = talk
    noted = ends[0] // 1000 * 1000 - 1000
    chapters, (found,) = snap(listed(0, noted), path, 2000, duration)
    assert (found.rule, found.severity.label, found.chapter) == ("snapped", "info", 2)
    assert f"from 00:0{noted // 1000} to 00:" in found.message
    assert "later, to the end of a pause of" in found.message
    assert chapters[1].start != noted


def test_a_start_that_is_there_already_stays(talk: tuple[Path, list[int], int]) -> None:
    path, ends, duration = talk
    given = listed(0, ends[0] - 40, ends[3] + 50)
    assert snap(given, path, 2000, duration) == (given, ())


def test_what_has_no_pause_nearby_stays_and_is_counted(talk: tuple[Path, list[int], int]) -> None:
    path, ends, duration = talk
    middle = (ends[0] + ends[1]) // 2
    chapters, (found,) = snap(listed(0, middle), path, 1000, duration)
    assert starts(chapters) == [0, middle]
    assert (found.rule, found.message) == ("no-pause", "no pause within 1 s: chapter 2 stays as noted")


@pytest.mark.parametrize("sound", [music(20_000), beat(20_000, 500), beat(20_000, 800)], ids=["chords", "fast", "slow"])
def test_in_music_without_pauses_nothing_moves(decoding: Decoding, tmp_path: Path, sound: object) -> None:
    path = tmp_path / "music.wav"
    duration = write_wav(path, [sound])  # type: ignore[list-item]
    given = listed(0, 3000, 7300, 11_000, 15_700)
    assert snap(given, path, 2000, duration)[0] == given


def test_no_start_passes_another_or_comes_close(talk: tuple[Path, list[int], int]) -> None:
    """Both would go to the same pause; only one may."""
    path, ends, duration = talk
    given = listed(0, ends[2] - 1500, ends[2] + 1200)
    chapters, _ = snap(given, path, 2000, duration)
    assert sum(abs(start - ends[2]) <= GOOD_MS for start in starts(chapters)) == 1
    assert chapters[2].start - chapters[1].start >= 1000


def test_starts_that_are_close_already_keep_their_order(talk: tuple[Path, list[int], int]) -> None:
    path, ends, duration = talk
    given = listed(0, ends[2] - 300, ends[2] - 100, ends[2] + 200)
    chapters, _ = snap(given, path, 2000, duration)
    assert starts(chapters) == sorted(set(starts(chapters)))


def test_the_order_of_the_list_and_everything_else_is_kept(talk: tuple[Path, list[int], int]) -> None:
    path, ends, duration = talk
    given = ChapterList.of(
        [
            Chapter(ends[1] - 500, "b", url="https://example.org"),
            Chapter(0, "a", end=ends[1] - 500),
            Chapter(duration + 5000, "c"),
        ]
    )
    chapters, _ = snap(given, path, 2000, duration)
    assert [c.title for c in chapters] == ["b", "a", "c"]
    assert chapters[0].url == "https://example.org"
    assert chapters[1].end == chapters[0].start != given[0].start
    assert chapters[2] == given[2]


def test_a_hidden_chapter_goes_where_the_visible_one_of_its_start_goes(talk: tuple[Path, list[int], int]) -> None:
    path, ends, duration = talk
    noted = ends[1] - 700
    given = ChapterList.of([Chapter(0, "a"), Chapter(noted, "b"), Chapter(noted, "picture", hidden=True)])
    chapters, findings = snap(given, path, 2000, duration)
    assert chapters[1].start == chapters[2].start != noted
    assert [found.chapter for found in findings] == [2, 3]


def test_a_start_never_reaches_its_own_end(talk: tuple[Path, list[int], int]) -> None:
    path, ends, duration = talk
    short = Chapter(ends[1] - 900, "short", end=ends[1] - 200)
    chapters, _ = snap(ChapterList.of([Chapter(0, "a"), short]), path, 2000, duration)
    assert chapters[1] == short or chapters[1].start < ends[1] - 900


@pytest.mark.parametrize("window", [0, -5, LONGEST_WINDOW_MS + 1])
def test_a_window_of_no_use_is_refused(talk: tuple[Path, list[int], int], window: int) -> None:
    with pytest.raises(ValueError, match="1 ms to 30 s"):
        snap(listed(0, 5000), talk[0], window, talk[2])


def test_without_anything_to_move_nothing_is_opened(tmp_path: Path) -> None:
    assert snap(listed(0), tmp_path / "missing.mp3", 2000, 10_000) == (listed(0), ())
