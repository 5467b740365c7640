"""What a chapter file looks like from far away, as data: only a plausible format's module is imported.

Show notes must never be taken for a chapter file, so a signature is a hint that the module's own `sniff` confirms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["OWN_SUFFIXES", "SIGNATURES", "Signature", "plausible"]

_DIGITS = re.compile(r"\d+")
_DELIMITERS = re.compile(r"[,;\t]")


class Signature(NamedTuple):
    """A file may be of the format `name` if it starts with one of `starts` and has all of `has` in its head.

    All are in lower case. The start is that of the first visible character, with ``0`` for any run of digits.
    `first` are words of which one is a cell of the first line, cut at commas, semicolons and tabs.
    """

    name: str
    starts: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


SIGNATURES: tuple[Signature, ...] = (
    Signature("webvtt", ("webvtt",)),
    Signature("ffmetadata", (";ffmetadata",)),
    Signature("psc", ("<",), ("podlove.org/simple-chapters",)),
    Signature("matroska", ("<",), ("<chapters", "<editionentry")),
    Signature("hindenburg", ("<",), ("<session", "hindenburg")),
    Signature("ffprobe", ("{",), ('"chapters"', '"time_base"')),
    Signature("auphonic", ("{",), ('"chapters"', '"start')),
    Signature("json", ("{",), ('"chapters"',)),
    Signature("podigee", ("[",), ('"start_time"', '"title"')),
    Signature("podlove-json", ("[",), ('"start"', '"title"')),
    Signature("ogm", ("chapter0=0", "chapter0 = 0")),
    Signature("vorbis", (), ("chapter00", "=")),
    Signature("cue", (), ("track ", "index 01 ")),
    Signature("resolve", (), ("|c:", "|m:", "|d:")),
    Signature("subrip", ("0\n0:0:0", "0\r\n0:0:0", "0 \n0:0:0"), ("-->",)),
    Signature("audacity", ("0.0\t", "-0.0\t", "0,0\t", "-0,0\t")),
    Signature("audition", ("name\t", '"name"\t'), ("time format",)),
    Signature("reaper", ("#,", '"#",'), ("name", "start", "length")),
    Signature("mp4chaps", ("0:0:0.0",)),
    Signature("mp4chaps", ("#",), ("# total-",)),
    Signature("csv", first=("start", "start time", "start_time", "starttime", "time", "timestamp", "timecode")),
    Signature("csv", first=("begin", "from", "in", "position")),
)
"""In the order of asking: the more specific first."""

OWN_SUFFIXES: dict[str, str] = {
    ".cue": "cue",
    ".edl": "resolve",
    ".ffmeta": "ffmetadata",
    ".ffmetadata": "ffmetadata",
    ".json": "json",
    ".nhsx": "hindenburg",
    ".psc": "psc",
    ".srt": "subrip",
    ".vtt": "webvtt",
}
"""Suffixes that belong to one format alone, for a file whose content is too damaged or too odd to be recognised."""


def plausible(head: str) -> Iterator[str]:
    """Name the formats whose signature fits a head in lower case."""
    visible = head[:4096].lstrip()
    start = _DIGITS.sub("0", visible[:256])
    cells = {cell.strip(' "\r') for cell in _DELIMITERS.split(visible.split("\n", 1)[0])}
    for signature in SIGNATURES:
        if signature.starts and not start.startswith(signature.starts):
            continue
        if signature.first and (len(cells) < 2 or not cells.intersection(signature.first)):
            continue
        if all(mark in head for mark in signature.has):
            yield signature.name
