"""From a document to its lists: all runs are judged, the best is taken, the others are weighed against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from chaptag.model.reading import Grade
from chaptag.notes.assembly.entry import Entry, Role, entries_of, flattened, trailing
from chaptag.notes.assembly.inner import parted
from chaptag.notes.assembly.lasting import without_lengths_behind
from chaptag.notes.assembly.listing import Context, Listing, listing
from chaptag.notes.assembly.lost import Lost, completed
from chaptag.notes.assembly.remarks import Remark, remarks
from chaptag.notes.assembly.runs import (
    Run,
    back,
    backwards,
    front,
    one_list,
    runs_of,
    set_copies_apart,
    set_mentions_apart,
)
from chaptag.notes.assembly.survey import Survey
from chaptag.notes.assembly.table import table_entries
from chaptag.notes.assembly.values import descents, wraps
from chaptag.notes.assembly.worn import worn_entries
from chaptag.notes.document import Kind, Line
from chaptag.notes.grammar.token import Family, TimeToken

__all__ = ["Choice", "choose"]

_SAME = 0.8
_CLEAR = 1.5
_MANY_LABELS = 2
_ENOUGH = 4
_ROUNDED = 0.02
_MENTION = "stands apart from the chapters and may be a time of day"
_COPY = "stands here once more with the same title"


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: the `best` list if there is one, `others` that would do as well, best first, and `all` runs.

    `repeated` are lists with the times of the best one, `lost` the lines among its own that may be meant for chapters,
    `remarks` those that give another time for one of them. `duration` is the audio's in ms.
    """

    best: Listing | None
    others: tuple[Listing, ...] = ()
    repeated: tuple[Listing, ...] = ()
    lost: tuple[Lost, ...] = ()
    all: tuple[Listing, ...] = ()
    duration: int | None = None
    remarks: tuple[Remark, ...] = ()


def choose(context: Context) -> Choice:
    """Find the list that a person would take."""
    entries = without_lengths_behind(_entries(context.survey), context.survey)
    lists, context = _judged(entries, context)
    if all(each.verdict.grade is None for each in lists) and (worn := worn_entries(context.survey)):
        more, context = _judged(sorted([*entries, *worn], key=lambda entry: entry.line), context)
        lists += tuple(each for each in more if _mostly_legible(each))
    good = sorted(
        (each for each in lists if each.verdict.grade is not None),
        key=lambda each: (_rank(each), each.old, -each.verdict.score, each.begins),
    )
    if not good:
        return Choice(None, all=lists, duration=context.duration)
    best = good[0]
    for each in good[1:]:
        if each.begins < best.begins and _comes_first(each, best):
            best = each
    best, beside = parted(best, context)
    best, lost = completed(best, lists, context)
    copies = [Lost(each.line, each.token.start, each.token.stop, _COPY) for each in best.run.copies]
    mentions = [Lost(each.line, each.token.start, each.token.stop, _MENTION) for each in best.run.mentions]
    lost = tuple(sorted((*lost, *beside, *copies, *mentions), key=lambda each: (each.line, each.start)))
    taken, starts = best.lines, frozenset(best.values.starts)
    apart = [each for each in good if taken.isdisjoint(each.lines)]
    repeated = tuple(each for each in apart if _repeats(each, starts))
    others = tuple(each for each in apart if not _repeats(each, starts))
    return Choice(best, others, repeated, lost, lists, context.duration, remarks(best, context.survey))


def _judged(entries: list[Entry], context: Context) -> tuple[tuple[Listing, ...], Context]:
    """Judge all runs of entries; the context knows then whether their times are lengths."""
    survey = context.survey
    found = _runs(entries, survey, context.duration)
    runs = [set_mentions_apart(set_copies_apart(run, survey.lines), survey.lines) for run in found]
    context = replace(context, measured=_measured(runs, context))
    return tuple(listing(run, context) for run in runs), context


def _mostly_legible(each: Listing) -> bool:
    """Whether enough times of a list are written in digits for the others to be believed."""
    legible = sum(not entry.mended for entry in each.run.entries)
    return legible > 1 or (legible == 1 and len(each.run.entries) >= _ENOUGH)


