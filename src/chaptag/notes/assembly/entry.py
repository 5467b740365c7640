"""`Entry`: a time and the place of its title in a line; one line may hold several."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace
from itertools import pairwise

from chaptag.notes.assembly.labels import announces_chapters
from chaptag.notes.document import Kind, Line, Style
from chaptag.notes.grammar.context import GLUED, SOFT
from chaptag.notes.grammar.digits import folded
from chaptag.notes.grammar.token import Family, TimeToken

__all__ = ["Entry", "Role", "entries_of", "flattened", "one_entry", "says", "trailing"]


class Role(enum.Enum):
    """Where the time stands: before its title, after it, alone on its line, or in brackets between words."""

    FRONT = "front"
    BACK = "back"
    ALONE = "alone"
    MIDDLE = "middle"


@dataclass(slots=True)
class Entry:
    """A possible chapter: the time `token` and the range ``[start, stop)`` of the line's text that may be its title.

    `line` is the line's index in the document. `apart` says that a bracket, a dash, emphasis or wide space sets the
    time off from the words before it. `label` is a word that stands before a front time (“Chapter 3: 12:30 …”).
    `shared` marks one of several entries on a line, `flowing` one of a list that runs on without separators.
    `soft` says that the word after the time may make it a time of day (“12:30 PM …”), or may begin the title.
    `mended` marks one whose time is mistyped, or written differently from the others of its list, `inner` one that was
    found inside the title of another.
    """

    line: int
    token: TimeToken
    role: Role
    start: int
    stop: int
    apart: bool = True
    label: str = ""
    shared: bool = False
    flowing: bool = False
    soft: bool = False
    mended: bool = False
    inner: bool = False

    @property
    def ms(self) -> int:
        """The time as written."""
        return self.token.ms


_ORDINAL = re.compile(r"\W{0,12}#?\d{1,3} {0,2}[.):\]|\t-] {0,3}\W{0,6}$")
# The vowel signs of Devanagari and Thai are no letters to the others. “ab Minute 8:45” has two words.
_LABEL = r"(?:[^\W\d_]|[\u0900-\u0963\u0e31-\u0e4e]){1,16}"
_LABELLED = re.compile(
    rf"\W{{0,12}}(?:(?i:ab|at|from|à|en el|desde el|dal|od|vanaf|с|з) )?({_LABEL})"
    r"\.? {0,2}#?\d{0,3} {0,2}[.:)\]|=@~–—-]{0,2} {0,3}[\[(]?$"
)
# What counts the entries: “#1”, “No. 1”, “a)”, “iv.”.
_COUNTER = re.compile(
    r"\W{0,12}(?:(#|n[or]\. ?|№ ?)\d{1,3}|[(\[]?([a-z]|[ivx]{1,5})[.)\]]) {0,2}[.:)|–—-]? {0,3}[\[(]?$", re.IGNORECASE
)
_QUOTES = frozenset("\"'`")
_OPENING, _CLOSING = frozenset("([【（［"), frozenset(")]】）］")
_COLUMNS = re.compile(r"\s*[|\t]\s*|\s{2,8}")
_KEYCAP = re.compile("[0-9]\ufe0f?\u20e3|\U0001f51f")
_SHORT = 40
_UNIT_AFTER = re.compile(r"\s{0,2}(?:min(?:\.|s|utes?|uten|utos?)?|std|hrs?|мин)\W{0,6}$", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[（［][^\W\d_]{1,12}\.? ?$")  # “(à”, “(at”
_SET_OFF = frozenset("-:|~>@/•·*=→,;.…#([{【「（［<–—")
_PHRASE = re.compile(
    r"\w[)\]]?([.!?](?=\s)|\s(?=[A-ZÄÖÜÉÀ-ÖØ-Þ\u0410-\u042f][a-zß-ÿ\u0430-\u044f]|[A-Z]{2,} |https?:|www\.))"
)
_SPLIT = re.compile(r"[|•·‖;●▪◦∙⋅]|\s/|(?<!\bw)/\s|\s{4,}")  # “w/ Ann” is one title
_MAX_SEGMENTS = 500


def entries_of(index: int, line: Line, tokens: list[TimeToken], *, labels: bool = True) -> list[Entry]:
    """Read the entries of one line (not of a table's row); `labels` allows a word before a front time."""
    usable = [token for token in tokens if not token.why_not]
    for token, role in ((tokens[0], Role.FRONT), (tokens[-1], Role.BACK)):
        if token.why_not in SOFT and (role is Role.FRONT or not usable):
            soft = one_entry(index, line, folded(line.text), [token], (0, len(line.text)))
            if soft is not None and soft.role is role and not soft.label:
                soft.soft = True
                return [soft]
    if not usable:
        return []
    if len(usable) > 1:
        several = _several(index, line, usable)
        if several:
            return several
    one = one_entry(index, line, folded(line.text), usable, (0, len(line.text)), labels=labels)
    return [one] if one else []


def _several(index: int, line: Line, tokens: list[TimeToken]) -> list[Entry]:
    """Read a line that holds a whole list between ``|``, ``•`` or ``/``."""
    bounds: list[tuple[int, int]] = []
    begin = 0
    text = folded(line.text)
    for found in _SPLIT.finditer(text):
        if len(bounds) < _MAX_SEGMENTS:
            bounds.append((begin, found.start()))
            begin = found.end()
    bounds.append((begin, len(line.text)))
    if len(bounds) < 2:
        return []
    entries: list[Entry] = []
    at = 0
    for start, stop in bounds:
        inside: list[TimeToken] = []
        while at < len(tokens) and tokens[at].start < stop:
            if tokens[at].start >= start:
                inside.append(tokens[at])
            at += 1
        if inside:
            entry = one_entry(index, line, text, inside, (start, stop))
            if entry is None and not entries and says(line.text[inside[0].stop : stop]):
                entry = Entry(index, inside[0], Role.FRONT, inside[0].stop, stop)  # what introduces the list
            if entry is None or entry.role in {Role.ALONE, Role.MIDDLE}:
                return []
            entry.shared = True
            entries.append(entry)
    roles = {entry.role for entry in entries}
    if len(entries) < 2 or len(roles) > 1 or len(entries) < len(bounds) - 1:
        return []
    times = [entry.ms for entry in entries]
    return entries if times == sorted(times) else []


def one_entry(
    index: int,
    line: Line,
    text: str,
    tokens: list[TimeToken],
    within: tuple[int, int],
    *,
    labels: bool = True,
) -> Entry | None:
    """Read the entry that the range `within` of a line holds, if it holds one; `text` is the line's, folded."""
    start, stop = within
    first, last = tokens[0], tokens[-1]
    if text[max(first.start - 1, start) : first.start] in _QUOTES and text[first.stop : first.stop + 1] in _QUOTES:
        first = replace(first, stop=min(first.stop + 1, stop))
    before, rest = text[start : first.start], text[first.stop : stop]
    label = ""
    front = not says(_KEYCAP.sub("", before)) or _ORDINAL.match(before) is not None
    front = front or (before.rstrip().endswith(":") and len(before) < _SHORT and announces_chapters(before))
    if not front and labels and (counter := _COUNTER.match(before)):
        front, label = True, "number" if counter[1] else "letter"
    elif not front and labels and (labelled := _LABELLED.match(before)):
        front, label = True, labelled[1].casefold()
    if front and len(tokens) > 1 and _COLUMNS.fullmatch(text[first.stop : tokens[1].start]) and first.end is None:
        first = replace(first, stop=tokens[1].stop, end=tokens[1])
        rest = text[first.stop : stop]
    if front:
        alone = not says(rest) or _UNIT_AFTER.fullmatch(rest) is not None
        if alone and not label:
            return Entry(index, first, Role.ALONE, start, start)
        title = says(text[last.stop : stop]) and not _UNIT_AFTER.fullmatch(text, last.stop, stop)
        if not alone and (not label or title):
            return Entry(index, first, Role.FRONT, first.stop, stop, label=label)
    after = text[last.stop : stop]
    if says(after) and not _UNIT_AFTER.fullmatch(after):
        bracketed = before[-1:] in _OPENING and rest[:1] in _CLOSING and says(before)
        return Entry(index, first, Role.MIDDLE, start, first.start - 1) if bracketed else None
    at = len(tokens) - 1
    while at and _COLUMNS.fullmatch(text[tokens[at - 1].stop : tokens[at].start]):
        at -= 1
    if at < len(tokens) - 1 and tokens[at].end is None:
        last = replace(tokens[at], end=tokens[at + 1])
    lead = text[start : last.start]
    quoted = lead[-1:] in _QUOTES and after[:1] in _QUOTES
    apart = (
        last.family is Family.LINK
        or quoted
        or lead.rstrip()[-1:] in _SET_OFF
        or lead.endswith("  ")
        or (after[:1] in _CLOSING and _BRACKETED.search(lead[-_SHORT:]) is not None)
        or "\t" in line.text[start : last.start][-2:]
        or any(
            span.style is not Style.AUTOLINK
            and (
                (start < span.start <= last.start and last.stop <= span.stop)
                or (span.stop <= last.start and not text[span.stop : last.start].strip())
            )
            for span in line.spans
        )
    )
    return Entry(index, last, Role.BACK, start, last.start - quoted, apart=apart)


def says(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(char.isalnum() for char in text)


def flattened(index: int, line: Line, tokens: list[TimeToken]) -> list[Entry]:
    """Read a line in which a whole list runs on: ``00:00 Intro 02:10 News 10:05 Guest``."""
    usable = [token for token in tokens if token.why_not in {"", GLUED} and token.family is Family.CLOCK]
    if len(usable) < 3 or line.kind is Kind.ROW:
        return []
    before = line.text[: usable[0].start].rstrip()
    if says(before) and (usable[0].ms or before[-1] not in ".!?:;…([-–—|•,"):
        return []
    stops = [token.start for token in usable[1:]] + [len(line.text)]
    entries = [
        Entry(index, token, Role.FRONT, token.stop, stop, shared=True, flowing=True)
        for token, stop in zip(usable, stops, strict=True)
    ]
    if any(a.ms >= b.ms for a, b in pairwise(entries)) or not all(says(_words(line, entry)) for entry in entries):
        return []
    last = entries[-1]
    longest = max(len(_words(line, entry).split()) for entry in entries[:-1])
    if len(_words(line, last).split()) > longest + 2:
        last.stop = last.start + _first_phrase(_words(line, last))
    return entries


def trailing(index: int, line: Line, tokens: list[TimeToken]) -> list[Entry]:
    """Read a line in which a whole list runs on with the times last: ``Intro (00:00), News (02:10), Guest (10:05)``."""
    usable = [token for token in tokens if not token.why_not and token.family is Family.CLOCK]
    if len(usable) < 3 or line.kind is Kind.ROW or says(line.text[usable[-1].stop :]):
        return []
    starts = [0, *(token.stop for token in usable)]
    entries = [
        Entry(index, token, Role.BACK, start, token.start, shared=True, flowing=True)
        for token, start in zip(usable, starts, strict=False)
    ]
    bracketed = all(line.text[token.start - 1 : token.start] in _OPENING for token in usable)
    rising = all(a.ms < b.ms for a, b in pairwise(entries))
    return entries if bracketed and rising and all(says(_words(line, entry)) for entry in entries) else []


def _words(line: Line, entry: Entry) -> str:
    return line.text[entry.start : entry.stop]


def _first_phrase(text: str) -> int:
    """Find where the last title of a running list may end: at a full stop, or before another capital."""
    found = _PHRASE.search(text)
    return found.start(1) if found else len(text)
