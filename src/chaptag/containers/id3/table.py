"""Which chapters a player lists, and in what order: the tables of contents, resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chaptag.containers.id3.chap import Chap, Toc

__all__ = ["Listing", "resolve"]


class Listing(NamedTuple):
    """Chapters as listed: `shown` in the order of players, `hidden` those that no table names.

    `root` is the table that players start from, `roots` how many tables say that they are it. `dangling` are names in
    tables that nothing has. `uncounted` is how many entries follow those that a table's count declares.
    """

    shown: tuple[Chap, ...]
    hidden: tuple[Chap, ...]
    root: Toc | None
    roots: int
    dangling: tuple[bytes, ...]
    uncounted: int


def resolve(chaps: Sequence[Chap], tocs: Sequence[Toc]) -> Listing:
    """Follow the tables from the root, into tables inside tables.

    Without a table, or with one whose names all lead nowhere, every chapter is shown, in the order of time. So it is
    where names are not unique, for then a table says nothing about order.
    """
    names = {chap.name for chap in chaps}
    tables: dict[bytes, Toc] = {}
    for toc in tocs:
        tables.setdefault(toc.name, toc)
    roots = [toc for toc in tocs if toc.top_level]
    root = next(iter(roots or tocs), None)
    extra = {id(toc): _uncounted(toc, names) for toc in tocs}
    entries = {id(toc): toc.children + extra[id(toc)] for toc in tocs}
    named = {child for toc in tocs for child in entries[id(toc)]}
    dangling = tuple(sorted(named - names - tables.keys()))
    if not tocs or (dangling and not named & names):
        named |= names
    listed = sorted((chap for chap in chaps if chap.name in named), key=lambda chap: chap.start)
    if root is not None and root.ordered and len(names) == len(chaps):
        rank = {name: number for number, name in enumerate(_follow(root, entries, tables))}
        listed.sort(key=lambda chap: rank.get(chap.name, len(rank)))
    hidden = tuple(chap for chap in chaps if chap.name not in named)
    uncounted = sum(map(len, extra.values()))
    return Listing(tuple(listed), hidden, root, len(roots), dangling, uncounted)


def _uncounted(toc: Toc, names: set[bytes]) -> tuple[bytes, ...]:
    """List the entries behind those that a table's count declares: it is one byte, and 256 of them make it 0."""
    extra = []
    at = 0
    while (end := toc.rest.find(b"\0", at)) >= 0 and toc.rest[at:end] in names:
        extra.append(toc.rest[at:end])
        at = end + 1
    return tuple(extra)


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
