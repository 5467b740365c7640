"""Golden notes: load what is expected, run the reader, and say every difference."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chaptag.model.duration import Duration
from chaptag.model.reading import Reading
from chaptag.notes.options import NotesOptions
from chaptag.notes.read import read_notes

__all__ = ["FOLDER", "GoldenCase", "differences", "golden_cases", "read"]

FOLDER = Path(__file__).parent / "golden"


@dataclass(frozen=True)
class GoldenCase:
    """One expectation: the notes and what a listener should see."""

    name: str
    notes: Path
    expected: dict[str, Any]


def golden_cases(folder: Path = FOLDER) -> list[GoldenCase]:
    """Find all expectations below `folder`, in order."""
    found = []
    for path in sorted(folder.glob("*/expected*.json")):
        (notes,) = path.parent.glob("notes.*")
        variant = path.stem.removeprefix("expected")
        found.append(GoldenCase(path.parent.name + variant, notes, json.loads(path.read_text(encoding="utf-8"))))
    return found


def read(case: GoldenCase) -> Reading:
    """Read the notes of a case as the case says."""
    seconds = case.expected["duration"]
    duration = None if seconds is None else Duration(round(seconds * 1e9), "stated", "the case says so", exact=False)
    options = NotesOptions(**case.expected.get("options", {}))
    return read_notes(case.notes.read_bytes(), name=case.notes.name, duration=duration, options=options)


def differences(case: GoldenCase, reading: Reading) -> list[str]:
    """Say in what the reading differs from the expectation; nothing where it, or one that will do, is met."""
    outcomes = [case.expected, *case.expected.get("either", [])]
    found = [_outcome_differences(outcome, reading) for outcome in outcomes]
    missing = set(case.expected["findings"]) - {finding.rule for finding in reading.findings}
    lost = [f"findings lack {', '.join(sorted(missing))}"] if missing else []
    return lost + ([] if not all(found) else found[0])


def _outcome_differences(expected: dict[str, Any], reading: Reading) -> list[str]:
    grades = [expected["grade"]] if isinstance(expected["grade"], str) else expected["grade"]
    wanted, got = expected["chapters"], list(reading.chapters)
    lines = []
    # Where there are no chapters the grade says only whether candidates are offered.
    if reading.grade.value not in grades and (wanted or got or "doubt" in grades):
        lines.append(f"grade is {reading.grade.value}, not {' or '.join(grades)}")
    if len(wanted) != len(got):
        lines.append(f"{len(got)} chapters, not {len(wanted)}")
    for number in range(max(len(wanted), len(got))):
        want = wanted[number] if number < len(wanted) else None
        have = got[number] if number < len(got) else None
        if want is None or have is None or not _same(want, have):
            lines.append(f"  {number + 1}: expected {_shown(want)}")
            lines.append(f"  {' ' * len(str(number + 1))}       got {_shown(_as_dict(have, want))}")
    return lines


def _same(want: dict[str, Any], have: Any) -> bool:
    titles = [want["title"]] if isinstance(want["title"], str) else want["title"]
    return (
        have.start == round(want["start"] * 1000)
        and _norm(have.title) in {_norm(title) for title in titles}
        and ("end" not in want or have.end == (None if want["end"] is None else round(want["end"] * 1000)))
        and ("url" not in want or have.url == want["url"])
    )


def _norm(title: str) -> str:
    return " ".join(unicodedata.normalize("NFC", title).split())


def _as_dict(have: Any, want: dict[str, Any] | None) -> dict[str, Any] | None:
    if have is None:
        return None
    shown = {"start": have.start / 1000, "title": have.title}
    if want is None or "end" in want:
        shown["end"] = None if have.end is None else have.end / 1000
    if want is None or "url" in want:
        shown["url"] = have.url
    return shown


def _shown(value: dict[str, Any] | None) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)
