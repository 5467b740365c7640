"""MP4 files as other programs lay them out, with the chapters they hold: what chaptag replaces and removes.

The shapes are those of real files of ffmpeg, mp4v2, Auphonic (GPAC), Hindenburg, TagLib, Nero and old audiobooks;
`LAYOUTS` names them all.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.support.mp4 import (
    MOOV,
    Media,
    Movie,
    audio,
    box,
    build,
    chpl,
    chunks_of,
    free,
    ftyp,
    ilst,
    image_track,
    jpeg,
    plain,
    subtitles,
    text_track,
)

__all__ = [
    "CHAPTERS",
    "DURATION",
    "LAYOUTS",
    "auphonic",
    "ffmpeg",
    "hindenburg",
    "mp4v2",
    "nero",
    "taglib",
    "track_only",
]

CHAPTERS = [(0, "Intro"), (15_000, "Zürich, 日本"), (40_000, "Good-bye 😀")]
DURATION = 60_032  # 938 frames of 64 ms

_STARTS = [start for start, _ in CHAPTERS]


def ffmpeg(*, fast: bool = False, brand: bytes = b"M4A ") -> bytes:
    """ffmpeg: both kinds, titles at the beginning of the sound's media data, references in every track."""
    sound = audio(1, priming=True)
    titles = text_track(2, CHAPTERS, DURATION, edits=((DURATION, 0),), run_length=True)
    sound.refs = {b"chap": (2,)}
    movie = Movie([sound, titles], 1000, DURATION, udta=box(b"udta", ilst(), chpl(CHAPTERS)))
    media = Media([*chunks_of(titles), *chunks_of(sound)])
    head = ftyp(brand, b"isom")
    return build(movie, [head, MOOV, free(8), media] if fast else [head, free(8), media, MOOV])


def mp4v2() -> bytes:
    """mp4chaps: `moov` moved to the end, a hole where it was, one chunk a title, a second media box."""
    sound = audio(1)
    titles = text_track(2, CHAPTERS, DURATION, per_chunk=1, name=b"\0")
    sound.refs = {b"chap": (2,)}
    movie = Movie([sound, titles], 1000, DURATION, udta=box(b"udta", ilst(), chpl(CHAPTERS, wide_count=True)))
    return build(movie, [ftyp(), free(700), Media(chunks_of(sound)), Media(chunks_of(titles)), MOOV])


def auphonic() -> bytes:
    """Auphonic (GPAC): no `chpl`, titles, links and pictures in three tracks among the sound, time scale 44100."""
    sound = audio(1)
    titles = text_track(2, CHAPTERS, DURATION, tx3g=True, per_chunk=1, name=b"Chapter Titles\0")
    links = text_track(3, CHAPTERS, DURATION, tx3g=True, per_chunk=1, links=True, enabled=True, name=b"Chapter URLs\0")
    pictures = image_track(4, [jpeg(64, 64, n) for n in range(4)], [*_STARTS, DURATION - 54], DURATION)
    sound.refs = {b"chap": (2, 3, 4)}
    movie = Movie([sound, titles, links, pictures], 44100, DURATION * 441 // 10, udta=box(b"udta", ilst()))
    media = Media(chunks_of(sound, titles, links, pictures))
    return build(movie, [ftyp(b"mp42"), MOOV, media, free(609), free(59)])


def hindenburg() -> bytes:
    """Hindenburg: the title track comes first, the sound is track 2, links in a second text track, time scale 600."""
    titles = text_track(1, CHAPTERS, DURATION, tx3g=True, per_chunk=1, timescale=600, extra=box(b"load", bytes(16)))
    sound = audio(2)
    links = [(start, f"\n\t\t\t\tURL Title {start}") for start in _STARTS]
    urls = text_track(3, links, DURATION, tx3g=True, per_chunk=1, timescale=600, links=True)
    pictures = image_track(4, [jpeg(64, 64, n) for n in range(3)], _STARTS, DURATION)
    sound.refs = {b"chap": (1, 3, 4)}
    movie = Movie([titles, sound, urls, pictures], 600, DURATION * 6 // 10, udta=box(b"udta", ilst()))
    return build(movie, [ftyp(b"M4A "), MOOV, free(512), Media(chunks_of(titles, sound, urls, pictures))])


def taglib() -> bytes:
    """TagLib: `moov` in front, `chpl` first in `udta`, the titles in a media box at the end of the file."""
    sound = audio(1)
    titles = text_track(2, CHAPTERS, DURATION, edits=((DURATION, 0),))
    sound.refs = {b"chap": (2,)}
    movie = Movie([sound, titles], 1000, DURATION, udta=box(b"udta", chpl(CHAPTERS), ilst()))
    return build(movie, [ftyp(), MOOV, Media(chunks_of(sound)), Media(chunks_of(titles))])


def nero() -> bytes:
    """Nero: `chpl` alone."""
    return plain(udta=box(b"udta", chpl(CHAPTERS)), fast=True)


def track_only() -> bytes:
    """An old audiobook: a text track alone, in a QuickTime movie whose `udta` ends with a zero."""
    sound = audio(1, component=b"mhlr")
    titles = text_track(2, CHAPTERS, DURATION, component=b"mhlr", name=b"\x08Chapters")
    sound.refs = {b"chap": (2,)}
    movie = Movie([sound, titles], 600, DURATION * 6 // 10, udta=box(b"udta", box(b"\xa9nam", b"\0\1x\0\0"), bytes(4)))
    return build(movie, [ftyp(b"qt  "), box(b"wide"), Media(chunks_of(sound, titles)), MOOV])


def two_languages() -> bytes:
    """Two tracks of sound, subtitles and a track that only the second names as its chapters."""
    first, second = audio(1), audio(2, seconds=58)
    titles = text_track(3, CHAPTERS, DURATION)
    lines = subtitles(4)
    first.refs = {b"chap": (3,), b"subt": (4,)}
    second.refs = {b"chap": (3, 99)}
    movie = Movie([first, second, titles, lines], 1000, DURATION, udta=box(b"udta", ilst(), chpl(CHAPTERS)))
    return build(
        movie, [ftyp(), MOOV, free(30), Media(chunks_of(first, second, lines), "64"), Media(chunks_of(titles))]
    )


LAYOUTS: dict[str, Callable[[], bytes]] = {
    "ffmpeg": ffmpeg,
    "ffmpeg-fast": lambda: ffmpeg(fast=True),
    "ffmpeg-3gp": lambda: ffmpeg(brand=b"3gp5"),
    "mp4v2": mp4v2,
    "auphonic": auphonic,
    "hindenburg": hindenburg,
    "taglib": taglib,
    "nero": nero,
    "track-only": track_only,
    "two-languages": two_languages,
}
