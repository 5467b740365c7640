"""What platforms ask for: each demand at its limit and one beyond, on profiles as they are."""

from __future__ import annotations

import pytest

from chaptag.checks.platforms import check_platform
from chaptag.checks.profiles import PROFILES
from chaptag.checks.subject import Subject
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.duration import Duration
from chaptag.model.layout import Layout, Store

_PROFILES = {profile.name: profile for profile in PROFILES}
GOOD = [Chapter(0, "Intro"), Chapter(60_000, "News"), Chapter(120_000, "Goodbye")]


def asked(platform: str, *chapters: Chapter, end: int | None = None, layout: Layout | None = None) -> list[str]:
    duration = None if end is None else Duration(end * 10**6, "stated", "the test says so")
    found = check_platform(_PROFILES[platform], Subject(ChapterList.of(chapters), duration), layout)
    return [f"{each.rule}: {each.message}" for each in found]


def held(container: str, **stores: list[Chapter]) -> Layout:
    kinds = {"chpl": "chpl", "track": "text-track", "id3": "id3", "vorbis": "vorbis"}
    made = (Store(kinds[name], name, ChapterList.of(chapters)) for name, chapters in stores.items())
    return Layout(container, container.upper(), 1, tuple(made))


@pytest.mark.parametrize("platform", _PROFILES)
def test_a_good_list_pleases_everyone(platform: str) -> None:
    assert asked(platform, *GOOD, end=180_000) == []
    assert asked(platform, *GOOD, layout=held("mp4", track=GOOD, chpl=GOOD)) == []


@pytest.mark.parametrize(
    ("platform", "chapters", "said"),
    [
        ("apple", GOOD[:2], "platform-too-few: Apple Podcasts wants at least 3 chapters, there are 2"),
        ("spotify", [], "platform-too-few: Spotify wants at least 3 chapters, there are 0"),
        (
            "youtube",
            [Chapter(1000, "a"), *GOOD[1:]],
            "platform-from-zero: YouTube wants the first chapter at 00:00, it is at 00:01",
        ),
        ("youtube", [Chapter(999, "a"), *GOOD[1:]], None),
        (
            "youtube",
            [Chapter(0, "a"), Chapter(50_001, "b"), Chapter(60_000, "c")],
            "platform-too-short: YouTube wants chapters of at least 10 s: “b” lasts 9.999 s",
        ),
        ("youtube", [Chapter(0, "a"), Chapter(50_000, "b"), Chapter(60_000, "c")], None),
        (
            "spotify",
            [Chapter(0, "a"), Chapter(30_001, "b"), Chapter(60_000, "c")],
            "platform-short: Spotify advises chapters of at least 30 s: “b” lasts 29.999 s",
        ),
        ("spotify", [Chapter(0, "a" * 40), *GOOD[1:]], None),
        (
            "spotify",
            [Chapter(0, "a" * 41), *GOOD[1:]],
            f"platform-long-title: Spotify shows 40 characters: “{'a' * 41}” has 41",
        ),
        ("spotify", [Chapter(0, "Größe, ªº"), *GOOD[1:]], None),
        ("spotify", [Chapter(0, "日本"), *GOOD[1:]], "platform-script: Spotify reads Latin script only: “日本”"),
        ("spotify", [Chapter(0, "Go 🚀"), *GOOD[1:]], "platform-emoji: Spotify advises against emoji: “Go 🚀”"),
        ("apple", [Chapter(0, "日本 🚀" * 20), *GOOD[1:]], None),
    ],
)
def test_what_is_asked_of_a_list(platform: str, chapters: list[Chapter], said: str | None) -> None:
    assert asked(platform, *chapters) == ([] if said is None else [said])


def test_the_last_chapter_counts_where_the_end_is_known() -> None:
    assert asked("youtube", *GOOD, end=129_999) == [
        "platform-too-short: YouTube wants chapters of at least 10 s: “Goodbye” lasts 9.999 s"
    ]
    assert asked("youtube", *GOOD, end=130_000) == []
    assert asked("youtube", *GOOD, end=100_000) == [], "what starts after the end is another rule's"


@pytest.mark.parametrize(
    ("platform", "layout", "said"),
    [
        ("vlc", held("mp3", id3=GOOD), "platform-none: VLC 3 shows no chapters in MP3 files"),
        ("vlc", held("mp3", id3=[]), None),
        ("vlc", held("mp4", chpl=GOOD), None),
        ("ffmpeg", held("mp3", id3=GOOD), None),
        (
            "apple",
            held("mp4", chpl=GOOD),
            "platform-blind: Apple Podcasts does not read chpl chapters, and the file has no text track",
        ),
        (
            "apple",
            held("mp4", chpl=GOOD, track=[]),
            "platform-blind: Apple Podcasts does not read chpl chapters, and the file has no text track",
        ),
        ("apple", held("mp4", track=GOOD), None),
        (
            "antennapod",
            held("mp4", track=GOOD),
            "platform-blind: AntennaPod reads chpl chapters only, and the file has a text track only",
        ),
        ("antennapod", held("mp4", chpl=[*GOOD, Chapter(150_000, "ö" * 63)]), None),
        (
            "antennapod",
            held("mp4", chpl=[*GOOD, Chapter(150_000, "ö" * 64), Chapter(160_000, "x" * 200)]),
            (
                "platform-titles-lost: "
                f"AntennaPod will lose the titles after chapter 3: “{'ö' * 59}…” is longer than 127 bytes"
            ),
        ),
        ("ffmpeg", held("mp4", chpl=[Chapter(at, "t") for at in range(255)]), None),
        (
            "ffmpeg",
            held("mp4", chpl=[Chapter(at, "t") for at in range(256)]),
            (
                "platform-titles-lost: "
                "ffmpeg, mpv and what builds on them reads the number of chpl"
                " chapters modulo 256: 256 are too many"
            ),
        ),
        ("antennapod", held("ogg", vorbis=[Chapter(at, "t") for at in range(99)]), None),
        (
            "antennapod",
            held("ogg", vorbis=[Chapter(at, "t") for at in range(100)]),
            "platform-titles-lost: AntennaPod shows no chapters at all above 99: there are 100",
        ),
    ],
)
def test_what_is_asked_of_a_file(platform: str, layout: Layout, said: str | None) -> None:
    assert asked(platform, *GOOD, layout=layout) == ([] if said is None else [said])
