"""Which chapters a player lists, and in what order: the tables of contents, resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chaptag.containers.id3.chap import Chap, Toc

__all__ = ["Listing", "resolve"]


@dataclass(slots=True)
class Listing:
    """Chapters as listed: `shown` in the order of players, `hidden` those that no table names.

    `dangling` are names in tables that nothing has, `duplicates` names that several chapters have. `root` is the
    table that players start from. `uncounted` is how many entries follow those that a table's count declares.
    """

    shown: list[Chap] = field(default_factory=list)
    hidden: list[Chap] = field(default_factory=list)
    root: Toc | None = None
    roots: int = 0
    dangling: list[bytes] = field(default_factory=list)
    duplicates: list[bytes] = field(default_factory=list)
    uncounted: int = 0


def resolve(chaps: Sequence[Chap], tocs: Sequence[Toc]) -> Listing:
    """Follow the tables from the root, into tables inside tables.

    Without a table, or with one whose names all lead nowhere, every chapter is shown, in the order of time. So it is
    where names are not unique, for then a table says nothing about order.
    """
    by_name: dict[bytes, Chap] = {}
    result = Listing()
    for chap in chaps:
        if by_name.setdefault(chap.name, chap) is not chap:
            result.duplicates.append(chap.name)
    tables: dict[bytes, Toc] = {}
    for toc in tocs:
        tables.setdefault(toc.name, toc)
    roots = [toc for toc in tocs if toc.top_level]
    result.roots = len(roots)
    result.root = next(iter(roots or tocs), None)
    entries = {id(toc): _entries(toc, by_name, result) for toc in tocs}
    named = {child for toc in tocs for child in entries[id(toc)]}
    result.dangling = sorted(named - by_name.keys() - tables.keys())
    if not named & by_name.keys() and (not tocs or result.dangling):
        result.shown = _by_time(chaps)
        return result
    result.hidden = [chap for chap in chaps if chap.name not in named]
    listed = [chap for chap in chaps if chap.name in named]
    root = result.root
    if root is None or not root.ordered or result.duplicates:
        result.shown = _by_time(listed)
        return result
    order = _follow(root, entries, tables)
    rank = {name: number for number, name in enumerate(order)}
    result.shown = sorted(listed, key=lambda chap: (rank.get(chap.name, len(rank)), chap.start))
    return result


def _by_time(chaps: Sequence[Chap]) -> list[Chap]:
    return sorted(chaps, key=lambda chap: chap.start)


def _entries(toc: Toc, by_name: dict[bytes, Chap], result: Listing) -> tuple[bytes, ...]:
    """List a table's entries, with those that its count, a single byte, wrapped around and lost."""
    extra: list[bytes] = []
    rest = toc.rest
    while rest:
        child, nul, after = rest.partition(b"\0")
        if not nul or child not in by_name:
            break
        extra.append(child)
        rest = after
    result.uncounted += len(extra)
    return toc.children + tuple(extra)


def _follow(root: Toc, entries: dict[int, tuple[bytes, ...]], tables: dict[bytes, Toc]) -> list[bytes]:
    """Names in playing order: depth first, each table once."""
    order: list[bytes] = []
    visited = {id(root)}
    waiting = [iter(entries[id(root)])]
    while waiting:
        name = next(waiting[-1], None)
        if name is None:
            waiting.pop()
            continue
        inner = tables.get(name)
        if inner is None:
            order.append(name)
        elif id(inner) not in visited:
            visited.add(id(inner))
            waiting.append(iter(entries[id(inner)]))
    return order
