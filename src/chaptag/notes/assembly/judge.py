"""Whether a run is a list of chapters, and how sure that is: form, order, beginning, density."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass

from chaptag.model.reading import Grade
from chaptag.notes.assembly.runs import Run
from chaptag.notes.assembly.values import Values, descents
from chaptag.notes.document import Kind, Line
from chaptag.notes.grammar.token import Family

__all__ = ["Verdict", "judge"]

_MINUTE = 60_000
_LABEL = re.compile(
    r"chapter|time ?(?:stamp|code|line)|timings?\b|outline|sections?\b|contents?\b|\bindex\b|topics|highlights|in this (?:episode|video)"
    r"|kapitel|inhalt|zeitmarken|sprungmarken|themen|übersicht|cap[ií]tulo|[ií]ndice|minutagem|minutaje|marcas? de tiempo|temas"
    r"|chapitre|sommaire|minutage|capitoli|sommario|rozdzia|spis treści|содержани|таймкод|оглавлени|тем[ыа]\b|глав[ыа]|зміст"
    r"|目录|目錄|时间轴|時間軸|时间线|時間線|时间戳|章节|章節|目次|チャプター|タイムスタンプ|챕터|목차|타임|hoofdstuk|luvut|bölüm|avsnitt"
    r"|الفصول|فهرس|المحاور|פרקים|अध्याय|episode guide|rundown|jump to|skip to|show ?notes",
    re.I,
)
_SCHEDULE = re.compile(r"schedule|agenda|programm?\b|ablauf|timetable|line-?up|results?\b|standings|splits|laps", re.I)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a run: a grade, or None where it is no list; `why` says so; `score` ranks runs."""

    grade: Grade | None
    why: str
    score: float = 0.0


def judge(run: Run, values: Values, titles: list[str], lines: list[Line]) -> Verdict:
    """Judge a run by what it looks like."""
    count = len(run.entries)
    starts = values.starts
    if count < 2:
        return Verdict(None, "the only time of its kind")
    for test in (_falls, _late, _agenda, _speakers, _sparse, _prose):
        why = test(run, starts, titles, lines)
        if why:
            return Verdict(None, why)
    label = labelled(run, lines)
    score = _score(run, starts, lines, label)
    if count == 2:
        if starts[0] == 0 and not run.back:
            return Verdict(Grade.GUESS, "two times, the first at 0", score)
        return Verdict(Grade.DOUBT if label else None, "only two times", score)
    if run.back and not all(entry.apart for entry in run.entries) and not (label or starts[0] == 0):
        return Verdict(Grade.DOUBT, "nothing sets the times off from the words before them", score)
    if run.entries[0].token.family is Family.UNITS and starts[0] and all(s % (5 * _MINUTE) == 0 for s in starts):
        return Verdict(Grade.DOUBT, "round numbers of minutes may be lengths", score)
    fell = descents(starts)
    if fell:
        return Verdict(Grade.GUESS, "the times do not all rise", score)
    return Verdict(Grade.SURE, "a list of rising times", score)


def labelled(run: Run, lines: list[Line]) -> bool:
    """Whether a heading or a short line above the run says that a list of chapters follows."""
    first = run.entries[0].line
    for index in range(first - 1, max(first - 4, -1), -1):
        text = lines[index].text.strip()
        if len(text) <= 60 and _LABEL.search(text):
            return True
    return False


def _falls(run: Run, starts: tuple[int, ...], titles: list[str], lines: list[Line]) -> str:
    fell = descents(starts)
    if fell and (len(starts) < 4 or fell > max(1, len(starts) // 8)):
        return "the times do not rise"
    return ""


def _late(run: Run, starts: tuple[int, ...], titles: list[str], lines: list[Line]) -> str:
    first, last = min(starts), max(starts)
    if first > 10 * _MINUTE and first > 0.45 * last:
        return "the first time is far from the beginning"
    if first > _MINUTE and first > 0.55 * last:
        return "the times are all alike, as lengths or results are"
    if last == first:
        return "all times are the same"
    return ""


def _agenda(run: Run, starts: tuple[int, ...], titles: list[str], lines: list[Line]) -> str:
    tokens = [entry.token for entry in run.entries]
    if any(len(token.parts) != 2 or token.parts[0] > 24 for token in tokens):
        return ""
    hours = tokens[0].parts[0]
    if hours >= 5 and all(token.parts[1] % 5 == 0 for token in tokens):
        return "times of day, all multiples of five minutes"
    return ""


def _speakers(run: Run, starts: tuple[int, ...], titles: list[str], lines: list[Line]) -> str:
    count = len(titles)
    if count < 6:
        return ""
    names = [title.split(":", 1)[0].strip().casefold() for title in titles if ":" in title]
    if len(names) > 0.8 * count and len(set(names)) <= max(2, len(names) // 4):
        return "speakers' turns of a transcript"
    if len({title.casefold() for title in titles}) <= max(2, count // 4):
        return "the same words again and again, as speakers' turns of a transcript are"
    return ""


def _sparse(run: Run, starts: tuple[int, ...], titles: list[str], lines: list[Line]) -> str:
    """Times at the ends of lines are a list only where most of their sisters have one."""
    if not run.back:
        return ""
    kinds = {(lines[entry.line].kind, lines[entry.line].indent) for entry in run.entries}
    timed = {entry.line for entry in run.entries}
    low, high = run.entries[0].line, run.entries[-1].line
    others = sum(
        1
        for index in range(low, high + 1)
        if index not in timed and lines[index].opens and (lines[index].kind, lines[index].indent) in kinds
    )
    gaps = sum(lines[index].gap >= 9 for index in range(low + 1, high + 1))
    if others + 8 * gaps > 2 * len(timed):
        return "times here and there at the ends of lines"
    return ""


def _prose(run: Run, starts: tuple[int, ...], titles: list[str], lines: list[Line]) -> str:
    if run.back and all(lines[entry.line].kind in {Kind.PARAGRAPH, Kind.QUOTE} for entry in run.entries):
        if statistics.median(len(title) for title in titles) > 100:
            return "times inside prose"
    return ""


def _score(run: Run, starts: tuple[int, ...], lines: list[Line], label: bool) -> float:
    score = min(len(starts), 12) / 4
    score += 2 if starts[0] == 0 else 1 if starts[0] < 3 * _MINUTE else 0
    score += 2 if label else 0
    score -= 2 if run.back else 0
    score -= 1 if any(lines[entry.line].kind is Kind.CODE for entry in run.entries) else 0
    score -= 3 * descents(starts) / len(starts)
    return score
