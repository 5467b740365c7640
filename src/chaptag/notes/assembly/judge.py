"""Whether a run is a list of chapters, and how sure that is: form, order, beginning, density, neighbourhood.

Each rule is a function from a case to the reason why it holds, empty where it does not. The tables at the end say
what follows from a rule: no list, a doubt, a guess. Points rank the lists that remain.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from chaptag.model.reading import Grade
from chaptag.notes.assembly.alone import Side
from chaptag.notes.assembly.entry import Role
from chaptag.notes.assembly.labels import announces_chapters, announces_other, label_above
from chaptag.notes.assembly.runs import Run
from chaptag.notes.assembly.values import Values, descents
from chaptag.notes.document import FAR, Kind, Line
from chaptag.notes.grammar.token import Family

__all__ = ["DOUBTS", "GUESSES", "POINTS", "REJECTIONS", "Case", "Verdict", "judge"]

_MINUTE = 60_000
_DAY = 24


@dataclass(frozen=True)
class Case:
    """All that is known about a run."""

    run: Run
    values: Values
    titles: Sequence[str]
    lines: list[Line]
    side: Side
    duration: int | None

    @property
    def starts(self) -> tuple[int, ...]:
        """The times in ms, in the order in which they stand."""
        return self.values.starts

    @cached_property
    def count(self) -> int:
        """How many times there are."""
        return len(self.values.starts)

    @cached_property
    def first(self) -> int:
        """The earliest time in ms."""
        return min(self.values.starts)

    @cached_property
    def last(self) -> int:
        """The latest time in ms."""
        return max(self.values.starts)

    @cached_property
    def label(self) -> str:
        """What stands above the run."""
        return label_above(self.run.entries[0].line, self.lines)

    @cached_property
    def announced(self) -> bool:
        """Whether what stands above says that chapters follow."""
        return announces_chapters(self.label)

    @property
    def mean_gap(self) -> float:
        """The mean distance of neighbours in ms."""
        return (self.last - self.first) / max(self.count - 1, 1)

    @cached_property
    def kinds(self) -> set[Kind]:
        """The kinds of the lines that the times stand on."""
        return {self.lines[entry.line].kind for entry in self.run.entries}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a run: a grade, or None where it is no list; `why` says so; `score` ranks runs."""

    grade: Grade | None
    why: str
    score: float = 0.0


def single(case: Case) -> str:
    """One time alone points at something, it does not divide an episode."""
    return "the only time of its kind" if case.count < 2 else ""


