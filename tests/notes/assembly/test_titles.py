"""What is cut out of a line for its title, and which of its links is the chapter's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chaptag.notes.assembly import titles
from chaptag.notes.assembly.entry import Entry, Role
from chaptag.notes.assembly.titles import Title
from chaptag.notes.document import Span, Style
from chaptag.notes.grammar.scan import scan
from chaptag.notes.read import read_notes
from tests.notes.cases import line

CLEAN: list[tuple[Callable[[str], str], str, str]] = [
    (titles.clean_front, "- »Faust« live", "»Faust« live"),
    (titles.clean_front, "»Faust live", "Faust live"),
    (titles.clean_back, "«Faust» -", "«Faust»"),
    (titles.clean_back, "«Faust»-", "«Faust»"),
    (titles.clean_back, "Faust »-", "Faust"),
    (titles.tidy, ")a", "a"),
    (titles.tidy, "a(", "a"),
]


@pytest.mark.parametrize(("clean", "text", "title"), CLEAN)
def test_signs_that_touch_a_title(clean: Callable[[str], str], text: str, title: str) -> None:
    assert clean(text) == title


# Paragraphs of Markdown, with “|” between them; the title and the URL of the first chapter.
LINKED: dict[str, tuple[str, str | None]] = {
    "0:00 A <https://a.example/> B <https://b.example/> C|5:00 D|9:00 E": ("A B C", "https://a.example/"),
    "<https://a.example/> A - 0:00|D - 5:00|E - 9:00": ("A", "https://a.example/"),
    "A [0:00](https://a.example/)|D [5:00](https://d.example/)|E [9:00](https://e.example/)": ("A", None),
    "0:00 A [https://b.example/](https://a.example/)|5:00 D|9:00 E": ("A https://b.example/", "https://a.example/"),
    "0:00|[A](http://a.example/)|5:00|D|9:00|E": ("A", "http://a.example/"),
    "0:00|[A](mailto:a@a.example)|5:00|D|9:00|E": ("A", None),
}


@pytest.mark.parametrize("text", LINKED)
def test_links_in_titles(text: str) -> None:
    first = read_notes(text.replace("|", "\n\n"), kind="markdown").chapters[0]
    assert (first.title, first.url) == LINKED[text]


def test_a_url_right_behind_a_link_is_none_of_its_words() -> None:
    text = "0:00 A b https://b.example/"
    (token,) = scan(text)
    for stop, title in ((8, "A b"), (9, "A b"), (10, "A b https://b.example/")):
        made = line(text, spans=(Span(7, stop, Style.LINK, "https://a.example/"),))
        entry = Entry(0, token, Role.FRONT, token.stop, len(text))
        assert titles.title_of(entry, made, tags=False) == Title(title, "https://a.example/")
