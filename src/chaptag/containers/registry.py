"""The containers, as data: one line each. A module is imported when its container was recognised."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, cast

from chaptag.containers.base import Container

__all__ = ["CONTAINERS", "ContainerKind", "load"]


class ContainerKind(NamedTuple):
    """A container's name in output, its label for people, its usual suffixes, and the module that handles it."""

    name: str
    label: str
    suffixes: tuple[str, ...]
    module: str


CONTAINERS: tuple[ContainerKind, ...] = (
    ContainerKind("mp3", "MP3", (".mp3", ".mp2"), "chaptag.containers.mp3"),
    ContainerKind("mp4", "MP4", (".m4a", ".m4b", ".mp4", ".mov", ".3gp"), "chaptag.containers.mp4"),
    ContainerKind("aac", "AAC (ADTS)", (".aac",), "chaptag.containers.aac"),
    ContainerKind("wav", "WAV", (".wav", ".wave", ".bwf", ".rf64"), "chaptag.containers.wav"),
    ContainerKind("aiff", "AIFF", (".aiff", ".aif", ".aifc"), "chaptag.containers.aiff"),
    ContainerKind("flac", "FLAC", (".flac",), "chaptag.containers.flac"),
    ContainerKind("ogg", "Ogg", (".ogg", ".oga", ".opus"), "chaptag.containers.ogg"),
)


def load(name: str) -> Container:
    """Import the module of the container called `name`; raises KeyError for an unknown name."""
    kind = {kind.name: kind for kind in CONTAINERS}[name]
    return cast("Container", import_module(kind.module))