def _measured(runs: list[Run], context: Context) -> frozenset[int]:
    """Find the lines of times behind titles that do not rise and add up to the whole, as the lengths of tracks do."""
    behind = {entry.line: entry.ms for run in runs if run.back for entry in run.entries}
    times = [behind[line] for line in sorted(behind)]
    whole = [*context.survey.totals, *([] if context.duration is None else [context.duration])]
    adds_up = any(abs(sum(times) - total) <= _ROUNDED * total for total in whole)
    return frozenset(behind) if descents(times) and adds_up else frozenset()


def _rank(each: Listing) -> int:
    return {Grade.SURE: 0, Grade.GUESS: 0, Grade.DOUBT: 1}[each.verdict.grade or Grade.DOUBT]


def _comes_first(earlier: Listing, best: Listing) -> bool:
    """Of lists that are about as good the first one counts."""
    if _rank(earlier) > _rank(best) or earlier.old > best.old:
        return False
    return earlier.verdict.score >= best.verdict.score - _CLEAR


def _repeats(other: Listing, starts: frozenset[int]) -> bool:
    """Whether two lists have the same times, in two languages or as an overview and its headings."""
    theirs = frozenset(other.values.starts)
    return len(theirs & starts) >= _SAME * min(len(theirs), len(starts))


def _runs(entries: list[Entry], survey: Survey, duration: int | None) -> Iterator[Run]:
    if len(survey.tagged) > 1:
        entries = [entry for entry in entries if entry.line in survey.tagged]
    for family in Family:
        same = _of_family(entries, family, survey.lines)
        ahead = [entry for entry in same if front(entry)]
        yield from _joined(runs_of(ahead, survey.lines, back=False), survey.lines, duration)
        yield from backwards(ahead, survey.lines, back=False)
        behind = [entry for entry in same if back(entry)]
        if any(entry.role is Role.BACK for entry in behind):
            yield from _joined(runs_of(behind, survey.lines, back=True), survey.lines, duration)
            yield from backwards(behind, survey.lines, back=True)
        between = [entry for entry in same if entry.role is Role.MIDDLE]
        yield from runs_of(between, survey.lines, back=True)
    for index in sorted(survey.timed):
        for reader, last in ((flattened, False), (trailing, True)):
            flowing = reader(index, survey.lines[index], survey.tokens[index])
            if flowing:
                yield Run(back=last, entries=flowing)


def _of_family(entries: list[Entry], family: Family, lines: list[Line]) -> list[Entry]:
    """Find the entries of one family; a 0 right above times with units belongs to them, however it is written."""
    same = [entry for entry in entries if entry.token.family is family]
    if same and family in {Family.UNITS, Family.PRIME}:
        first = same[0].line
        above = next((each for each in entries if each.line == first - 1 and not each.ms), None)
        if above is not None and not lines[first].gap and above.token.family is not family:
            return [above, *same]
    return same


def _joined(runs: list[Run], lines: list[Line], duration: int | None) -> list[Run]:
    """Put runs together that a mistyped time parts, or that the turn to hours and minutes does: ``59:30``, ``1:05``."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and run.entries[0].line > last.last.line and wraps([*last.entries, *run.entries], duration):
            last.entries.extend(run.entries)
        elif last is not None and one_list(last, run, lines):
            last.entries.extend(run.entries)
            last.step, last.gap = max(last.step, run.step), max(last.gap, run.gap)
        else:
            joined.append(run)
    return joined


def _entries(survey: Survey) -> list[Entry]:
    """Read the entries of all lines, in order; the rows of a table together."""
    entries: list[Entry] = []
    rows: list[tuple[int, Line, list[TimeToken]]] = []
    for index, line in enumerate(survey.lines):
        if line.kind is Kind.ROW:
            if line.gap or (rows and rows[-1][0] != index - 1):
                entries.extend(table_entries(rows))
                rows = []
            rows.append((index, line, survey.tokens.get(index, [])))
        elif index in survey.timed:
            entries.extend(entries_of(index, line, survey.tokens[index]))
    entries.extend(table_entries(rows))
    entries.sort(key=lambda entry: entry.line)
    labels = Counter(entry.label for entry in entries if entry.label)
    # Several words, each of them often, are speakers' names.
    usual = {label for label, count in labels.items() if count > _MANY_LABELS}
    kept: list[Entry] = []
    for entry in entries:
        if not entry.label or (entry.label in usual and len(usual) == 1):
            kept.append(entry)
        elif survey.lines[entry.line].kind is not Kind.ROW:  # a word of its own is no label
            kept.extend(entries_of(entry.line, survey.lines[entry.line], survey.tokens[entry.line], labels=False))
    return kept
