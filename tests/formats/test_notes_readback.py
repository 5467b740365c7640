"""What is written for people is read back as notes: the two ends of the product agree."""

from __future__ import annotations

import pytest

from chaptag.formats.registry import detect, load
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.duration import Duration
from chaptag.notes.read import read_notes

TITLES = [
    "Intro",
    "News: the week",
    "Über uns",
    "A & B",
    "Q&A (live)",
    "1 * 2 * 3",
    "日本語",
    "<b>bold</b>",
    "[link](x)",
]


@pytest.mark.parametrize("name", ["notes", "youtube", "spotify", "markdown", "html"])
@pytest.mark.parametrize("step", [61, 601])
def test_descriptions_are_read_as_they_were_written(name: str, step: int) -> None:
    titles = TITLES if name in {"markdown", "html"} else TITLES[:-2]  # plain text cannot say that it is no markup
    chapters = ChapterList.of(Chapter(n * step * 1000, title) for n, title in enumerate(titles))
    duration = (len(titles) + 1) * step * 1000
    text = load(name).dumps(chapters, duration=duration).text
    assert detect(text.encode(), "notes") is None
    reading = read_notes(text, duration=Duration(duration * 1_000_000, "stated", "by the test"))
    assert [(chapter.start, chapter.title) for chapter in reading.chapters] == [(c.start, c.title) for c in chapters]


def test_links_of_chapters_survive_in_markdown_and_html() -> None:
    chapters = ChapterList.of(Chapter(n * 61_000, f"Part {n}", url=f"https://example.org/?n={n}&m=1") for n in range(5))
    for name in ("markdown", "html"):
        reading = read_notes(load(name).dumps(chapters, duration=400_000).text)
        assert [chapter.title for chapter in reading.chapters] == [chapter.title for chapter in chapters]
        assert [chapter.url for chapter in reading.chapters] == [chapter.url for chapter in chapters]
