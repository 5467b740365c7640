"""Times with words: ``1h02m03s``, ``12 min 30 s``, ``12分30秒``, ``12'34"``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from chaptag.notes.grammar.token import Family, TimeToken

__all__ = ["prime_times", "unit_times", "with_rest"]

_HOURS = (
    "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur godz ч час часа часов"
    " 時間 小时 小時 시간"
)
_MINUTES = (
    "m min mins mn minute minutes minuten minuto minutos minuti minuta minuty minut м мин минут минута минуты"
    " 分 分钟 分鐘 분"
)
_SECONDS = "s sec secs second seconds sek sekunde sekunden segundo segundos seconde secondes secondi с сек секунд 秒 초"
_WORDS = (_HOURS.split(), _MINUTES.split(), _SECONDS.split())
_RANK = {word: rank for rank, words in enumerate(_WORDS) for word in words}
_NUMBER = re.compile(rf"(\d{{1,3}}) ?({'|'.join(_RANK)})(?![^\W\d_])\.?", re.IGNORECASE)
_BARE = re.compile(r"(?:(?<=[hmчм時小时分시분])|(?<=min)|(?<=mn)|(?<=std))\d{2}(?!\w)", re.IGNORECASE)
_LAST_WORD = re.compile(r"([^\W\d_]+)\.?$")
_REST = re.compile(r" ([0-5]\d)(?![\w%°€$£])(?![.,:/-]\d)")
_PRIME = re.compile(r"(?<![\w:.,/'])(?:(\d{1,2}) ?[h°] ?)?(\d{1,3}) ?' ?(\d{2}) ?(?:\"|'')?(?![A-Za-z0-9_'])")


def unit_times(text: str) -> Iterator[TimeToken]:
    """Find times with words in a folded line; words go from hours to seconds."""
    chain: list[tuple[int, int]] = []
    start = stop = 0
    for found in _NUMBER.finditer(text):
        rank = _RANK.get(found[2].casefold())
        if rank is None:
            continue
        if chain and not (
            found.start() - stop <= 2 and rank > chain[-1][0] and not text[stop : found.start()].strip(" ,")
        ):
            yield from _unit(chain, start, stop)
            chain = []
        if not chain:
            before = text[found.start() - 1 : found.start()]
            if before and (before.isalnum() or before in ":.,/$€£+_'"):
                continue
            start = found.start()
        stop = found.end()
        chain.append((rank, int(found[1])))
        if bare := _BARE.match(text, stop):  # ``1h02``, ``12m30``, ``5min30``
            chain.append((rank + 1, int(bare[0])))
            stop = bare.end()
    yield from _unit(chain, start, stop)


def _unit(chain: list[tuple[int, int]], start: int, stop: int) -> Iterator[TimeToken]:
    if not chain:
        return
    seconds = sum(number * 60 ** (2 - rank) for rank, number in chain)
    minutes, seconds = divmod(seconds, 60)
    parts = (minutes // 60, minutes % 60, seconds) if chain[0][0] == 0 else (minutes, seconds)
    yield TimeToken(start, stop, Family.UNITS, parts)


def with_rest(text: str, token: TimeToken) -> TimeToken | None:
    """Read ``4 min 15`` and ``1 h 02``, whose last number has no unit; None where none follows.

    One line does not tell, “12 min 30 questions” may be a title: the other times of the notes do.
    """
    if token.family is not Family.UNITS or token.end is not None or token.why_not:
        return None
    word, rest = _LAST_WORD.search(text, token.start, token.stop), _REST.match(text, token.stop)
    rank = None if word is None else _RANK.get(word[1].casefold())
    if rank is None or rank > 1 or rest is None:
        return None
    seconds = token.ms // 1000 + int(rest[1]) * 60 ** (1 - rank)
    minutes, seconds = divmod(seconds, 60)
    parts = (minutes // 60, minutes % 60, seconds) if len(token.parts) > 2 else (minutes, seconds)
    return replace(token, stop=rest.end(), parts=parts)


def prime_times(text: str) -> Iterator[TimeToken]:
    """Find ``12'34"`` in a folded line."""
    if "'" not in text:
        return
    for found in _PRIME.finditer(text):
        parts = tuple(int(part) for part in found.groups() if part is not None)
        yield TimeToken(found.start(), found.end(), Family.PRIME, parts)
