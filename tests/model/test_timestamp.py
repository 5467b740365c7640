"""Times as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.model.timestamp import format_seconds, format_span, format_time, parse_time


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "00:00"),
        (32_000, "00:32"),
        (3_599_999, "59:59.999"),
        (3_600_000, "1:00:00"),
        (5_530_500, "1:32:10.500"),
        (-3000, "-00:03"),
    ],
)
def test_format(ms: int, text: str) -> None:
    assert format_time(ms) == text


def test_a_list_can_be_written_in_one_form() -> None:
    assert format_time(32_000, hours=True) == "0:00:32"


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("35", 35_000),
        ("35s", 35_000),
        ("+35s", 35_000),
        ("-3s", -3000),
        ("1:02.5", 62_500),
        ("1:02:03.500", 3_723_500),
        ("90:00", 5_400_000),
        ("0,25", 250),
        ("5m", 300_000),
        ("-5min", -300_000),
        ("1h", 3_600_000),
        ("1h2m3.5s", 3_723_500),
        ("1h 2m 3s", 3_723_000),
    ],
)
def test_parse(text: str, ms: int) -> None:
    assert parse_time(text) == ms


@pytest.mark.parametrize(
    "text", ["", "m", "5m3", "1:2:3:4", "soon", "1:60", "1:60:00", "1.2345", "٣:٠٠", "--3", "9" * 40]
)
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        parse_time(text)


@given(st.integers(0, 10**9))
def test_what_is_written_is_read(ms: int) -> None:
    assert parse_time(format_time(ms)) == ms


def test_spans() -> None:
    assert [format_span(ms) for ms in (250, 35_000, -1500, 3_723_000)] == ["0.25 s", "35 s", "-1.5 s", "1:02:03"]


@pytest.mark.parametrize(
    ("ms", "text"), [(0, "0s"), (35_000, "35s"), (-1500, "-1.5s"), (61_002, "61.002s"), (10, "0.01s")]
)
def test_seconds_are_written_as_options_take_them(ms: int, text: str) -> None:
    assert (format_seconds(ms), parse_time(text)) == (text, ms)
