"""Random chapter lists, and what of a list a format can hold: written apart from the package, to compare it with."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from chaptag.formats.registry import FormatKind
from chaptag.model.chapter import Chapter, ChapterList, Image, Location
from chaptag.model.reading import Reading
from tests.formats.samples import JPEG, PNG

__all__ = ["WORDS", "all_chapters", "held", "random_list", "tidied"]

WORDS = (
    *("Intro", "Über", "日本語", "🎧 live", "naïve café", "a=b", "x;y", "#1", "back\\slash", "\\", 'say "hi"', "it's"),
    *(
        "<b>bold</b>",
        "a & b",
        "&amp;",
        "-->",
        "]]>",
        "<![CDATA[",
        "line\nbreak",
        "tab\there",
        "\r\n",
        "\x00",
        "\x1b[31m",
    ),
    *(
        "\u202eevil",
        "\ud800",
        "=1+1",
        "+1",
        "-1",
        "@me",
        "'=x",
        "| |M: |C:",
        "CHAPTER01=0",
        "[CHAPTER]",
        "title=",
        "%41",
    ),
    *(
        "{json}",
        "\u2028",
        "e\u0301",
        "{{x}}",
        "${y}",
        "_it_",
        "*b*",
        "[l](javascript:x)",
        "00:10",
        "12:34:56.789",
        "NOTE x",
    ),
)


def random_list(seed: int) -> tuple[ChapterList, int]:
    """Make a list of 1 to 25 chapters with everything in it, and the duration of its episode in ms."""
    rng = random.Random(seed)
    starts = sorted(rng.sample(range(rng.choice((600_000, 7_000_000, 40_000_000))), rng.randint(1, 25)))
    duration = starts[-1] + rng.randint(1, 900_000)
    chapters = []
    for start, limit in zip(starts, [*starts[1:], duration], strict=True):
        chapters.append(
            Chapter(
                start,
                " ".join(rng.choices(WORDS, k=rng.randint(0, 4))).strip(),
                end=rng.choice((None, limit, rng.randint(start + 1, limit))),
                url=rng.choice((None, None, "https://example.org/a?b=1&c=%20#d", "http://example.org/ü(x)")),
                image=rng.choice(
                    (None, None, Image(JPEG, "image/jpeg"), Image(PNG, "image/png"), Image(url="https://e.org/i.png"))
                ),
                hidden=rng.random() < 0.2,
                location=rng.choice((None, Location("Berlin", "geo:52.5,13.4", "R62422"))),
            )
        )
    return ChapterList(tuple(chapters)), duration


def held(chapters: Iterable[Chapter], kind: FormatKind, duration: int | None) -> list[Chapter]:
    """Say what of a list a format holds, from what it declares alone."""
    kept = sorted((c for c in chapters if not c.hidden or "hidden" in kind.holds), key=lambda c: c.start)
    kept = kept[: kind.limit or None]
    result = []
    for index, chapter in enumerate(kept):
        later = [c.start for c in kept[index:] if c.start > chapter.start]
        following = later[0] if later else duration
        end: int | None = None
        if "ends" in kind.holds:
            end = chapter.end
            if end is None and "no-ends" not in kind.holds:
                end = following if following is not None else chapter.start + 1000
        result.append(
            replace(
                chapter,
                title=tidied(chapter.title, kind),
                end=end,
                url=chapter.url if "urls" in kind.holds else None,
                image=chapter.image if "images" in kind.holds else None,
                location=chapter.location if "locations" in kind.holds else None,
            )
        )
    return result


def tidied(title: str, kind: FormatKind) -> str:
    """Say what a title looks like in a format."""
    title = "".join("\ufffd" if unicodedata.category(mark) == "Cs" else mark for mark in title.replace("\0", ""))
    if "any-title" not in kind.holds:
        for mark in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029":
            title = title.replace(mark, "\n")
        while "\n\n" in title:
            title = title.replace("\n\n", "\n")
        title = "".join(
            mark
            for mark in title.replace("\n", " ")
            if unicodedata.category(mark) != "Cc" and mark not in "\ufffe\uffff"
        )
    if kind.name == "cue":
        title = title.replace('"', "'")
    return title.strip()


def all_chapters(reading: Reading) -> list[Chapter]:
    """Take the chapters of a reading, or of a doubt's only candidate."""
    return list(reading.chapters or (reading.candidates[0].chapters if reading.candidates else ()))
