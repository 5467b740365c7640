"""The Nero list to the byte: both versions, both counts, titles and lists that are cut anywhere."""

from __future__ import annotations

import struct

import pytest

from chaptag.containers.mp4.chpl import ChplEntry, ChplList, _entries, decode_chpl, encode_chpl, entry_at, fit_title

ENTRIES = (ChplEntry(0, b"One"), ChplEntry(1 << 63, b""), ChplEntry(7, "é".encode() * 127 + b"x"))


def spelt(*entries: ChplEntry) -> bytes:
    return b"".join(struct.pack(">QB", each.ticks, len(each.title)) + each.title for each in entries)


def version_1(count: int, entries: bytes, reserved: bytes = bytes(4)) -> bytes:
    return bytes([1, 0, 0, 0]) + reserved + bytes([count]) + entries


@pytest.mark.parametrize(
    ("ticks", "start"), [(0, 0), (4_999, 0), (5_000, 1), (14_999, 1), (15_000, 2), (600_000_000, 60_000)]
)
def test_starts_are_rounded_half_up(ticks: int, start: int) -> None:
    assert ChplEntry(ticks, b"").start == start


def test_a_start_in_units_of_100_nanoseconds() -> None:
    assert entry_at(1234, b"x") == ChplEntry(12_340_000, b"x")


def test_both_versions() -> None:
    assert decode_chpl(version_1(3, spelt(*ENTRIES))) == ChplList(1, 3, ENTRIES, whole=True)
    assert decode_chpl(bytes(4) + b"\3" + spelt(*ENTRIES)) == ChplList(0, 3, ENTRIES, whole=True)
    assert decode_chpl(b"\2" + version_1(3, spelt(*ENTRIES))[1:]) == ChplList(2, 3, ENTRIES, whole=True)


@pytest.mark.parametrize("size", range(10))
def test_lists_without_a_count(size: int) -> None:
    assert decode_chpl(bytes(size)) == (None if size < 5 else ChplList(0, 0, (), whole=size == 5))
    assert decode_chpl((b"\1" + bytes(9))[:size]) == (None if size < 9 else ChplList(1, 0, (), whole=True))


def test_counts_of_one_byte_and_of_four() -> None:
    some = spelt(*ENTRIES[:2])
    assert decode_chpl(version_1(2, some, b"\0\0\0\1")) == ChplList(1, 2, ENTRIES[:2], whole=True), (
        "the short one first"
    )
    many = spelt(*ENTRIES[:1] * 258)
    assert decode_chpl(version_1(2, many, b"\0\0\0\1")) == ChplList(1, 258, ENTRIES[:1] * 258, whole=True)
    assert decode_chpl(version_1(2, many[:-1], b"\0\0\0\1")) == ChplList(1, 2, ENTRIES[:1] * 2, whole=False)
    assert decode_chpl(version_1(2, many, b"\0\0\1\1")) == ChplList(1, 2, ENTRIES[:1] * 2, whole=False)
    assert decode_chpl(version_1(2, many, b"\0\1\0\0")) == ChplList(1, 2, ENTRIES[:1] * 2, whole=False)
    assert decode_chpl(version_1(2, many, b"\0\7\0\1")) == ChplList(1, 2, ENTRIES[:1] * 2, whole=False)
    assert decode_chpl(version_1(2, many, b"\7\0\0\1")) == ChplList(1, 258, ENTRIES[:1] * 258, whole=True)


def test_lists_that_are_cut_or_go_on() -> None:
    whole = version_1(3, spelt(*ENTRIES))
    sizes = [9 + len(spelt(*ENTRIES[:count])) for count in range(4)]
    for size in range(9, len(whole)):
        count = sum(size >= each for each in sizes[1:])
        assert decode_chpl(whole[:size]) == ChplList(1, 3, ENTRIES[:count], whole=False)
    assert decode_chpl(whole + b"\0") == ChplList(1, 3, ENTRIES, whole=False)
    assert decode_chpl(version_1(2, spelt(*ENTRIES))) == ChplList(1, 2, ENTRIES[:2], whole=False)


@pytest.mark.parametrize(("count", "read"), [(19_999, 19_999), (20_000, 20_000), (20_001, 20_000)])
def test_the_longest_list_that_is_read_and_one_longer(count: int, read: int) -> None:
    assert _entries(bytes(9 * count), 0, count) == ((ChplEntry(0, b""),) * read, read == count)


def test_lists_are_built() -> None:
    assert encode_chpl(iter(ENTRIES)) == struct.pack(">I4s", 8 + 9 + len(spelt(*ENTRIES)), b"chpl") + version_1(
        3, spelt(*ENTRIES)
    )
    assert encode_chpl([]) == b"\0\0\0\x11chpl\1" + bytes(8)
    assert encode_chpl([ChplEntry(5, b"t" * 255)] * 255)[16] == 255


@pytest.mark.parametrize("size", [126, 127, 128, 254, 255, 256])
def test_titles_are_cut_to_bytes(size: int) -> None:
    title = "x" * size
    assert fit_title(title) == (title if size <= 127 else "x" * 124 + "…").encode()
    assert fit_title(title, long=True) == (title if size <= 255 else "x" * 252 + "…").encode()
    umlauts = "ü" * (size // 2)
    assert len(fit_title(umlauts)) == min(size // 2 * 2, 127)
