"""The golden notes: each reads as a careful person would read it."""

from __future__ import annotations

import pytest

from tests.notes.golden_case import FOLDER, GoldenCase, differences, golden_cases, read

CASES = golden_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_golden_notes_read_as_expected(case: GoldenCase) -> None:
    reading = read(case)
    wrong = differences(case, reading)
    assert not wrong, "\n".join(
        [f"{case.name}: {case.expected['note']}", *wrong, *(str(each.message) for each in reading.findings)]
    )


def test_golden_notes_cover_what_they_should() -> None:
    """At least 80 notes, 10 feeds, 10 pieces of HTML, 20 with two durations, 30 without chapters or with a trap."""
    folders = {case.notes.parent for case in CASES}
    suffixes = [case.notes.suffix for case in CASES]
    outcomes: dict[str, list[object]] = {}
    for case in CASES:
        outcomes.setdefault(case.notes.parent.name, []).append(case.expected["chapters"])
    two = [name for name, (first, *others) in outcomes.items() if others and others != [first]]
    empty = [case for case in CASES if not case.expected["chapters"]]
    assert len(folders) >= 110
    assert suffixes.count(".xml") >= 10
    assert suffixes.count(".html") >= 10
    assert len(two) >= 20
    assert len(empty) >= 30


def test_no_golden_folder_is_left_out() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == {case.notes.parent.name for case in CASES}
