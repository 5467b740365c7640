"""The kinds of notes documents: name, suffixes, and the module that reads them."""

from __future__ import annotations

import re
from importlib import import_module
from typing import NamedTuple

from chaptag.model.finding import Place, finding
from chaptag.notes.document import MAX_TIMES, Document, Style, crowded

__all__ = ["READERS", "DocumentReader", "kind_of", "once_unescaped", "read_document"]


class DocumentReader(NamedTuple):
    """A kind of notes document."""

    name: str
    suffixes: tuple[str, ...]
    module: str


READERS = (
    DocumentReader("text", (".txt", ".text"), "chaptag.notes.documents.text"),
    DocumentReader("markdown", (".md", ".markdown", ".mdx", ".mkd"), "chaptag.notes.documents.markdown"),
    DocumentReader("html", (".html", ".htm", ".xhtml"), "chaptag.notes.documents.html"),
)

_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"<(?:p|br|li|ul|ol|div|h[1-6]|td|tr|dt|dd)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
_BLOCKS = "(?:p|br|li|ul|ol|div|h[1-6])"
_ESCAPED_TAG = re.compile(rf"&lt;{_BLOCKS}(?:\s[^<>]{{0,300}}?)?/?&gt;", re.IGNORECASE)
# Tags that part lines: before a time, between two blocks, at the end of a line. Notes may also speak of tags.
_ESCAPED_BREAK = re.compile(
    rf"{_ESCAPED_TAG.pattern}\s?[(\[]?\d{{1,3}}:\d|&lt;/{_BLOCKS}&gt;\s?&lt;|&lt;br\s?/?&gt;[ \t]{{0,8}}$",
    re.IGNORECASE | re.MULTILINE,
)
# Markup that a plain text would show as it stands: Markdown's, references to characters, and breaks.
_MARKDOWN = re.compile(
    r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});|<br\s?/?>"
    r"|\]\(\S|^#{1,6} \S|\*\*\S|^\s{0,3}(?:```|~~~)|^\s{0,3}\[[^\]\n]{1,80}\]: \S|^\|[ :-]+\|",
    re.MULTILINE,
)
_SAMPLE = 64 * 1024
_BREAKS = 3


def kind_of(text: str, name: str) -> str:
    """Decide what kind of document a text is: by its content where that is clear, else by its name."""
    sample = text[:_SAMPLE]
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    named = next((reader.name for reader in READERS if suffix in reader.suffixes), None)
    if _PAGE.match(sample):
        return "html"
    if named is not None and named != "text":
        return named
    blocks = sum(1 for _ in _BLOCK_TAG.finditer(sample))
    if blocks > 2 or (blocks and sample.lstrip().startswith("<")):
        return "html"
    if _MARKDOWN.search(sample):
        return "markdown"
    return named or "text"


def once_unescaped(text: str) -> str | None:
    """Undo the escaping of HTML that shows its tags as text: ``&lt;p&gt;00:00 Intro``; None for anything else."""
    sample = text[:_SAMPLE]
    if "&lt;" not in sample or _BLOCK_TAG.search(sample):
        return None
    if _ESCAPED_TAG.match(sample.lstrip()) is None and sum(1 for _ in _ESCAPED_BREAK.finditer(sample)) < _BREAKS:
        return None
    import html

    return html.unescape(text)


def read_document(kind: str, text: str, name: str) -> Document:
    """Read a text with the reader of its kind; raises KeyError for a kind that there is not."""
    reader = {each.name: each for each in READERS}[kind]
    document: Document = import_module(reader.module).read(text, name)
    if any(span.style is Style.STRUCK for line in document.lines for span in line.spans):
        from chaptag.notes.documents.cuts import without_struck

        document.lines[:] = without_struck(document.lines)
    if "[/" in text or "''" in text:
        from chaptag.notes.documents.forum import without_forum_marks

        document.lines[:] = [without_forum_marks(line) for line in document.lines]
    if crowded(text):
        document.findings.append(
            finding(
                "too-many-times", f"more than {MAX_TIMES} times; those after them were not looked at", place=Place(name)
            )
        )
    return document
