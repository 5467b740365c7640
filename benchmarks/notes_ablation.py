"""What each rule of the judgement is worth: take one away, read all notes again, and name what changes.

    python -m benchmarks.notes_ablation [FOLDER]

Without FOLDER the golden notes and the small ones of the tests are read. FOLDER holds one folder for each case, with
``notes.*`` and ``expected.json`` (``{"chapters": [{"start": seconds, "title": …}]}``).
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from unittest.mock import patch

from chaptag.model.duration import Duration
from chaptag.model.reading import Grade, Reading
from chaptag.notes.assembly import choose, judge, listing, titles, values, wraps
from chaptag.notes.read import NotesOptions, read_notes
from tests.notes import golden_case
from tests.notes.lists import LISTS, Notes

Result = tuple[bool, Grade]
Reader = Callable[[], Result]
Taken = Callable[[], AbstractContextManager[object]]


def golden() -> dict[str, Reader]:
    """Read the golden notes, each as right or wrong."""

    def read(case: golden_case.GoldenCase) -> Result:
        reading = golden_case.read(case)
        return not golden_case.differences(case, reading), reading.grade

    return {case.name: partial(read, case) for case in golden_case.golden_cases()} | small()


def small() -> dict[str, Reader]:
    """Read the small notes of the tests, each as right or wrong."""

    def read(notes: Notes) -> Result:
        duration = None if notes.seconds is None else Duration(int(notes.seconds * 1e9), "stated", "")
        reading = read_notes(notes.text, kind=notes.kind, duration=duration, options=NotesOptions(depth=notes.depth))
        found = [(chapter.start, chapter.title) for chapter in reading.chapters]
        return found == notes.chapters, reading.grade

    return {f"“{name}”": partial(read, notes) for name, notes in LISTS.items()}


def folder(path: Path) -> dict[str, Reader]:
    """Read the notes of a folder, each as right or wrong."""

    def read(notes: Path, expected: list[tuple[int, str]]) -> Result:
        reading = read_notes(notes.read_bytes(), name=notes.name)
        return rows(reading) == expected, reading.grade

    found: dict[str, Reader] = {}
    for file in sorted(path.glob("*/expected.json")):
        chapters = json.loads(file.read_text("utf-8"))["chapters"]
        expected = [(round(row["start"]), clean(row["title"])) for row in chapters]
        found[file.parent.name] = partial(read, next(file.parent.glob("notes.*")), expected)
    return found


def rows(reading: Reading) -> list[tuple[int, str]]:
    """Bring a reading into the form of what is expected."""
    return [(round(chapter.start / 1000), clean(chapter.title)) for chapter in reading.chapters]


def clean(title: str) -> str:
    """Make titles comparable."""
    return " ".join(unicodedata.normalize("NFC", title).casefold().split())


def nothing(*_: object, **__: object) -> None:
    """Stand for a step that finds nothing."""


def same(value: object) -> object:
    """Stand for a step that changes nothing."""
    return value


def empty(*_: object, **__: object) -> list[object]:
    """Stand for a step that finds an empty list."""
    return []


def ablations() -> Iterator[tuple[str, Taken]]:
    """Name each thing that can be taken away, with the way to do it."""
    for table in ("REJECTIONS", "DOUBTS", "GUESSES"):
        rules = getattr(judge, table)
        for rule in rules:
            rest = tuple(each for each in rules if each is not rule)
            yield f"{table.lower()}: {rule.__name__}", partial(patch.object, judge, table, rest)
    for name, _ in judge.POINTS:
        rest = tuple(each for each in judge.POINTS if each[0] != name)
        yield f"points: {name}", partial(patch.object, judge, "POINTS", rest)
    yield "wrapped titles", partial(patch.object, wraps.Wraps, "after", empty)
    yield "wrap of the hour", partial(patch.object, values, "_wrapped", nothing)
    yield "mending", partial(patch.object, values, "repaired", nothing)
    yield "lengths in brackets", partial(patch.object, listing, "without_lengths", same)
    yield "numbers before titles", partial(patch.object, listing, "without_numbers", same)
    yield "labels before titles", partial(patch.object, listing, "without_label", same)
    yield "common last word", partial(patch.object, listing, "common_end", same)
    yield "hashtags", partial(patch.object, titles, "without_tags", same)
    yield "running lists", partial(patch.object, choose, "flattened", empty)
    yield "first of equals", partial(patch.object, choose, "_comes_first", nothing)


def main() -> int:
    """Print, for each rule, the cases that change without it."""
    readers = folder(Path(sys.argv[1])) if len(sys.argv) > 1 else golden()
    base = {name: read() for name, read in readers.items()}
    doubts = sum(grade is Grade.DOUBT for _, grade in base.values())
    print(f"{len(base)} notes, {sum(right for right, _ in base.values())} right, {doubts} doubts")
    for what, taken in ablations():
        with taken():
            now = {name: read() for name, read in readers.items()}
        worse = [name for name in base if base[name][0] and not now[name][0]]
        better = [name for name in base if now[name][0] and not base[name][0]]
        other = [name for name in base if now[name][1] is not base[name][1] and name not in {*worse, *better}]
        parts = (("worse", worse), ("better", better), ("another grade", other))
        print(f"{what:34}", "; ".join(f"{how}: {', '.join(which)}" for how, which in parts if which) or "nothing")
    return 0


if __name__ == "__main__":
    sys.exit(main())
