"""Text from strangers."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from chaptag.model.text import cut_utf8, quote, visible


def test_what_could_harm_a_terminal_is_shown() -> None:
    assert visible("a\x1b[31mb\u202ec\x00\x9b\ud800\u2028\U000e0041") == (
        "a\\x1b[31mb\\u202ec\\x00\\x9b\\ud800\\u2028\\U000e0041"
    )


def test_ordinary_text_stays() -> None:
    assert visible("Café – 日本語 👩‍👩‍👧 שלום") == "Café – 日本語 👩‍👩‍👧 שלום"


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    assert not [c for c in visible(text) if unicodedata.category(c) == "Cc"]


def test_quotes_are_short() -> None:
    assert quote("a" * 100) == "“" + "a" * 59 + "…”"


def test_a_cut_never_splits_what_a_reader_sees_as_one() -> None:
    family = "👩‍👩‍👧"
    assert cut_utf8("ab" + family, 12) == "ab…"
    assert cut_utf8("e\u0301" * 5, 9) == "e\u0301e\u0301…"
    assert cut_utf8("short", 5) == "short"
    assert cut_utf8("日本語", 2) == ""


@given(st.text(max_size=80), st.integers(0, 60))
def test_a_cut_fits_and_begins_like_the_text(text: str, limit: int) -> None:
    cut = cut_utf8(text, limit)
    assert len(cut.encode("utf-8", "surrogatepass")) <= limit
    assert text.startswith(cut.removesuffix("…"))
