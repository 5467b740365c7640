"""Tagging bytes in memory: what storage does with an edit, without files, each edit checked on the way."""

from __future__ import annotations

from collections.abc import Iterable

from chaptag.containers import mp4
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.edit import Edit, EditedSource
from chaptag.model.normalise import Normalised, normalise
from chaptag.model.options import WriteOptions
from chaptag.model.source import ByteSource, BytesSource
from tests.support.mp4 import GROUPS, walk

__all__ = ["applied", "chapters", "edited", "foreign_boxes", "listed", "removed", "rules", "stores", "tagged"]

Given = Iterable[Chapter | tuple[int, str]]
NO_CHAPTERS = Normalised((), 0)


def chapters(given: Given, duration: int) -> Normalised:
    """A list fit to write."""
    return normalise(ChapterList.of(each if isinstance(each, Chapter) else Chapter(*each) for each in given), duration)


def edited(source: ByteSource, given: Given, options: WriteOptions | None = None) -> Edit:
    """The edit that writes chapters, checked."""
    duration = mp4.measure(source).duration.ms
    edit = mp4.edit(source, chapters(given, duration), options or WriteOptions())
    edit.check()
    return edit


def applied(data: bytes, edit: Edit) -> bytes:
    """The new file."""
    new = EditedSource(BytesSource(data), edit)
    return new.read(0, new.size)


def tagged(data: bytes, given: Given, options: WriteOptions | None = None) -> bytes:
    """The file with chapters; writing them again must change nothing."""
    new = applied(data, edited(BytesSource(data), given, options))
    again = edited(BytesSource(new), given, options)
    assert again.unchanged, again.pieces
    return new


def removed(data: bytes) -> bytes:
    """The file without chapters; removing them again must change nothing."""
    edit = mp4.edit(BytesSource(data), NO_CHAPTERS, WriteOptions())
    edit.check()
    new = applied(data, edit)
    assert mp4.edit(BytesSource(new), NO_CHAPTERS, WriteOptions()).unchanged
    return new


def stores(data: bytes) -> dict[str, list[tuple[int, str]]]:
    """Every store's kind and its list; a second store of a kind gets a number."""
    found: dict[str, list[tuple[int, str]]] = {}
    for store in mp4.inspect(BytesSource(data)).stores:
        kind = store.kind if store.kind not in found else f"{store.kind} {len(found)}"
        found[kind] = [(each.start, each.title) for each in store.chapters]
    return found


def listed(data: bytes) -> list[tuple[int, str]]:
    """The list that a player shows."""
    return [(each.start, each.title) for each in mp4.inspect(BytesSource(data)).chapters]


def rules(data: bytes) -> set[str]:
    """The names of all findings of an inspection."""
    layout = mp4.inspect(BytesSource(data))
    return {each.rule for each in layout.findings} | {each.rule for store in layout.stores for each in store.findings}


def foreign_boxes(data: bytes) -> list[tuple[tuple[bytes, ...], bytes]]:
    """All boxes that are not about chapters or places: what an edit must leave as it was, apart from its groups' sizes.

    Left out are free space, media data, chunk tables, the next track id, references, and whole chapter tracks.
    """
    found = []
    skip = 0
    for path, start, body, stop in walk(data):
        kind = path[-1]
        if start < skip:
            continue
        if kind == b"trak" and data[start:stop].split(b"hdlr")[1][8:12] in {b"text", b"vide"}:
            skip = stop
            continue
        if kind in {b"free", b"skip", b"mdat", b"stco", b"co64", b"chap", b"chpl"} or kind in GROUPS:
            continue
        end = stop - 4 if kind == b"mvhd" else stop
        found.append((path, data[start + (body - start) : end]))
    return found
