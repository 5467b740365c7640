"""The chapter formats, as data: one entry each. A module is imported when its format was chosen or recognised."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from chaptag.formats.base import HEAD_SIZE, Format, Head
from chaptag.formats.signatures import OWN_SUFFIXES, plausible
from chaptag.model.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FORMATS", "FormatKind", "detect", "kind", "load", "nearest"]

# What formats that are not written, or called otherwise, are asked for as, and the one that does the same.
_LIKE = {"srt": "webvtt", "subrip": "webvtt", "txt": "notes", "text": "notes", "podcasting": "json"}


class FormatKind(NamedTuple):
    """A chapter format: its name on the command line, what it can hold, and the module that handles it.

    `holds` names what survives a round trip beside start and title: ``ends``, ``no-ends`` (an end may be left open),
    ``urls``, ``images``, ``hidden``, ``locations``, ``any-title`` (more than one printable line). `ticks` is how
    many steps of time make a second, `limit` how many chapters there can be at most (0: any number). `loses` says to
    people what writing it loses.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    media_type: str
    module: str
    holds: frozenset[str] = frozenset()
    loses: str = ""
    reads: bool = True
    writes: bool = True
    ticks: int = 1000
    limit: int = 0

    @property
    def resolution_ms(self) -> int:
        """The step of time in whole ms, rounded up: the tolerance of a comparison."""
        return -(-1000 // self.ticks)


FORMATS: tuple[FormatKind, ...] = (
    FormatKind(
        *("audacity", "Audacity label track", (".txt",), "text/plain", "chaptag.formats.audacity"),
        holds=frozenset({"ends", "no-ends"}),
        loses="links, images, hidden marks, locations",
    ),
    FormatKind(
        *("reaper", "Reaper marker list", (".csv",), "text/csv", "chaptag.formats.reaper"),
        holds=frozenset({"ends", "no-ends"}),
        writes=False,
    ),
    FormatKind(
        *("audition", "Audition marker list", (".csv",), "text/csv", "chaptag.formats.audition"),
        holds=frozenset({"ends", "no-ends"}),
        writes=False,
    ),
    FormatKind(
        *("hindenburg", "Hindenburg session", (".nhsx",), "application/xml", "chaptag.formats.hindenburg"),
        holds=frozenset({"urls"}),
        writes=False,
    ),
    FormatKind(
        *("resolve", "DaVinci Resolve marker EDL", (".edl",), "text/plain", "chaptag.formats.resolve"),
        writes=False,
        ticks=1,
    ),
    FormatKind(
        *("json", "Podcasting 2.0 JSON", (".json",), "application/json+chapters", "chaptag.formats.podcasting20"),
        holds=frozenset({"ends", "no-ends", "urls", "images", "hidden", "locations", "any-title"}),
        loses="nothing",
    ),
    FormatKind(
        *("psc", "Podlove Simple Chapters", (".psc", ".xml"), "application/xml", "chaptag.formats.psc"),
        holds=frozenset({"urls", "images"}),
        loses="ends, hidden marks, locations",
    ),
    FormatKind(
        *("podlove-json", "Podlove JSON", (".json",), "application/json", "chaptag.formats.podlove_json"),
        holds=frozenset({"urls", "images", "any-title"}),
        loses="ends, hidden marks, locations",
    ),
    FormatKind(
        *("podigee", "Podigee JSON", (".json",), "application/json", "chaptag.formats.podigee"),
        holds=frozenset({"urls", "images", "any-title"}),
        writes=False,
        ticks=1,
    ),
    FormatKind(
        *("auphonic", "Auphonic production JSON", (".json",), "application/json", "chaptag.formats.auphonic"),
        holds=frozenset({"urls", "images", "any-title"}),
        writes=False,
    ),
    FormatKind(
        *("webvtt", "WebVTT", (".vtt",), "text/vtt", "chaptag.formats.webvtt"),
        holds=frozenset({"ends"}),
        loses="links, images, hidden marks, locations",
    ),
    FormatKind(
        *("ffmetadata", "FFMETADATA", (".ffmeta", ".ffmetadata"), "text/plain", "chaptag.formats.ffmetadata"),
        holds=frozenset({"ends", "any-title"}),
        loses="links, images, hidden marks, locations",
    ),
    FormatKind(
        *("ffprobe", "ffprobe JSON", (".json",), "application/json", "chaptag.formats.ffprobe"),
        holds=frozenset({"ends", "any-title"}),
        writes=False,
    ),
    FormatKind(
        *("cue", "CUE sheet", (".cue",), "application/x-cue", "chaptag.formats.cue"),
        loses="ends, links, images, hidden marks, locations, times to 1/75 s, quotation marks",
        ticks=75,
        limit=99,
    ),
    FormatKind(
        *("ogm", "OGM text", (".txt",), "text/plain", "chaptag.formats.ogm"),
        loses="ends, links, images, hidden marks, locations",
    ),
    FormatKind(
        *("mp4chaps", "mp4chaps text", (".txt",), "text/plain", "chaptag.formats.mp4chaps"),
        holds=frozenset({"urls"}),
        loses="ends, images, hidden marks, locations",
    ),
    FormatKind(
        *("matroska", "Matroska XML", (".xml",), "application/xml", "chaptag.formats.matroska"),
        holds=frozenset({"ends", "no-ends", "hidden"}),
        loses="links, images, locations",
    ),
    FormatKind(
        *("vorbis", "Vorbis chapter comment", (".txt",), "text/plain", "chaptag.formats.vorbis"),
        holds=frozenset({"urls"}),
        loses="ends, images, hidden marks, locations",
        limit=999,
    ),
    FormatKind(
        *("subrip", "SubRip captions", (".srt",), "application/x-subrip", "chaptag.formats.subrip"),
        holds=frozenset({"ends"}),
        writes=False,
    ),
    FormatKind(
        *("csv", "CSV table", (".csv", ".tsv"), "text/csv", "chaptag.formats.csvfile"),
        holds=frozenset({"ends", "no-ends", "urls"}),
        loses="images, hidden marks, locations",
    ),
    FormatKind(
        *("youtube", "YouTube description", (".txt",), "text/plain", "chaptag.formats.youtube"),
        loses="all but start and title, times to the second",
        reads=False,
        ticks=1,
    ),
    FormatKind(
        *("spotify", "Spotify description", (".txt",), "text/plain", "chaptag.formats.spotify"),
        loses="all but start and title, times to the second",
        reads=False,
        ticks=1,
    ),
    FormatKind(
        *("notes", "Show-notes text", (".txt",), "text/plain", "chaptag.formats.notestext"),
        loses="all but start and title, times to the second",
        reads=False,
        ticks=1,
    ),
    FormatKind(
        *("markdown", "Markdown list", (".md",), "text/markdown", "chaptag.formats.markdown"),
        holds=frozenset({"urls"}),
        loses="ends, images, hidden marks, locations, times to the second",
        reads=False,
        ticks=1,
    ),
    FormatKind(
        *("html", "HTML list", (".html",), "text/html", "chaptag.formats.htmllist"),
        holds=frozenset({"urls"}),
        loses="ends, images, hidden marks, locations, times to the second",
        reads=False,
        ticks=1,
    ),
)

_BY_NAME = {kind.name: kind for kind in FORMATS}


def kind(name: str) -> FormatKind:
    """Find a format by its name; raises KeyError for an unknown one."""
    return _BY_NAME[name]


def load(name: str) -> Format:
    """Import the module of the format called `name`; raises KeyError for an unknown name."""
    return cast("Format", import_module(kind(name).module))


def detect(data: bytes, name: str) -> FormatKind | None:
    """Recognise a chapter file by its content, else by a suffix that no other kind of file has; None for the rest.

    `data` may be the whole file or its first 64 KiB.
    """
    from chaptag.formats.textfile import head_text

    head = Head(head_text(data[:HEAD_SIZE]))
    lower = head.text.lower()
    for name_ in plausible(lower):
        if load(name_).sniff(head):
            return kind(name_)
    file = name.replace("\\", "/").rpartition("/")[2].lower()
    suffix = file[file.rfind(".") :] if "." in file else ""
    return _BY_NAME.get(OWN_SUFFIXES.get(suffix, ""))


def nearest(name: str, kinds: Iterable[FormatKind]) -> str:
    """Say what to choose for a format that there is not: the one that is meant, or all of `kinds`."""
    suffixes = {each.name: each.suffixes for each in kinds}
    word = name.lower().removeprefix(".")
    fitting = [known for known, own in suffixes.items() if f".{word}" in own]
    meant = _LIKE.get(word, fitting[0] if len(fitting) == 1 else "")
    if meant in suffixes:
        return f"Did you mean {meant}?"
    return did_you_mean(word, suffixes) or f"Choose one of: {', '.join(suffixes)}."
