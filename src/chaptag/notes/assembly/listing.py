"""`Listing`: a run of entries with what was made of it: starts, titles, chapters, a verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chaptag.model.chapter import Chapter
from chaptag.notes.assembly.alone import Side, beside, side_of
from chaptag.notes.assembly.case import Case
from chaptag.notes.assembly.entry import Entry, Role
from chaptag.notes.assembly.heads import without_sentences
from chaptag.notes.assembly.judge import Verdict, judge
from chaptag.notes.assembly.labels import outdated
from chaptag.notes.assembly.runs import Run
from chaptag.notes.assembly.survey import Survey
from chaptag.notes.assembly.titles import (
    Title,
    common_end,
    line_title,
    title_of,
    without_label,
    without_lengths,
    without_mark,
    without_numbers,
)
from chaptag.notes.assembly.values import Values, values_of
from chaptag.notes.assembly.wraps import Wraps

__all__ = ["Context", "Listing", "listing"]


@dataclass(frozen=True, slots=True)
class Context:
    """What all runs of one document share: `duration` and the weaker `hint` in ms, `turns` the lines of speakers.

    `measured` are the lines whose times add up to the audio's length, or to a total that the notes state.
    """

    survey: Survey
    wraps: Wraps
    duration: int | None
    hint: int | None
    fps: float | None
    turns: frozenset[int] = frozenset()
    measured: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Listing:
    """A run, how its times were read, its titles, and what the judgement is.

    `other_titles` are those on the other side of lone times, where they may as well be meant. `old` says that the list
    stands under a label that says it is that of before.
    """

    run: Run
    values: Values
    titles: tuple[Title, ...]
    verdict: Verdict
    other_titles: tuple[Title, ...] = ()
    old: bool = False

    @property
    def lines(self) -> frozenset[int]:
        """The lines that its times stand on."""
        return frozenset(entry.line for entry in self.run.entries)

    @property
    def begins(self) -> int:
        """The first of them, whichever way the list runs."""
        return min(self.lines)

    def chapters(
        self, survey: Survey, values: Values | None = None, titles: tuple[Title, ...] = ()
    ) -> tuple[Chapter, ...]:
        """Make the chapters, with another reading of the times or other titles if they are given."""
        values = values or self.values
        return tuple(
            Chapter(start, text, values.end(entry, start), url, origin=survey.place(entry.line, entry.token))
            for entry, start, (text, url) in zip(self.run.entries, values.starts, titles or self.titles, strict=True)
        )


def listing(run: Run, context: Context) -> Listing:
    """Read and judge a run."""
    survey = context.survey
    spoken = sum(entry.line in context.turns for entry in run.entries)
    if spoken * 5 >= len(run.entries) * 4:  # nobody writes a transcript in hours and minutes
        values = Values(tuple(entry.ms for entry in run.entries))
    else:
        values = values_of(run.entries, context.duration, context.hint, context.fps)
    side = Side(run.back, sure=True)
    if all(entry.role is Role.ALONE for entry in run.entries):
        side = side_of(run.entries, survey.lines, survey.timed)
    titles = _titles(run, context, before=side.before)
    texts = [title.text for title in titles]
    turns = len(context.turns)
    measured = all(entry.line in context.measured for entry in run.entries)
    case = Case(run, values, texts, survey.lines, side, context.duration, spoken, turns, measured)
    verdict = judge(case)
    other = () if side.sure or verdict.grade is None else _titles(run, context, before=not side.before)
    return Listing(run, values, titles, verdict, other, outdated(case.label))


def _titles(run: Run, context: Context, *, before: bool) -> tuple[Title, ...]:
    survey, entries = context.survey, run.entries
    cut = without_sentences(entries, survey.lines)
    tags = sum(entry.line in survey.tagged for entry in entries) * 2 >= len(entries) > 1
    titles: list[Title] = []
    for entry in cut or entries:
        if entry.role is Role.ALONE:
            line = beside(entry, survey.lines, survey.timed, before=before)
            titles.append(Title("") if line is None else line_title(line))
        else:
            titles.append(_title(entry, context, whole=tags or cut is not None, tags=tags))
    if not run.back:
        titles = without_numbers(without_lengths(titles))
        if all(entry.label for entry in entries):
            titles = without_label(titles)
    elif not any(entry.apart for entry in entries):
        titles = common_end(titles)
    return tuple(without_mark(titles))


def _title(entry: Entry, context: Context, *, whole: bool, tags: bool) -> Title:
    line = context.survey.lines[entry.line]
    more = [] if whole else context.wraps.after(entry)
    if more:
        text = " ".join([line.text[: entry.stop], *(each.text.strip() for each in more)])
        line = replace(line, text=text)
        entry = replace(entry, stop=len(text))
    return title_of(entry, line, tags=tags)
