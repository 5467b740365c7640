"""What kind of file it is, by content and never by suffix: the kinds that chaptag edits and those it can only name."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from typing import TYPE_CHECKING, NamedTuple

from chaptag.containers.id3.tag import leading_stop
from chaptag.containers.mpeg.sync import find_free_format, find_sync
from chaptag.containers.window import Window
from chaptag.model.errors import AudioError

if TYPE_CHECKING:
    from chaptag.model.source import ByteSource

__all__ = ["Kind", "sniff"]

_NEAR = 1 << 16  # where the first MPEG frame must be, after the tags


class Kind(NamedTuple):
    """A kind of file: its short `name` (the registry's, where chaptag edits it), and what people call it.

    `label` reads after "is": ``an MP3``, ``a FLAC file``.
    """

    name: str
    label: str


_MP3 = Kind("mp3", "an MP3")
_MP4 = Kind("mp4", "an MP4 file")
_ADTS = Kind("aac", "a raw AAC (ADTS) file")
_MATROSKA = Kind("matroska", "a Matroska file")
_WEBM = Kind("webm", "a WebM file")
_MPEG_TS = Kind("mpeg-ts", "an MPEG transport stream")

# Offset, bytes, and what they mean; the first match counts.
_SIGNATURES: tuple[tuple[int, bytes, Kind], ...] = (
    (4, b"ftyp", _MP4),
    (4, b"moov", _MP4),
    (4, b"mdat", _MP4),
    (4, b"wide", _MP4),
    (4, b"skip", _MP4),
    (4, b"free", _MP4),
    (4, b"pnot", _MP4),
    (0, b"fLaC", Kind("flac", "a FLAC file")),
    (28, b"OpusHead", Kind("ogg", "an Ogg Opus file")),
    (28, b"\x01vorbis", Kind("ogg", "an Ogg Vorbis file")),
    (0, b"OggS", Kind("ogg", "an Ogg file")),
    (8, b"WAVE", Kind("wav", "a WAV file")),
    (8, b"AIFF", Kind("aiff", "an AIFF file")),
    (8, b"AIFC", Kind("aiff", "an AIFF file")),
    (8, b"AVI ", Kind("avi", "an AVI video")),
    (8, b"WEBP", Kind("image", "a WebP image")),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Kind("asf", "a Windows Media file")),
    (0, b"#!AMR", Kind("amr", "an AMR recording")),
    (0, b"caff", Kind("caf", "a Core Audio file")),
    (0, b".snd", Kind("au", "a Sun audio file")),
    (0, b"MAC ", Kind("ape", "a Monkey's Audio file")),
    (0, b"wvpk", Kind("wavpack", "a WavPack file")),
    (0, b"MPCK", Kind("musepack", "a Musepack file")),
    (0, b"MP+", Kind("musepack", "a Musepack file")),
    (0, b"TTA1", Kind("tta", "a True Audio file")),
    (0, b"DSD ", Kind("dsd", "a DSD file")),
    (0, b"FRM8", Kind("dsd", "a DSD file")),
    (0, b".RMF", Kind("real", "a RealMedia file")),
    (0, b"MThd", Kind("midi", "a MIDI file")),
    (0, b"\x0b\x77", Kind("ac3", "a Dolby Digital (AC-3) file")),
    (0, b"FLV\x01", Kind("flv", "a Flash video")),
    (0, b"\0\0\1\xba", Kind("mpeg-ps", "an MPEG video")),
    (0, b"\0\0\1\xb3", Kind("mpeg-ps", "an MPEG video")),
    (0, b"PK\3\4", Kind("zip", "a ZIP archive, or an office document")),
    (0, b"\xd0\xcf\x11\xe0", Kind("office", "an old office document")),
    (0, b"\xff\xd8\xff", Kind("image", "a JPEG image")),
    (0, b"\x89PNG\r\n", Kind("image", "a PNG image")),
    (0, b"GIF8", Kind("image", "a GIF image")),
    (0, b"\x1f\x8b", Kind("archive", "a gzip archive")),
)
_EMPTY = Kind("empty", "an empty file")
_TEXT = Kind("text", "a text file")
_PDF = Kind("pdf", "a PDF document")
_RTF = Kind("rtf", "an RTF document")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b")) + b"\x7f"
_CONTROLS_AS_TEXT = frozenset(_CONTROLS.decode("ascii"))
_CONTAINED = {b"WAVE": (b"RIFF", b"RF64", b"BW64"), b"AVI ": (b"RIFF",), b"WEBP": (b"RIFF",)}
_CONTAINED |= {b"AIFF": (b"FORM",), b"AIFC": (b"FORM",)}


def sniff(source: ByteSource) -> Kind | None:
    """Tell the kind of a file by its first bytes, behind any ID3v2 tags; None for what is not known.

    A file is an MP3 where three frame headers in a row agree, or where it is nothing else and begins with an ID3 tag,
    even a broken one. Reads the start of the file and 64 KiB after the tags, no more.
    """
    if not source.size:
        return _EMPTY
    try:
        start = leading_stop(source)
    except AudioError:
        return _MP3  # its reader says what is wrong with the tag
    head = source.read(start, 4096)
    kind = _by_signature(head)
    if kind is not None:
        return kind
    if _is_adts(source, start):
        return _ADTS
    if _is_mpeg(source, start):
        return _MP3
    return _MP3 if start else None


def _by_signature(head: bytes) -> Kind | None:
    text = _as_text(head)
    if text is not None:
        return text
    for offset, magic, kind in _SIGNATURES:
        if kind is _MP4 and head[:1] != b"\0" and magic != b"mdat":
            continue  # the size of such a box is not 16 MiB and more
        if head[offset : offset + len(magic)] == magic and head[:4] in _CONTAINED.get(magic, (head[:4],)):
            return kind
    if head[:4] == b"\x1aE\xdf\xa3":
        return _WEBM if b"webm" in head[:64] else _MATROSKA
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return _MPEG_TS
    return None


def _as_text(head: bytes) -> Kind | None:
    """Take text for text, before its words are taken for magic numbers ("The free guide to …", "MAC users …")."""
    if head.startswith(b"%PDF-"):
        return _PDF
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _TEXT if _is_utf16(head) else None
    if not head or len(head.translate(None, _CONTROLS)) != len(head):
        return None
    try:
        getincrementaldecoder("utf-8")().decode(head)  # incremental: the head may end inside a character
    except UnicodeDecodeError:
        return None
    return _RTF if head.startswith(b"{\\rtf") else _TEXT


def _is_utf16(head: bytes) -> bool:
    """Whether bytes behind a byte order mark are words: the mark alone is an MPEG frame header, too (layer I)."""
    from unicodedata import category

    try:
        text = getincrementaldecoder("utf-16")().decode(head)
    except UnicodeDecodeError:
        return False
    return not any(char in _CONTROLS_AS_TEXT or category(char) in {"Cn", "Co"} for char in text)


def _is_mpeg(source: ByteSource, start: int) -> bool:
    """Whether MPEG frames begin near `start`: three headers that agree, or free format."""
    near = Window(source, block=_NEAR)
    try:
        return (
            find_sync(near, start, source.size, limit=_NEAR) is not None
            or find_free_format(near, start, source.size, limit=_NEAR) is not None
        )
    except AudioError:
        return False


def _is_adts(source: ByteSource, at: int) -> bool:
    """Whether three ADTS headers in a row agree (ISO/IEC 13818-7 section 6.2), or fewer that end the file."""
    stop, fixed = source.size, None
    for number in range(3):
        head = source.read(at, 7)
        if len(head) < 7:
            return number > 0 and at == stop
        length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
        # Sync word and layer 0; sampling rate below 13; the rest of the fixed header is the same in all frames.
        same = (head[0], head[1], head[2] & 0xFD, head[3] & 0xC0)
        if same[0] != 0xFF or same[1] & 0xF6 != 0xF0 or head[2] >> 2 & 15 > 12 or length < 7:
            return False
        if fixed is not None and same != fixed:
            return False
        fixed = same
        at += length
    return True
