"""Transcripts and subtitles: their times say when something was spoken."""

from __future__ import annotations

import re

from chaptag.notes.assembly.judge import Verdict
from chaptag.notes.assembly.survey import Survey

__all__ = ["is_transcript", "transcript_like"]

_ARROW = re.compile(r"\d[:.,]\d{2,3}\s*-->\s*\d")
_ENOUGH = 2
_LONGEST_CUE = 15_000


def is_transcript(seen: Survey) -> bool:
    """Whether a document is made of subtitle cues, as SubRip and WebVTT files are; chapters last longer."""
    cues = 0
    for index, tokens in seen.tokens.items():
        first = tokens[0]
        short = first.end is not None and first.end.ms - first.ms <= _LONGEST_CUE
        cues += short and _ARROW.search(seen.lines[index].text) is not None
    return cues >= _ENOUGH and cues * 2 > len(seen.tokens)


def transcript_like(verdict: Verdict) -> bool:
    """Whether a run was refused for being a transcript."""
    return "transcript" in verdict.why
