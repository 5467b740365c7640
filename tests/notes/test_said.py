"""Every word that is said of the golden notes and of the small ones: findings, candidates, and times left out.

Notes of which nothing is said but that they hold a list of rising times are not written down. `said.txt` is the
transcript; ``CHAPTAG_UPDATE_GOLDEN=1`` writes it anew, for a person to read the difference.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from chaptag.model.finding import Place
from chaptag.model.reading import Reading
from chaptag.model.timestamp import format_time
from tests.notes.golden_case import golden_cases, read
from tests.notes.lists import LISTS, read_small

TRANSCRIPT = Path(__file__).parent / "said.txt"
_HEAD = "== "


READINGS: dict[str, Callable[[], Reading]] = {
    **{f"golden/{case.name}": partial(read, case) for case in golden_cases()},
    **{f"lists/{name}": partial(read_small, notes) for name, notes in LISTS.items()},
}


def _at(place: Place | None) -> str:
    if place is None:
        return "-"
    start, stop = ("" if column is None else str(column) for column in (place.column, place.end_column))
    return f"{place.line}{start and ':'}{start}{stop and '-'}{stop}"


def _lines(reading: Reading) -> Iterator[str]:
    yield f"{reading.grade.value}, {len(reading.chapters)} chapters, in {reading.format}"
    for finding in reading.findings:
        chapter = f" (chapter {finding.chapter})" if finding.chapter else ""
        yield f"{_at(finding.place)} {finding.severity.label}: {finding.message} [{finding.rule}]{chapter}"
        if finding.fix is not None:
            yield f"    {finding.fix}"
    for number, candidate in enumerate(reading.candidates, 1):
        starts = " ".join(format_time(chapter.start) for chapter in candidate.chapters)
        yield f"--pick {number}: {starts}: {candidate.why}"
    taken = Counter(each.why for each in reading.explained if each.taken)
    for why, times in taken.items():
        yield f"taken {times}: {why}"
    passed: dict[str, list[str]] = {}
    for each in reading.explained:
        if not each.taken:
            passed.setdefault(each.why, []).append(_at(each.place))
    for why, places in passed.items():
        yield f"not taken: {' '.join(places)}: {why}"


def _section(name: str) -> str:
    lines = list(_lines(READINGS[name]()))
    if len(lines) == 1 or lines[1:] == [f"taken {lines[0].split()[1]}: a list of rising times"]:
        return ""
    return "".join(f"{line}\n" for line in (_HEAD + name, *lines))


def _sections() -> dict[str, str]:
    parts = re.split(rf"^(?={re.escape(_HEAD)})", TRANSCRIPT.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0].removeprefix(_HEAD): part for part in parts}


if os.environ.get("CHAPTAG_UPDATE_GOLDEN"):
    TRANSCRIPT.write_text("".join(map(_section, READINGS)), "utf-8")
SAID = _sections()


@pytest.mark.parametrize("name", READINGS)
def test_what_is_said(name: str) -> None:
    assert _section(name) == SAID.get(name, "")


def test_nothing_is_said_of_notes_that_are_gone() -> None:
    assert set(SAID) <= set(READINGS)
