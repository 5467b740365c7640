"""`Entry`: a time and the place of its title in a line; one line may hold several."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from chaptag.notes.document import Kind, Line, Style
from chaptag.notes.grammar.digits import folded
from chaptag.notes.grammar.token import Family, TimeToken

__all__ = ["Entry", "Role", "entries_of"]


class Role(enum.Enum):
    """Where the time stands: before its title, after it, or alone on its line."""

    FRONT = "front"
    BACK = "back"
    ALONE = "alone"


@dataclass(slots=True)
class Entry:
    """A possible chapter: the time `token` and the range ``[start, stop)`` of the line's text that may be its title.

    `line` is the line's index in the document. `apart` says that a bracket, a dash, emphasis or wide space sets the
    time off from the words before it. `label` is a word that stands before a front time (“Chapter 3: 12:30 …”).
    `shared` marks one of several entries on a line.
    """

    line: int
    token: TimeToken
    role: Role
    start: int
    stop: int
    apart: bool = True
    label: str = ""
    shared: bool = False

    @property
    def ms(self) -> int:
        """The time as written."""
        return self.token.ms


_ORDINAL = re.compile(r"\W{0,12}#?\d{1,3} {0,2}[.):\]-] {0,3}\W{0,6}$")
_LABELLED = re.compile(r"\W{0,12}([^\W\d_]{1,16})\.? {0,2}#?\d{0,3} {0,2}[.:)\]|=@~–—-]{0,2} {0,3}[\[(]?$")
_UNIT_AFTER = re.compile(r"\s{0,2}(?:min(?:\.|s|utes?|uten|utos?)?|std|hrs?|мин)\W{0,6}$", re.I)
_SET_OFF = re.compile(r"(?:[-:|~>@/•·*=→,;.#([{【「（［<–—]|\s\s|\.{2})\s*$")
_SPLIT = re.compile(r"\s*(?:[|•·‖;●▪◦∙⋅]|\s/|/\s)\s*")
_MAX_SEGMENTS = 2000


def entries_of(index: int, line: Line, tokens: list[TimeToken]) -> list[Entry]:
    """Read the entries of one line (not of a table's row)."""
    usable = [token for token in tokens if not token.why_not]
    if not usable:
        return []
    if len(usable) > 1:
        several = _several(index, line, usable)
        if several:
            return several
    one = _one(index, line, usable, 0, len(line.text))
    return [one] if one else []


def _several(index: int, line: Line, tokens: list[TimeToken]) -> list[Entry]:
    """Read a line that holds a whole list between ``|``, ``•`` or ``/``."""
    bounds: list[tuple[int, int]] = []
    begin = 0
    for found in _SPLIT.finditer(folded(line.text)):
        if len(bounds) < _MAX_SEGMENTS:
            bounds.append((begin, found.start()))
            begin = found.end()
    bounds.append((begin, len(line.text)))
    if len(bounds) < 2:
        return []
    entries: list[Entry] = []
    at = 0
    for start, stop in bounds:
        inside: list[TimeToken] = []
        while at < len(tokens) and tokens[at].start < stop:
            if tokens[at].start >= start:
                inside.append(tokens[at])
            at += 1
        if inside:
            entry = _one(index, line, inside, start, stop)
            if entry is None or entry.role is Role.ALONE:
                return []
            entry.shared = True
            entries.append(entry)
    roles = {entry.role for entry in entries}
    if len(entries) < 2 or len(roles) > 1 or len(entries) < len(bounds) - 1:
        return []
    times = [entry.ms for entry in entries]
    return entries if times == sorted(times) else []


def _one(index: int, line: Line, tokens: list[TimeToken], start: int, stop: int) -> Entry | None:
    text = folded(line.text)
    first, last = tokens[0], tokens[-1]
    before, rest = text[start : first.start], text[first.stop : stop]
    label = ""
    front = not _says(before) or _ORDINAL.match(before) is not None
    if not front and (labelled := _LABELLED.match(before)):
        front, label = True, labelled[1].casefold()
    if front:
        alone = not _says(rest) or _UNIT_AFTER.fullmatch(rest) is not None
        if alone and not label:
            return Entry(index, first, Role.ALONE, start, start)
        if not alone and (not label or len(tokens) == 1):
            return Entry(index, first, Role.FRONT, first.stop, stop, label=label)
    after = text[last.stop : stop]
    if _says(after) and not _UNIT_AFTER.fullmatch(after):
        return None
    lead = text[start : last.start]
    apart = _SET_OFF.search(lead) is not None or any(
        span.start <= last.start and last.stop <= span.stop and span.start > start and span.style is not Style.AUTOLINK
        for span in line.spans
    )
    return Entry(index, last, Role.BACK, start, last.start, apart=apart)


def _says(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(char.isalnum() for char in text)


def flattened(index: int, line: Line, tokens: list[TimeToken]) -> list[Entry]:
    """Read a line in which a whole list runs on: ``00:00 Intro 02:10 News 10:05 Guest``."""
    usable = [token for token in tokens if not token.why_not and token.family is Family.CLOCK]
    if len(usable) < 3 or _says(line.text[: usable[0].start]) or line.kind is Kind.ROW:
        return []
    stops = [token.start for token in usable[1:]] + [len(line.text)]
    entries = [
        Entry(index, token, Role.FRONT, token.stop, stop, shared=True)
        for token, stop in zip(usable, stops, strict=True)
    ]
    rising = all(a.ms < b.ms for a, b in zip(entries, entries[1:], strict=False))
    return entries if rising and all(_says(line.text[entry.start : entry.stop]) for entry in entries) else []


def table_entries(rows: list[tuple[int, Line, list[TimeToken]]]) -> Iterator[Entry]:
    """Read the rows of one table: a column of times, and the column that says most."""
    alone: dict[int, int] = {}
    words: dict[int, int] = {}
    placed: list[dict[int, TimeToken]] = []
    for _, line, tokens in rows:
        here: dict[int, TimeToken] = {}
        for column, (start, stop) in enumerate(line.cells):
            inside = [token for token in tokens if start <= token.start and token.stop <= stop and not token.why_not]
            text = line.text[start:stop]
            if inside and not _says(text[: inside[0].start - start] + text[inside[0].stop - start :]):
                here[column] = inside[0]
                alone[column] = alone.get(column, 0) + 1
            else:
                words[column] = words.get(column, 0) + sum(char.isalpha() for char in text[:400])
        placed.append(here)
    times = [column for column, count in alone.items() if count * 2 >= len(rows)]
    if not times:
        yield from _cells(rows)
        return
    column = min(times)
    others = sorted((item for item in words if item not in times), key=lambda item: (-words[item], item))
    following = [other for other in times if other > column]
    for (index, line, _), here in zip(rows, placed, strict=True):
        token = here.get(column)
        title = next((item for item in others if item < len(line.cells) and _says(_cell(line, item))), None)
        if token is not None:
            start, stop = line.cells[title] if title is not None else (token.stop, token.stop)
            end = here.get(following[0]) if following else None
            if end is not None and end.ms > token.ms and token.end is None:
                token = _with_end(token, end)
            yield Entry(index, token, Role.FRONT, start, stop)


def _with_end(token: TimeToken, end: TimeToken) -> TimeToken:
    from dataclasses import replace

    return replace(token, end=end)


def _cell(line: Line, column: int) -> str:
    start, stop = line.cells[column]
    return line.text[start:stop]


def _cells(rows: list[tuple[int, Line, list[TimeToken]]]) -> Iterator[Entry]:
    """Read rows whose cells hold time and title together."""
    for index, line, tokens in rows:
        for start, stop in line.cells:
            inside = [token for token in tokens if start <= token.start and token.stop <= stop and not token.why_not]
            entry = _one(index, line, inside, start, stop) if inside else None
            if entry is not None and entry.role is not Role.ALONE:
                yield entry
                break
