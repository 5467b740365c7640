"""The chapter formats, as data: one entry each. A module is imported when its format was chosen or recognised."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, cast

from chaptag.formats.base import HEAD_SIZE, Format, Head
from chaptag.formats.signatures import OWN_SUFFIXES, SIGNATURES

__all__ = ["FORMATS", "FormatKind", "detect", "kind", "load"]


class FormatKind(NamedTuple):
    """A chapter format: its name on the command line, what it can hold, and the module that handles it.

    `holds` names what survives a round trip beside start and title: ``ends``, ``no-ends`` (an end may be left open),
    ``urls``, ``images``, ``hidden``, ``locations``, ``any-title`` (more than one printable line). `ticks` is how
    many steps of time make a second, `limit` how many chapters there can be at most (0: any number). `loses` says it
    all to people.
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
        *("json", "Podcasting 2.0 JSON", (".json",), "application/json+chapters", "chaptag.formats.podcasting20"),
        holds=frozenset({"ends", "no-ends", "urls", "images", "hidden", "locations", "any-title"}),
        loses="nothing",
    ),
    FormatKind(
        *("psc", "Podlove Simple Chapters", (".psc", ".xml"), "application/xml", "chaptag.formats.psc"),
        holds=frozenset({"urls", "images"}),
        loses="ends, hidden marks, locations",
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

    file = name.replace("\\", "/").rpartition("/")[2]
    suffix = file[file.rfind(".") :].lower() if "." in file else ""
    head = Head(head_text(data[:HEAD_SIZE]), suffix)
    lower = head.text.lower()
    start = "".join("0" if mark.isdigit() else mark for mark in lower[:256].lstrip()[:64])
    for signature in SIGNATURES:
        if signature.starts and not start.startswith(signature.starts):
            continue
        if all(mark in lower for mark in signature.has) and load(signature.name).sniff(head):
            return kind(signature.name)
    return _BY_NAME.get(OWN_SUFFIXES.get(suffix, ""))
