"""What a file is that is not plain text, and the way to get text out of it."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Kind", "binary_kind"]

_SAVE_AS_TEXT = "Save it as plain text (.txt) or as HTML and use that file."
_EXPORT = "Export it as plain text or as a web page (.html) and use that file."


class Kind(NamedTuple):
    """What a file is, as in “a Word document”, and what to do about it."""

    name: str
    hint: str


_WORD = Kind("a Word document", _SAVE_AS_TEXT)
_AUDIO = "Give the notes here; audio is what `chaptag tag AUDIO NOTES` takes first."
_PICTURE = Kind("a picture", "Type its chapter list into a text file, or let an OCR program do it.")
_ZIP = Kind("a ZIP archive", "Unpack it first.")
_ARCHIVE = Kind("a compressed archive", "Unpack it first.")

# Signatures at the start of a file.
_SIGNATURES = (
    (b"%PDF-", Kind("a PDF document", "Copy its text into a .txt file and use that file.")),
    (b"{\\rtf", Kind("a rich text document (RTF)", _SAVE_AS_TEXT)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind("a Word or other Office document (.doc)", _SAVE_AS_TEXT)),
    (b"OggS\0", Kind("an Ogg audio file", _AUDIO)),
    (b"fLaC\0", Kind("a FLAC audio file", _AUDIO)),
    (b"\x1aE\xdf\xa3", Kind("a Matroska or WebM file", _AUDIO)),
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"\x1f\x8b\x08", _ARCHIVE),
    (b"BZh9", _ARCHIVE),
    (b"\xfd7zXZ\0", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"bplist0", Kind("a binary property list (.webarchive or .plist)", _SAVE_AS_TEXT)),
    (b"SQLite format 3\0", Kind("a SQLite database", "Export the notes as plain text.")),
)

# What the first entries of a ZIP file are called, by the program that wrote it.
_ZIP_ENTRIES = (
    (b"word/", _WORD),
    (b"xl/", Kind("an Excel workbook", "Export it as text or CSV, one line per chapter, and use that file.")),
    (b"ppt/", Kind("a PowerPoint file", _EXPORT)),
    (b"application/vnd.oasis.opendocument", Kind("an OpenDocument file (.odt)", _SAVE_AS_TEXT)),
    (b"Index/Document.iwa", Kind("a Pages document", _EXPORT)),
    (b"Index/", Kind("a Pages, Numbers or Keynote document", _EXPORT)),
    (b"application/epub", Kind("an e-book (EPUB)", _EXPORT)),
    (b"content.opf", Kind("an e-book (EPUB)", _EXPORT)),
    (b"[Content_Types].xml", _WORD),
)
_ZIP_SCAN = 64 * 1024


def binary_kind(data: bytes) -> Kind | None:
    """Recognise documents, pictures, archives and audio by their first bytes; None for anything else.

    Looks at 64 KiB at most. Text that merely begins with such a word (``ID3 tags``) is not taken for it.
    """
    head = data[:16]
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        window = data[:_ZIP_SCAN]
        return next((kind for entry, kind in _ZIP_ENTRIES if entry in window), _ZIP)
    return _audio_kind(head)


def _audio_kind(head: bytes) -> Kind | None:
    if head.startswith(b"ID3") and len(head) >= 10 and head[3] in {2, 3, 4} and head[4] == 0:
        return Kind("an MP3 file", _AUDIO)
    if head[4:8] == b"ftyp" and head[:2] == b"\0\0":
        return Kind("an MP4 file", _AUDIO)
    if (head[:4] == b"RIFF" and head[8:12] == b"WAVE") or (head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}):
        return Kind("a WAV or AIFF file", _AUDIO)
    # An MPEG frame or ADTS header: eleven bits of sync, then values that no header holds are excluded, so that a
    # byte-order mark (FF FE) and Latin-1 text in capitals are not taken for one.
    if len(head) >= 4 and head[0] == 0xFF and head[1] in {0xFB, 0xFA, 0xF3, 0xF2, 0xF1, 0xF9} and not head.isalpha():
        plausible = head[1] in {0xF1, 0xF9} or ((head[2] >> 4) not in {0, 15} and (head[2] >> 2) & 3 != 3)
        if plausible and any(byte < 9 or 0x7F <= byte < 0xA0 for byte in head[2:]):
            return Kind("an MP3 or AAC file", _AUDIO)
    return None
