"""Times with letters for digits, ``12:O5`` and ``l2:15``, where so many are that the rest makes no list."""

from __future__ import annotations

from dataclasses import replace

from chaptag.notes.assembly.entry import Entry, Role, entries_of
from chaptag.notes.assembly.survey import Survey
from chaptag.notes.document import Kind
from chaptag.notes.grammar.slips import slip_at_front

__all__ = ["worn_entries"]


def worn_entries(survey: Survey) -> list[Entry]:
    """Find the lines that begin with such a time."""
    found: list[Entry] = []
    for index, line in enumerate(survey.lines):
        if index in survey.timed or line.kind is Kind.ROW:
            continue
        slip = slip_at_front(line.text)
        if slip is None or slip.token is None or not any(map(str.isalpha, line.text[slip.start : slip.stop])):
            continue
        entry = next(iter(entries_of(index, line, [slip.token])), None)
        if entry is not None and entry.role is Role.FRONT and not entry.label:
            found.append(replace(entry, mended=True))
    return found
