"""What makes a list a guess: it is taken, and said to be one."""

from __future__ import annotations

from chaptag.model.timestamp import format_time
from chaptag.notes.assembly.case import MINUTE, Case, Rule
from chaptag.notes.assembly.entry import Role
from chaptag.notes.assembly.values import descents
from chaptag.notes.document import Kind
from chaptag.notes.grammar.token import Family

__all__ = ["GUESSES"]

_BRIEF = 5 * MINUTE


def swapped(case: Case) -> str:
    """Neighbours that fall a little are taken as they stand."""
    return "the times do not all rise" if descents(case.starts) else ""


def reversed_list(case: Case) -> str:
    """A list that stands with its last time first."""
    return "the list runs backwards; it is put into the order of time" if case.run.backwards else ""


def reread(case: Case) -> str:
    """Times that were not taken as written."""
    if case.values.repair is not None or any(entry.mended for entry in case.run.entries):
        return "mistyped times were mended"
    return "" if case.values.way == "plain" else "times were read by order and duration"


def parted(case: Case) -> str:
    """A time inside a title may be one that the title speaks of."""
    return "a time inside a title is taken for a chapter" if any(entry.inner for entry in case.run.entries) else ""


def points(case: Case) -> str:
    """Minutes and links that begin at 0 or fit the audio are most likely its own."""
    if not case.pointing or case.announced:
        return ""
    return f"{'links' if case.family is Family.LINK else 'minutes'}, and no heading says of what"


def pair(case: Case) -> str:
    """Two times make a short list."""
    return "two times" if case.count == 2 else ""


def with_dots(case: Case) -> str:
    """Dots separate many things."""
    if case.family is not Family.DOTTED or case.first == 0 or case.announced:
        return ""
    return "times with dots"


def lone_fraction(case: Case) -> str:
    """One time of two parts and a fraction among times of three parts may have a dot for a colon: ``00:22.21``."""
    tokens = [entry.token for entry in case.run.entries]
    odd = [token for token in tokens if token.fraction and len(token.parts) == 2]
    others = sum(len(token.parts) == 3 and not token.fraction for token in tokens)
    if len(odd) == 1 and len(tokens) > 2 and others == len(tokens) - 1:
        return f"{format_time(odd[0].ms)} has a fraction, as no other time has"
    return ""


def few_behind(case: Case) -> str:
    """A few times behind words that do not begin at 0 may be lengths."""
    return "a few times that do not begin at 0" if case.run.back and case.last < _BRIEF and case.few_and_late else ""


def in_code(case: Case) -> str:
    """A list in a block of code may be an example."""
    return "in a block of code" if case.kinds == {Kind.CODE} and not case.announced else ""


def flowing(case: Case) -> str:
    """A list that runs on in one line does not say where its last title ends."""
    entries = case.run.entries
    return "titles run on in one line" if entries[0].flowing else ""


def before_descriptions(case: Case) -> str:
    """What stands after a time in brackets may belong to the title."""
    return "words stand on both sides of the times" if case.run.entries[0].role is Role.MIDDLE else ""


GUESSES: tuple[Rule, ...] = (
    swapped,
    reversed_list,
    reread,
    parted,
    points,
    pair,
    with_dots,
    lone_fraction,
    few_behind,
    in_code,
    flowing,
    before_descriptions,
)
