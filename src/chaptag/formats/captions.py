"""Cues of caption files as chapters, unless they look like a transcript: then it is a doubt, and a person decides."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

from chaptag.formats.intake import Intake
from chaptag.model.chapter import ChapterList
from chaptag.model.finding import finding
from chaptag.model.reading import Candidate, Grade, Reading
from chaptag.model.timestamp import format_span

__all__ = ["caption_reading"]

_FEWEST, _FEW, _MANY = 2, 4, 20
_SHORT, _PAUSE = 10_000, 1_000


def caption_reading(intake: Intake) -> Reading:
    """Close a caption file: cues of which half are shorter than 10 s are speech and not chapters.

    Some such cues with time between them may be an editor's markers; two or three are speech where each is short.
    """
    reading = intake.reading()
    spans = [chapter.end - chapter.start for chapter in reading.chapters if chapter.end is not None]
    if len(spans) < _FEWEST or (median if len(spans) >= _FEW else max)(spans) >= _SHORT:
        return reading
    touching = sum(b.start - a.end <= _PAUSE for a, b in pairwise(reading.chapters) if a.end is not None)
    if len(spans) <= _MANY and touching * 5 < (len(spans) - 1) * 4:
        return reading
    why = f"{len(spans)} cues of {format_span(int(median(spans)))} each (median)"
    return replace(
        reading,
        chapters=ChapterList(),
        grade=Grade.DOUBT,
        findings=(*reading.findings, finding("looks-like-transcript", f"{why} are a transcript, not chapters")),
        candidates=(Candidate(reading.chapters, f"each cue as a chapter: {why}"),),
    )
