"""Bytes to text: what is declared, what the bytes say, and what is refused."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.model.errors import ChaptagError, NotesError
from chaptag.notes.encoding import NOTES_LIMIT, decode, split_lines

TEXT = "0:00 Ä Début\n1:00 “Zwei” 日本\n12:30 Ende\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("utf-32-le", "utf-32-le"),
        ("utf-32-be", "utf-32-be"),
    ],
)
def test_unicode_is_known_with_and_without_a_mark(codec: str, name: str) -> None:
    decoded = decode(TEXT.encode(codec), name="n.txt")
    assert (decoded.text, decoded.encoding, decoded.findings) == (TEXT, name, ())


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["0:00 一二三一二三\n1:00 一\n", "0:00 Вступление\n5:10 Разговор\n"])
def test_utf_16_without_a_mark_in_other_scripts(codec: str, text: str) -> None:
    assert decode(text.encode(codec), name="n.txt").text == text


@pytest.mark.parametrize(
    ("head", "codec", "text"),
    [
        ('<?xml version="1.0" encoding="windows-1251"?>', "cp1251", "Вступление"),
        ('<html><head><meta charset="koi8-r">', "koi8-r", "Вступление"),
        ("<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=shift_jis'>", "shift_jis", "漆のはなし"),
        ("<meta charset=gb2312>", "gb18030", "齿轮为什么会累"),
        ('<meta charset="euc-kr">', "cp949", "한지는 어떻게"),
        ('<meta charset="iso-8859-1">', "cp1252", "L’été – déjà"),
        ('<meta charset="iso-8859-2">', "iso8859-2", "Źródło"),
        ('<meta charset="iso-2022-jp">', "iso2022_jp", "金継ぎ"),
    ],
)
def test_a_declared_charset_is_used(head: str, codec: str, text: str) -> None:
    decoded = decode((head + "\n0:00 " + text).encode(codec), name="n.html")
    assert decoded.text.endswith(text)
    assert not decoded.findings


def test_a_charset_stated_from_outside_is_used() -> None:
    assert decode("0:00 Вступление".encode("koi8-r"), name="n.txt", declared="KOI8-R").text == "0:00 Вступление"


@pytest.mark.parametrize(
    "label", ["rot13", "zip", "idna", "unicode_escape", "utf-7", "no-such", "../x", "\0", "x" * 99]
)
def test_what_is_no_charset_is_not_used_as_one(label: str) -> None:
    assert decode(TEXT.encode(), name="n.txt", declared=label).text == TEXT


def test_utf_8_wins_over_a_declared_one_byte_charset_and_it_is_said() -> None:
    decoded = decode('<meta charset="iso-8859-1">0:00 Début'.encode(), name="n.html")
    assert decoded.text.endswith("Début")
    assert [finding.rule for finding in decoded.findings] == ["encoding-contradicted"]


def test_a_declaration_that_does_not_hold_is_said() -> None:
    decoded = decode('<meta charset="shift_jis">0:00 Début – là'.encode("cp1252") + b"\xff", name="n.html")
    assert "Début" in decoded.text
    assert [finding.rule for finding in decoded.findings] == ["encoding-contradicted", "encoding-guessed"]


def test_a_declaration_is_looked_for_at_the_start_only() -> None:
    late = " " * 5000 + '<meta charset="koi8-r">'
    assert decode((late + "Début").encode("cp1252"), name="n.html").encoding == "cp1252"


def test_windows_1252_is_a_guess_that_shows_where() -> None:
    decoded = decode("Notes\r\n0:00 Début – “x”\r\n".encode("cp1252"), name="n.txt")
    assert decoded.text == "Notes\r\n0:00 Début – “x”\r\n"
    (guess,) = decoded.findings
    assert guess.rule == "encoding-guessed"
    assert guess.place is not None
    assert (guess.place.line, guess.place.column, guess.place.text) == (2, 7, "0:00 Début – “x”")


def test_an_unknown_encoding_is_refused_rather_than_garbled() -> None:
    with pytest.raises(NotesError, match=r"not UTF-8.*letters") as caught:
        decode("0:00 Вступление и разговор".encode("cp1251"), name="n.txt")
    assert caught.value.hint == "Save the notes as UTF-8."


def test_utf_8_with_a_damaged_place_stays_utf_8() -> None:
    decoded = decode("Ünï\nödé\n".encode() * 4 + b"\xffx\n", name="n.txt")
    assert decoded.text.endswith("\ufffdx\n")
    (damage,) = decoded.findings
    assert (damage.rule, damage.place and damage.place.line) == ("undecodable-bytes", 9)


def _zip(entry: str, content: str = "x") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (_zip("word/document.xml"), "a Word document"),
        (_zip("mimetype", "application/vnd.oasis.opendocument.text"), "an OpenDocument file"),
        (_zip("Index/Document.iwa"), "a Pages document"),
        (_zip("notes.txt"), "a ZIP archive"),
        (b"{\\rtf1\\ansi 0:00 Intro}", "a rich text document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "a Word or other Office document"),
        (b"ID3\x03\0\0\0\0\x0f\x76TIT2", "an MP3 file"),
        (b"\xff\xfb\x90\x64\0\0\0\0", "an MP3 or AAC file"),
        (b"\0\0\0\x20ftypM4A \0\0\0\0", "an MP4 file"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "a WAV or AIFF file"),
        (b"OggS\0\x02", "an Ogg audio file"),
        (b"fLaC\0\0\0\x22", "a FLAC audio file"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (gzip.compress(b"x", mtime=0), "a compressed archive"),
    ],
)
def test_what_is_no_text_is_named_with_a_way_out(data: bytes, kind: str) -> None:
    with pytest.raises(NotesError, match=kind) as caught:
        decode(data, name="n.txt")
    assert caught.value.hint


@pytest.mark.parametrize(
    "text", ["ID3 tags, part two\n0:00 x\n", "PK 12\n", "RIFF raff\n", "fLaCs\n", "%PDF is hard\n"]
)
def test_words_that_look_like_signatures_are_text(text: str) -> None:
    assert decode(text.encode(), name="n.txt").text == text


def test_a_nul_in_text_is_refused_with_its_place() -> None:
    with pytest.raises(NotesError, match=r"byte 7: .*NUL"):
        decode(b"0:00 ab\0cd\n1:00 some more text\n", name="n.txt")


def test_control_characters_are_no_text() -> None:
    with pytest.raises(NotesError, match="control characters"):
        decode(bytes(range(1, 9)) * 40, name="n.txt")


def test_more_than_two_mebibytes_are_refused_with_the_figures() -> None:
    assert decode(b"x" * NOTES_LIMIT, name="n.txt").text
    with pytest.raises(NotesError, match="2,097,153 bytes are more than the 2,097,152"):
        decode(b"x" * (NOTES_LIMIT + 1), name="n.txt")


def test_lines_have_the_numbers_of_an_editor() -> None:
    text = "a\nb\r\nc\rd\x0be\x0cf\u2028g\u2029h\x85i\n\nj"
    assert split_lines(text) == [
        ("a", 1),
        ("b", 2),
        ("c", 3),
        *((char, 4) for char in "defghi"),
        ("", 5),
        ("j", 6),
    ]


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data, name="n")
    except ChaptagError:
        return
    assert "\0" not in decoded.text
    decoded.text.encode("utf-8")
    assert "".join(line for line, _ in split_lines(decoded.text)) is not None


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200),
    st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]),
)
def test_marked_text_comes_back(text: str, codec: str) -> None:
    assert decode(text.encode(codec), name="n").text == text
