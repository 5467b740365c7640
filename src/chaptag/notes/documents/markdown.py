"""Markdown, as people write it in notes: CommonMark's blocks and spans, tables, and HTML between them."""

from __future__ import annotations

from chaptag.notes.document import Document
from chaptag.notes.documents.blocks import read_blocks

__all__ = ["read"]


def read(source: str, name: str) -> Document:
    """Read Markdown."""
    return read_blocks(source, name, markup=True)
