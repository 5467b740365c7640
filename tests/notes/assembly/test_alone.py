"""Times on lines of their own: on which side of them the titles stand."""

from __future__ import annotations

import pytest

from tests.notes.assembly.small import read, shown

_THREE = "0:00 Intro, 5:00 News, 9:00 End"
SIDES = {
    # bold lines are titles
    "**Intro**|0:00|some words|**News**|5:00|more words|**End**|9:00|last words": f"sure: {_THREE}",
    "some words|0:00|**Intro**|more words|5:00|**News**|last words|9:00|**End**": f"sure: {_THREE}",
    # a bold word makes no title of a line
    "Intro|0:00|a **big** one|News|5:00|a **big** two|End|9:00|a **big** three": "doubt: ",
    "Intro|0:00|it is **big**|News|5:00|it is **new**|End|9:00|it is **over**": "doubt: ",
    # the ends of a list that runs backwards tell as those of one that rises
    "End|15:00|Talk|9:00|News|5:00|Intro|0:00": "guess: 0:00 Intro, 5:00 News, 9:00 Talk, 15:00 End",
    "15:00|End|9:00|Talk|5:00|News|0:00|Intro": "guess: 0:00 Intro, 5:00 News, 9:00 Talk, 15:00 End",
    "Hello|15:00|End|9:00|Talk|5:00|News|0:00|Intro": "doubt: ",
    # where each title has two times, one of them is an end
    "0:00|4:59|Intro|5:00|8:59|News|9:00|12:00|End": "doubt: ",
    "Intro|0:00|5:00|News|5:00|9:00|End|9:00|12:00": "doubt: ",
}


# What stands above and below each of three times in a page; on which side the titles are.
PAGES = {
    ("div", "b"): "below",
    ("b", "div"): "above",
    ("h3", "b"): "above",
    ("b", "h3"): "below",
    ("div", "div"): "doubt",
}


@pytest.mark.parametrize(("above", "below"), PAGES)
def test_the_side_of_the_titles_in_a_page(above: str, below: str) -> None:
    def block(tag: str, text: str) -> str:
        return f"<p><b>{text}</b></p>" if tag == "b" else f"<{tag}>{text}</{tag}>"

    page = "".join(
        block(above, "above") + f"<p>{time}</p>" + block(below, "below") for time in ("0:00", "5:00", "9:00")
    )
    reading = read(page, kind="html")
    assert {each.title for each in reading.chapters} == ({PAGES[above, below]} - {"doubt"})


@pytest.mark.parametrize("text", SIDES)
def test_the_side_of_the_titles(text: str) -> None:
    assert shown(text, kind="markdown" if "**" in text else None) == SIDES[text]


def test_a_doubt_offers_both_sides() -> None:
    found = read("Hello|9:00|End|5:00|Talk|3:00|News|0:00|Intro").candidates
    assert [[each.title for each in candidate.chapters] for candidate in found] == [
        ["Intro", "News", "Talk", "End"],
        ["News", "Talk", "End", "Hello"],
    ]
