"""Profiles: what each platform and player asks of chapters, as data, with where that is known from."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PROFILES", "Profile"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What one platform or player asks for; zero and False ask for nothing.

    `min_chapters`, `from_zero`, `min_length` (ms), `max_title` (characters), `latin_only` and `no_emoji` are about the
    list. A `must_` field is a rule that the platform states, so breaking it is an error; the others are its advice.
    `max_chpl_title` (bytes) and `max_vorbis` are limits of a reader; `reads_mp3`, `reads_text_track` and `reads_chpl`
    say which stores it reads at all; `needs_small_subframes` is ID3v2.4's limit of 127 bytes in some readers.
    """

    name: str
    label: str
    source: str
    min_chapters: int = 0
    from_zero: bool = False
    must_length: int = 0
    min_length: int = 0
    max_title: int = 0
    latin_only: bool = False
    no_emoji: bool = False
    max_chpl_title: int = 0
    max_chpl_count: int = 0
    max_vorbis: int = 0
    reads_mp3: bool = True
    reads_chpl: bool = True
    reads_text_track: bool = True


PROFILES: tuple[Profile, ...] = (
    Profile(
        "apple",
        "Apple Podcasts",
        "podcasters.apple.com/support/5482",
        min_chapters=3,
        from_zero=True,
        reads_chpl=False,
    ),
    Profile(
        "spotify",
        "Spotify",
        "Spotify for Creators help, Creating and managing chapters",
        min_chapters=3,
        from_zero=True,
        min_length=30_000,
        max_title=40,
        latin_only=True,
        no_emoji=True,
    ),
    Profile(
        "youtube",
        "YouTube",
        "YouTube help, Video chapters",
        min_chapters=3,
        from_zero=True,
        must_length=10_000,
        max_title=50,
    ),
    Profile("podcasting2", "Podcasting 2.0 apps", "podcast-namespace, JSON chapters 1.2"),
    Profile(
        "antennapod",
        "AntennaPod",
        "its chapter readers, run on test files",
        max_chpl_title=127,
        max_vorbis=99,
        reads_text_track=False,
    ),
    Profile(
        "ffmpeg", "ffmpeg, mpv and what builds on them", "libavformat 59 and 62, run on test files", max_chpl_count=255
    ),
    Profile("vlc", "VLC 3", "libvlc 3.0.24, run on test files", max_chpl_count=255, reads_mp3=False),
)
