"""What is no chapter file, or a broken one: every refusal says where, and what to do."""

from __future__ import annotations

import pytest

import chaptag
from chaptag.workflow.settings import ReadOptions

NO_FEED = "<rss version='2.0'><channel><title>x</title></channel></rss>"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (None, NO_FEED),
        ("feed", "no XML"),
        ("feed", "<!-- nothing -->"),
        ("json", "[" * 100_000),
        ("json", '{"chapters": [1,'),
        ("psc", "<a/>"),
        ("psc", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"),
        ("matroska", "<a/>"),
        ("hindenburg", "<a/>"),
        ("csv", 'start,title\n0:00,"A\n'),
        ("json", " " * (65 << 20)),
    ],
)
def test_a_refusal_has_a_place_and_a_way_out(form: str | None, text: str) -> None:
    with pytest.raises(chaptag.NotesError) as caught:
        chaptag.parse_notes(text, options=ReadOptions(notes_format=form))
    assert caught.value.place is not None
    assert caught.value.place.file == "<notes>"
    assert caught.value.hint.endswith((".", "OUT.xml"))
