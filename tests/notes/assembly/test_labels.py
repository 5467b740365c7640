"""What stands above a list and heads it: how far up, and over what."""

from __future__ import annotations

import pytest

from tests.notes.assembly.small import shown

_LIST = "0:00 A|5:00 B|9:00 C"
HEADED = [
    f"Sponsors|{_LIST}",
    f"Sponsors||||{_LIST}",
    f"Sponsors:|Sun 10:00||{_LIST}",
]
UNHEADED = [
    f"{_LIST}||Sponsors",
    f"Sponsors|||||{_LIST}",
    f"Sponsors:|Sun 10:00|||||{_LIST}",
    f"Sponsors:||some words that are too long to be the head of anything at all, as it is||{_LIST}",
]


@pytest.mark.parametrize("text", [*HEADED, *UNHEADED])
def test_a_heading_of_something_else(text: str) -> None:
    assert shown(text) == ("doubt: " if text in HEADED else "sure: 0:00 A, 5:00 B, 9:00 C")
