"""Bodies with text, each kind of frame: what 2.3 cannot hold is written so that it can."""

from __future__ import annotations

import pytest

from chaptag.containers.id3.retext import downgrade_text, text_body, text_values, values_joined

BOM = b"\xff\xfe"
E = BOM + b"\xe9\0"  # "é" as 2.3 writes it


@pytest.mark.parametrize(
    ("body", "values"),
    [
        (b"", []),
        (b"\3", []),
        (b"\3\0", [""]),
        (b"\3one", ["one"]),
        (b"\3one\0", ["one"]),
        (b"\3one\0two\0", ["one", "two"]),
        (b"\3one\0\0two", ["one", "", "two"]),
        (b"\2\0a\0\0\0b", ["a", "b"]),
        (b"\1\xff\xfea\0\0\0\xfe\xff\0b", ["a", "b"]),
    ],
)
def test_the_values_of_a_text(body: bytes, values: list[str]) -> None:
    assert text_values(body) == values


@pytest.mark.parametrize(("text", "body"), [("", b"\0"), ("abc", b"\0abc"), ("é", b"\1" + E)])
def test_a_text_is_latin_1_where_every_reader_agrees(text: str, body: bytes) -> None:
    assert text_body(text) == body


@pytest.mark.parametrize(
    ("name", "body", "plain", "wide"),
    [
        ("TIT2", b"\3%s\0", b"\0x", b"\1" + E),
        ("TXXX", b"\3%s\0v\0", b"\0x\0v", b"\1" + E + b"\0\0" + BOM + b"v\0"),
        ("APIC", b"\3a/\xe9\0\7%s\0\xff\0data", b"\0a/\xe9\0\7x\0\xff\0data", b"\1a/\xe9\0\7" + E + b"\0\0\xff\0data"),
        ("COMM", b"\3eng%s\0v", b"\0engx\0v", b"\1eng" + E + b"\0\0" + BOM + b"v\0"),
        ("USLT", b"\3eng%s\0v\0", b"\0engx\0v", b"\1eng" + E + b"\0\0" + BOM + b"v\0"),
        ("USER", b"\3eng%s", b"\0engx", b"\1eng" + E),
        ("OWNE", b"\3EUR1\x0020261123%s\0", b"\0EUR1\x0020261123x", b"\1EUR1\x0020261123" + E),
        ("WXXX", b"\3%s\0http://\xe9\0", b"\0x\0http://\xe9\0", b"\1" + E + b"\0\0http://\xe9\0"),
        (
            "GEOB",
            b"\3a/\xe9\0%s\0d\0\0\1\xff",
            b"\0a/\xe9\0x\0d\0\0\1\xff",
            b"\1a/\xe9\0" + E + b"\0\0" + BOM + b"d\0\0\0\0\1\xff",
        ),
        (
            "SYLT",
            b"\3eng\2\1%s\0a\0\1\2\3\4b\0\5\6\7\x08",
            b"\0eng\2\1x\0a\0\1\2\3\4b\0\5\6\7\x08",
            b"\1eng\2\1" + E + b"\0\0" + BOM + b"a\0\0\0\1\2\3\4" + BOM + b"b\0\0\0\5\6\7\x08",
        ),
        (
            "COMR",
            b"\3EUR5\x0020261123http://\xe9\0\4%s\0d\0a/b\0\xff\0",
            b"\0EUR5\x0020261123http://\xe9\0\4x\0d\0a/b\0\xff\0",
            b"\1EUR5\x0020261123http://\xe9\0\4" + E + b"\0\0" + BOM + b"d\0\0\0a/b\0\xff\0",
        ),
    ],
)
def test_each_kind_of_frame(name: str, body: bytes, plain: bytes, wide: bytes) -> None:
    assert downgrade_text(name, body % b"x") == plain
    assert downgrade_text(name, body % b"\xc3\xa9") == wide
    for encoding in (b"\0", b"\4"):
        assert downgrade_text(name, encoding + body[1:]) == encoding + body[1:], "2.3 has it, or nobody knows it"
    assert downgrade_text(name, wide) == wide
    assert downgrade_text(name, b"") == b""


