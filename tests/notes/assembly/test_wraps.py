"""Which lines go on with a title, and which only follow it."""

from __future__ import annotations

import pytest

from chaptag.notes.read import read_notes


def title(text: str, number: int) -> str:
    return read_notes(text, kind="markdown").chapters[number].title


def wide(begin: str, width: int) -> str:
    return begin + "x" * (width - len(begin))


# The widths of the lines before the list, and that of a chapter's; whether “More” had no room on it.
WIDTHS: list[tuple[list[int], int, bool]] = [
    ([60, 60, 60], 56, True),
    ([60, 60, 60], 55, False),
    ([48, 48, 48], 44, True),
    ([47, 47, 47], 44, False),
    ([132, 132, 132], 128, True),
    ([133, 133, 133], 129, False),
    ([60, 60], 56, False),
    ([60, 59, 58], 56, True),
]
# The same for a list whose chapters tell alone.
ITEMS: list[tuple[list[int], bool]] = [
    ([60, 60, 60], True),
    ([60, 60, 56], True),
    ([60, 60, 55], False),
    ([48, 48, 48], True),
    ([47, 47, 47], False),
    ([132, 132, 132], True),
    ([133, 133, 133], False),
]


@pytest.mark.parametrize("label", ["", "Chapters:\n0:00 Start\nand welcome\n"])
@pytest.mark.parametrize(("prose", "width", "forced"), WIDTHS)
def test_prose_tells_where_lines_are_broken(label: str, prose: list[int], width: int, *, forced: bool) -> None:
    lines = [wide("", each) for each in prose]
    lines += ["", label + "0:10 Intro", "Welcome", wide("5:00 ", width), "More of it", "9:00 End", "Bye"]
    assert title("\n".join(lines), 2 if label else 1).endswith("x More of it") is forced


def test_prose_with_room_for_a_word_is_not_broken_by_width() -> None:
    for word, forced in (("More", False), ("Mores", True)):
        lines = [wide("", 60), wide("", 55), wide(f"{word} ", 60), "", "0:00 Intro", wide("5:00 ", 56), "More of it"]
        assert title("\n".join(lines), 1).endswith("x More of it") is forced


@pytest.mark.parametrize(("widths", "forced"), ITEMS)
def test_a_list_without_prose_tells_by_all_its_lines(widths: list[int], *, forced: bool) -> None:
    text = "\n".join(f"{wide(f'- {number}:00 ', width)}\n  More of it" for number, width in enumerate(widths))
    assert title(text, 0).endswith("x More of it") is forced


# Markdown, and the title of its first chapter.
TITLES = {
    "- 0:00 A talk about the long road\n  iPads and all\n- 5:00 B": "A talk about the long road iPads and all",
    "- 0:00 A talk about the long road\n  About it\n- 5:00 B": "A talk about the long road",
    "- A talk about the long road 0:00\n  and what we saw\n- Boats 5:00\n- Cars 9:00": "A talk about the long road",
    "- 0:00 [A](https://a.example/) / 5:00 [B](https://b.example/)\n  [B](https://b.example/) C": "A",
    "- 0:00 [Read](https://a.example/)\n  [more](https://a.example/) of it\n- 5:00 B": "Read more of it",
    "- 0:00 [Read](https://a.example/)\n  [more](https://b.example/) of it\n- 5:00 B": "Read",
    "- 0:00 [Read\n  more](https://a.example/) of it\n- 5:00 B": "Read more of it",
    "- 0:00 [Read](https://a.example/)\n  *more* of it\n- 5:00 B": "Read",
    "- 0:00 [Read](https://a.example/)\n  of [it](https://a.example/)\n- 5:00 B": "Read",
    "\n0:00 A talk\n     and more\n5:00 B": "A talk and more",
    "0:00 A talk\n     and more\n5:00 B": "A talk and more",
    "0:00 A talk\n    and more\n5:00 B": "A talk",
    "0:00 A talk\n     1 and more\n5:00 B": "A talk 1 and more",
    "0:00 A talk\n     And more\n5:00 B": "A talk",
    "0:00 A talk\nand more\n5:00 B": "A talk",
}


@pytest.mark.parametrize("text", TITLES)
def test_a_title_that_goes_on(text: str) -> None:
    assert title(text, 0) == TITLES[text]
