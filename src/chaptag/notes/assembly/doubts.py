"""What makes a list doubtful: it is never taken without being asked for."""

from __future__ import annotations

import re
from itertools import pairwise

from chaptag.notes.assembly.case import MINUTE, Case, Rule
from chaptag.notes.assembly.labels import announces_other, announces_transcript
from chaptag.notes.assembly.repair import lacking
from chaptag.notes.assembly.values import descents
from chaptag.notes.grammar.token import Family

__all__ = ["DOUBTS"]

_FEW = 4
_NEXT = 4
_MANY, _SENTENCE, _BRIEF_GAP = 8, 32, 100_000
_COUNTED = re.compile(r"\S{1,20} \d")
_LEADING = re.compile(r"\W{0,8}\d{1,3}:\d{2}(?!\d)")
_TIME = re.compile(r"\d:[0-5]\d(?!\d)")


def other_things(case: Case) -> str:
    """The heading says what the times are."""
    return (
        f"under a heading of something else: {case.label}"
        if announces_other(case.label, from_zero=case.first == 0)
        else ""
    )


def nameless(case: Case) -> str:
    """Times without titles may point at anything; every other one may be an end."""
    if sum(not title for title in case.titles) * 2 > case.count:
        return "times without titles"
    odd, even = case.titles[::2], case.titles[1::2]
    turns = (not any(odd) and all(even)) or (all(odd) and not any(even))
    return "every other time is without a title, as where starts and ends stand" if turns and case.count > 3 else ""


def spoken(case: Case) -> str:
    """Sentences under a heading that says transcript are what was spoken."""
    sentences = sum(title[-1:] in ".?!…。？！" for title in case.titles)
    return "sentences of a transcript" if announces_transcript(case.label) and sentences * 2 > case.count else ""


def sentence_by_sentence(case: Case) -> str:
    """Whole sentences one after the other, a minute or two each, are what was said; a list of questions is none."""
    if case.count < _MANY or case.announced or case.mean_gap > _BRIEF_GAP:
        return ""
    ends = [title.rstrip("\"'”’»)] 0123456789")[-1:] for title in case.titles]
    ended = sum(end in ".!…。！" for end in ends)
    asked = sum(end in "?？" for end in ends)
    long = sorted(len(title.encode("utf-8", "replace")) for title in case.titles)[case.count // 2] > _SENTENCE
    if long and ended * 4 >= case.count and (ended + asked) * 10 >= case.count * 8:
        return "sentence after sentence, as in a transcript"
    return ""


def taking_turns(case: Case) -> str:
    """Names that come back beside the times, or titles, never twice in a row, are speakers who take turns."""
    if case.spoken * 5 >= case.count * 4:
        return "names and sentences, as in a transcript"
    names = [title.casefold() for title in case.titles]
    if case.count < _FEW or len(set(names)) * 2 > case.count or any(a == b for a, b in pairwise(names)):
        return ""
    return "the same titles again and again, as speakers' turns of a transcript are"


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
    if case.first <= 3 * MINUTE or case.first <= 0.3 * case.last or case.announced:
        return ""
    return "" if case.covering else "the first time is late for a first chapter"


def back_and_forth(case: Case) -> str:
    """Times that fall more than once contradict each other."""
    if not case.contradicting or descents(case.starts) <= max(1, case.count // 8):
        return ""
    return f"the times fall {descents(case.starts)} times"


def far_fall(case: Case) -> str:
    """Neighbours may be swapped; a time far out of order is mistyped."""
    worst = max((a - b for a, b in pairwise(case.starts)), default=0)
    return "a time far out of order" if worst > 3 * MINUTE else ""


def lacking_digit(case: Case) -> str:
    """Neighbours that fall a little may be swapped, or one of them lacks a digit: ``2:14``, ``1:42``, ``18:30``."""
    starts = (*case.starts, case.duration or case.last + 60 * MINUTE)
    for at in range(1, case.count):
        if starts[at] < starts[at - 1]:
            fitting = (starts[at - 1] < meant < starts[at + 1] for meant in lacking(case.run.entries[at].token))
            if any(fitting):
                return "a time out of order, which may lack a digit"
    return ""


def falling_behind(case: Case) -> str:
    """Times behind titles that neither begin at 0 nor all rise may be lengths."""
    if not case.run.back or case.first == 0 or case.announced or not descents(case.starts):
        return ""
    if case.duration is not None and case.last * 2 > case.duration:
        return ""
    return "times behind titles that neither begin at 0 nor rise, as lengths do"


def things_counted(case: Case) -> str:
    """A few things with a number each, or parts that start over, are goals, tides, laps or clips."""
    if not case.few_and_late:
        return ""
    words = {title.partition(" ")[0].casefold() for title in case.titles}
    counted = sum(_COUNTED.match(title) is not None for title in case.titles) * 2 > case.count
    ending = sum(title[-1:].isdigit() for title in case.titles) * 2 > case.count
    if (counted and len(words) * 2 <= case.count) or (ending and len(words) < case.count):
        return "a few things of one kind, each with a number"
    if case.run.back:
        return ""
    last = case.run.entries[-1].line
    following = [_LEADING.match(line.text) is not None for line in case.lines[last + 1 : last + _NEXT + _FEW]]
    again = any(following[: _NEXT - 1]) and sum(following) <= _FEW
    return "the times start over, and no part begins at 0" if again else ""


def timed_titles(case: Case) -> str:
    """Two times in each entry are those of laps, or starts and lengths; only one of them can be a start."""
    if case.first == 0 or case.announced:
        return ""
    many = sum(_TIME.search(title) is not None for title in case.titles) * 2 > case.count
    return "two times in each entry" if many else ""


def impossible(case: Case) -> str:
    """A time with more than 59 seconds or minutes is mistyped."""
    odd = any(entry.token.odd for entry in case.run.entries)
    return "a time that cannot be" if odd and case.values.repair is None and case.values.way == "plain" else ""


def points_in_something(case: Case) -> str:
    """Minutes that a word before them names may be those of a match or of a meeting, links lead to any recording."""
    if not case.pointing or case.first == 0 or case.announced or case.covering:
        return ""
    what = "links" if case.family is Family.LINK else "minutes"
    return f"{what} that do not begin at 0 may be those of something else"


def dotted_late(case: Case) -> str:
    """Numbers with a dot that do not begin like times may be anything."""
    if case.family is Family.DOTTED and case.first >= MINUTE and not case.announced:
        return "numbers with a dot that do not begin at 0"
    return ""


DOUBTS: tuple[Rule, ...] = (
    nameless,
    other_things,
    spoken,
    sentence_by_sentence,
    taking_turns,
    joined_to_words,
    either_side,
    two_readings,
    beyond,
    begins_late,
    back_and_forth,
    far_fall,
    lacking_digit,
    impossible,
    points_in_something,
    dotted_late,
    falling_behind,
    things_counted,
    timed_titles,
)
