"""Bytes of notes to text: byte-order mark, declared charset, UTF-8, UTF-16 by its NULs, then cp1252, said aloud."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from chaptag.model.errors import NotesError
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.text import quote
from chaptag.notes.binary import binary_kind

__all__ = ["FEED_LIMIT", "NOTES_LIMIT", "Decoded", "decode", "split_lines"]

NOTES_LIMIT = 2 * 1024 * 1024
FEED_LIMIT = 64 * 1024 * 1024

# How much of a text is looked at to judge what it is.
_SAMPLE = 64 * 1024
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x7f]")

# A declaration stands early: HTML asks for the first 1024 bytes, pages from real editors need some more.
_DECLARATION_SCAN = 4096
_XML_ENCODING = re.compile(rb"""^\s{0,64}<\?xml\b[^>]{0,200}?\bencoding\s{0,8}=\s{0,8}["']([\w.:-]{1,40})["']""")
_META_CHARSET = re.compile(
    rb"""<meta\b[^>]{0,500}?\bcharset\s{0,8}=\s{0,8}["']?\s{0,8}([\w.:-]{1,40})""", re.IGNORECASE
)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What a declared name means on the web (https://encoding.spec.whatwg.org/#names-and-labels): the superset that
# everybody really wrote. Names of Python's codecs, by Python's own normal form.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",  # a declaration that can be read as ASCII does not stand in UTF-16
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_SINGLE_BYTE = frozenset(
    [f"cp{number}" for number in (*range(1250, 1259), 437, 850, 852, 858, 866, 874)]
    + [f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)]
    + ["koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"]
)
_MULTI_BYTE = frozenset(["utf-8", "gb18030", "big5", "big5hkscs", "cp932", "cp949", "euc_jp", "iso2022_jp"])

_LINE_ENDS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without its byte-order mark; `encoding` is the name that Python knows it by."""

    text: str
    encoding: str
    findings: tuple[Finding, ...] = ()


def decode(data: bytes, *, name: str, declared: str | None = None, limit: int = NOTES_LIMIT) -> Decoded:
    """Decode the bytes of notes called `name`.

    `declared` is a charset that somebody outside the bytes stated (an HTTP header). Bytes that are UTF-8 beyond
    doubt win over a declaration of a one-byte charset. Raises NotesError for more than `limit` bytes and for what is
    no text; the error names what it is and the way out.
    """
    if len(data) > limit:
        raise NotesError(
            f"{len(data):,} bytes are more than the {limit:,} that notes may have",
            hint="Keep the part with the chapter list.",
            place=Place(name),
        )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding, name)
    if kind := binary_kind(data):
        raise NotesError(f"this is {kind.name}, not text", hint=kind.hint, place=Place(name))
    if b"\0" in data:
        return _without_mark(data, name)
    utf8 = _strict(data, "utf-8")
    label = declared or _declared_in(data)
    codec = _codec(label) if label else None
    if label is None or codec is None or codec == "utf-8" or (data.isascii() and codec != "iso2022_jp"):
        return _undeclared(data, utf8, name)
    if utf8 is not None and codec in _SINGLE_BYTE:
        return Decoded(_sound(utf8, name), "utf-8", (_contradicted(label, "the bytes are UTF-8", name),))
    stated = _strict(data, codec)
    if stated is not None:
        return Decoded(_sound(stated, name), codec)
    guess = _undeclared(data, utf8, name)
    return Decoded(guess.text, guess.encoding, (_contradicted(label, "not all its bytes are", name), *guess.findings))


def split_lines(text: str) -> list[tuple[str, int]]:
    """Split text into lines without their ends, each with the number that an editor shows for it.

    CR, LF and CRLF end a line for editor and reader alike. Line and paragraph separators, vertical tab, form feed
    and NEL, which word processors leave behind, end one for the reader only: the number stays.
    """
    lines: list[tuple[str, int]] = []
    number = 1
    for raw in text.splitlines(keepends=True):
        lines.append((raw.rstrip(_LINE_ENDS), number))
        if raw[-1] in "\r\n":
            number += 1
    return lines


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _declared_in(data: bytes) -> str | None:
    head = data[:_DECLARATION_SCAN]
    match = _XML_ENCODING.search(head) or _META_CHARSET.search(head)
    return match[1].decode("ascii", "replace") if match else None


def _codec(label: str) -> str | None:
    """Find the codec that a declared name means; None for one that is unknown, or no charset."""
    if not re.fullmatch(r"[A-Za-z0-9_:-]{1,40}", label):
        return None
    try:
        found = codecs.lookup(label).name
    except LookupError:
        return None
    meant = _MEANT.get(found, found)
    return meant if meant in _SINGLE_BYTE or meant in _MULTI_BYTE else None


def _undeclared(data: bytes, text: str | None, name: str) -> Decoded:
    if text is not None:
        return Decoded(_sound(text, name), "utf-8")
    repaired = data.decode("utf-8", "replace")
    bad = repaired.count("\ufffd")
    sequences = len(repaired) - len(repaired.encode("ascii", "ignore")) - bad
    if sequences > 3 * bad:  # UTF-8 with a few damaged places, not another encoding
        return Decoded(_sound(repaired, name), "utf-8", (_replaced(repaired, "utf-8", name),))
    western = data.decode("cp1252", "replace")
    letters = sum(char.isalpha() for char in western[:_SAMPLE])
    foreign = sum(char > "\x7f" and char.isalpha() for char in western[:_SAMPLE])
    if foreign > 8 and foreign * 2 > letters:
        raise NotesError(
            f"the encoding is unknown: the bytes are not UTF-8, and {foreign} of {letters} letters lie outside "
            "ASCII, so they are in no Western encoding either",
            hint="Save the notes as UTF-8.",
            place=Place(name),
        )
    first = next(index for index, char in enumerate(western) if char > "\x7f")
    said = "the bytes are not UTF-8, and no encoding is declared; they are read as Windows-1252"
    return Decoded(
        _sound(western, name), "cp1252", (finding("encoding-guessed", said, place=_spot(western, first, name)),)
    )


def _spot(text: str, index: int, name: str) -> Place:
    before = split_lines(text[: index + 1])
    start, line = before[-1]
    column = len(start)
    whole = split_lines(text[index - column + 1 : index + 200])[0][0]
    return Place(name, line, column, column + 1, whole)


def _lenient(data: bytes, encoding: str, name: str) -> Decoded:
    text = _strict(data, encoding)
    if text is not None:
        return Decoded(_sound(text, name), encoding)
    text = data.decode(encoding, "replace")
    return Decoded(_sound(text, name), encoding, (_replaced(text, encoding, name),))


def _without_mark(data: bytes, name: str) -> Decoded:
    """Decode what holds NULs: UTF-16 or UTF-32 without a mark, where Western text, digits and line ends have them."""
    for encoding, width, low, high in (
        ("utf-32-le", 4, 0, 3),
        ("utf-32-be", 4, 3, 0),
        ("utf-16-le", 2, 0, 1),
        ("utf-16-be", 2, 1, 0),
    ):
        whole = data[: len(data) - len(data) % width]
        low_nuls, high_nuls = whole[low::width].count(0), whole[high::width].count(0)
        # Spaces, digits and line ends have a high NUL in every script; a low one is rare (U+3000, U+4E00).
        if high_nuls > 1 and high_nuls * 32 * width >= len(whole) and low_nuls * 4 <= high_nuls:
            text = _strict(whole, encoding)
            if text is not None and "\0" not in text:
                return Decoded(_sound(text, name), encoding)
    raise _nul(data.index(0), name)


def _nul(offset: int | None, name: str) -> NotesError:
    return NotesError(
        "this is not text: it holds a NUL",
        hint="Give the notes as plain text, Markdown or HTML, in UTF-8.",
        place=Place(name, offset=offset),
    )


def _sound(text: str, name: str) -> str:
    """Refuse what decodes by accident: compressed or other binary data is full of control characters."""
    if "\0" in text:
        raise _nul(None, name)
    sample = text[:_SAMPLE]
    controls = sum(1 for _ in _CONTROLS.finditer(sample))
    if controls > 8 and controls * 20 > len(sample):
        raise NotesError(
            f"this is not text: {controls} of the first {len(sample):,} characters are control characters",
            hint="Give the notes as plain text, Markdown or HTML, in UTF-8.",
            place=Place(name),
        )
    return text


def _contradicted(label: str, why: str, name: str) -> Finding:
    return finding("encoding-contradicted", f"the file declares {quote(label, 40)}, but {why}", place=Place(name))


def _replaced(text: str, encoding: str, name: str) -> Finding:
    lines = sorted({number for line, number in split_lines(text) if "\ufffd" in line})
    shown = ", ".join(map(str, lines[:5])) + (f" and {len(lines) - 5} more" if len(lines) > 5 else "")
    plural = "line" if len(lines) == 1 else "lines"
    return finding(
        "undecodable-bytes",
        f"not all bytes are {encoding.upper()}: {plural} {shown}",
        place=Place(name, lines[0] if lines else None),
    )
