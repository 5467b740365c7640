"""Why a run is no list of chapters: its order, its beginning, its density, what its texts look like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from chaptag.notes.assembly.case import MINUTE, Case, Rule
from chaptag.notes.assembly.entry import Role
from chaptag.notes.assembly.turns import placeholder
from chaptag.notes.assembly.values import descents
from chaptag.notes.document import FAR, Kind
from chaptag.notes.grammar.token import Family

__all__ = ["REJECTIONS"]

_DAY = 24
_TURNS = 6
_LENGTH = re.compile(r"\s?[(\[][\d:]{4,8}[)\]]$")
_TRACK = re.compile(r"[A-H]\d{1,2}\b")  # of a record's side


def _usual(lengths: Iterable[int]) -> float:
    """Find the median; the module that has one costs more to load than a whole list to read."""
    ordered = sorted(lengths)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def few(case: Case) -> str:
    """One time alone points at something, it does not divide an episode; two are few."""
    if case.count < 2:
        return "the only time of its kind"
    return "" if case.count > 2 or case.first == 0 or case.announced else "only two times"


def falling(case: Case) -> str:
    """Chapters rise; lengths, results and scores do not."""
    fell = descents(case.starts)
    if fell and (case.count < 4 or (fell > max(1, case.count // 8) and not case.contradicting)):
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
    if case.first > 10 * MINUTE and case.first > 0.45 * case.last:
        return "the first time is far from the beginning"
    if case.first > MINUTE and case.first > 0.55 * case.last:
        return "the times are all alike, as lengths or results are"
    return ""


def lengths(case: Case) -> str:
    """Times that add up to the length of the audio, or that stand beside the tracks of a record, are lengths."""
    if case.measured:
        return "the times add up to the length of the audio: they are lengths"
    tracks = case.count > 2 and all(_TRACK.match(title) for title in case.titles)
    if tracks and case.first and not (case.duration is not None and case.last * 2 > case.duration):
        return "the lengths of a record's tracks"
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
    if case.turns >= _TURNS and case.spoken > 0.8 * case.count:
        return "speakers' turns of a transcript"
    speaking = case.spoken * 5 >= case.count * 4
    heads = [title.split(":", 1)[0].strip() if speaking else title for title in case.titles]
    if len(set(heads)) < case.count and all(map(placeholder, heads)):
        return "speakers' turns of a transcript"
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
    usual = _usual(len(title) for title in case.titles)
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
    if not case.run.back or case.first == 0 or case.announced:
        return ""
    kinds = {(case.lines[entry.line].kind, case.lines[entry.line].indent) for entry in case.run.entries}
    timed = {entry.line for entry in case.run.entries}
    low, high = min(timed), max(timed)
    others = gaps = 0
    for index in range(low + 1, high):
        line = case.lines[index]
        gaps += line.gap >= FAR
        others += index not in timed and line.opens and (line.kind, line.indent) in kinds
    if others + 6 * gaps > 1.5 * len(timed) and Kind.HEADING not in case.kinds:
        return "times here and there at the ends of lines"
    return ""


def prose(case: Case) -> str:
    """Sentences and quotations that end with a time point at it."""
    if not case.run.back or not case.kinds <= {Kind.PARAGRAPH, Kind.QUOTE}:
        return ""
    if _usual(len(title) for title in case.titles) > 100:
        return "times inside prose"
    bare = [_LENGTH.sub("", title) for title in case.titles]
    if sum(title[:1] in "\"“„«'‘" and title[-1:] not in "\"”“»'’" for title in bare) * 2 > case.count:
        return "times of quotations"
    return ""


def drawing(case: Case) -> str:
    """Lines that are drawn with boxes and branches are a tree of files or a diagram."""
    if not case.run.back:
        return ""
    drawn = sum("\u2500" <= case.lines[entry.line].text.lstrip()[:1] <= "\u257f" for entry in case.run.entries)
    return "a drawing, not a list" if drawn * 2 > case.count else ""


def between_words(case: Case) -> str:
    """Times in brackets between words are a list where lines are short, or where a colon or dash follows the time."""
    if case.run.entries[0].role is not Role.MIDDLE:
        return ""
    lines = [(case.lines[entry.line].text, entry.token.stop + 1) for entry in case.run.entries]
    parted = sum(text[stop:].lstrip()[:1] in {":", "-", "–", "—"} for text, stop in lines) * 2 > case.count
    length = _usual(len(title) if parted else len(text) for title, (text, _) in zip(case.titles, lines, strict=True))
    return "times inside sentences" if case.count < 3 or length > 60 else ""


def unlike_times(case: Case) -> str:
    """Numbers with a dot or with words are times of chapters only where they begin like them."""
    family = case.family
    if family is Family.DOTTED:
        counting = any(b - a == 1000 for a, b in pairwise(case.starts))
        if case.count < 3 or case.first > 5 * MINUTE or counting:
            return "numbers with a dot"
    elif family is not Family.CLOCK and not (case.announced or case.pointing) and case.first > MINUTE:
        return "lengths in words"
    return ""


REJECTIONS: tuple[Rule, ...] = (
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
