"""The first frame is found behind anything, and only where it is one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.containers.mpeg.header import Key, parse
from chaptag.containers.mpeg.sync import Patience, Sync, find_free_format, find_sync, is_sync
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


@pytest.mark.parametrize("size", [8189, 8190, 8191, 8192, 8193, 8194])
def test_each_header_costs_patience_once_at_the_edges_of_blocks(size: int) -> None:
    data = bytes(size) + header() + b"?" + cbr(5)
    patience = Patience(1)
    found = find_sync(BytesSource(data), 0, len(data), patience=patience)
    assert found is not None
    assert (found.offset, patience.left) == (size + 5, 0)
    for limit, at in ((size + 5, None), (size + 6, size + 5)):
        assert _find(data, limit=limit) == at


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


def _key(data: bytes) -> Key:
    found = parse(data)
    assert found is not None
    return found.key


def test_one_frame_more_is_enough_for_the_encoding_of_before() -> None:
    data = b"x" + frame() * 2 + b"no frame"
    source = BytesSource(data)
    assert find_sync(source, 0, len(data)) is None
    assert find_sync(source, 0, len(data), key=_key(frame(128, 48000))) is None
    found = find_sync(source, 0, len(data), key=_key(frame(64)))
    assert found is not None
    assert (found.offset, found.header.kbit) == (1, 128)
    data = b"x" + frame() * 3 + b"no frame"
    assert find_sync(BytesSource(data), 0, len(data)) == Sync(1, found.header)
    data = b"x" + frame() + b"no frame"
    assert find_sync(BytesSource(data), 0, len(data), key=_key(frame())) is None


def test_the_search_begins_where_it_is_told() -> None:
    data = cbr(5)
    for start, at in ((0, 0), (1, 417), (417, 417), (418, 835)):
        found = find_sync(BytesSource(data), start, len(data))
        assert found is not None
        assert found.offset == at


def test_frames_in_free_format_are_no_sync() -> None:
    data = (header(0) + bytes(413)) * 3 + b"x"
    assert _find(data) is None
    assert _find(frame() + header(0) + bytes(413) + frame() + frame()) != 0


def test_each_false_header_costs_patience() -> None:
    data = b"??" + header() + b"?" + header() + b"?" + cbr(5)
    for left, enough in ((0, False), (1, False), (2, True)):
        patience = Patience(left)
        if enough:
            found = find_sync(BytesSource(data), 0, len(data), patience=patience)
            assert found is not None
            assert (found.offset, patience.left) == (12, 0)
        else:
            with pytest.raises(DamagedAudio) as caught:
                find_sync(BytesSource(data, "x.mp3"), 0, len(data), patience=patience)
            assert caught.value.message == "hundreds of thousands of false frame headers"
            assert caught.value.hint == "This is not MPEG audio."
            assert str(caught.value.place) == f"x.mp3: byte {2 + 5 * left}"


@pytest.mark.parametrize("followers", [1, 2, 3])
def test_followers_of_the_same_encoding(followers: int) -> None:
    first = parse(frame())
    assert first is not None

    def follows(data: bytes, at: int = 0) -> bool:
        return is_sync(BytesSource(data), at, len(data), first, followers=followers)

    assert follows(frame() * (followers + 1) + b"no frame")
    assert not follows(frame() * followers + b"no frame")
    assert follows(b"??" + frame() * (followers + 1) + b"no frame", 2)
    assert follows(frame()), "then the end"
    assert not follows(frame()[:-1])
    assert not follows(frame() + frame(128, 48000) * 3)
    assert not follows(frame() + header(0) + bytes(999))
    assert follows(frame() * followers + header() + b"cut off")
    assert follows(frame() + frame()[:-1]), "the second one is cut off"
    assert follows(frame() + frame(64) + frame(160) + frame(32)), "other bit rates are of the same encoding"


def _free(*distances: int, head: bytes = header(0), before: int = 0, behind: int = 0) -> bytes:
    return bytes(before) + b"".join(head.ljust(distance, b"\0") for distance in distances) + head + bytes(behind)


def _find_free(data: bytes, limit: int = 1 << 16) -> int | None:
    found = find_free_format(BytesSource(data), 0, len(data), limit=limit)
    assert found is None or (found.header.kbit, found.header.size) == (0, 0)
    return None if found is None else found.offset


@pytest.mark.parametrize(
    ("distances", "at"),
    [
        ((600, 600), 0),
        ((600, 601), 0),  # one of them is padded
        ((600, 599), 0),
        ((600, 602), None),
        ((600, 598), None),
        ((600,), None),
        ((), None),
        ((24, 24), 0),
        ((23, 23), None),
        ((8188, 8188), 0),
        ((8189, 8189), None),
        ((100, 600, 600), 100),
        ((300, 300, 9), 0),
    ],
)
def test_free_format_is_three_headers_at_equal_distances(distances: tuple[int, ...], at: int | None) -> None:
    assert _find_free(_free(*distances)) == at
    assert _find_free(_free(*distances, before=50, behind=50)) == (None if at is None else at + 50)


def test_the_slot_of_layer_one_has_four_bytes() -> None:
    for distance, at in ((604, 0), (596, 0), (603, None), (601, None)):
        assert _find_free(_free(600, distance, head=header(0, layer=1))) == at


def test_free_format_of_one_encoding() -> None:
    one, other, rated = header(0), header(0, 48000), header(128)
    gap = bytes(596)
    assert _find_free(one + gap + one + gap + one) == 0
    assert _find_free(one + gap + other + gap + one) is None
    assert _find_free(one + gap + one + gap + other) is None
    assert _find_free(one + gap + rated + gap + one) is None
    assert _find_free(one + gap + one + gap + rated) is None
    for none in (b"\xff\xfb\x0c\0", b"\xff\xf9\0\0", b"\xff\xeb\0\0"):
        assert _find_free(none + _free(600, 600)) == 4, "a reserved rate, layer or version is no header"


def test_ff_before_a_header_hides_nothing() -> None:
    head = header(0)
    assert _find_free(head + bytes(595) + b"\xff" + head + bytes(596) + head) == 0


def test_the_search_for_free_format_ends_at_its_limit() -> None:
    data = _free(600, 600, before=100)
    assert _find_free(data, 100) is None
    assert _find_free(data, 101) == 100
    cut = find_free_format(BytesSource(data), 0, len(data) - 4, limit=1000)
    assert cut is None, "the third header is behind the end"


@pytest.mark.parametrize(("false", "found"), [(64, True), (65, True), (66, False)])
def test_the_search_for_free_format_ends_after_so_many_false_headers(false: int, found: bool) -> None:
    data = bytearray(8000)
    for number in range(false):  # no three of them at equal distances
        at = 8 * int(f"{number:b}", 3)
        data[at : at + 4] = header(0)
    assert (_find_free(bytes(data) + _free(600, 600, head=header(0, 48000))) == 8000) == found
