"""From a document to a reading: all runs are judged, the best is taken, and it is said how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.reading import Candidate, Explained, Grade, Reading
from chaptag.model.timestamp import format_time
from chaptag.notes.assembly.entry import Entry, Role, entries_of, flattened, table_entries
from chaptag.notes.assembly.judge import Verdict, judge
from chaptag.notes.assembly.neighbours import beside, orientation, wrapped
from chaptag.notes.assembly.runs import Run, back, front, runs_of
from chaptag.notes.assembly.titles import hashtagged, tidy, title_of
from chaptag.notes.assembly.values import Values, values_of
from chaptag.notes.document import Document, Kind, Line
from chaptag.notes.grammar.scan import scan
from chaptag.notes.grammar.token import Family, TimeToken
from chaptag.notes.options import NotesOptions

__all__ = ["assemble"]


@dataclass(slots=True)
class _List:
    """A run with all that was decided about it."""

    run: Run
    values: Values
    verdict: Verdict
    chapters: tuple[Chapter, ...]
    findings: list[Finding] = field(default_factory=list)


def assemble(document: Document, duration: int | None, options: NotesOptions) -> Reading:
    """Find the list of chapters in a document; `duration` in ms is that of the audio, where it is known."""
    return _Assembly(document, duration, options).reading()


class _Assembly:
    def __init__(self, document: Document, duration: int | None, options: NotesOptions) -> None:
        self._document = document
        self._lines = document.lines
        self._duration = duration
        self._options = options
        self._tokens: dict[int, list[TimeToken]] = {}
        for index, line in enumerate(self._lines):
            tokens = scan(line.text)
            if tokens:
                self._tokens[index] = tokens
        self._timed = {index for index, tokens in self._tokens.items() if any(not token.why_not for token in tokens)}

    def reading(self) -> Reading:
        lists = [self._list(run) for run in self._runs()]
        good = [each for each in lists if each.verdict.grade is not None]
        good.sort(key=lambda each: (-each.verdict.score, each.run.entries[0].line))
        if not good:
            return Reading(ChapterList(), Grade.SURE, self._document.format, (), (), self._explain(None, lists))
        best = good[0]
        first = min(good, key=lambda each: each.run.entries[0].line)
        if first is not best and first.verdict.score >= best.verdict.score - 1.5 and first.verdict.grade is Grade.SURE:
            best = first
        grade = best.verdict.grade or Grade.DOUBT
        return Reading(
            ChapterList(best.chapters) if grade is not Grade.DOUBT else ChapterList(),
            grade,
            self._document.format,
            tuple(best.findings),
            (Candidate(ChapterList(best.chapters), best.verdict.why),) if grade is Grade.DOUBT else (),
            self._explain(best, lists),
        )

    def _runs(self) -> Iterable[Run]:
        entries = self._entries()
        tagged = [entry for entry in entries if hashtagged(self._lines[entry.line].text)]
        if len(tagged) > 1:
            entries = tagged
        for family in Family:
            same = [entry for entry in entries if entry.token.family is family]
            yield from runs_of((entry for entry in same if front(entry)), self._lines, back=False)
            behind = [entry for entry in same if back(entry)]
            if any(entry.role is Role.BACK for entry in behind):
                yield from runs_of(behind, self._lines, back=True)

    def _entries(self) -> list[Entry]:
        entries: list[Entry] = []
        rows: list[tuple[int, Line, list[TimeToken]]] = []
        for index, line in enumerate(self._lines):
            if line.kind is Kind.ROW and (not rows or (line.gap == 0 and rows[-1][0] == index - 1)):
                rows.append((index, line, self._tokens.get(index, [])))
                continue
            if rows:
                entries.extend(table_entries(rows))
                rows = [(index, line, self._tokens.get(index, []))] if line.kind is Kind.ROW else []
                if rows:
                    continue
            if index in self._timed:
                entries.extend(entries_of(index, line, self._tokens[index]))
        if rows:
            entries.extend(table_entries(rows))
        labels = Counter(entry.label for entry in entries if entry.label)
        return [entry for entry in entries if not entry.label or labels[entry.label] > 2]

    def _list(self, run: Run) -> _List:
        values = values_of(run.entries, self._duration)
        tags = sum(hashtagged(self._lines[entry.line].text) for entry in run.entries) * 2 >= len(run.entries) > 1
        titles = self._titles(run, tags)
        verdict = judge(run, values, [title for title, _ in titles], self._lines)
        chapters = tuple(
            Chapter(start, title, self._end(entry, start), url, origin=self._place(entry))
            for entry, start, (title, url) in zip(run.entries, values.starts, titles, strict=True)
        )
        return _List(run, values, verdict, chapters)

    def _end(self, entry: Entry, start: int) -> int | None:
        end = entry.token.end
        return end.ms if end is not None and end.ms > start else None

    def _titles(self, run: Run, tags: bool) -> list[tuple[str, str | None]]:
        alone = [entry for entry in run.entries if entry.role is Role.ALONE]
        before: bool | None = run.back
        if len(alone) == len(run.entries):
            before, _ = orientation(alone, self._lines, self._timed)
        width = 0 if self._document.format == "html" else self._width()
        titles = []
        for entry in run.entries:
            if entry.role is Role.ALONE:
                line = beside(entry, self._lines, self._timed, before=bool(before))
                titles.append((tidy(line.text), None) if line is not None else ("", None))
                continue
            line = self._lines[entry.line]
            more = wrapped(entry, self._lines, self._timed, width)
            if more:
                text = " ".join([line.text[: entry.stop], *(each.text.strip() for each in more)])
                spans = line.spans
                line = replace(line, text=text, spans=spans)
                titles.append(title_of(replace(entry, stop=len(text)), line, tags=tags))
            else:
                titles.append(title_of(entry, line, tags=tags))
        return titles

    def _width(self) -> int:
        return 80

    def _place(self, entry: Entry) -> Place:
        line = self._lines[entry.line]
        start = line.offset(entry.token.start)
        stop = line.offset(max(entry.token.stop - 1, entry.token.start)) + 1
        return self._document.place(start, stop)

    def _explain(self, taken: _List | None, lists: list[_List]) -> tuple[Explained, ...]:
        why: dict[int, tuple[bool, str]] = {}
        for each in lists:
            for entry in each.run.entries:
                if taken is not None and each is taken:
                    why[entry.line] = (True, each.verdict.why)
                else:
                    why.setdefault(entry.line, (False, each.verdict.why))
        result = []
        for index, tokens in self._tokens.items():
            line = self._lines[index]
            reasons = [token.why_not for token in tokens if token.why_not]
            said = why.get(index) or (False, reasons[0] if reasons else "inside a sentence")
            token = tokens[0]
            place = self._document.place(line.offset(token.start), line.offset(token.stop - 1) + 1)
            result.append(Explained(place, *said))
        return tuple(result)