@pytest.mark.parametrize(
    ("name", "body", "values", "joined"),
    [
        ("TPE1", b"\3a\0b\0", ["a", "b"], b"\0a/b"),
        ("TPE1", b"\0a\0b", ["a", "b"], b"\0a/b"),
        ("TPE1", b"\1\xff\xfea\0\0\0\xff\xfe\xe9\0\0\0", ["a", "é"], b"\1" + BOM + "a/é".encode("utf-16-le")),
        ("TPE1", b"\2\0a\0\0\0b", ["a", "b"], b"\0a/b"),
        ("TPE1", b"\3a\0\0b\0\0\0", ["a", "", "b"], b"\0a//b"),
        ("TXXX", b"\3key\0a\0b", ["a", "b"], b"\0key\0a/b"),
        ("TXXX", b"\0key\0a\0b\0", ["a", "b"], b"\0key\0a/b"),
        ("COMM", b"\3eng\0a\0b", ["a", "b"], b"\0eng\0a/b"),
        ("USLT", b"\0eng\0a\0b", ["a", "b"], b"\0eng\0a/b"),
        ("USER", b"\3enga\0b", ["a", "b"], b"\0enga/b"),
        ("OWNE", b"\3EUR1\x0020261123a\0b", ["a", "b"], b"\0EUR1\x0020261123a/b"),
    ],
)
def test_several_values_are_joined_in_whatever_encoding(
    name: str, body: bytes, values: list[str], joined: bytes
) -> None:
    """Readers of 2.3 would show the first one alone."""
    assert values_joined(name, body) == values
    assert downgrade_text(name, body) == joined
    assert downgrade_text(name, joined) == joined


@pytest.mark.parametrize(
    ("name", "body", "new"),
    [
        ("TPE1", b"\3a\0\0\0", b"\0a"),
        ("TPE1", b"\0a\0\0", b"\0a\0\0"),
        ("TPE1", b"\3\0\0", b"\0"),
        ("TXXX", b"\3key\0a\0\0", b"\0key\0a"),
        ("TXXX", b"\3key", b"\0key\0"),
        ("COMM", b"\0eng\0a\0\0", b"\0eng\0a\0\0"),
    ],
)
def test_a_text_that_ends_twice_has_one_value(name: str, body: bytes, new: bytes) -> None:
    assert len(values_joined(name, body)) < 2
    assert downgrade_text(name, body) == new


@pytest.mark.parametrize(
    ("name", "body"), [("PRIV", b"\3a\0b\0c"), ("WXXX", b"\3a\0b\0c"), ("TXXX", b""), ("TIT2", b""), ("COMM", b"")]
)
def test_frames_without_a_text_have_no_values(name: str, body: bytes) -> None:
    assert values_joined(name, body) == []


def test_each_kind_of_frame_in_utf_16_without_a_mark() -> None:
    assert downgrade_text("TIT2", b"\2\0x\0\0\0y\0\0") == b"\0x/y"
    assert downgrade_text("TXXX", b"\2\0\xe9\0\0\0v") == b"\1" + E + b"\0\0" + BOM + b"v\0"
    assert downgrade_text("WXXX", b"\2\1\0\0\1\0\0http://a") == b"\1" + BOM + b"\0\1\1\0\0\0http://a"


@pytest.mark.parametrize("name", ["PRIV", "UFID", "POPM", "WOAF", "XABC", "RVA2", "APIX"])
def test_bodies_without_text_stay_as_they_are(name: str) -> None:
    assert downgrade_text(name, b"\3\xc3\xa9\0x") == b"\3\xc3\xa9\0x"


def test_fields_that_are_cut_off_stay_cut_off() -> None:
    assert downgrade_text("APIC", b"\3a/b") == b"\0a/b\0"
    assert downgrade_text("SYLT", b"\3eng\2\1x\0a\0\1\2") == b"\0eng\2\1x\0a\0\1\2"
    assert downgrade_text("COMM", b"\3en") == b"\0en\0"
