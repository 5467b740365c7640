"""What stands before the first element of an XML file: enough to know a feed, and to refuse a hostile DOCTYPE."""

from __future__ import annotations

import codecs
import re

__all__ = ["declares_entities", "looks_like_feed"]

_SNIFF = 64 * 1024
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?(rss|RDF|feed)(?=[\s>/])")
_NAMESPACES = (b"http://www.w3.org/2005/Atom", b"http://purl.org/atom/ns#")
_RSS1 = (b"http://purl.org/rss/1.0/", b"http://my.netscape.com/rdf/simple/0.9/")


def looks_like_feed(data: bytes) -> bool:
    """Tell a feed by its first element: ``<rss>``, ``<rdf:RDF>`` of RSS 1.0, or Atom's ``<feed>``; looks at 64 KiB."""
    head = _as_utf8(data[:_SNIFF])
    start, _ = _root_at(head)
    match = _ROOT.match(head, start)
    if match is None:
        return False
    if match[1] == b"rss":
        return True
    tag = head[start : start + 4096]
    return any(namespace in tag for namespace in (_NAMESPACES if match[1] == b"feed" else _RSS1))


def declares_entities(head: bytes) -> bool:
    """Tell whether the DOCTYPE in these first bytes, in UTF-8, has declarations of its own.

    One that only names a public DTD (RSS 0.91) is harmless, since it is not loaded. A prolog that is longer than
    the bytes given counts as hostile.
    """
    start, subset = _root_at(head)
    return subset or start >= len(head) >= _SNIFF


def _as_utf8(head: bytes) -> bytes:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace").encode()
    for start, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if head.startswith(start):
            return head.decode(encoding, "replace").encode()
    return head.removeprefix(codecs.BOM_UTF8)


def _root_at(head: bytes) -> tuple[int, bool]:
    """Find where the first element starts, past declaration, comments and DOCTYPE; and if that has an own subset."""
    at = 0
    while True:
        while at < len(head) and head[at] in b" \t\r\n":
            at += 1
        if head.startswith(b"<?", at):
            end = head.find(b"?>", at)
        elif head.startswith(b"<!--", at):
            end = head.find(b"-->", at + 4)
            end += end >= 0
        elif head[at : at + 9].upper() == b"<!DOCTYPE":
            end = head.find(b">", at)
            opens = head.find(b"[", at)
            if opens >= 0 and (end < 0 or opens < end):
                return at, True
            end -= end >= 0
        else:
            return at, False
        if end < 0:
            return len(head), False
        at = end + 2
