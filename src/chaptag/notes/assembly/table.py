"""Tables: a column of times, and the column that holds the titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from chaptag.notes.assembly.entry import Entry, Role, one_entry, says
from chaptag.notes.assembly.lasting import lead_on
from chaptag.notes.document import Line
from chaptag.notes.grammar.digits import folded
from chaptag.notes.grammar.token import TimeToken

__all__ = ["table_entries"]


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
            if inside and not says(text[: inside[0].start - start] + text[inside[0].stop - start :]):
                here[column] = inside[0]
                alone[column] = alone.get(column, 0) + 1
            else:
                words[column] = words.get(column, 0) + sum(char.isalpha() for char in text[:400])
        placed.append(here)
    times = [column for column, count in alone.items() if count * 2 >= len(rows)]
    if not times:
        yield from _cells(rows)
        return
    column = next((each for each in sorted(times) if _rises(placed, each)), min(times))
    others = sorted((item for item in words if item not in times), key=lambda item: (-words[item], item))
    following = [other for other in times if other > column]
    if following and lead_on(
        [(here[column], here[following[0]]) for here in placed if {column, following[0]} <= {*here}]
    ):
        following = []  # lengths
    for (index, line, _), here in zip(rows, placed, strict=True):
        token = here.get(column)
        title = next((item for item in others if item < len(line.cells) and says(_cell(line, item))), None)
        if token is not None:
            start, stop = line.cells[title] if title is not None else (token.stop, token.stop)
            end = here.get(following[0]) if following else None
            if end is not None and end.ms > token.ms and token.end is None:
                token = _with_end(token, end)
            yield Entry(index, token, Role.FRONT, start, stop)


def _rises(placed: list[dict[int, TimeToken]], column: int) -> bool:
    """Whether the times of a column rise, as starts do and lengths do not."""
    starts = [here[column].ms for here in placed if column in here]
    return all(a <= b for a, b in pairwise(starts))


def _with_end(token: TimeToken, end: TimeToken) -> TimeToken:
    return replace(token, end=end)


def _cell(line: Line, column: int) -> str:
    start, stop = line.cells[column]
    return line.text[start:stop]


def _cells(rows: list[tuple[int, Line, list[TimeToken]]]) -> Iterator[Entry]:
    """Read rows whose cells hold time and title together."""
    for index, line, tokens in rows:
        for start, stop in line.cells:
            inside = [token for token in tokens if start <= token.start and token.stop <= stop and not token.why_not]
            entry = one_entry(index, line, folded(line.text), inside, (start, stop)) if inside else None
            if entry is not None and entry.role not in {Role.ALONE, Role.MIDDLE}:
                yield entry
                break
