"""Remarks beside a list that give another time for one of its chapters: “Edit: it is 34:10, not 43:10”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chaptag.notes.assembly.listing import Listing
from chaptag.notes.assembly.survey import Survey
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
_MOST, _LONGEST, _WORD = 8, 400, 3


@dataclass(frozen=True, slots=True)
class Remark:
    """A line that gives the time `token` for the chapter `index` of a list."""

    line: int
    token: TimeToken
    index: int


def remarks(best: Listing, survey: Survey) -> tuple[Remark, ...]:
    """Find the remarks on a list, at most a few of them; each is short, and corrects in so many words."""
    found: list[Remark] = []
    starts = {entry.ms: at for at, entry in enumerate(best.run.entries)}
    for line in sorted(survey.timed):
        text = survey.lines[line].text
        if len(found) < _MOST and len(text) <= _LONGEST:
            tokens = [each for token in survey.tokens[line] for each in (token, token.end) if each is not None]
            found += _read(line, text, tokens, starts, best)
    return tuple(found)


def _read(line: int, text: str, tokens: list[TimeToken], starts: dict[int, int], best: Listing) -> list[Remark]:
    """Read the time that a line gives for a chapter it names by the time in the list, or else by its title."""
    known = [token for token in tokens if token.ms in starts]
    others = [token for token in tokens if token.ms not in starts]
    corrects = _CORRECTS.search(text) is not None
    if len(known) == len(others) == 1:
        at, other = starts[known[0].ms], others[0]
        if line == best.run.entries[at].line:  # a chapter's own line may have its end or length, too
            corrects = corrects and text[other.start : other.stop] in best.titles[at].text
        elif not corrects:
            first, second = sorted((known[0], other), key=lambda token: token.start)
            corrects = _RATHER.fullmatch(text, first.stop, second.start) is not None
        return [Remark(line, other, at)] if corrects else []
    if corrects and others and not known:
        folded = text.casefold()
        named = [at for at, title in enumerate(best.titles) if _names(folded, title.text.casefold())]
        if named:
            return [Remark(line, others[0], max(named, key=lambda at: len(best.titles[at].text)))]
    return []


def _names(text: str, title: str) -> bool:
    """Whether a text has a title in it; a short one is a word of its own."""
    at = text.find(title) if len(title) > 1 else -1
    around = text[max(at - 1, 0) : at] + text[at + len(title) : at + len(title) + 1]
    return at >= 0 and (len(title) > _WORD or not any(map(str.isalnum, around)))
