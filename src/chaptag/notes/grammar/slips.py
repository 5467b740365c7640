"""What was meant for a time and is none: a letter for a digit, another sign for the colon, a digit too few, “??:??”."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from chaptag.notes.grammar.digits import folded
from chaptag.notes.grammar.token import Family, TimeToken

__all__ = ["Slip", "is_half", "slip_at_end", "slip_at_front", "slip_inside"]

_MINUTE = 60_000
_LEAD = re.compile(r"[^\w?:;.,$€£¥+#%&@/\\_xX-]{0,12}(?:\d{1,3}[.)]\s{1,3}|[-–—]\s{1,3})?[(\[{]?")
_LIKE = "OoОоΟοIlЗз"  # of three alphabets
_MEANT = "0000001133"
_NOUGHTS = frozenset("OoОоΟο:;")
_END = r"(?![\w%°€$£])(?![:;]\S)(?![.,/-]\w)(?! ?(?:%|€|\$|£|EUR\b|USD\b))"
_WORN = re.compile(rf"([\d{_LIKE}]{{1,3}})[:;]([\d{_LIKE}]{{2}})(?::([\d{_LIKE}]{{2}}))?" + _END)
_RAGGED = re.compile(r"\d{1,3}:\d{1,3}:\d{0,3}(?!\w)(?!:\S)")
_RUN_ON = re.compile(r"(?:(\d\d)(\d\d):(\d\d)|(\d{1,2}):(\d\d)(\d\d))" + _END)
_TORN = re.compile(r"(\d{1,3}) ?(?::|;|::|:;|;:|:\.|\.:) ?(\d{2})(?: ?[:;] ?(\d{2}))?" + _END)
_WHOLE = re.compile(r"\d{1,3}:\d{2}(?::\d{2})?")
_OTHER_SIGN = re.compile(r'(\d{1,3})(?:\.|,|-|_|/|=| |")(\d{2})(?:[.,_= :-](\d{2}))?' + _END)
_UNPARTED = re.compile(r"(\d{1,2})(\d{2})(\d{2})?" + _END)
_SHORT = re.compile(r"(\d{1,3}):(\d?|\d{3})(?![\w%])(?![:;]\S)(?=[\s)\]}:;–—-]|$)")
_LONG = re.compile(r"(\d{1,2})[.,]\d{3}" + _END)
_MINUTE_ALONE = re.compile(r"([0-5]\d)(?= [^\W\d_])")
_BLANK = re.compile(r"(?:[?xX_\d-]{1,2}:)?[?xX_\d]{1,2}:[?xX_\d-]{2}(?![\w?:])|--:--(?:--)?")
_WORD = re.compile(r"(?:TB[ADC]|\?{2,3})(?![\w?])")
_DIGIT = re.compile(r"\s{0,3}[/-]?\d")
_BEGIN = re.compile(r"(?<![^\s(\[])\S")
_HALF_BEFORE = re.compile(r"(?<![\w:;.,])\d{1,2}(?: [:;]|;)$")
_HALF_AFTER = re.compile(r";\d{2}(?!\w)(?![:;]\S)|: \d{2}(?: ?[)\]|:]| - )")
_LETTERS = str.maketrans(_LIKE, _MEANT)
_LONGEST = 13  # “12 :: 34 : 56”
_TAIL = 40
_ROOM = 8


@dataclass(frozen=True, slots=True)
class Slip:
    """A spot ``[start, stop)`` of a line that was meant for a time.

    `token` is the time where the form leaves one reading. Where a digit is missing, the time is one of ``[low, high)``
    in ms. `clear` says that the spot can hardly be anything else; what is not clear is a number as they stand in prose.
    `zeroed` marks a number with a nought before it, as no year and no count has, `bare` one without any seconds.
    """

    start: int
    stop: int
    token: TimeToken | None = None
    low: int = 0
    high: int = 0
    clear: bool = False
    zeroed: bool = False
    bare: bool = False

    def moved(self, by: int) -> Slip:
        """The same spot, counted from `by` characters further to the left."""
        token = self.token and replace(self.token, start=self.start + by, stop=self.stop + by)
        return replace(self, start=self.start + by, stop=self.stop + by, token=token)


def slip_at_front(text: str) -> Slip | None:
    """Find what stands for a time where a line begins, behind a bullet, a number or a bracket."""
    plain = folded(text[: 2 * _TAIL])
    lead = _LEAD.match(plain)
    return _slip(plain, lead.end() if lead else 0)


def slip_at_end(text: str) -> Slip | None:
    """Find what stands for a time where a line ends."""
    shift = max(len(text) - _TAIL, 0)
    plain = folded(text[shift:])
    last = len(plain.rstrip(" \t)]}.,;*_"))
    for at in range(max(last - _LONGEST, 0), last):
        if at and (plain[at - 1].isalnum() or plain[at - 1] in ":;.,?$€£"):
            continue
        found = _slip(plain, at)
        if found is not None and found.stop >= last:
            return found.moved(shift)
    return None


def slip_inside(text: str) -> Slip | None:
    """Find what can hardly be anything but a mistyped time, behind the first words of a line or at its end."""
    plain = folded(text[:_TAIL])
    spots = (_slip(plain, begin.start()) for begin in _BEGIN.finditer(plain))
    return next((spot for spot in (*spots, slip_at_end(text)) if spot is not None and spot.clear), None)


def is_half(text: str, token: TimeToken) -> bool:
    """Whether a time may be the half of a mistyped one: ``14:05`` of ``0;14:05``, ``0:01`` of ``0:01;55``.

    It may as well be whole, with a number beside it; how the other lines are written tells.
    """
    if token.family is not Family.CLOCK or len(token.parts) > 2 or token.end is not None or token.why_not:
        return False
    around = folded(text[max(token.start - _ROOM, 0) : token.stop + _ROOM])
    start = min(token.start, _ROOM)
    before, after = around[:start], around[start + token.stop - token.start :]
    return _HALF_BEFORE.search(before) is not None or _HALF_AFTER.match(after) is not None


def _slip(text: str, at: int) -> Slip | None:
    """Read the spot that begins at `at`."""
    if (found := _WORN.match(text, at)) and any(map(str.isalpha, found[0])):
        worn = any(map(str.isdigit, found[0])) or _NOUGHTS.issuperset(found[0])
        if worn:
            return _read(found, clear=True)
    if found := _TORN.match(text, at):
        if _WHOLE.fullmatch(found[0]):
            return None
        # “3: 15 questions” counts; “03: 15” and “3 :15” do not.
        return _read(found, clear=": " not in found[0] or " :" in found[0] or found[0][0] == "0")
    if found := _RUN_ON.match(text, at):
        return _read(found, clear=True)
    if found := _RAGGED.match(text, at):
        return Slip(at, found.end(), clear=True)
    if (found := _BLANK.match(text, at)) and not found[0].replace(":", "").isdigit():
        return Slip(at, found.end(), clear=True)
    if found := _WORD.match(text, at):
        return Slip(at, found.end(), high=1 << 62)
    return _number(text, at)


def _number(text: str, at: int) -> Slip | None:
    """Read a number at `at` that may as well be any other."""
    if (found := _SHORT.match(text, at)) and 3 in {len(found[1]), len(found[2])}:
        return Slip(at, found.end(), high=1 << 62)  # “1:350”, “135:”: the colon may stand elsewhere
    if found := _SHORT.match(text, at) or _LONG.match(text, at):
        low = int(found[1]) * _MINUTE
        return Slip(at, found.end(), low=low, high=low + _MINUTE)
    if found := _OTHER_SIGN.match(text, at) or _UNPARTED.match(text, at):
        return _read(found, clear=False)
    if found := _MINUTE_ALONE.match(text, at):
        low = int(found[1]) * _MINUTE
        return Slip(at, found.end(), low=low, high=low + _MINUTE, bare=True)
    return None


def _read(found: re.Match[str], *, clear: bool) -> Slip | None:
    parts = tuple(int(part.translate(_LETTERS)) for part in found.groups() if part is not None)
    if any(part > 59 for part in parts[1:]):
        return Slip(found.start(), found.end(), clear=True) if clear else None
    token = TimeToken(found.start(), found.end(), Family.CLOCK, parts)
    # A date or a telephone number may begin so too: “03/15”, “0315 778 201”.
    zeroed = found[0][0] == "0" and not set("/-") & set(found[0]) and not _DIGIT.match(found.string, found.end())
    return Slip(found.start(), found.end(), token, token.ms, token.ms + 1, clear, zeroed)
