"""What gives another time for a chapter of a list: a remark, “Edit: it is 34:10, not 43:10”, or the time's own link."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chaptag.notes.assembly.listing import Listing
from chaptag.notes.assembly.survey import Survey
from chaptag.notes.document import Style
from chaptag.notes.grammar.links import aim_of
from chaptag.notes.grammar.token import TimeToken

__all__ = ["Remark", "remarks"]

_CORRECTS = re.compile(
    r"\b(?:edit(?:ed)?(?= ?\d?[:–—-])|corrections?|corrected|errat(?:um|a)|typo|korrektur|korrigiert|berichtigung"
    r"|tippfehler|correcci[oó]n|fe de erratas|correção|correzione|rettifica|rectificatif|correctie|rättelse"
    r"|rettelse|korjaus|korekta|sprostowanie|oprava|düzeltme|поправка|исправлени[ея]|виправлення)\b|訂正|更正|勘误|정정|تصحيح|תיקון|सुधार",
    re.IGNORECASE,
)
_RATHER = re.compile(
    r"\W{0,3}(?:(?:and|und|et|y|e|а) )?(?:not|instead of|rather than|should (?:be|read|say)|nicht|statt|pas|au lieu de"
    r"|no|en lugar de|em vez de|non|invece di|niet|in plaats van|inte|ikke|nie|ne|не|вместо|замість)\W{1,3}"
    r"(?:at |bei |à |a )?",
    re.IGNORECASE,
)
_MOST, _LONGEST, _WORD, _SPANS = 8, 400, 3, 8
_NEAR = 10_000


@dataclass(frozen=True, slots=True)
class Remark:
    """A line that gives the time `token` for the chapter `index` of a list; or `leads` there, in seconds, by a link."""

    line: int
    token: TimeToken
    index: int
    leads: int | None = None


def remarks(best: Listing, survey: Survey) -> tuple[Remark, ...]:
    """Find the remarks on a list, at most a few of them; each is short, and corrects in so many words."""
    found = _misled(best, survey)[:_MOST]
    starts = {entry.ms: at for at, entry in enumerate(best.run.entries)}
    tried = 0
    for line in sorted(survey.timed):
        text = survey.lines[line].text
        if len(text) > _LONGEST or len(found) >= _MOST:
            continue
        tokens = [each for token in survey.tokens[line] for each in (token, token.end) if each is not None]
        known = [token for token in tokens if token.ms in starts]
        others = [token for token in tokens if token.ms not in starts]
        if len(known) == len(others) == 1:
            remark = Remark(line, others[0], starts[known[0].ms])
            found += [remark] if _corrected(remark, text, known[0], best) else []
        elif others and not known and tried < _MOST and _CORRECTS.search(text):
            tried += 1
            named = _named(text.casefold(), best)
            found += [] if named is None else [Remark(line, others[0], named)]
    return tuple(found)


def _corrected(remark: Remark, text: str, known: TimeToken, best: Listing) -> bool:
    """Whether a line that has the time of a chapter and another one says that the other is right."""
    other, corrects = remark.token, _CORRECTS.search(text) is not None
    if remark.line == best.run.entries[remark.index].line:  # a chapter's own line may have its end or length, too
        return corrects and text[other.start : other.stop] in best.titles[remark.index].text
    first, second = (known, other) if known.start < other.start else (other, known)
    return corrects or _RATHER.fullmatch(text, first.stop, second.start) is not None


def _named(text: str, best: Listing) -> int | None:
    """Find the chapter whose title stands in a text, the longest such title; None without one."""
    titles = [title.text.casefold() for title in best.titles]
    named = [at for at, title in enumerate(titles) if _names(text, title)]
    return max(named, key=lambda at: len(titles[at])) if named else None


def _misled(best: Listing, survey: Survey) -> list[Remark]:
    """Find the few times that link to another one, where most link to their own."""
    apart: list[Remark] = []
    linked = 0
    for at, entry in enumerate(best.run.entries):
        token = entry.token
        spans = (span for span in survey.lines[entry.line].spans[:_SPANS] if span.start <= token.start < span.stop)
        aim = next((aim for span in spans if span.style is Style.LINK and (aim := aim_of(span.href))), None)
        linked += aim is not None
        if aim is not None and abs(aim.seconds * 1000 - best.values.starts[at]) > _NEAR:
            apart.append(Remark(entry.line, token, at, aim.seconds))
    return apart if len(apart) * 3 <= linked else []


def _names(text: str, title: str) -> bool:
    """Whether a text has a title in it; a short one is a word of its own."""
    at = text.find(title) if len(title) > 1 else -1
    around = text[max(at - 1, 0) : at] + text[at + len(title) : at + len(title) + 1]
    return at >= 0 and (len(title) > _WORD or not any(map(str.isalnum, around)))
