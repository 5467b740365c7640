"""Rules of reading notes: what was repaired, guessed or left undecided."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["NOTES"]

NOTES: tuple[Rule, ...] = (
    Rule(
        "doubtful-list",
        "error",
        "A list that may be wrong is never written; a listener would be sent to the wrong places.",
        "Take one of the candidates with --pick 1 (2, 3 …), or give the audio's length with --duration.",
    ),
    Rule(
        "guessed-list",
        "warning",
        "The notes have times that look like chapters, but not everything about them does.",
        "Compare the list, as chaptag show prints it, with the notes; --strict refuses guesses.",
    ),
    Rule(
        "reread-times",
        "warning",
        "The times fit the order of the list or the length of the audio only if they are read another way.",
        "Write all times in full, as 1:05:00; --strict refuses guesses.",
    ),
    Rule(
        "mistyped-time",
        "warning",
        "A time that is mistyped or out of order sends listeners to the wrong place, and so does a wrong correction.",
        "Correct the time in the notes; --strict refuses guesses.",
    ),
    Rule(
        "times-out-of-order",
        "warning",
        "A time that comes before the one above it may be mistyped.",
        "Correct the time, or swap the lines.",
    ),
    Rule(
        "contradicted-time",
        "warning",
        "A remark corrects the time of a chapter, or its link leads to another one: either may be right.",
        "Write the right time into the list; --strict refuses guesses.",
    ),
    Rule(
        "stated-duration",
        "info",
        "A duration that the notes or the feed state is a hint; the audio's own is better.",
        "Give the audio file, or --duration.",
    ),
    Rule(
        "second-list",
        "warning",
        "The notes hold more than one list of times, and only one can be that of this audio.",
        "Take the other one with --pick, or remove it from the notes.",
    ),
    Rule(
        "repeated-list",
        "info",
        "The same times stand twice, in two languages or as an overview and its headings.",
        "Nothing to do, unless the other titles were meant.",
    ),
    Rule(
        "left-out",
        "warning",
        "A line among the chapters has a time, or what looks like one, and was not taken for a chapter.",
        "Write its time as the other lines do, or take it out.",
    ),
    Rule(
        "transcript",
        "warning",
        "Times of a transcript say when something was spoken; as chapters there would be hundreds.",
        "Give the show notes, or a chapter file.",
    ),
    Rule(
        "frames-ignored",
        "warning",
        "An editor's timecode counts frames, and how many make a second is not in the notes.",
        "Pass --fps with the frame rate of the project.",
    ),
    Rule(
        "too-many-times",
        "warning",
        "No list of chapters is that long; only the first part of the notes was looked at.",
        "Give the show notes without the transcript.",
    ),
)
