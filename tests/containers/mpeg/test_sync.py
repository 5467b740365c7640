"""The first frame is found behind anything, and only where it is one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.containers.mpeg.sync import find_free_format, find_sync
from chaptag.model.errors import DamagedAudio
from chaptag.model.source import BytesSource
from tests.support.mp3 import cbr, frame, garbage, header


def _find(data: bytes, limit: int | None = None) -> int | None:
    found = find_sync(BytesSource(data), 0, len(data), limit=limit)
    return None if found is None else found.offset


@given(st.integers(0, 3000), st.integers(0, 50))
def test_behind_random_bytes(size: int, seed: int) -> None:
    data = garbage(size, seed) + cbr(40, fill=random.Random(seed))
    found = _find(data)
    assert found is not None
    assert found <= size


@pytest.mark.parametrize("size", [8190, 8191, 8192, 8193, 70_000])
def test_across_the_edges_of_blocks(size: int) -> None:
    assert _find(bytes(size) + cbr(5)) == size


def test_a_short_file_is_believed_where_it_ends_with_a_frame() -> None:
    assert _find(cbr(1)) == 0
    assert _find(cbr(2)) == 0
    assert _find(cbr(2)[:-1]) == 0  # the second one is cut off
    assert _find(cbr(1)[:-1]) is None
    assert _find(cbr(1) + b"x") is None


def test_lone_headers_are_not_believed() -> None:
    assert _find(header() + bytes(1000) + header() + bytes(1000)) is None
    assert _find(frame(128) + frame(128, 48000) + frame(128) + bytes(10)) is None


def test_the_search_ends_at_its_limit() -> None:
    assert _find(bytes(100) + cbr(5), limit=100) is None
    assert _find(bytes(100) + cbr(5), limit=101) == 100


def test_a_file_of_false_headers_is_given_up() -> None:
    """Each of them is one in every bit of itself; none has a follower, 417 bytes later."""
    data = header(128) * 210_000
    with pytest.raises(DamagedAudio, match="false frame headers"):
        _find(data)


def test_free_format_is_recognised() -> None:
    one = header(0) + bytes(600)
    found = find_free_format(BytesSource(bytes(50) + one * 6), 0, 50 + len(one) * 6, limit=1000)
    assert found is not None
    assert (found.offset, found.header.kbit) == (50, 0)
    assert find_free_format(BytesSource(cbr(9)), 0, 9 * 417, limit=1000) is None
