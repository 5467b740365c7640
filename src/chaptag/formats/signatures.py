"""What a chapter file looks like from far away, as data: only a plausible format's module is imported.

Show notes must never be taken for a chapter file, so a signature is a hint that the module's own `sniff` confirms.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["OWN_SUFFIXES", "SIGNATURES", "Signature"]


class Signature(NamedTuple):
    """A file may be of the format `name` if it starts with one of `starts` and has all of `has` in its head.

    Both are compared without regard to case; `starts` with the first visible character, ``0`` standing for any digit.
    """

    name: str
    starts: tuple[str, ...] = ()
    has: tuple[str, ...] = ()


SIGNATURES: tuple[Signature, ...] = (
    Signature("json", ("{",), ('"chapters"',)),
    Signature("psc", ("<",), ("podlove.org/simple-chapters", "chapters")),
    Signature("audacity", ("0", "-0"), ("\t",)),
)
"""In the order of asking: the more specific first."""

OWN_SUFFIXES: dict[str, str] = {".psc": "psc", ".json": "json"}
"""Suffixes that belong to one format alone, for a file whose content is too damaged or too odd to be recognised."""
