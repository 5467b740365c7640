"""Which item of a feed is meant, and which of its fields holds the notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice

from chaptag.model.errors import NotesError
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.text import quote, visible
from chaptag.notes.encoding import NOTES_LIMIT
from chaptag.notes.feed.fields import RawItem, parse_duration, read_item
from chaptag.notes.feed.item import FeedItem, FeedNotes
from chaptag.notes.feed.markup import as_markup
from chaptag.notes.feed.names import file_name, name_key, stem_key
from chaptag.notes.feed.scan import scan_items

__all__ = ["list_items", "pick_item"]

_LISTED = 20
_KEPT = 8  # more items than one fitting the wish are an error anyway
_TIME = re.compile(r"(?<![\d:.])\d{1,3}:\d{2}(?!\d)")


def list_items(data: bytes, name: str) -> tuple[FeedItem, ...]:
    """List the items of the feed `data`, in its order. Raises NotesError."""
    return tuple(_item(raw, number, name) for number, raw in enumerate(map(read_item, scan_items(data, name, [])), 1))


def pick_item(data: bytes, *, name: str, item: str | None, audio_name: str | None) -> FeedNotes:
    """Choose one item of the feed `data`, which is called `name` in messages, and give its notes.

    `item` is a GUID, a number from 1 in the order of the feed, an enclosure's file name, or a title; the first of
    these that fits counts, and ``#3`` is a number even where a GUID is 3. Without it, the item is taken whose
    enclosure has the name `audio_name`, else the only one. A name that several items use says nothing. Raises
    NotesError where no item, or more than one, is meant; it lists what there is.
    """
    findings: list[Finding] = []
    items: list[FeedItem] = []
    kept: dict[int, RawItem] = {}
    fits = _wish(item, audio_name)
    for number, element in enumerate(scan_items(data, name, findings), 1):
        raw = read_item(element)
        entry = _item(raw, number, name)
        items.append(entry)
        if number == 1 or (len(kept) <= _KEPT and fits(entry)):
            kept[number] = raw
    chosen = _by_wish(items, item, name) if item is not None else _by_audio(items, audio_name, name)
    raw = kept.get(chosen.number) or next(islice(map(read_item, scan_items(data, name, [])), chosen.number - 1, None))
    return _notes(raw, chosen, name, findings)


def _item(raw: RawItem, number: int, name: str) -> FeedItem:
    names = tuple(dict.fromkeys(filter(None, map(file_name, raw.urls))))
    because = f"itunes:duration of item {number} in {name} says {raw.duration}"
    return FeedItem(number, raw.line, raw.title, raw.guid, raw.urls, names, parse_duration(raw.duration, because))


def _title_key(title: str) -> str:
    return " ".join(title.casefold().split())


def _wish(item: str | None, audio_name: str | None) -> Callable[[FeedItem], bool]:
    """Make the test of which items must be kept: all that could be the one."""
    if item is not None:
        return lambda entry: any(test(entry, item) for test, _ in _TESTS)
    if audio_name is not None:
        stem = stem_key(audio_name)
        return lambda entry: any(stem_key(name) == stem for name in entry.names)
    return lambda _: False


# In this order: the first kind of name that fits any item decides.
_TESTS: tuple[tuple[Callable[[FeedItem, str], bool], str], ...] = (
    (lambda entry, wish: entry.guid == wish.strip(), "GUID"),
    (lambda entry, wish: wish.strip().isascii() and wish.strip().lstrip("#") == str(entry.number), "number"),
    (lambda entry, wish: any(name_key(name) == name_key(wish) for name in entry.names), "enclosure"),
    (lambda entry, wish: _title_key(entry.title) == _title_key(wish) != "", "title"),
)


def _by_wish(items: Sequence[FeedItem], wish: str, name: str) -> FeedItem:
    for test, kind in _TESTS:
        fitting = [entry for entry in items if test(entry, wish)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise _undecided(fitting, f"{len(fitting)} items have the {kind} {quote(wish)}", name)
    needle = _title_key(wish)
    near = [entry for entry in items if needle and needle in _title_key(entry.title)]
    if near:
        raise _undecided(near, f"no item is called {quote(wish)}; these have it in their title", name)
    raise _undecided(items, f"no item has the GUID, number, title or file name {quote(wish)}", name)


def _by_audio(items: Sequence[FeedItem], audio_name: str | None, name: str) -> FeedItem:
    if audio_name is not None:
        for key in (name_key, stem_key):
            used = Counter(each for entry in items for each in {key(n) for n in entry.names})
            wanted = key(audio_name)
            if used[wanted] == 1:
                return next(entry for entry in items if wanted in map(key, entry.names))
    if len(items) == 1:
        return items[0]
    if audio_name is None:
        raise _undecided(items, f"the feed has {len(items):,} items", name)
    several = sum(name_key(audio_name) in map(name_key, entry.names) for entry in items)
    why = f"{several} of them have that name" if several else "none has an enclosure of that name"
    raise _undecided(items, f"the feed has {len(items):,} items; for the audio {quote(audio_name)}, {why}", name)


def _undecided(items: Sequence[FeedItem], message: str, name: str) -> NotesError:
    if not items:
        return NotesError(
            "the feed has no items", hint="Fetch it again, or give the notes of the episode.", place=Place(name)
        )
    lines = [
        f"  {entry.number}  {quote(entry.title or entry.guid)}"
        + (f"  {visible(entry.names[0][:80])}" if entry.names else "")
        for entry in items[:_LISTED]
    ]
    if len(items) > _LISTED:
        lines.append(f"  and {len(items) - _LISTED:,} more")
    return NotesError(
        "\n".join([message, *lines]),
        hint=f"Name one with --item, for example --item '#{items[0].number}'.",
        place=Place(name),
    )


def _notes(raw: RawItem, entry: FeedItem, name: str, findings: list[Finding]) -> FeedNotes:
    fields: dict[str, int] = {}
    twice: list[int] = []
    for field in raw.notes:
        if len(field.text) > NOTES_LIMIT:
            raise NotesError(
                f"the notes of item {entry.number} have {len(field.text):,} characters, "
                f"more than the {NOTES_LIMIT:,} that notes may have",
                hint="Keep the part with the chapter list.",
                place=Place(name, field.line),
            )
        markup, unescaped = as_markup(field.text)
        if markup not in fields:
            fields[markup] = field.line
            if unescaped:
                twice.append(field.line)
    order = sorted(fields.items(), key=lambda pair: -_times(pair[0]))
    if twice:
        findings.append(
            finding(
                "escaped-twice", f"the notes of item {entry.number} were escaped twice", place=Place(name, twice[0])
            )
        )
    html, line = order[0] if order else ("", entry.line)
    return FeedNotes(
        html=html,
        line=line,
        title=entry.title,
        guid=entry.guid,
        item_number=entry.number,
        enclosures=entry.names,
        duration=entry.duration,
        psc_xml=raw.psc_xml,
        chapters_url=raw.chapters_url,
        alternatives=tuple(order),
        findings=tuple(findings),
    )


def _times(markup: str) -> int:
    """Grade a field: 2 for what can hold a list of times, 1 for a time or two, 0 for none; the richest field leads."""
    return (len(list(islice(_TIME.finditer(markup), 3))) + 1) // 2
