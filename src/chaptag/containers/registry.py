"""The containers, as data: one line each. A module is imported when its container was recognised."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from chaptag.containers.base import Container

__all__ = ["CONTAINERS", "ContainerKind", "load"]


class ContainerKind(NamedTuple):
    """A container's name in output, its label for people, its usual suffixes, and the module that handles it.

    `stores` says where its chapters are written, `loses` what such a chapter cannot hold.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    module: str
    stores: str
    loses: str


_ID3 = "ID3 CHAP and CTOC frames"
_VORBIS = "Vorbis comments CHAPTERnnn"
_NOT_IN_VORBIS = "ends, images, hidden marks; 999 chapters at most"

CONTAINERS: tuple[ContainerKind, ...] = (
    ContainerKind("mp3", "MP3", (".mp3", ".mp2"), "chaptag.containers.mp3", _ID3, "nothing"),
    ContainerKind(
        "mp4",
        "MP4",
        (".m4a", ".m4b", ".mp4", ".mov", ".3gp"),
        "chaptag.containers.mp4",
        "Nero chpl and a QuickTime text track",
        "ends, links, hidden marks",
    ),
    ContainerKind("aac", "AAC (ADTS)", (".aac",), "chaptag.containers.aac", _ID3, "nothing"),
    ContainerKind("wav", "WAV", (".wav", ".wave", ".bwf", ".rf64"), "chaptag.containers.wav", _ID3, "nothing"),
    ContainerKind("aiff", "AIFF", (".aiff", ".aif", ".aifc"), "chaptag.containers.aiff", _ID3, "nothing"),
    ContainerKind("flac", "FLAC", (".flac",), "chaptag.containers.flac", _VORBIS, _NOT_IN_VORBIS),
    ContainerKind("ogg", "Ogg", (".ogg", ".oga", ".opus"), "chaptag.containers.ogg", _VORBIS, _NOT_IN_VORBIS),
)


def load(name: str) -> Container:
    """Import the module of the container called `name`; raises KeyError for an unknown name."""
    kind = {kind.name: kind for kind in CONTAINERS}[name]
    return cast("Container", import_module(kind.module))
