"""Text in its four encodings: where it ends, what it says, how chaptag writes it."""

from __future__ import annotations

import pytest

from chaptag.containers.id3.strings import decode_text, encode_text, split_text, terminator


@pytest.mark.parametrize(("encoding", "end"), [(0, b"\0"), (1, b"\0\0"), (2, b"\0\0"), (3, b"\0"), (4, b"\0")])
def test_what_ends_a_string(encoding: int, end: bytes) -> None:
    assert terminator(encoding) == end


@pytest.mark.parametrize(
    ("encoding", "data", "parts"),
    [
        (0, b"ab\0\0c", (b"ab", b"\0c")),
        (3, b"ab\0cd", (b"ab", b"cd")),
        (9, b"ab\0cd", (b"ab", b"cd")),
        (0, b"ab", (b"ab", b"")),
        (1, b"a\0b\0\0\0c\0", (b"a\0b\0", b"c\0")),
        (2, b"\0a\0b\0\0\0c", (b"\0a\0b", b"\0c")),
        (1, b"\0\0a\0", (b"", b"a\0")),
        (1, b"a\0\0a\0\0\0a\0\0", (b"a\0\0a", b"\0a\0\0")),  # two NULs in the middle of two characters are no end
        (2, b"\1\0\0\1\0\0", (b"\1\0\0\1", b"")),
        (1, b"a\0\0a", (b"a\0\0a", b"")),
        (1, b"", (b"", b"")),
    ],
)
def test_a_string_ends_at_its_terminator(encoding: int, data: bytes, parts: tuple[bytes, bytes]) -> None:
    assert split_text(encoding, data) == parts


@pytest.mark.parametrize(
    ("encoding", "data", "text"),
    [
        (0, b"\xe9", "é"),
        (1, b"\xff\xfe\xe9\0", "é"),
        (1, b"\xfe\xff\0\xe9", "é"),
        (1, b"\xe9\0", "é"),
        (2, b"\0\xe9", "é"),
        (3, b"\xc3\xa9", "é"),
        (4, b"\xe9", "é"),
        (255, b"\xe9", "é"),
        (1, b"\xe9", "\ufffd"),
        (1, b"\xff\xfe\xe9", "\ufffd"),
        (2, b"\xe9", "\ufffd"),
        (3, b"\xe9", "\ufffd"),
    ],
)
def test_a_string_is_read_in_its_encoding(encoding: int, data: bytes, text: str) -> None:
    assert decode_text(encoding, data) == text


@pytest.mark.parametrize(
    ("text", "in_2_3", "in_2_4"),
    [
        ("", b"\0\0", b"\3\0"),
        ("plain", b"\0plain\0", b"\3plain\0"),
        ("é", b"\1\xff\xfe\xe9\0\0\0", b"\3\xc3\xa9\0"),
        ("\ud800", b"\1\xff\xfe?\0\0\0", b"\3?\0"),  # half a character, as JSON may spell it
    ],
)
def test_how_a_title_is_written(text: str, in_2_3: bytes, in_2_4: bytes) -> None:
    assert encode_text(text, 3) == in_2_3
    assert encode_text(text, 4) == in_2_4