def falling(case: Case) -> str:
    """Chapters rise; lengths, results and scores do not."""
    fell = descents(case.starts)
    if fell and (case.count < 4 or fell > max(1, case.count // 8)):
        return "the times do not rise"
    return ""


def late(case: Case) -> str:
    """Chapters begin near the beginning; lengths and results are all alike."""
    if case.last == case.first:
        return "all times are the same"
    if case.duration is not None and case.last > 0.75 * case.duration and not case.run.back:
        return ""
    if case.announced and case.first < 0.75 * case.last:
        return ""
    if case.first > 10 * _MINUTE and case.first > 0.45 * case.last:
        return "the first time is far from the beginning"
    if case.first > _MINUTE and case.first > 0.55 * case.last:
        return "the times are all alike, as lengths or results are"
    return ""


def lengths(case: Case) -> str:
    """Times that add up to the length of the audio are lengths."""
    if case.duration is None or case.count < 3 or case.first == 0:
        return ""
    if case.last * 2 < case.duration and abs(sum(case.starts) - case.duration) <= 0.03 * case.duration:
        return "the times add up to the length of the audio: they are lengths"
    return ""


def agenda(case: Case) -> str:
    """Times of day are round, and begin in the morning."""
    tokens = [entry.token for entry in case.run.entries]
    if any(len(token.parts) != 2 or token.parts[0] > _DAY for token in tokens):
        return ""
    if tokens[0].parts[0] >= 5 and all(token.parts[1] % 5 == 0 for token in tokens) and not case.announced:
        return "times of day, all multiples of five minutes"
    return ""


def turns(case: Case) -> str:
    """The same few names again and again are speakers' turns."""
    if case.count < 6:
        return ""
    names = [title.split(":", 1)[0].strip().casefold() for title in case.titles if ":" in title[:40]]
    few = max(2, case.count // 4)
    if len(names) > 0.8 * case.count and len(set(names)) <= few:
        return "speakers' turns of a transcript"
    if len({title.casefold() for title in case.titles}) <= few:
        return "the same words again and again, as speakers' turns of a transcript are"
    return ""


def running_text(case: Case) -> str:
    """Long texts, or one every few seconds, are what was said, not titles."""
    usual = statistics.median(len(title) for title in case.titles)
    if case.count >= 4 and usual > 200:
        return "texts too long for titles, as in a transcript"
    ended = sum(title[-1:] in ".?!…。？！" for title in case.titles)
    if case.count >= 8 and usual > 80 and case.mean_gap < 45_000 and ended * 10 > case.count * 7:
        return "sentence after sentence, as in a transcript"
    if case.values.rival is None and case.values.way == "plain":
        known = case.duration is not None and case.last > case.duration / 2
        if case.count >= 4 and case.mean_gap < 8_000 and not known:
            return "a time every few seconds, as in a transcript"
    return ""


def sparse(case: Case) -> str:
    """Times at the ends of lines are a list only where most of their sisters have one."""
    if not case.run.back:
        return ""
    kinds = {(case.lines[entry.line].kind, case.lines[entry.line].indent) for entry in case.run.entries}
    timed = {entry.line for entry in case.run.entries}
    low, high = case.run.entries[0].line, case.run.entries[-1].line
    others = gaps = 0
    for index in range(low + 1, high):
        line = case.lines[index]
        gaps += line.gap >= FAR
        others += index not in timed and line.opens and (line.kind, line.indent) in kinds
    if others + 6 * gaps > 2 * len(timed) and Kind.HEADING not in case.kinds:
        return "times here and there at the ends of lines"
    return ""


def prose(case: Case) -> str:
    """Sentences and quotations that end with a time point at it."""
    if not case.run.back or not case.kinds <= {Kind.PARAGRAPH, Kind.QUOTE}:
        return ""
    if statistics.median(len(title) for title in case.titles) > 100:
        return "times inside prose"
    if sum(title[:1] in "\"“„«'‘" and title[-1:] not in "\"”“»'’" for title in case.titles) * 2 > case.count:
        return "times of quotations"
    return ""


def between_words(case: Case) -> str:
    """Times in brackets between words are a list where the words before them are short."""
    if case.run.entries[0].role is not Role.MIDDLE:
        return ""
    if case.count < 3 or statistics.median(len(title) for title in case.titles) > 60:
        return "times inside sentences"
    return ""


def before_descriptions(case: Case) -> str:
    """What stands after a time in brackets may belong to the title."""
    return "words stand on both sides of the times" if case.run.entries[0].role is Role.MIDDLE else ""


def drawing(case: Case) -> str:
    """Lines that are drawn with boxes and branches are a tree of files or a diagram."""
    if not case.run.back:
        return ""
    drawn = sum("\u2500" <= case.lines[entry.line].text.lstrip()[:1] <= "\u257f" for entry in case.run.entries)
    return "a drawing, not a list" if drawn * 2 > case.count else ""


def unlike_times(case: Case) -> str:
    """Numbers with a dot or with words are times of chapters only where they begin like them."""
    family = case.run.entries[0].token.family
    if family is Family.DOTTED:
        counting = any(b - a == 1000 for a, b in pairwise(case.starts))
        if case.count < 3 or case.first > 5 * _MINUTE or counting:
            return "numbers with a dot"
    elif family is not Family.CLOCK and not case.announced and case.first > _MINUTE:
        return "lengths in words"
    return ""


def other_things(case: Case) -> str:
    """The heading says what the times are."""
    return f"under a heading of something else: {case.label}" if announces_other(case.label) else ""


def few(case: Case) -> str:
    """Two times are few."""
    return "" if case.count > 2 or case.first == 0 or case.announced else "only two times"


def joined_to_words(case: Case) -> str:
    """Where nothing sets the times off, they may belong to the words before them."""
    if not case.run.back or all(entry.apart for entry in case.run.entries) or case.announced or case.first == 0:
        return ""
    return "nothing sets the times off from the words before them"


def either_side(case: Case) -> str:
    """Titles may stand on either side of lone times."""
    return "" if case.side.sure else "the titles may stand before the times or after them"


def two_readings(case: Case) -> str:
    """The times make sense in two ways."""
    return "" if case.values.rival is None else "minutes and seconds, or hours and minutes"


def beyond(case: Case) -> str:
    """A list of which much starts after the end is that of another audio."""
    if case.duration is None:
        return ""
    after = sum(start > case.duration for start in case.starts)
    if after * 3 >= case.count:
        return f"{after} of {case.count} start after the end of the audio"
    return ""


def begins_late(case: Case) -> str:
    """Most lists begin in the first minutes; what begins later may be times of day."""
    if case.first <= 3 * _MINUTE or case.first <= 0.3 * case.last or case.announced:
        return ""
    if case.duration is not None and 0.5 * case.duration < case.last <= case.duration:
        return ""
    return "the first time is late for a first chapter"


def long_texts(case: Case) -> str:
    """Titles are short."""
    usual = statistics.median(len(title) for title in case.titles)
    return "texts long for titles" if usual > 140 and not case.announced else ""


def far_fall(case: Case) -> str:
    """Neighbours may be swapped; a time far out of order is mistyped."""
    worst = max((a - b for a, b in pairwise(case.starts)), default=0)
    return "a time far out of order" if worst > 3 * _MINUTE else ""


def impossible(case: Case) -> str:
    """A time with more than 59 seconds or minutes is mistyped."""
    odd = any(entry.token.odd for entry in case.run.entries)
    return "a time that cannot be" if odd and case.values.repair is None and case.values.way == "plain" else ""


def on_the_hour(case: Case) -> str:
    """Whole numbers on a grid, none beyond 24, are hours of a day rather than minutes of an episode."""
    tokens = [entry.token for entry in case.run.entries]
    if case.count < 5 or case.announced or case.duration is not None or case.last < 12 * _MINUTE:
        return ""
    if any(len(token.parts) != 2 or token.parts[1] or token.parts[0] > _DAY for token in tokens):
        return ""
    return "whole hours of a day" if math.gcd(*(token.parts[0] for token in tokens)) > 2 else ""


def dotted_late(case: Case) -> str:
    """Numbers with a dot that do not begin like times may be anything."""
    if case.run.entries[0].token.family is Family.DOTTED and case.first >= _MINUTE and not case.announced:
        return "numbers with a dot that do not begin at 0"
    return ""


def round_minutes(case: Case) -> str:
    """Round numbers of minutes may be lengths."""
    tokens = [entry.token for entry in case.run.entries]
    if tokens[0].family is Family.UNITS and case.first and all(start % (5 * _MINUTE) == 0 for start in case.starts):
        return "round numbers of minutes may be lengths"
    return ""


def swapped(case: Case) -> str:
    """Neighbours that fall a little are taken as they stand."""
    return "the times do not all rise" if descents(case.starts) else ""


def reread(case: Case) -> str:
    """Times that were not taken as written."""
    if case.values.repair is not None:
        return "one time was mended"
    return "" if case.values.way == "plain" else "times were read by order and duration"


def pair(case: Case) -> str:
    """Two times make a short list."""
    return "two times" if case.count == 2 else ""


def with_dots(case: Case) -> str:
    """Dots separate many things."""
    if case.run.entries[0].token.family is not Family.DOTTED or case.first == 0 or case.announced:
        return ""
    return "times with dots"


def in_code(case: Case) -> str:
    """A list in a block of code may be an example."""
    return "in a block of code" if case.kinds == {Kind.CODE} and not case.announced else ""


def flowing(case: Case) -> str:
    """A list that runs on in one line does not say where its last title ends."""
    entries = case.run.entries
    return "titles run on in one line" if entries[0].flowing else ""


Rule = Callable[[Case], str]
REJECTIONS: tuple[Rule, ...] = (
    single,
    few,
    falling,
    late,
    lengths,
    agenda,
    turns,
    running_text,
    sparse,
    prose,
    drawing,
    between_words,
    unlike_times,
)
DOUBTS: tuple[Rule, ...] = (
    other_things,
    joined_to_words,
    either_side,
    two_readings,
    beyond,
    begins_late,
    long_texts,
    far_fall,
    impossible,
    on_the_hour,
    dotted_late,
    round_minutes,
)
GUESSES: tuple[Rule, ...] = (swapped, reread, pair, with_dots, in_code, flowing, before_descriptions)

POINTS: tuple[tuple[str, Callable[[Case], float]], ...] = (
    ("many", lambda case: min(case.count, 12) / 4),
    ("from the beginning", lambda case: 2.0 if case.first == 0 else 1.0 if case.first < 3 * _MINUTE else 0.0),
    ("announced", lambda case: 2.0 if case.announced else 0.0),
    ("times first", lambda case: 0.0 if case.run.back else 1.0),
    ("beside their titles", lambda case: sum(e.role is not Role.ALONE for e in case.run.entries) / case.count),
    ("not in code", lambda case: 0.0 if case.kinds == {Kind.CODE} else 1.0),
    ("rising", lambda case: -3.0 * descents(case.starts) / case.count),
    ("within the audio", lambda case: -4.0 if case.duration is not None and case.last > case.duration else 0.0),
    ("covers the audio", lambda case: 4.0 * min(case.last / case.duration, 1.0) if case.duration else 0.0),
    ("short titles", lambda case: -1.0 if statistics.median(len(title) for title in case.titles) > 100 else 0.0),
)


def judge(case: Case) -> Verdict:
    """Judge a run by the rules."""
    for rule in REJECTIONS:
        if why := rule(case):
            return Verdict(None, why)
    score = sum(points(case) for _, points in POINTS)
    for rules, grade in ((DOUBTS, Grade.DOUBT), (GUESSES, Grade.GUESS)):
        for rule in rules:
            if why := rule(case):
                return Verdict(grade, why, score)
    return Verdict(Grade.SURE, "a list of rising times", score)
