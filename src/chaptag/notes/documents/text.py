"""Plain text, as typed or pasted: every character counts, only bullets and quotes are marks."""

from __future__ import annotations

from chaptag.notes.document import Document
from chaptag.notes.documents.blocks import read_blocks

__all__ = ["read"]


def read(source: str, name: str) -> Document:
    """Read plain text."""
    return read_blocks(source, name, markup=False)
