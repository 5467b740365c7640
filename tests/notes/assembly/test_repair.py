"""What a mistyped time may have been meant to be."""

from __future__ import annotations

import pytest

from chaptag.notes.assembly.repair import Repair, lacking, repaired
from chaptag.notes.grammar.scan import scan
from chaptag.notes.grammar.token import TimeToken


def tokens(text: str) -> list[TimeToken]:
    return [scan(each)[0] for each in text.split()]


@pytest.mark.parametrize(
    ("time", "minutes"),
    [
        ("1:40", [*range(10, 20), 21, 31, 41, 51]),
        ("5:40", [15, 25, 35, 45, *range(50, 60)]),
        ("6:40", [16, 26, 36, 46, 56]),
        ("0:40", [10, 20, 30, 40, 50]),
        ("01:40", []),
        ("11:40", []),
        ("1:75", []),
        ("0:01:40", []),
        ("1m40s", []),
        ("(1:40)", [*range(10, 20), 21, 31, 41, 51]),
    ],
)
def test_a_digit_that_is_missing_before_the_colon(time: str, minutes: list[int]) -> None:
    (token,) = tokens(time)
    assert sorted(lacking(token)) == [(each * 60 + 40) * 1000 for each in minutes]


@pytest.mark.parametrize(
    ("times", "seconds", "mended"),
    [
        ("0:00 10:00 20:00 1:30:30", 24 * 60 + 31, None),  # 20:30 … 23:30 is no other hour
        ("0:00 10:00 20:00 0:30:00 40:00", None, None),
        ("0:00 10:00 23:10 23:00 40:00", None, None),
        ("0:00 10:00 20:00 61:00 30:00", None, None),
        ("0:00 10:00 15:00 61:00 17:00 18:00", 20 * 60, (3, 16 * 60)),
        ("0:00 10:00 16:00 61:00 17:00 18:00", 20 * 60, None),  # 16:00 is taken
        ("0:00 10:00 12:00 16:00 61:00", 16 * 60, None),
        ("0:50 2:18 16:90 34:05", None, (2, 16 * 60 + 9)),  # 19:60 is no time
        ("58:00 1:10:00 0:20:00 1:30:00 1:40:00", None, (2, 80 * 60)),
        ("50:00 1:10:00 1:20 1:30:00", None, (2, 80 * 60)),
        ("0:00 10:00 21:00 13:00 14:00", 14 * 60, (2, 12 * 60)),
        ("0:00 10:00 25:00 21:90", None, (3, 29 * 60 + 10)),
    ],
)
def test_one_meaning_or_none(times: str, seconds: int | None, mended: tuple[int, int] | None) -> None:
    listed = tokens(times)
    found = repaired(listed, [each.ms for each in listed], None if seconds is None else seconds * 1000)
    assert found == (None if mended is None else Repair(mended[0], mended[1] * 1000))
